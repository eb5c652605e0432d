from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0022_estimates_laws_and_rungs'),
    ]

    operations = [
        no_samples(
            {
                "shareholder_estimate": "basis source source_url",
                "shareholder_threshold": "says source source_url",
            }
        ),
    ]

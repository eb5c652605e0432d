from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0010_amended_funds'),
    ]

    operations = [
        no_samples({"shareholder_fundreport": "amendment"}),
    ]

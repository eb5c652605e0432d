from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0003_votes'),
    ]

    operations = [
        no_samples({
            "shareholder_tally": "share_class source_url accession quote",
        }),
    ]

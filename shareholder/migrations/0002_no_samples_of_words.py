from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0001_first'),
    ]

    operations = [
        no_samples({
            "shareholder_meeting": "stated_where",
            "shareholder_seasonpolicy": "status note source",
            "shareholder_lineage": "title",
            "shareholder_resolution": "title",
            "shareholder_version": "title body notes",
            "shareholder_intention": "investor why",
            "shareholder_challenge": "bases",
            "shareholder_filing": "goes_by representative slots defects",
            "shareholder_step": "note warnings",
        }),
    ]

from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0005_fund_votes'),
    ]

    operations = [
        no_samples({
            "shareholder_fundreport": "accession filer filer_cik form period securities sha256 unread refused",
            "shareholder_fundvote": "description series others",
        }),
    ]

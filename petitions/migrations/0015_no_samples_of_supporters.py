from django.db import migrations

from organize.samples import no_samples

COLUMNS = {"petitions_supporter": "tag sealed name sort_key"}


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0014_petitions'),
    ]

    operations = [
        no_samples(COLUMNS),
    ]

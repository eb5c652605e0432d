from django.db import migrations

from organize.samples import no_samples

COLUMNS = {"petitions_dispute": "text answer"}


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0007_other_languages'),
    ]

    operations = [
        no_samples(COLUMNS),
    ]

from django.db import migrations

from organize.samples import no_samples

COLUMNS = {"organize_subscriber": "enclosed tag proof"}


class Migration(migrations.Migration):

    dependencies = [
        ('organize', '0007_subscribers'),
    ]

    operations = [
        no_samples(COLUMNS),
    ]

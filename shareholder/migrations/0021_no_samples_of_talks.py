from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0020_talks'),
    ]

    operations = [
        no_samples({"shareholder_talk": "with_whom summary asks follow_up"}),
    ]

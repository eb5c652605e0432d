from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0018_country_rules'),
    ]

    operations = [
        no_samples({"shareholder_countryrule": "rule country title cite numbers source"}),
    ]

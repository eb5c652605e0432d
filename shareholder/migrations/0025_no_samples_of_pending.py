from django.db import migrations

from organize.samples import no_samples


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0024_pending_commitments'),
    ]

    operations = [
        no_samples({"shareholder_pendingcommitment": "text source source_url"}),
    ]

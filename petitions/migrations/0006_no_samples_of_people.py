from django.db import migrations

from organize.samples import no_samples

COLUMNS = {
    "petitions_waiting": "sealed",
    "petitions_blob": "blob",
    "petitions_statement": "salt plaintext",
    "petitions_redemption": "h1 blinded_sha256",
    "petitions_publishedname": "identity sort_key shape",
}


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0005_disputes'),
    ]

    operations = [
        no_samples(COLUMNS),
    ]

from django.db import migrations

# ANALYZE keeps samples of a column's values in the catalog, where no deletion reaches them.
COLUMNS = {
    "petitions_waiting": ("sealed",),
    "petitions_blob": ("blob",),
    "petitions_statement": ("salt", "plaintext"),
    "petitions_redemption": ("h1", "blinded_sha256"),
    "petitions_publishedname": ("identity", "sort_key", "shape"),
}


def _sample(schema_editor, target):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column in columns:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target}")


def none(apps, schema_editor):
    _sample(schema_editor, 0)


def default(apps, schema_editor):
    _sample(schema_editor, -1)


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0005_disputes'),
    ]

    operations = [
        migrations.RunPython(none, default),
    ]

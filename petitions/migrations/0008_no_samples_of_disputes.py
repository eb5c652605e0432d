from django.db import migrations

# ANALYZE keeps samples of a column's values in the catalog, where no deletion reaches them.
COLUMNS = ("text", "answer")


def _sample(schema_editor, target):
    if schema_editor.connection.vendor != "postgresql":
        return
    for column in COLUMNS:
        schema_editor.execute(f"ALTER TABLE petitions_dispute ALTER COLUMN {column} SET STATISTICS {target}")


def none(apps, schema_editor):
    _sample(schema_editor, 0)


def default(apps, schema_editor):
    _sample(schema_editor, -1)


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0007_other_languages'),
    ]

    operations = [
        migrations.RunPython(none, default),
    ]

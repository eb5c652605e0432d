"""What the database keeps no samples of. For migrations."""

from django.db import migrations


def no_samples(columns):
    """The operation after which ANALYZE samples none of these columns: {table: "column column"}.

    Samples of a column's values lie in the catalog, where no deletion reaches them: none of what people write.
    """

    def _sample(schema_editor, target):
        if schema_editor.connection.vendor != "postgresql":
            return
        for table, names in columns.items():
            for name in names.split():
                schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN "{name}" SET STATISTICS {target}')

    def none(apps, schema_editor):
        _sample(schema_editor, 0)

    def default(apps, schema_editor):
        _sample(schema_editor, -1)

    return migrations.RunPython(none, default)

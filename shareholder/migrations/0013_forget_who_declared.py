from django.db import migrations


def forget(apps, schema_editor):
    """Steps that told who declared a band go, and the totals that moved with them: the next one is weighed anew."""
    apps.get_model("shareholder", "Step")._base_manager.filter(verb="declare band").delete()
    apps.get_model("shareholder", "Resolution").objects.update(total="", total_on=None)


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0012_totals_of_five'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]

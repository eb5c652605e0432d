import base64
import secrets

from django.db import migrations


def give(apps, schema_editor):
    """What is on a public page gets an address of its own there: 128 random bits as 26 characters."""
    rows = apps.get_model("shareholder", "Resolution").objects.filter(listed=True, address=None)
    for pk in rows.values_list("pk", flat=True):
        address = base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
        rows.filter(pk=pk).update(address=address)


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0007_reminders_and_addresses'),
    ]

    operations = [
        migrations.RunPython(give, migrations.RunPython.noop),
    ]

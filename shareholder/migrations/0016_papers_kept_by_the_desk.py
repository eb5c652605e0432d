from django.db import migrations


def tell(apps, schema_editor):
    """A filer without an account is the desk's where somebody of it took the place; else its account was erased."""
    filings = apps.get_model("shareholder", "Filing").objects.filter(user=None).exclude(state="invited")
    taken = apps.get_model("shareholder", "Step").objects.filter(verb="accept", by__isnull=False)
    filings.filter(pk__in=taken.values("filing")).update(is_kept=True)
    rest = filings.filter(is_kept=False)
    rest.update(eligibility="unknown", tier="", judged_on=None, band="", representative="", slots=[])


class Migration(migrations.Migration):

    dependencies = [
        ('shareholder', '0015_filers_forgotten'),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]

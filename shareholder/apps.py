from django.apps import AppConfig


class ShareholderConfig(AppConfig):
    """Shareholder resolutions: written, filed together, challenged, withdrawn or voted on."""

    name = "shareholder"
    default_auto_field = "django.db.models.BigAutoField"  # for the tables of a many-to-many only; ours have UUIDs

from django.apps import AppConfig


class OrganizeConfig(AppConfig):
    """Groups, campaigns and accounts: what every product of this project stands on."""

    name = "organize"
    default_auto_field = "django.db.models.BigAutoField"  # for the tables of a many-to-many only; ours have UUIDs

    def ready(self):
        from organize import checks  # noqa: F401  registering needs the apps to be loaded

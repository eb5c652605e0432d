from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Letters: written together, signed sealed, opened by trustees."""

    name = "petitions"
    default_auto_field = "django.db.models.BigAutoField"  # for the tables of a many-to-many only; ours have UUIDs

"""What every table of ours has: a random key and, where it has an address, a random name in it."""

import base64
import secrets
import uuid

from django.core.validators import RegexValidator
from django.db import models

SLUG = "[a-z2-7]{26}"


def new_slug():
    """128 random bits as 26 lower-case characters: nobody finds an address by counting."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


class Row(models.Model):
    """A random UUID key: it says nothing of order or number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class AddressedRow(Row):
    """A row that has a page."""

    slug = models.CharField(
        max_length=26, unique=True, default=new_slug, editable=False, validators=[RegexValidator(f"^{SLUG}$")]
    )

    class Meta:
        abstract = True

from django.db import models
from django.utils.translation import gettext_lazy as _

from organize.models.group import Group
from organize.models.row import AddressedRow


class Company(AddressedRow):
    """A company that a group's campaigns are about."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="companies")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="company_named_once_per_group")]

    def __str__(self):
        return self.name

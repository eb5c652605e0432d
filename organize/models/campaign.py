from django.db import models
from django.utils.translation import gettext_lazy as _

from organize.models.company import Company
from organize.models.group import Group
from organize.models.row import AddressedRow


class Campaign(AddressedRow):
    """What a group wants from whom: letters, petitions and resolutions hang on it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="campaigns")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="campaigns", null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self):
        return self.title

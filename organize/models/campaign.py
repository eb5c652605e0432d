from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize.models.company import Company
from organize.models.group import Group
from organize.models.row import SLUG, AddressedRow
from organize.states import CampaignState


class Campaign(AddressedRow):
    """What a group wants from whom: letters, petitions and resolutions hang on it.

    Its slug is its place on the desk. `address` is where its public page is: another random name, made when it is first
    published, so that neither tells the other.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="campaigns")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="campaigns", null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)

    state = models.CharField(max_length=7, choices=CampaignState, default=CampaignState.PRIVATE)
    address = models.CharField(max_length=26, unique=True, null=True, validators=[RegexValidator(f"^{SLUG}$")])
    headline = models.CharField(max_length=200, blank=True)  # what the public page calls it
    story = models.TextField(max_length=20_000, blank=True)  # Markdown, for the public
    published_on = models.DateField(null=True)  # the first time

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_public_has_an_address",
                condition=Q(state=CampaignState.PRIVATE) | Q(address__isnull=False, published_on__isnull=False),
            )
        ]

    def __str__(self):
        return self.title

from django.conf import settings
from django.db import models
from django.db.models import Q

from organize.models.row import AddressedRow, Row
from shareholder.models.resolution import Resolution
from shareholder.states import TAKING_PART, Band, Eligibility, FilingRole, FilingState, Part

_OUT = [FilingState.DROPPED, FilingState.WITHDRAWN]  # who has left may come back, with a place of its own


def gives_a_part(path=""):
    """Q of the filings whose person has a part in the resolution; `path` leads to them, as "filings__".

    Who withdrew together with the whole resolution goes on reading what becomes of it; who left before does not.
    """
    stays = Q(**{f"{path}state": FilingState.WITHDRAWN, f"{path}stays": True})
    return Q(**{f"{path}state__in": TAKING_PART}) | stays


# What a filer said of itself, and what a holding came to: gone with its account, and after the meeting.
FORGOTTEN = {
    "representative": "", "eligibility": Eligibility.UNKNOWN, "tier": "", "judged_on": None, "band": "", "slots": (),
}  # fmt: skip


def forget_person(collector, field, sub_objs, using):
    """on_delete: whoever erases their account takes along what they alone could see of their part."""
    models.SET_NULL(collector, field, sub_objs, using)
    said = field.model._meta.get_field("intentions").related_model  # of its vote, and not public
    collector.collect(said.objects.using(using).filter(filing__in=sub_objs, listed=False))
    for name, value in FORGOTTEN.items():
        collector.add_field_update(field.model._meta.get_field(name), value, sub_objs)


class Filing(AddressedRow):
    """One filer's part in a resolution. Of a holding it keeps a tier and a day, and a band where one was declared.

    The papers are with the filer: each has a day on which the filer ticked it. `user` is empty until somebody has
    accepted with the code, for filers whose papers a coordinator keeps, and once an account was erased.
    """

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="filings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=forget_person, null=True, related_name="+")
    is_kept = models.BooleanField(default=False)  # the desk keeps its papers; else without a user its account is gone
    proof = models.BinaryField(max_length=32, null=True)  # of the code with which somebody accepts (organize.offers)
    goes_by = models.CharField(max_length=200)  # the investor, as its letters name it
    representative = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=7, choices=FilingRole, default=FilingRole.COFILER)
    state = models.CharField(max_length=9, choices=FilingState, default=FilingState.INVITED)

    eligibility = models.CharField(max_length=7, choices=Eligibility, default=Eligibility.UNKNOWN)
    tier = models.CharField(max_length=10, blank=True)  # for the filer's own eyes
    judged_on = models.DateField(null=True)
    band = models.CharField(max_length=12, choices=Band, blank=True)  # for the sum alone
    is_in_total = models.BooleanField(default=False)  # it is in the sum that is shown now
    is_moved = models.BooleanField(default=False)  # its band is another one than in that sum

    authorised_on = models.DateField(null=True)
    intent_on = models.DateField(null=True)
    available_on = models.DateField(null=True)
    proof_on = models.DateField(null=True)  # the record holder's letter is in the filer's hands
    slots = models.JSONField(default=list)  # "2026-06-25T09:00": times to meet, local to the company's office

    sent_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)
    defects = models.TextField(max_length=2000, blank=True)
    cured_on = models.DateField(null=True)
    stays = models.BooleanField(default=False)  # withdrawn because the resolution was, not before

    class Meta:
        ordering = ["goes_by", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution"],
                condition=Q(role=FilingRole.LEAD) & ~Q(state__in=[FilingState.DROPPED, FilingState.WITHDRAWN]),
                name="one_lead_a_resolution",
            ),
            models.UniqueConstraint(
                fields=["resolution", "goes_by"], condition=~Q(state__in=_OUT), name="one_filing_an_investor"
            ),
            models.UniqueConstraint(
                fields=["resolution", "user"],
                condition=Q(user__isnull=False) & ~Q(state__in=_OUT),
                name="one_filing_a_person",
            ),
            models.UniqueConstraint(fields=["proof"], name="filing_code_once"),
        ]


class Seat(Row):
    """Somebody who works on a resolution without filing it. Being in the group alone gives none."""

    group = models.ForeignKey("organize.Group", on_delete=models.PROTECT, related_name="+")
    resolution = models.ForeignKey(Resolution, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=11, choices=[p for p in Part.choices if p[0] in ("coordinator", "counsel")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resolution", "user"], name="one_seat_a_person")]

"""What is kept of filers ends some time after the meeting: chosen by the group's owners, carried out by the clock."""

from django.db import transaction
from django.db.models import Q

from shareholder.models import Filing, Intention, Resolution
from shareholder.models.filing import FORGOTTEN
from shareholder.states import ENDED, ResolutionState

OVER = ENDED | {ResolutionState.VOTED, ResolutionState.RECORDED}  # nobody acts as a filer any more
KEPT = ("representative", "tier", "band", "defects")  # texts of which something may be left; "" says that nothing is


def erase_filers(group, before):
    """Filers of resolutions whose meeting was before that day; how many rows.

    All of a filer goes where the resolution is over, with the steps about it. Where it is not, because nobody wrote
    down what came of it or because promises are followed up, what is left of the holding goes.
    """
    unknown = Q(meeting=None) | Q(meeting__on=None)
    past = Q(meeting__on__lt=before) | (unknown & Q(ended_on__lt=before))
    with transaction.atomic():
        due = Resolution.objects.filter(past, group=group)
        Resolution.objects.filter(pk__in=due.values("pk")).exclude(total="").update(total="", total_on=None)
        filings = Filing.objects.filter(group=group)
        over = filings.filter(resolution__in=due.filter(state__in=OVER).values("pk"))
        # What a filer said of its vote, and did not make public, names it as much as its filing does.
        # Held, so that nobody says something more in between.
        for resolution, goes_by in list(over.select_for_update().values_list("resolution", "goes_by")):
            Intention.objects.filter(resolution=resolution, investor=goes_by, listed=False).delete()
        gone = over.count()
        over.delete()
        something = ~Q(judged_on=None) | ~Q(slots=[])
        for name in KEPT:
            something |= ~Q(**{name: ""})
        rest = filings.filter(something, resolution__in=due.values("pk"))
        return gone + rest.update(**FORGOTTEN, defects="", is_in_total=False, is_moved=False)

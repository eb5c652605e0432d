"""The clock's work on public petitions: what came since the last count is added to the numbers that pages show.

Leaves no trail: it moves numbers that everybody reads. No page ever counts supporters.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Sum

from petitions import bulk
from petitions.models import Petition, Sheet, Supporter
from petitions.petition_states import NameState, PetitionState, Source, goal_after, goals_reached

_COUNT = """
UPDATE petitions_supporter SET counted = TRUE WHERE petition_id = %s AND NOT counted RETURNING source, country
"""


def count_supporters(*, petition_pk, at):
    """Add what is not counted yet, show names that need nobody's look, move the goal; the Petition, None if ended."""
    with transaction.atomic():
        held = Petition.objects.select_for_update(no_key=True).filter(pk=petition_pk).first()
        if held is None or held.state not in (PetitionState.OPEN, PetitionState.CLOSED):
            return None
        fresh = Counter(country for source, country in bulk.rows(_COUNT, (held.pk.hex,)) if source == Source.WEB)
        fresh.subtract(held.gone)
        for country, number in fresh.items():
            held.countries[country] = max(held.countries.get(country, 0) + number, 0)
        held.confirmed = max(held.confirmed + fresh.total(), 0)
        held.gone = {}
        held.on_paper = Sheet.objects.filter(petition=held).aggregate(n=Sum("total"))["n"] or 0
        _show_names(held)
        held.goal = max(held.goal, goal_after(held.confirmed, held.first_goal))
        for goal in goals_reached(held.confirmed, held.first_goal):
            held.reached.setdefault(str(goal), at.date().isoformat())
        held.counted_on = at.date()
        held.save()
    return held


def _show_names(held):
    if not held.looks_first:
        Supporter.objects.filter(petition=held, name_state=NameState.WAITING).update(name_state=NameState.SHOWN)
    # Counted anew, by the clock alone: whoever signs again may have taken a shown name back.
    held.names_shown = Supporter.objects.filter(petition=held, name_state=NameState.SHOWN).count()

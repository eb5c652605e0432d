"""How a resolution or a filing moves: a compare-and-swap along its MOVES, and one Step on the resolution's trail."""

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead
from organize.refusals import Refusal
from shareholder import days
from shareholder.models import Challenge, Resolution, Step
from shareholder.states import FILING_MOVES, LIVE, OUT, RESOLUTION_MOVES, ChallengeState, ResolutionState

MOVED_ON = _("This cannot be done now: it has moved on in the meantime. Reload the page.")


def hold(pk):
    """Lock a resolution, inside a transaction: before its filings and whatever else hangs on it, in every action."""
    return Resolution.objects.select_for_update().get(pk=pk)


def move_resolution(*, resolution, verb, on, by, at, note="", document="", odd=(), **columns):
    """Take `resolution` along RESOLUTION_MOVES on the day `on`; the Step. `columns` are written in the same statement.

    Refusal (409) unless it was in a state that the verb allows; a day ahead is one too. What else is odd about the day
    is kept with the step (`odd`: what the caller has found besides). Where it leaves the challenge, none stays open;
    where it lives on, a day of its end is no more.
    """
    not_ahead(on, at)
    froms, to = RESOLUTION_MOVES[verb]
    if to in LIVE:
        columns["ended_on"] = None
    with transaction.atomic():
        changed = Resolution.objects.filter(pk=resolution.pk, state__in=froms).update(state=to or F("state"), **columns)
        if changed != 1:
            raise Refusal(MOVED_ON, 409)
        resolution.refresh_from_db()
        if resolution.state != ResolutionState.CHALLENGED:
            still = Challenge.objects.filter(resolution=resolution, state=ChallengeState.OPEN)
            still.update(state=ChallengeState.OVERTAKEN, ended_on=on)
        found = [*odd, *days.warnings(verb, resolution, on)]
        return _write(
            resolution, None, verb, resolution.state, on=on, by=by, at=at, note=note, document=document, found=found
        )


def move_filing(*, filing, verb, on, by, at, note="", document="", odd=(), only=None, **columns):
    """Take one filer's `filing` along FILING_MOVES; the Step. As move_resolution does. only: fewer states."""
    not_ahead(on, at)
    froms, to = FILING_MOVES[verb]
    froms = froms if only is None else froms & only
    if to in OUT:
        columns |= {"tier": "", "judged_on": None, "band": ""}  # of no use any more, and nobody could take it back
    with transaction.atomic():
        resolution = (
            Resolution.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=filing.resolution_id)
        )
        changed = type(filing).objects.filter(pk=filing.pk, state__in=froms).update(state=to, **columns)
        if changed != 1:
            raise Refusal(MOVED_ON, 409)
        filing.refresh_from_db()
        if (
            to in OUT
        ):  # what it said of its vote: gone, except what is on the public page, which is the editors' to keep
            filing.intentions.filter(listed=False).delete()
            filing.intentions.update(filing=None)
        found = [*odd, *days.warnings(verb, resolution, on, filing=filing)]
        return _write(
            resolution, filing, verb, filing.state, on=on, by=by, at=at, note=note, document=document, found=found
        )


def note_step(*, resolution, verb, by, at, on=None, filing=None, note="", document=""):
    """Write down what moves nothing (an edit, a tick, a seat); the Step."""
    with transaction.atomic():
        hold(resolution.pk)  # numbers are given one after another
        state = filing.state if filing else resolution.state
        return _write(
            resolution, filing, verb, state, on=on or at.date(), by=by, at=at, note=note, document=document, found=[]
        )


def _write(resolution, filing, verb, state, *, on, by, at, note, document, found):
    last = Step.objects.filter(resolution=resolution).aggregate(last=Max("number"))["last"] or 0
    return Step.objects.create(
        group_id=resolution.group_id, resolution=resolution, filing=filing, number=last + 1, verb=verb, state=state,
        on=on, note=note, document=document, warnings=found, by=by, at=at,
    )  # fmt: skip

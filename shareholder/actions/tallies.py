"""The counts of a vote: one person writes them down, a second one compares them with the source and confirms."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from shareholder.actions.steps import hold, move_resolution
from shareholder.models import Resolution, Tally
from shareholder.queries import people_to_compare
from shareholder.states import COUNTABLE, RESOLUTION_MOVES, TALLY_MOVES, Document, TallyState

NOT_VOTED = _("It was not voted on yet: record that the vote was held first.")
NOTHING_CAST = _("A vote needs at least one share for or against.")
WHOLE_ALREADY = _(
    "Counts of all classes together are confirmed already, and those of one class would not change them. "
    "Write down the amended counts of all classes together."
)
WAITS_ALREADY = _("Counts of this vote wait for a second person already. They can be confirmed or dropped.")
SECOND_PERSON = _("You wrote these counts down yourself. Somebody else must compare them.")
MEMBER_FIRST = _("Somebody of the group must compare these counts: it has somebody who can.")


def propose_tally(*, resolution, voted_on, votes_for, votes_against, by, at, **fields):
    """Write down raw counts; the Tally. Where nobody else could compare them they hold at once, and say so.

    fields: share_class abstentions broker_non_votes source source_url accession sha256 quote.
    """
    not_ahead(voted_on, at)
    if not votes_for + votes_against:
        raise Refusal(NOTHING_CAST)
    with transaction.atomic():
        resolution = _held(resolution)
        if fields.get("share_class") and resolution.tallies.filter(state=TallyState.CONFIRMED, share_class="").exists():
            raise Refusal(WHOLE_ALREADY, 409)
        last = Tally.objects.filter(resolution=resolution).aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                tally = Tally.objects.create(
                    group_id=resolution.group_id, resolution=resolution, number=last + 1, voted_on=voted_on,
                    votes_for=votes_for, votes_against=votes_against, proposed_by=by, proposed_at=at, **fields,
                )  # fmt: skip
        except IntegrityError:
            raise Refusal(WAITS_ALREADY, 409) from None
        leave_trail(tally, "propose", by=None, at=at)  # the group's trail would tell who works on it
        if not people_to_compare(resolution, by.pk).exists():
            _confirm(tally, alone=True, by=by, at=at)
    return tally


def confirm_tally(*, tally, by, at):
    """Say that the counts are those of the source; the Tally.

    Refusal (403) for whoever wrote them down, and for a lead from outside while somebody of the group could.
    """
    if tally.proposed_by_id == by.pk:
        raise Refusal(SECOND_PERSON, 403)
    with transaction.atomic():
        resolution = _held(tally.resolution)
        if not people_to_compare(resolution, tally.proposed_by_id).filter(pk=by.pk).exists():
            raise Refusal(MEMBER_FIRST, 403)
        return _confirm(tally, alone=False, by=by, at=at)


def confirm_tallies(*, tallies, by, at):
    """The same for many at once, all or none: how many. Refusal as confirm_tally, or (409) where one waits no more."""
    with transaction.atomic():
        for tally in tallies:
            confirm_tally(tally=tally, by=by, at=at)
    return len(tallies)


def drop_tally(*, tally, by, at):
    """Take counts back that wait, or that the second person found wrong."""
    with transaction.atomic():
        return move(tally, "drop", moves=TALLY_MOVES, by=None, at=at)


def _held(resolution):
    """The resolution, locked; Refusal unless its vote was held."""
    held = hold(resolution.pk)
    if held.state not in COUNTABLE:
        raise Refusal(NOT_VOTED, 409)
    return held


def _confirm(tally, *, alone, by, at):
    older = Tally.objects.filter(resolution_id=tally.resolution_id, state=TallyState.CONFIRMED)
    if tally.share_class:  # counts of all classes together take the place of every class
        older = older.filter(share_class=tally.share_class)
    for row in older:
        move(row, "replace", moves=TALLY_MOVES, by=None, at=at)
    move(tally, "confirm", moves=TALLY_MOVES, by=None, at=at, confirmed_by=by, confirmed_at=at, alone=alone)
    resolution = Resolution.objects.select_related("meeting").get(pk=tally.resolution_id)
    verb = next(verb for verb in ("record result", "amend result") if resolution.state in RESOLUTION_MOVES[verb][0])
    move_resolution(resolution=resolution, verb=verb, on=at.date(), by=by, at=at, document=Document.RESULTS)
    return tally

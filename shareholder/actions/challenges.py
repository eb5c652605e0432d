"""A company's notice that it means to leave a proposal out, and how that ended. A no-objection is no ruling."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal
from shareholder import days
from shareholder.actions.meetings import edit_meeting
from shareholder.actions.steps import MOVED_ON, hold, move_resolution
from shareholder.models import Challenge, Resolution
from shareholder.rulebook import rules
from shareholder.states import CHALLENGE_MOVES, ChallengeKind, ChallengeState, Document

RULED = frozenset({ChallengeKind.I1, ChallengeKind.REQUEST})  # the staff answers these with a view of its own
NO_RULING = "no_ruling"
NO_BASIS = _("Choose at least one basis.")
DOCUMENTS = {"leave out unanswered": Document.PROXY, "take back challenge": Document.NOTICE}


def record_challenge(*, resolution, kind, bases, on, definitive_on, by, at, note="", is_told=True):
    """The company gave its reasons on `on`; the Challenge. bases: ids of the rulebook. definitive_on: as it says.

    is_told: False for whoever may not change the group's meetings, such as a lead from outside: other resolutions hang
    on the meeting's days. The day then stands with the challenge alone, where an editor of the group reads it.
    """
    known = {basis["id"] for basis in rules.ours().bases}
    if not bases or not set(bases) <= known:
        raise Refusal(NO_BASIS)
    with transaction.atomic():
        row = Resolution.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=resolution.pk)
        planned = definitive_on or (row.meeting.definitive_on if row.meeting_id else None)
        # The meeting's trail is the group's, and would tell who works on this: it names nobody.
        if is_told and definitive_on and row.meeting_id and row.meeting.definitive_on != definitive_on:
            edit_meeting(meeting=row.meeting, definitive_on=definitive_on, by=None, at=at)
        move_resolution(
            resolution=resolution, verb="challenge", on=on, by=by, at=at, note=note, document=Document.NOTICE,
            odd=days.reasons_late(row, on, planned),
        )  # fmt: skip
        return Challenge.objects.create(
            group_id=row.group_id, resolution=row, number=row.challenges.count() + 1, kind=kind, bases=sorted(bases),
            noticed_on=on, definitive_on=definitive_on,
        )  # fmt: skip


def end_challenge(*, challenge, verb, on, by, at, note=""):
    """How it ended, one of CHALLENGE_MOVES; the Challenge. The resolution goes where the verb says."""
    froms, to = CHALLENGE_MOVES[verb]
    odd = [NO_RULING] if to == ChallengeState.CONCURRED and challenge.kind not in RULED else []
    with transaction.atomic():
        # The resolution's row first, as everywhere: then this, because it leaves no challenge open behind it.
        hold(challenge.resolution_id)
        changed = Challenge.objects.filter(pk=challenge.pk, state__in=froms).update(state=to, ended_on=on)
        if changed != 1:
            raise Refusal(MOVED_ON, 409)
        move_resolution(
            resolution=challenge.resolution, verb=verb, on=on, by=by, at=at, note=note, ended_on=on, odd=odd,
            document=DOCUMENTS.get(verb, Document.STAFF),
        )  # fmt: skip
        challenge.refresh_from_db()
    return challenge

"""Opening names takes two people of the group, where there are two who may: one asks, another one confirms."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.models import Group
from organize.moves import leave_trail, move
from organize.queries import others_with_power
from organize.refusals import Refusal
from organize.roles import RELEASE
from petitions.actions import release
from petitions.models import Proposal
from petitions.states import PROPOSAL_MOVES, ProposalState, WaveState

NOT_NOW = _("This wave does not wait to be opened.")
ASKED_ALREADY = _("Somebody has asked for this already. A second person can confirm it, or take it back.")
SECOND_PERSON = _("You asked for this yourself. Somebody else in the group must confirm it.")
ASKER_IS_GONE = _("Whoever asked for this may not open names any more. Take it back, and ask anew.")


def propose_opening(*, wave, by, at, despite=False):
    """Ask a second person to have a wave opened; the Proposal. Where nobody else may, it begins at once: None.

    Refusal for whatever would keep the opening from beginning now. despite: as in release.start_opening.
    """
    with transaction.atomic():
        wave = _waiting(wave)
        release.may_start(wave, despite)
        if not others_with_power(wave.group_id, RELEASE, than=by).exists():
            for earlier in wave.proposals.filter(state=ProposalState.ASKED):  # of somebody who has gone since
                take_back_opening(proposal=earlier, by=by, at=at)
            release.start_opening(wave=wave, by=by, at=at, despite=despite)
            return None
        try:
            with transaction.atomic():
                proposal = Proposal.objects.create(group_id=wave.group_id, wave=wave, asked_by=by, despite=despite)
        except IntegrityError:
            raise Refusal(ASKED_ALREADY, 409) from None
        leave_trail(proposal, "ask", by=by, at=at)
    return proposal


def confirm_opening(*, proposal, by, at):
    """Have the names opened that somebody else asked for; the Proposal. Both must be able to at this moment."""
    with transaction.atomic():
        wave = _waiting(proposal.wave)
        if proposal.asked_by_id == by.pk:
            raise Refusal(SECOND_PERSON, 403)
        if not others_with_power(wave.group_id, RELEASE, than=by).filter(pk=proposal.asked_by_id).exists():
            raise Refusal(ASKER_IS_GONE, 409)
        move(proposal, "confirm", moves=PROPOSAL_MOVES, by=by, at=at)
        release.start_opening(wave=wave, by=by, at=at, despite=proposal.despite)
    return proposal


def take_back_opening(*, proposal, by, at):
    """Open nothing for now; whoever may open may also stop it."""
    return move(proposal, "take back", moves=PROPOSAL_MOVES, by=by, at=at)


def _waiting(wave):
    """The wave, held while nobody can change who is in its group; Refusal (409) unless it waits for its opening."""
    # Without the key: a trail's line that refers to the group may be written meanwhile by who holds the wave.
    Group.objects.select_for_update(no_key=True).get(pk=wave.group_id)
    held = release.locked(wave.pk)
    if held.state != WaveState.COLLECTING:
        raise Refusal(NOT_NOW, 409)
    return held

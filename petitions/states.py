"""The lives of a letter, a trustee's seat and a wave, as data: verb → (states it may start from, state it ends in)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterState(TextChoices):
    DRAFT = "draft", _("draft")
    INVITING = "inviting", _("inviting trustees")
    CODED = "coded", _("codes made")
    FROZEN = "frozen", _("frozen")
    APPROVED = "approved", _("approved")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    RELEASED = "released", _("released")
    DELIVERED = "delivered", _("delivered")
    ANSWERED = "answered", _("answered")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")
    DESTROYED = "destroyed", _("destroyed")


L = LetterState
WRITTEN = frozenset({L.DRAFT, L.INVITING, L.CODED})  # the text may still change
PUBLIC = frozenset(  # the /l/ address exists
    {L.FROZEN, L.APPROVED, L.OPEN, L.CLOSED, L.RELEASED, L.DELIVERED, L.ANSWERED, L.ARCHIVED, L.CANCELLED, L.DESTROYED}
)
FINISHED = frozenset({L.RELEASED, L.DELIVERED, L.ANSWERED, L.ARCHIVED})

LETTER_MOVES = {
    "invite": (frozenset({L.DRAFT}), L.INVITING),
    "code": (frozenset({L.INVITING}), L.CODED),
    "freeze": (frozenset({L.CODED}), L.FROZEN),
    "approve": (frozenset({L.FROZEN}), L.APPROVED),
    "open": (frozenset({L.APPROVED}), L.OPEN),
    "close": (frozenset({L.OPEN}), L.CLOSED),
    "release": (frozenset({L.CLOSED}), L.RELEASED),
    "deliver": (frozenset({L.RELEASED}), L.DELIVERED),
    "answer": (frozenset({L.DELIVERED}), L.ANSWERED),
    "archive": (frozenset({L.RELEASED, L.DELIVERED, L.ANSWERED}), L.ARCHIVED),
    "cancel": (WRITTEN | {L.FROZEN, L.APPROVED, L.OPEN, L.CLOSED}, L.CANCELLED),
    "destroy": (PUBLIC - {L.DESTROYED}, L.DESTROYED),
}


class Reminder(TextChoices):
    """What the clock wants the organizers to think of. Views compare no clocks: they show what stands here."""

    NONE = "", _("nothing")
    CLOSING = "closing", _("the last day to sign is near")
    ANSWER = "answer", _("no answer is recorded long after the delivery")
    DESTROY = "destroy", _("the day on which everything sealed is destroyed is near")


class PassMode(TextChoices):
    """How people prove that they may have a pass. A letter has one way (protocol section 4: eligibility.mode)."""

    CODE = "code", _("codes on paper")
    EMAIL = "email", _("work mail")


class TrusteeState(TextChoices):
    INVITED = "invited", _("invited")
    KEYED = "keyed", _("key received")
    APPROVED = "approved", _("approved")
    DESTROYED = "destroyed", _("key destroyed")


T = TrusteeState
TRUSTEE_MOVES = {
    "key": (frozenset({T.INVITED, T.KEYED}), T.KEYED),
    "approve": (frozenset({T.KEYED}), T.APPROVED),
    "destroy": (frozenset({T.KEYED, T.APPROVED}), T.DESTROYED),
}


class TrusteeWay(TextChoices):
    """Which tool a trustee chose; at most t − 1 may use a page served by the operator (protocol section 14)."""

    TOOL = "tool", _("command-line tool")
    OFFLINE = "offline", _("offline page")
    SERVED = "served", _("page served by this site")


class WaveKind(TextChoices):
    EARLY = "early", _("early")
    FINAL = "final", _("final")


class WaveState(TextChoices):
    ANNOUNCED = "announced", _("notice runs")  # the notice is public, signatories may still withdraw
    COLLECTING = "collecting", _("waiting for trustees")  # the snapshot is taken, due entries are pending
    OPENING = "opening", _("opening")  # enough files are here, processes open the names
    COMPLETE = "complete", _("complete")
    VOID = "void", _("void")


W = WaveState
LIVE_WAVE = frozenset({W.ANNOUNCED, W.COLLECTING, W.OPENING})
WAVE_MOVES = {
    "snapshot": (frozenset({W.ANNOUNCED}), W.COLLECTING),
    "open": (frozenset({W.COLLECTING}), W.OPENING),
    "complete": (frozenset({W.OPENING}), W.COMPLETE),
    "return": (frozenset({W.OPENING}), W.COLLECTING),  # the files did not open what they claim: nothing was published
    "void": (frozenset({W.ANNOUNCED, W.COLLECTING, W.OPENING}), W.VOID),  # while opening: only by the clock
}


class ProposalState(TextChoices):
    ASKED = "asked", _("waits for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("taken back")


PROPOSAL_MOVES = {
    "confirm": (frozenset({ProposalState.ASKED}), ProposalState.CONFIRMED),
    "take back": (frozenset({ProposalState.ASKED}), ProposalState.WITHDRAWN),
}


class DisputeKind(TextChoices):
    """What somebody says is wrong with a published name."""

    MINE = "mine", _("This is my name, and I did not sign")
    PRESSED = "pressed", _("I was pressed to sign")
    NOBODY = "nobody", _("Nobody of this name works there")
    SPELLED = "spelled", _("It is not spelled as I wrote it")
    OTHER = "other", _("Something else")


class DisputeState(TextChoices):
    OPEN = "open", _("open")
    STRUCK = "struck", _("name struck")
    DECLINED = "declined", _("declined")


DISPUTE_MOVES = {
    "decline": (frozenset({DisputeState.OPEN}), DisputeState.DECLINED),
}


class PrintoutState(TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")


PRINTOUT_MOVES = {
    "finish printout": (frozenset({PrintoutState.WAITING}), PrintoutState.READY),
    "give up printout": (frozenset({PrintoutState.WAITING}), PrintoutState.FAILED),
}

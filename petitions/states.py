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


class StatementKind(TextChoices):
    """Who signs a joint statement."""

    ORGANIZATIONS = "orgs", _("organizations")
    INVESTORS = "investors", _("investors, with assets under management")


class StatementState(TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    DELIVERED = "delivered", _("delivered")
    CANCELLED = "cancelled", _("cancelled")


S = StatementState
STATEMENT_MOVES = {
    "publish": (frozenset({S.DRAFT}), S.OPEN),
    "close": (frozenset({S.OPEN}), S.CLOSED),
    "reopen": (frozenset({S.CLOSED}), S.OPEN),
    "deliver": (frozenset({S.OPEN, S.CLOSED}), S.DELIVERED),
    "cancel": (frozenset({S.DRAFT, S.OPEN, S.CLOSED}), S.CANCELLED),
}
STATEMENT_ON_SHOW = frozenset({S.OPEN, S.CLOSED, S.DELIVERED})  # everybody who has its address reads it


class RevisionState(TextChoices):
    """A text of a joint statement. What organizations have signed is never rewritten: a change is another revision."""

    DRAFT = "draft", _("being written")
    PROPOSED = "proposed", _("proposed to those who signed")
    CURRENT = "current", _("in force")
    PAST = "past", _("replaced")
    DROPPED = "dropped", _("dropped")


R = RevisionState
REVISION_MOVES = {
    "propose": (frozenset({R.DRAFT}), R.PROPOSED),
    "adopt": (frozenset({R.DRAFT, R.PROPOSED}), R.CURRENT),  # a draft only as the first one, when it is published
    "replace": (frozenset({R.CURRENT}), R.PAST),
    "drop": (frozenset({R.DRAFT, R.PROPOSED}), R.DROPPED),
}


class SignOnState(TextChoices):
    WAITING = "waiting", _("waits for you")
    LISTED = "listed", _("listed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


O = SignOnState  # noqa: E741  the table below is read by column
SIGN_ON_MOVES = {
    "list": (frozenset({O.WAITING}), O.LISTED),
    "decline": (frozenset({O.WAITING}), O.DECLINED),
    "reconsider": (frozenset({O.DECLINED}), O.WAITING),
    "withdraw": (frozenset({O.WAITING, O.LISTED}), O.WITHDRAWN),
}


class Authority(TextChoices):
    """How it was shown that somebody may sign for an organization."""

    CODE = "code", _("a code sent to the organization’s own domain")
    HAND = "hand", _("confirmed by an organizer")
    KNOWN = "list", _("taken in from a list")


class KeptContact(TextChoices):
    """How long moderators can read who asked for an organization that is listed; of all others it goes at once."""

    DECISION = "decision", _("until you decide about the organization")
    DELIVERY = "delivery", _("until the statement is delivered or cancelled")


class PrintoutState(TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")


PRINTOUT_MOVES = {
    "finish printout": (frozenset({PrintoutState.WAITING}), PrintoutState.READY),
    "give up printout": (frozenset({PrintoutState.WAITING}), PrintoutState.FAILED),
}

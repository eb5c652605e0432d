"""The lives of a resolution and of a filing, as data: verb → (states it may start from, state it ends in).

A verb that ends in STAYS moves nothing. WHO says who may; a company's act is recorded by whoever has its letter.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """What somebody is to a resolution."""

    LEAD = "lead", _("lead filer")
    COFILER = "cofiler", _("co-filer")
    COORDINATOR = "coordinator", _("coordinator")
    COUNSEL = "counsel", _("representative or counsel")


class ResolutionState(TextChoices):
    IDEA = "idea", _("idea")
    DRAFTING = "drafting", _("being drafted")
    SIGNUP = "signup", _("open to co-filers")
    READY = "ready", _("ready to be sent")
    FILED = "filed", _("filed")
    DEFICIENT = "deficient", _("defects to be cured")
    CURED = "cured", _("defects cured")
    CHALLENGED = "challenged", _("challenged")
    INCLUDED = "included", _("to be included")
    ON_BALLOT = "on_ballot", _("on the ballot")
    VOTED = "voted", _("voted on")
    RECORDED = "recorded", _("result recorded")
    IMPLEMENTATION = "implementation", _("being followed up")
    ESCALATION = "escalation", _("escalated")
    ABANDONED = "abandoned", _("abandoned")
    WITHDRAWN_AGREEMENT = "withdrawn_agreement", _("withdrawn for commitments")
    WITHDRAWN_TACTICAL = "withdrawn_tactical", _("withdrawn")
    OMITTED = "omitted", _("left out after a ruling")
    OMITTED_PROCEDURAL = "omitted_procedural", _("left out for a defect")
    OMITTED_COMPANY = "omitted_company", _("left out by the company's own decision")
    OMITTED_SILENT = "omitted_silent", _("left out without a notice")
    NOT_PRESENTED = "not_presented", _("not presented")
    MEETING_CANCELLED = "meeting_cancelled", _("meeting cancelled")
    MOOT = "moot", _("moot")
    CLOSED = "closed", _("closed")


R, STAYS = ResolutionState, None
BEFORE_FILING = frozenset({R.IDEA, R.DRAFTING, R.SIGNUP, R.READY})
IN_PLAY = frozenset({R.FILED, R.DEFICIENT, R.CURED, R.CHALLENGED, R.INCLUDED, R.ON_BALLOT})
LEFT_OUT = frozenset({R.OMITTED, R.OMITTED_PROCEDURAL, R.OMITTED_COMPANY, R.OMITTED_SILENT})
WITHDRAWN = frozenset({R.WITHDRAWN_AGREEMENT, R.WITHDRAWN_TACTICAL})
FOLLOWED = frozenset({R.IMPLEMENTATION, R.ESCALATION})
ENDED = LEFT_OUT | WITHDRAWN | {R.ABANDONED, R.NOT_PRESENTED, R.MEETING_CANCELLED, R.MOOT, R.CLOSED}
LIVE = frozenset(R) - ENDED
OVER = ENDED | FOLLOWED | {R.RECORDED}  # its matter can be put to the vote again
WRITTEN = frozenset({R.DRAFTING, R.SIGNUP})  # the text changes freely
REVISED = IN_PLAY - {R.ON_BALLOT}  # a new version after filing, which the company may refuse after the deadline

RESOLUTION_MOVES = {
    "begin text": (frozenset({R.IDEA}), R.DRAFTING),
    "open sign-up": (frozenset({R.DRAFTING}), R.SIGNUP),
    "freeze text": (frozenset({R.SIGNUP}), R.READY),
    "thaw text": (frozenset({R.READY}), R.SIGNUP),  # before it was sent, a frozen text is nobody's but the filers'
    "abandon": (BEFORE_FILING, R.ABANDONED),
    "send": (frozenset({R.READY}), R.FILED),
    "confirm receipt": (frozenset({R.FILED}), STAYS),
    "notice defects": (frozenset({R.FILED}), R.DEFICIENT),
    "cure defects": (frozenset({R.DEFICIENT}), R.CURED),
    "go on with another lead": (frozenset({R.DEFICIENT}), R.FILED),
    "wait for another lead": (frozenset({R.FILED, R.CURED}), R.DEFICIENT),  # whose own defects are not cured yet
    "leave out for a defect": (frozenset({R.DEFICIENT}), R.OMITTED_PROCEDURAL),
    "engage": (IN_PLAY, STAYS),
    "revise": (REVISED, STAYS),
    "withdraw for commitments": (IN_PLAY, R.WITHDRAWN_AGREEMENT),
    "withdraw": (IN_PLAY, R.WITHDRAWN_TACTICAL),
    "challenge": (frozenset({R.FILED, R.CURED}), R.CHALLENGED),
    "answer challenge": (frozenset({R.CHALLENGED}), STAYS),
    "staff concurs": (frozenset({R.CHALLENGED}), R.OMITTED),
    "staff does not object": (frozenset({R.CHALLENGED}), R.OMITTED_COMPANY),  # on a representation: no ruling
    "leave out unanswered": (frozenset({R.CHALLENGED}), R.OMITTED_COMPANY),
    "staff declines": (frozenset({R.CHALLENGED}), R.INCLUDED),
    "take back challenge": (frozenset({R.CHALLENGED}), R.INCLUDED),
    "sue": (LEFT_OUT | {R.CHALLENGED}, STAYS),
    "win in court": (LEFT_OUT | {R.CHALLENGED}, R.INCLUDED),
    "lose in court": (LEFT_OUT | {R.CHALLENGED}, R.OMITTED),
    "put on ballot": (frozenset({R.FILED, R.CURED, R.CHALLENGED, R.INCLUDED}), R.ON_BALLOT),
    "leave out without a notice": (frozenset({R.FILED, R.CURED}), R.OMITTED_SILENT),
    "note advice": (frozenset({R.ON_BALLOT}), STAYS),
    "name presenter": (frozenset({R.ON_BALLOT}), STAYS),
    "postpone meeting": (frozenset({R.ON_BALLOT}), STAYS),
    "cancel meeting": (frozenset({R.ON_BALLOT}), R.MEETING_CANCELLED),
    "not presented": (frozenset({R.ON_BALLOT}), R.NOT_PRESENTED),
    "hold vote": (frozenset({R.ON_BALLOT}), R.VOTED),
    "record result": (frozenset({R.VOTED}), R.RECORDED),
    "amend result": (frozenset({R.RECORDED, R.IMPLEMENTATION, R.ESCALATION, R.CLOSED}), STAYS),
    "follow up": (WITHDRAWN | {R.RECORDED, R.ESCALATION}, R.IMPLEMENTATION),
    "escalate": (frozenset({R.IMPLEMENTATION}), R.ESCALATION),
    "close": (FOLLOWED, R.CLOSED),
    "moot": (LIVE, R.MOOT),
}
_L, _K, _R = Part.LEAD, Part.COORDINATOR, Part.COUNSEL
_FILERS, _DESK, _ASK, _ALL = frozenset({_L, _R}), frozenset({_K}), frozenset({_L, _K}), frozenset({_L, _K, _R})
WHO = {
    "begin text": _ALL, "open sign-up": _ALL, "freeze text": _ALL, "thaw text": _ALL, "abandon": _ASK, "send": _ALL,
    "confirm receipt": _ALL, "notice defects": _ALL, "cure defects": _ALL, "go on with another lead": _DESK,
    "wait for another lead": _DESK, "leave out for a defect": _DESK, "engage": _ASK, "revise": _ALL,
    "withdraw for commitments": _FILERS, "withdraw": _FILERS, "challenge": _ALL, "answer challenge": _FILERS,
    "staff concurs": _ALL, "staff does not object": _ALL, "leave out unanswered": _ALL, "staff declines": _ALL,
    "take back challenge": _ALL, "sue": _FILERS, "win in court": _ALL, "lose in court": _ALL,
    "put on ballot": frozenset({_K, _R}), "leave out without a notice": _DESK, "note advice": _ASK,
    "name presenter": _ASK, "postpone meeting": _DESK, "cancel meeting": _DESK, "not presented": _DESK,
    "hold vote": _DESK, "record result": _DESK, "amend result": _DESK, "follow up": _ASK, "escalate": _ASK,
    "close": _ASK, "moot": _DESK,
}  # fmt: skip


class FilingState(TextChoices):
    INVITED = "invited", _("invited")
    ACCEPTED = "accepted", _("takes part")
    PAPERS = "papers", _("papers pending")
    PACKET = "packet", _("papers ready")
    SENT = "sent", _("sent")
    RECEIVED = "received", _("received")
    DEFICIENT = "deficient", _("defects to be cured")
    CURED = "cured", _("defects cured")
    VALID = "valid", _("stands")
    DROPPED = "dropped", _("dropped")
    WITHDRAWN = "withdrawn", _("withdrawn")


F = FilingState
AT_COMPANY = frozenset({F.SENT, F.RECEIVED, F.DEFICIENT, F.CURED, F.VALID})
STANDING = frozenset({F.SENT, F.RECEIVED, F.CURED, F.VALID})  # a resolution lives while one of these is left
PUT_OUT = frozenset({F.INVITED, F.ACCEPTED, F.PAPERS, F.PACKET, F.DEFICIENT})  # whom a coordinator may drop
OUT = frozenset({F.DROPPED, F.WITHDRAWN})
TAKING_PART = frozenset(F) - OUT - {F.INVITED}
FILING_MOVES = {
    "accept": (frozenset({F.INVITED}), F.ACCEPTED),
    "begin papers": (frozenset({F.ACCEPTED}), F.PAPERS),
    "finish papers": (frozenset({F.ACCEPTED, F.PAPERS}), F.PACKET),
    "send papers": (frozenset({F.ACCEPTED, F.PAPERS, F.PACKET}), F.SENT),
    "receive papers": (frozenset({F.SENT}), F.RECEIVED),
    "notice defects": (frozenset({F.SENT, F.RECEIVED}), F.DEFICIENT),
    "cure defects": (frozenset({F.DEFICIENT}), F.CURED),
    "stand": (frozenset({F.RECEIVED, F.CURED}), F.VALID),
    "drop": (frozenset(F) - {F.DROPPED, F.WITHDRAWN}, F.DROPPED),
    "withdraw": (AT_COMPANY, F.WITHDRAWN),
}
OWN = frozenset({"accept", "begin papers", "finish papers", "send papers", "cure defects", "withdraw", "drop"})


class Eligibility(TextChoices):
    """What others see of a filer's holding: nothing else of it exists here."""

    UNKNOWN = "unknown", _("unknown")
    YES = "yes", _("yes")
    NO = "no", _("no")


class FilingRole(TextChoices):
    LEAD = "lead", _("lead filer")
    COFILER = "cofiler", _("co-filer")
    STANDBY = "standby", _("will co-file if asked")


class Band(TextChoices):
    """The lower bound of a declared holding in dollars. A total is the sum of lower bounds, shown as a band too."""

    NONE = "", _("not declared")
    B2K = "2000", _("$2,000 or more")
    B15K = "15000", _("$15,000 or more")
    B25K = "25000", _("$25,000 or more")
    B100K = "100000", _("$100,000 or more")
    B1M = "1000000", _("$1 million or more")
    B5M = "5000000", _("$5 million or more")
    B25M = "25000000", _("$25 million or more")
    B100M = "100000000", _("$100 million or more")


class MeetingKind(TextChoices):
    ANNUAL = "annual", _("annual meeting")
    SPECIAL = "special", _("special meeting")


class ChallengeKind(TextChoices):
    WITHOUT = "without", _("notice without a representation")
    WITH = "with", _("notice with the representation of a reasonable basis")
    I1 = "i1", _("request under (i)(1)")
    REQUEST = "request", _("request for a no-action letter (before November 2025)")


class ChallengeState(TextChoices):
    OPEN = "open", _("open")
    CONCURRED = "concurred", _("staff concurred")
    NO_OBJECTION = "no_objection", _("staff did not object: no ruling")
    UNANSWERED = "unanswered", _("no answer was given or waited for")
    DECLINED = "declined", _("staff declined")
    TAKEN_BACK = "taken_back", _("taken back by the company")
    OVERTAKEN = "overtaken", _("overtaken: the resolution ended or went on without a word on it")


OPEN = frozenset({ChallengeState.OPEN})
CHALLENGE_MOVES = {
    "staff concurs": (OPEN, ChallengeState.CONCURRED), "staff does not object": (OPEN, ChallengeState.NO_OBJECTION),
    "leave out unanswered": (OPEN, ChallengeState.UNANSWERED), "staff declines": (OPEN, ChallengeState.DECLINED),
    "take back challenge": (OPEN, ChallengeState.TAKEN_BACK),
}  # fmt: skip


class Stance(TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstain")
    UNDECIDED = "undecided", _("undecided")


class Document(TextChoices):
    """What a step rests on. The papers themselves stay with those who hold them."""

    NONE = "", _("none")
    TEXT = "text", _("proposal text")
    COVER = "cover", _("cover letter")
    AUTHORISATION = "authorisation", _("authorisation letter")
    RECEIPT = "receipt", _("receipt or acknowledgement")
    DEFECTS = "defects", _("notice of defects")
    CURE = "cure", _("answer to a notice of defects")
    NOTICE = "notice", _("notice under (j)")
    RESPONSE = "response", _("response to a notice")
    STAFF = "staff", _("letter of the staff")
    COURT = "court", _("complaint or order of a court")
    WITHDRAWAL = "withdrawal", _("withdrawal letter")
    COMMITMENT = "commitment", _("letter of commitments")
    PROXY = "proxy", _("proxy statement")
    OPPOSITION = "opposition", _("opposing statement")
    SOLICITATION = "solicitation", _("exempt solicitation")
    BRIEF = "brief", _("brief for investors")
    RESULTS = "results", _("report of the results")


class TallyState(TextChoices):
    """Raw counts of one vote, as one person wrote them down and a second one compared them with the source."""

    PROPOSED = "proposed", _("waits for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    DROPPED = "dropped", _("dropped")
    REPLACED = "replaced", _("replaced by a newer version")


T = TallyState
TALLY_MOVES = {
    "confirm": (frozenset({T.PROPOSED}), T.CONFIRMED), "drop": (frozenset({T.PROPOSED}), T.DROPPED),
    "replace": (frozenset({T.CONFIRMED}), T.REPLACED),
}  # fmt: skip
COUNTABLE = RESOLUTION_MOVES["record result"][0] | RESOLUTION_MOVES["amend result"][0]


class TallySource(TextChoices):
    FORM_8K = "8-K", _("Form 8-K, Item 5.07")
    FORM_8K_A = "8-K/A", _("Form 8-K/A: an amendment")
    COMPANY = "company", _("the company's own announcement")
    OTHER = "other", _("another source")


class EstimateKind(TextChoices):
    """What somebody says a vote would have been without insiders: never one of the counted percentages."""

    INSIDERS = "insiders", _("How many votes insiders have: the share without them is computed here")
    PERCENT = "percent", _("A percentage that somebody else has published")


class Rung(TextChoices):
    """The steps that are left when a promise is missed, the mildest first."""

    LETTER = "letter", _("a letter to the company")
    DIALOGUE = "dialogue", _("talks again")
    RESOLUTION = "resolution", _("a new resolution")
    VOTE_NO = "vote_no", _("a call to vote against directors")
    PUBLIC = "public", _("in public: press, an open letter")
    DIVEST = "divest", _("selling the shares")


class StateLaw(TextChoices):
    """A law beside Rule 14a-8 that a company has chosen to be under."""

    TEXAS = "texas", _("Texas, SB 1057 of 2025")
    OTHER = "other", _("another law, or the company's own bylaws")

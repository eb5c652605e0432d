"""Kinds and lives of what the desk records, as data: verb → (states it may start from, state it ends in)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvitationState(TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


I = InvitationState  # noqa: E741  the table below is read by column
INVITATION_MOVES = {
    "accept": (frozenset({I.OPEN}), I.ACCEPTED),
    "withdraw": (frozenset({I.OPEN}), I.WITHDRAWN),
    "expire": (frozenset({I.OPEN}), I.EXPIRED),
}


class Grain(TextChoices):
    """How exactly a source gives a date. What is less exact is kept as the first day of its month or year."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class CompanyKind(TextChoices):
    """Who decides: letters are not only written to companies."""

    COMPANY = "company", _("company")
    AGENCY = "agency", _("agency")
    CITY = "city", _("city")
    LEGISLATURE = "legislature", _("legislature")


class ContractKind(TextChoices):
    PRODUCT = "product", _("product")
    CONTRACT = "contract", _("contract")


class ResponseKind(TextChoices):
    REFUSAL = "refusal", _("refusal")
    PARTIAL = "partial", _("partial answer")
    MORATORIUM = "moratorium", _("moratorium")
    BAN = "ban", _("ban")
    LAW = "law", _("law")
    STATEMENT = "statement", _("statement")
    SILENCE = "silence", _("silence")


class CampaignState(TextChoices):
    PRIVATE = "private", _("only your group")
    PUBLIC = "public", _("public")


CAMPAIGN_MOVES = {
    "publish": (frozenset({CampaignState.PRIVATE}), CampaignState.PUBLIC),
    "unpublish": (frozenset({CampaignState.PUBLIC}), CampaignState.PRIVATE),
}


class UpdateState(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


UPDATE_MOVES = {
    "publish": (frozenset({UpdateState.DRAFT}), UpdateState.PUBLISHED),
    "withdraw": (frozenset({UpdateState.PUBLISHED}), UpdateState.WITHDRAWN),
}


class ErasureState(TextChoices):
    ASKED = "asked", _("waits for a second owner")
    CONFIRMED = "confirmed", _("being erased")


ERASURE_MOVES = {
    "confirm erasing": (frozenset({ErasureState.ASKED}), ErasureState.CONFIRMED),
    "take back erasing": (frozenset({ErasureState.ASKED}), ErasureState.ASKED),  # and its row is gone
}


class UpdateMailState(TextChoices):
    WAITING = "waiting", _("waiting")
    HANDED = "handed", _("handed to the mail server")  # by a process that may have ended since


class CommitmentState(TextChoices):
    PROMISED = "promised", _("promised")
    OVERDUE = "overdue", _("overdue")
    KEPT = "kept", _("kept")
    PARTLY = "partly", _("partly kept")
    BROKEN = "broken", _("broken")
    EXPIRED = "expired", _("expired")
    DISPUTED = "disputed", _("disputed")


C = CommitmentState
WAITING = frozenset({C.PROMISED, C.OVERDUE})  # nobody has judged it yet
COMMITMENT_MOVES = {
    "overdue": (frozenset({C.PROMISED}), C.OVERDUE),  # by the clock alone, the day after it was due
    "extend": (WAITING, C.PROMISED),  # a later day was promised
    "keep": (WAITING | {C.PARTLY, C.DISPUTED}, C.KEPT),
    "keep partly": (WAITING | {C.DISPUTED}, C.PARTLY),
    "break": (WAITING | {C.KEPT, C.PARTLY, C.DISPUTED}, C.BROKEN),  # what was kept for years can be broken
    "expire": (WAITING | {C.KEPT, C.PARTLY, C.DISPUTED}, C.EXPIRED),
    "dispute": (frozenset({C.KEPT, C.PARTLY, C.BROKEN, C.EXPIRED}), C.DISPUTED),  # the way back from any verdict
}
VERDICTS = {
    "keep": _("It was kept"),
    "keep partly": _("It was kept in part"),
    "break": _("It was broken"),
    "expire": _("It ran out: it no longer binds"),
    "dispute": _("Whether it was kept is disputed"),
    "extend": _("A later day was promised"),
}

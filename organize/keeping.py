"""What is kept of groups, accounts and campaigns: the tables of organize and of the libraries (organize.inventory)."""

from django.utils.translation import gettext_lazy as _

from organize.actions import retention
from organize.inventory import Erasable, Kind, Period
from organize.queries import is_concerned

PERIODS = (
    Period(
        "trail", _("The trail"), _("Who did what at the desk, and when."), default=1095, least=365, most=3650,
    ),
    Period(
        "invitations", _("Invitations that have ended"),
        _("That there was one and how it ended. The mailbox is gone at its end in any case."),
        default=90, least=30, most=730,
    ),
    Period(
        "withdrawn-updates", _("Updates that were taken back"), _("Counted from the day on which they were published."),
        default=180, least=1, most=1095,
    ),
    Period(
        "subscribers", _("Mailboxes of those who asked for updates"),
        _(
            "Counted from the last update, from the day on which the page became public, or from the end of the month "
            "in which somebody asked, whichever is the latest."
        ),
        default=365, least=30, most=1095,
    ),
)  # fmt: skip

ERASERS = (
    ("subscribers", retention.erase_subscribers),
    ("trail", retention.erase_trail),
    ("invitations", retention.erase_invitations),
    ("withdrawn-updates", retention.erase_withdrawn_updates),
)

STILL_ABOUT = _("Campaigns, records or resolutions are about it. Erase those first, or name another company there.")


def _about_a_company(company):
    """A company takes nothing with it: what is about it is erased, or changed, by itself."""
    return STILL_ABOUT if is_concerned(company) else None


ERASABLE = (
    Erasable("organize.campaign"),
    Erasable("organize.company", _about_a_company),
    Erasable("organize.group"),
)

_OWNERS = _("until an owner of the group erases it")
_CAMPAIGNS = _("until it is removed, or its campaign is erased")
_COMPANYS = _("until it is removed, or its company is erased")
_ACCOUNTS = _("It belongs to a person's account, not to the group.")
_SITES = _("It says nothing about the group.")
_DATED = "on grain text source source_url"

KINDS = (
    Kind("organize.Group", _("The group: its name"), _OWNERS, group="pk", fields="name slug"),
    Kind(
        "organize.Membership", _("Who is in the group, and with which role"),
        _("until the person leaves, is removed, or erases their account"),
        fields="goes_by:user__pseudonym role",
    ),
    Kind(
        "organize.Invitation", _("Invitations: role, state and last day; the mailbox only while they are open"),
        _("{days} days after the last day; the mailbox until it is answered, withdrawn or seven days old"),
        period="invitations", fields="role state ends_on",
    ),
    Kind(
        "organize.Trail", _("The trail: who did what at the desk, and when"), _("{days} days"), period="trail",
        fields="at by:actor__pseudonym verb object_kind object_id count",
    ),
    Kind(
        "organize.Retention", _("How long your group keeps things, where you chose so yourselves"), _OWNERS,
        fields="period days",
    ),
    Kind(
        "organize.Company", _("Companies and others who decide"), _OWNERS,
        fields="name kind aliases domains ticker cik",
    ),
    Kind(
        "organize.Officeholder", _("People in office there"), _COMPANYS, fields="company_id name title from_on until_on"
    ),
    Kind(
        "organize.Contract", _("Contested products and contracts"), _COMPANYS,
        fields="company_id kind what for_whom value currency from_on until_on source source_url",
    ),
    Kind(
        "organize.Campaign", _("Campaigns, with the text of their public page"), _OWNERS,
        fields="slug title summary company_id state address headline story published_on",
    ),
    Kind(
        "organize.Response", _("What somebody who decides has answered"), _CAMPAIGNS,
        fields=f"campaign_id company_id kind {_DATED}",
    ),
    Kind(
        "organize.Commitment", _("What was promised"), _CAMPAIGNS,
        fields=f"campaign_id company_id state due_on demand {_DATED}",
    ),
    Kind(
        "organize.Evidence", _("What shows that a promise was kept or broken"), _CAMPAIGNS,
        fields=f"commitment_id number state {_DATED}",
    ),
    Kind(
        "organize.Update", _("Updates: drafts, published ones, and those that were taken back"),
        _("until the campaign is erased; taken back, {days} days after it was published"),
        period="withdrawn-updates", fields="campaign_id state title body published_on recipients",
    ),
    Kind(
        "organize.Subscriber", _("Mailboxes that asked for a campaign's updates, encrypted; no name, the month alone"),
        _(
            "until they leave, you take the public page away, or nothing was published on it for {days} days after the "
            "month in which they asked"
        ),
        period="subscribers", left_out=_("Other people's mailboxes are given to nobody, not even to your group."),
    ),
    Kind(
        "organize.UpdateMail", _("Which of them an update still has to be mailed to"), _("until it is sent"),
        left_out=_("It says nothing that the updates do not say."),
    ),
    Kind(
        "organize.Erasure", _("That something is to be erased, and who asked"), _("until it is erased or taken back"),
        fields="kind object_id state",
    ),
    Kind(
        "organize.User", _("Your account: mailbox, name shown to your groups, time zone"),
        _("until you erase your account"), group="", left_out=_ACCOUNTS,
    ),
    Kind(
        "account.EmailAddress", _("Your account's mailbox, and whether it was confirmed"),
        _("until you exchange it or erase your account"), group="", left_out=_ACCOUNTS,
    ),
    Kind(
        "account.EmailConfirmation", _("That a mailbox waits to be confirmed by a link: not used here"), _("no row"),
        group="", left_out=_ACCOUNTS,
    ),
    Kind(
        "mfa.Authenticator", _("Your second factors: public halves of passkeys, the encrypted seed of an app"),
        _("until you remove them or erase your account"), group="", left_out=_("Second factors are never given out."),
    ),
    Kind(
        "sessions.Session", _("That you are signed in in a browser"),
        _("12 hours at most, half an hour after the last click"), group="", left_out=_ACCOUNTS,
    ),
    Kind(
        "organize.Outgoing", _("Mail that waits, encrypted: to whom, and its text"),
        _("until it is sent; an hour at most while the mail server refuses it"), group="",
        left_out=_("Mail that waits holds other people's mailboxes and codes."),
    ),
    Kind(
        "organize.TypedAsk", _("That a code was asked for by mail, encrypted"), _("until the mail is sent"), group="",
        left_out=_("Mail that waits holds other people's mailboxes and codes."),
    ),
    Kind(
        "organize.TypedCode", _("Codes that were mailed, each locked by the code itself"),
        _("until it is typed, an hour at most"), group="",
        left_out=_("Mail that waits holds other people's mailboxes and codes."),
    ),
    Kind("auth.Permission", _("Names of rights, a table of the framework that is not used here"), _("always"), group="",
         left_out=_SITES),
    Kind("auth.Group", _("Groups of the framework, not used here"), _("no row"), group="", left_out=_SITES),
    Kind("contenttypes.ContentType", _("The names of the tables themselves"), _("always"), group="", left_out=_SITES),
)  # fmt: skip

FIELDS = {
    "id": _("random key of the row; other files refer to it"),
    "slug": _("the random part of its address at the desk"),
    "name": _("name"),
    "goes_by": _("the name that members see; empty for those who have set none, whose mailbox is not given out"),
    "role": _("owner, organizer, reviewer or viewer"),
    "state": _("where it stands"),
    "ends_on": _("last day"),
    "at": _("moment (UTC)"),
    "by": _("who did it: a name as above, empty for the clock and for people who have left or set none"),
    "verb": _("what was done"),
    "object_kind": _("to what kind of row"),
    "object_id": _("the key of that row"),
    "count": _("how many rows, where the clock erased them"),
    "period": _("what is kept"),
    "days": _("for how many days"),
    "kind": _("which kind of it"),
    "aliases": _("other names"),
    "domains": _("mail domains"),
    "ticker": _("symbol at a stock exchange"),
    "cik": _("number at the SEC"),
    "company_id": _("key of the company"),
    "campaign_id": _("key of the campaign"),
    "commitment_id": _("key of the commitment"),
    "title": _("title"),
    "from_on": _("first day"),
    "until_on": _("last day"),
    "what": _("what it is"),
    "for_whom": _("for whom"),
    "value": _("worth how much"),
    "currency": _("in which currency (ISO 4217)"),
    "source": _("who says so"),
    "source_url": _("where that can be read"),
    "summary": _("summary for members"),
    "address": _("the random part of its public address"),
    "headline": _("headline of the public page"),
    "story": _("text of the public page (Markdown)"),
    "published_on": _("day on which it was first public"),
    "on": _("its day"),
    "grain": _("how exactly that day is known: day, month or year"),
    "text": _("its words"),
    "due_on": _("day on which it falls due"),
    "demand": _("the demand it answers, as it was then"),
    "number": _("counts from 1"),
    "recipients": _("how many people it was mailed to"),
    "body": _("text (Markdown)"),
}

VERBS = {  # of the trail; stored as the key
    "accept": _("accept"), "admit": _("admit"), "ask to erase": _("ask to erase"), "break": _("break"),
    "confirm erasing": _("confirm erasing"), "create": _("create"), "dispute": _("dispute"), "edit": _("edit"),
    "erase": _("erase"), "erase what is due": _("erase what is due"), "expire": _("expire"), "export": _("export"),
    "extend": _("extend"), "give up erasing": _("give up erasing"), "invite": _("invite"), "join": _("join"),
    "keep": _("keep"), "keep partly": _("keep partly"), "leave": _("leave"), "make organizer": _("make organizer"),
    "make owner": _("make owner"), "make reviewer": _("make reviewer"), "make viewer": _("make viewer"),
    "overdue": _("overdue"), "publish": _("publish"), "record": _("record"), "remove": _("remove"),
    "rename": _("rename"), "set retention": _("set retention"), "take back erasing": _("take back erasing"),
    "tell": _("tell"), "unpublish": _("unpublish"), "withdraw": _("withdraw"), "write": _("write"),
}  # fmt: skip

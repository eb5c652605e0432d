"""What is kept of joint statements (organize.inventory): texts, organizations, and for a while who asked for them."""

from django.utils.translation import gettext_lazy as _

from organize.inventory import Erasable, Kind, Period
from petitions.actions import retention
from petitions.states import StatementState

PERIODS = (
    Period(
        "sign-on-contacts", _("Who asked for an organization that you have not decided about"),
        _("Name, role and mailbox, counted from the day they asked. Your decision erases them earlier, unless the "
          "statement keeps those of listed organizations until it is delivered."),
        default=90, least=7, most=365,
    ),
)  # fmt: skip

ERASERS = (("sign-on-contacts", retention.erase_contacts),)

TAKES_NAMES = _("A joint statement takes organizations now. Close it or call it off first.")


def _is_open(statement):
    return TAKES_NAMES if statement.state == StatementState.OPEN else None


ERASABLE = (Erasable("petitions.jointstatement", _is_open, in_campaign="campaign"),)

_STATEMENTS = _("until the statement is erased")

KINDS = (
    Kind(
        "petitions.JointStatement", _("Joint statements: terms, days, state, milestones"), _STATEMENTS,
        fields="slug campaign_id state kind title language address articles contacts currency listed opened_on "
        "closed_on delivered_on milestones sum_shown sum_of sum_on",
    ),
    Kind(
        "petitions.Revision", _("The texts of a joint statement, and when each was in force"), _STATEMENTS,
        fields="statement_id number state addressees why frozen_on proposed_on adopted_on",
    ),
    Kind(
        "petitions.Wording", _("The words of each text in each language"), _STATEMENTS,
        fields="revision_id language title body demands",
    ),
    Kind(
        "petitions.SignOn", _("Organizations that asked to sign, were listed, declined or withdrew"), _STATEMENTS,
        fields="statement_id state name country domain part_of parent_id authority evidence asked_on decided_on assets "
        "assets_on may_count counted_with_id",
    ),
    Kind(
        "petitions.Consent", _("Which organization agreed to which text, and how that is known"), _STATEMENTS,
        fields="sign_on_id revision_id authority evidence on",
    ),
    Kind(
        "petitions.Contact", _("Who asked in an organization's name: name, role and mailbox, encrypted"),
        _("until you decide, or the statement is delivered, as it says; {days} days where you do not decide"),
        period="sign-on-contacts", left_out=_("They belong to people who spoke for others, and are erased soon."),
    ),
)  # fmt: skip

FIELDS = {
    "articles": _("words that do not count when names are sorted"),
    "contacts": _("how long it is kept who asked"),
    "opened_on": _("day on which it was published"),
    "closed_on": _("day on which it was closed"),
    "milestones": _("number of organizations, and the day on which it was reached"),
    "sum_shown": _("the last rounded sum of assets"),
    "sum_of": _("how many investors are in it"),
    "sum_on": _("its day"),
    "statement_id": _("key of the joint statement"),
    "addressees": _("to whom it is written"),
    "why": _("why the text was changed"),
    "proposed_on": _("day on which it was proposed"),
    "adopted_on": _("day on which it came into force"),
    "revision_id": _("key of the text"),
    "country": _("country (ISO 3166-1)"),
    "domain": _("domain of its mail"),
    "part_of": _("its parent, as it wrote"),
    "parent_id": _("key of the parent"),
    "authority": _("how it is known that the organization agrees"),
    "evidence": _("what an organizer has seen"),
    "asked_on": _("day on which it asked"),
    "decided_on": _("day of your decision"),
    "assets": _("assets under management"),
    "assets_on": _("day of that number"),
    "may_count": _("whether they may be counted"),
    "counted_with_id": _("key of the investor whose assets hold these already"),
    "sign_on_id": _("key of the organization"),
}

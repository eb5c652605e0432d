"""What is kept of resolutions (organize.inventory). Who files is told to those who work on the resolution alone."""

import shutil

from django.utils.translation import gettext_lazy as _

from organize.inventory import Erasable, Kind, Period
from shareholder.actions import funds, retention, talks
from shareholder.states import LIVE, ResolutionState

PERIODS = (
    Period(
        "filers", _("Who filed a resolution"),
        _(
            "Counted from the meeting, or from the resolution's end where no meeting is known. What is left of "
            "holdings goes then in any case; the filers and their steps go where the resolution is over."
        ),
        default=365, least=30, most=1095,
    ),
    Period(
        "talks", _("Talks with companies about resolutions"),
        _("Counted from the day of the talk, or from that by which something is still to be done. A court can demand "
          "what is kept."),
        default=180, least=30, most=730,
    ),
)  # fmt: skip
ERASERS = (("filers", retention.erase_filers), ("talks", talks.erase_talks))
UNDER_WAY = _("A resolution of this is under way, with others who file. Bring it to its end first.")
_ALONE = (ResolutionState.IDEA, ResolutionState.DRAFTING)


def _is_under_way(resolution):
    is_live = resolution.state in LIVE and resolution.state not in _ALONE
    return UNDER_WAY if is_live and resolution.filings.exists() else None  # what was taken in from a list has no filer


def _files(resolution):
    folders = [funds.folder_of(report) for report in resolution.fund_reports.all()]
    return lambda: [shutil.rmtree(folder, ignore_errors=True) for folder in folders]


ERASABLE = (Erasable("shareholder.resolution", _is_under_way, _files, in_campaign="campaign"),)

_RESOLUTIONS = _("until the resolution is erased")
_FILERS = _("It tells who files: whoever works on the resolution reads it there, and no member of the group as such.")

KINDS = (
    Kind(
        "shareholder.Meeting", _("Companies' meetings and the days from which deadlines follow"),
        _("until the company is erased"),
        fields="slug company_id kind country year on last_on released_on stated_on stated_where definitive_on",
    ),
    Kind(
        "shareholder.SeasonPolicy", _("What the SEC's staff does in a season, as you have written it down"),
        _("until an owner of the group erases it"), fields="season status note source written_on",
    ),
    Kind(
        "shareholder.CountryRule", _("Rules of other countries, as you have written them down, and who checked them"),
        _("until you go back to the row that comes with this site, or an owner erases the group"),
        fields="rule country title cite counted days first_days last_days numbers starts source state written_on "
        "checked_on",
    ),
    Kind(
        "shareholder.Lineage", _("Which proposals are about one matter"), _("until the company is erased"),
        fields="company_id title",
    ),
    Kind(
        "shareholder.Resolution", _("Resolutions: company, meeting, state and days"), _RESOLUTIONS,
        fields="slug campaign_id company_id meeting_id lineage_id title state in_dialogue in_litigation listed "
        "address planned_on sent_on received_on revised_on item_number board_says ended_on rung",
    ),
    Kind(
        "shareholder.Version", _("The words of a proposal, edit by edit"), _RESOLUTIONS,
        left_out=_("Drafts belong to those who file; they can copy them from the resolution's pages."),
    ),
    Kind(
        "shareholder.Filing", _("Who files: investor, state, ticks with days, tier, band. No holding is kept"),
        _("{days} days after the meeting, or longer while the resolution is not over; tier and band never longer"),
        period="filers", left_out=_FILERS,
    ),
    Kind("shareholder.Seat", _("Who works on a resolution"), _("until they leave it"), left_out=_FILERS),
    Kind(
        "shareholder.Step", _("What was done about a resolution, when and by whom"),
        _("until the resolution is erased; what was done about a filer, as long as the filer"), left_out=_FILERS,
    ),
    Kind(
        "shareholder.Talk", _("Talks with companies: day, roles, and words where something may be kept"),
        _("{days} days after it, or after the day of what is still to be done"), period="talks",
        left_out=_("Each entry has readers of its own, fewer than the group: they take it with their resolutions."),
    ),
    Kind(
        "shareholder.Estimate", _("What others say a vote was without insiders"), _RESOLUTIONS,
        fields="resolution_id kind insider_votes percent basis on source source_url",
    ),
    Kind(
        "shareholder.PendingCommitment", _("Commitments of a withdrawal that wait for the campaign's ledger"),
        _("until somebody takes them into it or leaves them out"),
        fields="resolution_id on text due_on source source_url",
    ),
    Kind(
        "shareholder.Threshold", _("Laws beside Rule 14a-8 that companies have chosen to be under"),
        _("until the company is erased"), fields="company_id law says since_on source source_url",
    ),
    Kind(
        "shareholder.Feed", _("Calendar feeds: a keyed hash of each secret address"), _("until its owner ends it"),
        group="",
        left_out=_("It is a person's own, and opens nothing by itself."),
    ),
    Kind(
        "shareholder.Reminder", _("That a person wants mails before days that are near"),
        _("until they turn them off"), group="", left_out=_("It is a person's own."),
    ),
    Kind(
        "shareholder.Tally", _("Counts of votes, as companies report them"), _RESOLUTIONS,
        fields="resolution_id number state share_class votes_for votes_against abstentions broker_non_votes voted_on "
        "source source_url accession sha256",
    ),
    Kind(
        "shareholder.FundReport", _("Funds' filings: who filed what about the vote, and the totals that were kept"),
        _("until the resolution is erased; two weeks where nobody has confirmed it"),
        fields="resolution_id state accession filer filer_cik form amendment amended_by_id adds reports_to:period "
        "sha256 all_rows:rows funds "
        "votes_for votes_against abstained withheld kept_on",
    ),
    Kind(
        "shareholder.FundVote", _("How each fund voted, as its filing says"), _("as long as the filing's line"),
        fields="report_id number description series by_holders by_name votes_for votes_against abstained withheld "
        "others management",
    ),
    Kind(
        "shareholder.Challenge", _("Companies' notices that they leave a proposal out"), _RESOLUTIONS,
        fields="resolution_id number kind state bases noticed_on definitive_on ended_on",
    ),
    Kind(
        "shareholder.Intention", _("How investors say that they will vote"),
        _("until the resolution is erased; what a filer said and nobody made public, as long as the filer"),
        left_out=_("Investors told it to those who work on the resolution; what they made public is on its page."),
    ),
)  # fmt: skip

FIELDS = {
    "country": _("whose rules apply"),
    "rule": _("key of the rule, as the site's own rulebook names it"),
    "cite": _("law and section"),
    "counted": _("how the last day of receipt is counted"),
    "days": _("clear days before the meeting"),
    "first_days": _("days before the anniversary: the first day"),
    "last_days": _("days before the anniversary: the last day"),
    "numbers": _("percentages, sums and other numbers of the rule"),
    "starts": _("first day in force"),
    "checked_on": _("day on which somebody compared it with the law"),
    "year": _("year"),
    "last_on": _("day of the annual meeting before"),
    "released_on": _("day on which the last proxy statement was released"),
    "stated_on": _("the deadline that the company printed"),
    "stated_where": _("where it is printed"),
    "definitive_on": _("day on which the definitive proxy is filed"),
    "season": _("season, from October to September"),
    "status": _("what the staff does"),
    "note": _("note"),
    "written_on": _("day on which it was written down"),
    "meeting_id": _("key of the meeting"),
    "lineage_id": _("key of the lineage"),
    "resolution_id": _("key of the resolution"),
    "in_dialogue": _("whether there are talks with the company"),
    "in_litigation": _("whether a court has it"),
    "planned_on": _("day on which it is to be sent"),
    "revised_on": _("day on which the company got a required revision"),
    "sent_on": _("day on which it was sent"),
    "received_on": _("day on which the company received it"),
    "item_number": _("number on the ballot"),
    "board_says": _("what the board recommends"),
    "ended_on": _("day of its end"),
    "share_class": _("class of shares; empty: all together"),
    "votes_for": _("votes for"),
    "votes_against": _("votes against"),
    "abstentions": _("abstentions"),
    "broker_non_votes": _("broker non-votes"),
    "voted_on": _("day of the vote"),
    "accession": _("the SEC's number of the report"),
    "report_id": _("key of the filing"),
    "filer": _("who filed it"),
    "filer_cik": _("the filer's number at the SEC"),
    "form": _("form"),
    "amendment": _("kind of amendment, as the filing says"),
    "amended_by_id": _("key of the filing that states its votes anew"),
    "adds": _("whether it adds votes to another filing of its filer"),
    "rung": _("the next step, after a missed promise"),
    "insider_votes": _("votes of insiders, as stated"),
    "percent": _("percentage, as somebody has published it"),
    "basis": _("whose votes are left out, and how that is known"),
    "law": _("which law"),
    "says": _("what it asks of whoever files"),
    "since_on": _("day on which the company chose it"),
    "reports_to": _("to which day the filing reports"),
    "all_rows": _("rows of the whole filing"),
    "funds": _("rows that were kept"),
    "abstained": _("votes to abstain"),
    "withheld": _("votes withheld"),
    "kept_on": _("day on which somebody kept it"),
    "series": _("fund"),
    "description": _("what was voted on, in the filing's words"),
    "by_holders": _("whether the filing says that shareholders proposed it"),
    "by_name": _("whether it was found by the company's name alone"),
    "others": _("other words for how was voted"),
    "management": _("what management recommended"),
    "sha256": _("fingerprint of the file that the counts were read from"),
    "bases": _("the bases that the company names"),
    "noticed_on": _("day of the notice"),
}

VERBS = {  # of the trail; stored as the key
    "abandon": _("abandon"), "amend result": _("amend result"), "answer challenge": _("answer challenge"),
    "begin papers": _("begin papers"), "begin text": _("begin text"), "cancel meeting": _("cancel meeting"),
    "check": _("check"),
    "challenge": _("challenge"), "confirm receipt": _("confirm receipt"), "cure defects": _("cure defects"),
    "engage": _("engage"), "escalate": _("escalate"), "finish papers": _("finish papers"),
    "follow up": _("follow up"), "freeze text": _("freeze text"),
    "go on with another lead": _("go on with another lead"), "hold vote": _("hold vote"),
    "leave out for a defect": _("leave out for a defect"), "leave out unanswered": _("leave out unanswered"),
    "leave out without a notice": _("leave out without a notice"), "leave seat": _("leave seat"),
    "amend fund votes": _("amend fund votes"), "count fund votes again": _("count fund votes again"),
    "keep fund votes": _("keep fund votes"),
    "read fund report": _("read fund report"), "refuse fund report": _("refuse fund report"),
    "remove fund votes": _("remove fund votes"), "upload fund report": _("upload fund report"),
    "lose in court": _("lose in court"), "moot": _("moot"), "name presenter": _("name presenter"),
    "not presented": _("not presented"), "note advice": _("note advice"), "notice defects": _("notice defects"),
    "open sign-up": _("open sign-up"), "postpone meeting": _("postpone meeting"), "put on ballot": _("put on ballot"),
    "receive papers": _("receive papers"), "record result": _("record result"), "revise": _("revise"),
    "send": _("send"), "send papers": _("send papers"), "staff concurs": _("staff concurs"),
    "staff declines": _("staff declines"), "staff does not object": _("staff does not object"), "stand": _("stand"),
    "sue": _("sue"), "take back challenge": _("take back challenge"), "thaw text": _("thaw text"),
    "wait for another lead": _("wait for another lead"),
    "win in court": _("win in court"), "withdraw for commitments": _("withdraw for commitments"),
}  # fmt: skip

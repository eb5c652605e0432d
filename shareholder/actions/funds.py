"""How funds voted: a filing is uploaded, read by a job, and a person says what of it is kept."""

import hashlib
import shutil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.queue import enqueue
from organize.refusals import Refusal
from shareholder import fund_queries
from shareholder.actions.steps import hold, note_step
from shareholder.fund_states import FUND_REPORT_MOVES, FundCounts, FundReportState, FundSays
from shareholder.models import FundReport, FundVote

MOST_TRIES, MOST_WAITING = 3, 5
COLUMNS = {"for": "votes_for", "against": "votes_against", "abstain": "abstained", "withhold": "withheld"}
NO_MEETING = _("Say first at which meeting it is voted on: a filing is searched for that meeting.")
KEPT_ALREADY = _("The votes of this filing are kept already. Remove them first, if they are to be read anew.")
READ_NOW = _("This filing is being read already.")
TOO_MANY = _("Five filings wait to be read already. Try again when one of them is done.")
NO_ROOM = _("There is no room for these files now. Try again later.")
NOTHING_CHOSEN = _("Choose at least one item, and leave at least one of its rows.")
NO_FILER = _("No file has a cover page. Upload primary_doc.xml of the filing too, or type the filer's name.")
GIVEN_UP = _("It could not be read, three times. Tell whoever runs this site.")


def folder_of(report):
    """Where the files of a filing lie until they are read, each <number>.xml."""
    return settings.REPORTS_DIR / report.pk.hex


def files_of(report):
    return sorted(folder_of(report).glob("*.xml"))


def upload_fund_report(*, resolution, files, accession, securities, filer, by, at):
    """Have a filing read, in place of an older try; the FundReport. files: each with chunks(), all of one filing.

    Leaves no name: who works on a resolution is not the group's to know.
    """
    if resolution.meeting_id is None:
        raise Refusal(NO_MEETING, 409)
    with transaction.atomic():
        hold(resolution.pk)
        _make_room(resolution, accession)
        report = FundReport.objects.create(
            group_id=resolution.group_id, resolution=resolution, accession=accession, securities=securities,
            filer=filer, uploaded_on=at.date(),
        )  # fmt: skip
    try:
        written = _write(folder_of(report), files)
    except OSError:
        _erase(report)
        raise Refusal(NO_ROOM, 503) from None
    with transaction.atomic():
        move(report, "upload fund report", moves=FUND_REPORT_MOVES, by=None, at=at, **written)
        enqueue("shareholder.jobs.read_fund_report", report.pk)
    return report


def _make_room(resolution, accession):
    older = FundReport.objects.filter(resolution=resolution, accession=accession).first()
    if older is not None and older.state in (FundReportState.KEPT, FundReportState.AMENDED):
        raise Refusal(KEPT_ALREADY, 409)
    if older is not None and older.state == FundReportState.WAITING:
        raise Refusal(READ_NOW, 409)
    if older is not None:
        _erase(older)
    waiting = FundReport.objects.filter(group_id=resolution.group_id, state=FundReportState.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise Refusal(TOO_MANY, 429)


def _write(folder, files):
    """{"size", "sha256"} of what was written: only after its row was committed, or the clock would sweep it away."""
    folder.mkdir(mode=0o700, parents=True)
    size, digests = 0, []
    for number, file in enumerate(files, start=1):
        digest = hashlib.sha256()
        with (folder / f"{number:02}.xml").open("xb") as out:
            for chunk in file.chunks():
                digest.update(chunk)
                size += out.write(chunk)
        digests.append(digest.hexdigest())
    return {"size": size, "sha256": digests}


def begin_fund_report(*, pk, at):
    """The waiting FundReport to read now, with its resolution; None when there is nothing to do."""
    rows = FundReport.objects.select_related("resolution__company", "resolution__meeting")
    found = rows.filter(pk=pk, state=FundReportState.WAITING).first()
    if found is None:
        return None
    if found.tries >= MOST_TRIES or found.resolution.meeting is None:
        refuse_fund_report(report=found, sentence=str(GIVEN_UP), at=at)
        return None
    FundReport.objects.filter(pk=pk).update(tries=F("tries") + 1, done=0)
    return found


def tell_fund_report(*, pk, done):
    """Say how far it is: `done` bytes are read."""
    FundReport.objects.filter(pk=pk, state=FundReportState.WAITING).update(done=done)


def refuse_fund_report(*, report, sentence, at):
    """It could not be read, and why. Its files are erased: they can be uploaded again."""
    with transaction.atomic():
        if _is_waiting(report):
            move(report, "refuse fund report", moves=FUND_REPORT_MOVES, by=None, at=at, refused=sentence[:200])
            transaction.on_commit(lambda: _erase_files(report))


def finish_fund_report(*, report, found, at):
    """Write down what was found (readers.npx_apart.Found), for a person to confirm. Its files are erased."""
    cover = found.cover
    filer = (cover.get("name") or report.filer)[:200]
    if not filer:
        refuse_fund_report(report=report, sentence=str(NO_FILER), at=at)
        return
    cik = cover.get("cik") or ""
    columns = {
        "filer": filer,
        "filer_cik": cik.zfill(10) if cik.isascii() and cik.isdigit() and len(cik) <= 10 else "",
        "form": (cover.get("form") or "")[:20],
        "period": (cover.get("period") or "")[:10],
        "amendment": (cover.get("amendment") or "")[:60],
        "rows": found.rows,
        "elsewhere": found.elsewhere,
        "more": found.more,
        "unread": found.unread,
        "done": report.size,
    }
    with transaction.atomic():
        if not _is_waiting(report):
            return
        move(report, "read fund report", moves=FUND_REPORT_MOVES, by=None, at=at, **columns)
        votes = (FundVote(group_id=report.group_id, report=report, **_vote(one, found.series)) for one in found.votes)
        FundVote.objects.bulk_create(votes, batch_size=500)
        transaction.on_commit(lambda: _erase_files(report))


def _is_waiting(report):
    return FundReport.objects.select_for_update().filter(pk=report.pk, state=FundReportState.WAITING).exists()


def _vote(found, series):
    """Columns of a FundVote from what npx_alone.found says."""
    says = (found["management"] or "").lower()
    return {
        "number": found["number"],
        "description": found["description"],
        "series": (series.get(found["series"]) or found["series"])[:200],
        "by_holders": found["by_holders"],
        "by_name": found["by"] == "name",
        "others": ", ".join(found["others"])[:200],
        "management": says if says in FundSays else "",
    } | {column: found[how] for how, column in COLUMNS.items()}


def keep_fund_votes(*, report, items, left_out, by, at, counts=""):
    """Keep the votes on these items (keys of fund_queries.items_of) but those left out; the FundReport.

    Everything else that was found in the filing is erased. counts: which of FundCounts holds where the filer has
    another filing about the year; empty: what the cover pages say. An amended filing is kept, and counts no more.
    """
    chosen = [item for item in fund_queries.items_of(report) if item["key"] in items]
    votes = [vote for item in chosen for vote in item["votes"] if str(vote.pk) not in left_out]
    if not votes:
        raise Refusal(NOTHING_CHOSEN)
    totals = {column: _sum(votes, column) for column in COLUMNS.values()}
    with transaction.atomic():
        kept = {"kept_by": by, "kept_on": at.date(), "funds": len(votes), "unread": [], **totals}
        move(report, "keep fund votes", moves=FUND_REPORT_MOVES, by=None, at=at, **kept)
        report.votes.exclude(pk__in=[vote.pk for vote in votes]).delete()
        _amend(report, counts, at=at)
        note_step(resolution=report.resolution, verb="keep fund votes", by=by, at=at)
    return report


def _amend(report, counts, *, at):
    """Say which of a filer's two filings counts from now on."""
    hold(report.resolution_id)  # two that are kept at once, one after another
    twins = list(fund_queries.twins_of(report))
    if not twins:
        return
    counts = counts or fund_queries.likely_count(report, twins[0])
    if counts == FundCounts.BOTH:
        FundReport.objects.filter(pk=report.pk).update(adds=True)
        return
    olds, new = ([report], twins[0]) if counts == FundCounts.OLD else (twins, report)
    for old in olds:
        move(old, "amend fund votes", moves=FUND_REPORT_MOVES, by=None, at=at, amended_by=new)


def _sum(votes, column):
    """None where one of them does not say how many."""
    numbers = [getattr(vote, column) for vote in votes]
    return None if None in numbers else sum(numbers)


def drop_fund_report(*, report, by, at):
    """Take a filing away, with what was kept of it. What it amended counts again, unless it was amended itself."""
    with transaction.atomic():
        if report.state == FundReportState.AMENDED:
            report.amends.update(amended_by=report.amended_by)
        for older in report.amends.filter(amended_by=report):
            move(older, "count fund votes again", moves=FUND_REPORT_MOVES, by=None, at=at, amended_by=None)
        if report.state in (FundReportState.KEPT, FundReportState.AMENDED):
            note_step(resolution=report.resolution, verb="remove fund votes", by=by, at=at)
        leave_trail(report, "remove fund votes", by=None, at=at)
        _erase(report)


def forget_fund_reports(*, at):
    """Erase what nobody confirmed in two weeks, and files without a row. Leaves no trail: nobody did it."""
    for report in fund_queries.outdated_reports(at):
        _erase(report)
    folders = [one for one in settings.REPORTS_DIR.iterdir() if one.is_dir()]
    # Read after the folder was listed: a filing that is new in between is in the rows.
    known = {pk.hex for pk in FundReport.objects.values_list("pk", flat=True)}
    for folder in folders:
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)


def _erase(report):
    folder = folder_of(report)
    report.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def _erase_files(report):
    shutil.rmtree(folder_of(report), ignore_errors=True)

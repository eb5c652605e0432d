"""A fund's filing is uploaded, or read by a command: once, by a job apart, and its files are gone then."""

import datetime
import io
import shutil

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from organize import inventory
from organize.queue import turn
from organize.refusals import Refusal
from shareholder import fund_queries, jobs
from shareholder.actions import funds
from shareholder.forms import funds as forms
from shareholder.models import FundReport
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.fund_files import ACCESSION, CUSIP, both, filed, kept, read, row, table, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(own_folders):
    return filed()


def test_files_are_gone_once_they_are_read_and_progress_is_told(made):
    report = uploaded(made, row())
    page = client(made.owner).get(reverse("shareholder:fund-report-read", args=[made.slug, report.pk]))
    assert '<meta http-equiv="refresh"' in page.content.decode()
    assert "<progress" in page.content.decode()
    assert len(funds.files_of(report)) == 2
    told = []
    jobs.read_fund_report(report.pk, told.append)
    report.refresh_from_db()
    assert (report.state, report.done) == ("read", report.size)
    assert all(len(one) == 64 for one in report.sha256)


def test_files_go_with_the_commit_that_needs_them_no_more(made, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = read(made, row())
    assert not funds.folder_of(report).exists()
    with django_capture_on_commit_callbacks(execute=True):
        other = uploaded(made, row(), accession="0000000001-26-000008")
        folder = funds.folder_of(other)
        assert folder.exists()
        funds.drop_fund_report(report=other, by=made.owner, at=world.NOW)
    assert not folder.exists()


def test_files_go_with_what_an_owner_erases(made):
    folder = funds.folder_of(uploaded(made, row()))
    assert folder.exists()
    for clear in inventory.files_of(made):
        clear()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([b"<!DOCTYPE a [<!ENTITY b 'c'>]><proxyVoteTable/>"], "document type"),
        ([b"<proxyVoteTable><proxyTable>"], "not well-formed"),
        ([b"<html></html>"], "no Form N-PX"),
        ([table(row())], "No file has a cover page"),
    ],
)
def test_what_is_no_filing_is_told_with_a_sentence(made, files, sentence):
    report = read(made, files=[SimpleUploadedFile("a.xml", raw) for raw in files])
    assert report.state == "failed"
    page = client(made.owner).get(reverse("shareholder:fund-report-read", args=[made.slug, report.pk]))
    assert sentence in page.content.decode()
    assert not report.votes.exists()


def test_files_of_two_filers_are_one_filing_of_nobody(made):
    other = both(row())[0].read().replace(b"0000000001", b"0000000002")
    report = read(made, files=[*both(row()), SimpleUploadedFile("b.xml", other)])
    assert "different filers" in report.refused


def test_same_filing_is_read_once_and_kept_once(made):
    first = uploaded(made, row())
    with pytest.raises(Refusal, match="being read already"):
        uploaded(made, row())
    jobs.read_fund_report(first.pk)
    again = uploaded(made, row())
    assert FundReport.objects.get() == again
    jobs.read_fund_report(again.pk)
    again.refresh_from_db()
    item = fund_queries.items_of(again)[0]
    with pytest.raises(Refusal, match="at least one"):
        funds.keep_fund_votes(report=again, items=[], left_out=[], by=made.owner, at=world.NOW)
    funds.keep_fund_votes(report=again, items=[item["key"]], left_out=[], by=made.owner, at=world.NOW)
    with pytest.raises(Refusal, match="kept already"):
        uploaded(made, row())
    with pytest.raises(Refusal, match="moved on"):
        funds.keep_fund_votes(report=again, items=[item["key"]], left_out=[], by=made.owner, at=world.NOW)


def test_resolution_without_a_meeting_takes_no_filing(made):
    made.meeting = None
    made.save()
    with pytest.raises(Refusal, match="which meeting"):
        uploaded(made, row())
    given = {"files": both(row()), "accession": ACCESSION}
    answer = client(made.owner).post(reverse("shareholder:fund-report-upload", args=[made.slug]), given)
    assert answer.status_code == 409
    assert not FundReport.objects.exists()


def test_bad_input_gets_a_sentence(made, monkeypatch):
    address = reverse("shareholder:fund-report-upload", args=[made.slug])
    browser = client(made.owner)
    monkeypatch.setattr(forms, "MOST_BYTES", 10)
    answer = browser.post(address, {"files": both(row()), "accession": "7", "securities": "a b"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("at most 30 MB together", "An accession number looks like", "A CUSIP has nine"):
        assert sentence in page
    assert browser.post(address, {"accession": ACCESSION}).status_code == 422
    page = browser.get(address).content.decode()
    assert "at most 30 MB together" in page and "manage.py funds" in page


def test_only_so_many_wait_in_a_group(made):
    for number in range(funds.MOST_WAITING):
        uploaded(made, row(), accession=f"0000000001-26-00010{number}")
    with pytest.raises(Refusal, match="Five filings wait"):
        uploaded(made, row())


def test_clock_finds_lost_filings_and_forgets_what_nobody_confirmed(made, django_capture_on_commit_callbacks):
    lost = settings.REPORTS_DIR / ("0" * 32)
    lost.mkdir()
    waiting, found = uploaded(made, row()), read(made, row(), accession="0000000001-26-000009")
    with django_capture_on_commit_callbacks() as sent:
        jobs.sweep_fund_reports(world.NOW)
    assert len(sent) == 1
    assert not lost.exists() and funds.folder_of(waiting).exists()
    keeps = kept(made, row(), accession="0000000001-26-000010")
    jobs.sweep_fund_reports(world.NOW + datetime.timedelta(days=15))
    assert set(FundReport.objects.all()) == {waiting, keeps}
    assert not FundReport.objects.filter(pk=found.pk).exists()


def test_filing_that_is_taken_away_or_lost_is_read_by_nobody(made):
    report = uploaded(made, row())
    shutil.rmtree(funds.folder_of(report))
    for _again in range(funds.MOST_TRIES):
        jobs.read_fund_report(report.pk)
    report.refresh_from_db()
    assert report.state == "waiting"
    jobs.read_fund_report(report.pk)
    report.refresh_from_db()
    assert report.refused == str(funds.GIVEN_UP)
    funds.drop_fund_report(report=report, by=made.owner, at=world.NOW)
    jobs.read_fund_report(report.pk)
    assert not FundReport.objects.exists()


def test_reading_that_never_ends_is_given_up(made):
    report = uploaded(made, row())
    with turn(settings.REPORTS_DIR):
        jobs.read_fund_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.tries) == ("waiting", 0), "another one's turn"
    FundReport.objects.update(tries=funds.MOST_TRIES)
    jobs.read_fund_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.refused) == ("failed", str(funds.GIVEN_UP))


def test_command_reads_what_is_too_large_for_a_browser(made, tmp_path):
    paths = []
    for number, file in enumerate(both(row())):
        paths.append(tmp_path / f"{number}.xml")
        paths[-1].write_bytes(file.read())
    out = io.StringIO()
    call_command("funds", made.slug, *map(str, paths), accession=ACCESSION, securities=CUSIP, stdout=out)
    assert out.getvalue().startswith("Rows read: 1, of this meeting: 1.")
    for wrong in ({"accession": "x"}, {"accession": ACCESSION, "securities": "?"}):
        with pytest.raises(CommandError):
            call_command("funds", made.slug, str(paths[0]), **wrong)
    with pytest.raises(CommandError, match="no such resolution"):
        call_command("funds", "a" * 26, str(paths[0]), accession=ACCESSION)
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("funds", made.slug, str(tmp_path / "none"), accession=ACCESSION)

"""How funds voted: what a filing says about a meeting, and what of it a person keeps."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organize.actions.campaigns import publish_campaign, tell_campaign
from shareholder import fund_queries, jobs
from shareholder.actions import funds
from shareholder.models import FundReport, FundVote
from tests import make
from tests.factors import Browser
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.fund_files import (
    ACCESSION,
    CUSIP,
    adding,
    both,
    filed,
    kept,
    original,
    read,
    row,
    table,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(own_folders):
    return filed()


def test_filing_is_searched_for_the_meeting_and_a_person_says_what_is_kept(made):
    browser = client(made.owner)
    rows = [row(shares="100"), row(shares="50.5", how="AGAINST"), row(what="Election of directors", source="ISSUER"),
            row(day="05/20/2026"), row(cusip="999999999", issuer="OTHER INC"), row(day="soon")]  # fmt: skip
    given = {"files": both(*rows), "accession": ACCESSION, "securities": f"{CUSIP}, US1234567890"}
    answer = browser.post(reverse("shareholder:fund-report-upload", args=[made.slug]), given)
    report = FundReport.objects.get()
    page = reverse("shareholder:fund-report-read", args=[made.slug, report.pk])
    assert (answer.status_code, answer["Location"]) == (302, page)
    jobs.read_fund_report(report.pk)
    shown = browser.get(page).content.decode()
    assert "Example Fund" in shown and "6 rows were read" in shown
    assert "1 of them is about another meeting" in shown
    assert "Row 6: The day of the meeting cannot be read." in shown
    assert "Example Series" in shown and "100" in shown and "50.5" in shown
    assert "OTHER INC" not in shown
    likely, other = fund_queries.items_of(FundReport.objects.get())
    assert (likely["is_likely"], other["is_likely"]) == (True, False)
    assert shown.count(" checked") == 1
    left_out = likely["votes"][1]
    answer = browser.post(page, {"items": [likely["key"]], "left_out": [str(left_out.pk)]})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.funds, report.votes_for, report.votes_against) == ("kept", 1, 100, 0)
    vote = FundVote.objects.get()
    assert (vote.series, vote.management, vote.votes_for, vote.by_name) == ("Example Series", "against", 100, False)
    listed = browser.get(reverse("shareholder:fund-list", args=[made.slug])).content.decode()
    assert "https://www.sec.gov/Archives/edgar/data/1/000000000126000007/" in listed
    for period, said in (("06/30/2024", "year to 30 June 2024"), ("2024", "year to 2024")):
        FundReport.objects.update(period=period)
        for address in (page, reverse("shareholder:fund-list", args=[made.slug])):
            words = browser.get(address).content.decode()
            assert said in words and "06/30" not in words, (period, address)
    assert made.steps.filter(verb="keep fund votes").exists()


def test_company_is_found_by_its_numbers_or_its_exact_name(made):
    made.company.aliases = ["Meridian Lines"]
    made.company.save()
    report = read(
        made,
        row(issuer="SOMETHING ELSE"),
        row(cusip="N/A", issuer="The Meridian Freight Co., Inc."),
        row(cusip="", issuer="Meridian Lines PLC"),
        row(cusip="555555555", issuer="MERIDIAN FREIGHT HOLDINGS EUROPE"),
    )
    assert [vote.by_name for vote in report.votes.order_by("number")] == [False, True, True]


def test_typed_filer_stands_in_for_a_cover_page(made):
    report = kept(made, files=[SimpleUploadedFile("a.xml", table(row()))], filer="Harbour Manager")
    assert (report.filer, report.address) == ("Harbour Manager", "")


def test_a_number_that_is_not_said_is_never_taken_for_none(made):
    votes = table(row(shares=""), row()).replace(b"<sharesVoted></sharesVoted>", b"")
    files = [both()[0], SimpleUploadedFile("v.xml", votes)]
    report = kept(made, files=files)
    assert (report.votes_for, report.votes_against) == (None, 0)
    assert "not said" in client(made.owner).get(reverse("shareholder:fund-list", args=[made.slug])).content.decode()


def test_fractions_of_shares_are_kept_exactly_or_not_at_all(made):
    report = read(made, row(shares="0.123456"), row(shares="0.1234567"))
    assert [vote.votes_for for vote in report.votes.all()] == [Decimal("0.123456")]
    assert report.unread[0]["reason"] == "The number of shares has more digits than are kept."


def test_filings_of_one_filer_about_two_years_are_told(made):
    for number in (7, 8):
        kept(made, row(), accession=f"0000000001-26-00000{number}")
        made.fund_reports.filter(accession__endswith=number).update(period=f"06/30/202{number}")
    shown = client(made.owner).get(reverse("shareholder:fund-list", args=[made.slug])).content.decode()
    assert "More than one filing of a filer is kept:" in shown


def test_everybody_reads_totals_with_their_source_and_members_no_rows(made):
    kept(made, row(), row(how="WITHHOLD", shares="7"))
    read(made, row(), accession="0000000001-26-000009", files=None)
    member = make.member(made.group, role="viewer")
    page = client(member).get(reverse("shareholder:fund-list", args=[made.slug])).content.decode()
    assert "Example Fund" in page and "Read a filing" not in page and "Under way" not in page
    world.edit(made, by=made.owner, listed=True)
    tell_campaign(campaign=made.campaign, headline="Docks", story="", by=made.owner, at=world.NOW)
    publish_campaign(campaign=made.campaign, by=made.owner, at=world.NOW)
    made.campaign.refresh_from_db()
    path = f"/c/{made.campaign.address}/"
    listed = Browser().get(path).content.decode()
    public = next(part.split('"')[0] for part in listed.split('href="')[1:] if "/resolutions/" in part.split('"')[0])
    shown = Browser().get(public).content.decode()
    assert "How funds voted" in shown and "N-PX/A 0000000001-26-000007" in shown
    assert made.owner.mailbox not in shown and "000009" not in shown


def reports(made):
    return {one.accession[-1]: one for one in made.fund_reports.all()}


def totals(made):
    """The For of each filing that counts, as the page for everybody adds none of them up."""
    return [int(one.votes_for) for one in fund_queries.kept_reports_of(made)]


def test_amendment_takes_the_place_of_its_original_which_is_kept_and_told(made):
    kept(made, row(shares="100"), files=original(row(shares="100")))
    newer = read(made, row(shares="70"), accession="0000000001-26-000008")
    assert newer.form == "N-PX/A"
    page = client(made.owner).get(reverse("shareholder:fund-report-read", args=[made.slug, newer.pk]))
    shown = " ".join(page.content.decode().split())
    assert "Another filing of this filer about this year is kept: N-PX 0000000001-26-000007." in shown
    assert page.context["form"]["counts"].value() == "new"
    items = [item["key"] for item in fund_queries.items_of(newer)]
    data = {"items": items, "counts": "new"}
    client(made.owner).post(reverse("shareholder:fund-report-read", args=[made.slug, newer.pk]), data)
    found = reports(made)
    assert (found["7"].state, found["8"].state) == ("amended", "kept")
    assert found["7"].amended_by == found["8"] and found["7"].votes.count() == 1
    assert totals(made) == [70]
    listed = client(made.owner).get(reverse("shareholder:fund-list", args=[made.slug])).content.decode()
    assert "More than one filing" not in listed and "amended by N-PX/A 0000000001-26-000008" in " ".join(listed.split())
    old = client(made.owner).get(reverse("shareholder:fund-report-read", args=[made.slug, found["7"].pk]))
    assert "This filing was amended." in old.content.decode()

    funds.drop_fund_report(report=found["8"], by=made.owner, at=world.NOW)
    assert totals(made) == [100], "what amended it is gone: it counts again"


def test_original_that_comes_after_its_amendment_is_amended_at_once(made):
    kept(made, row(shares="70"), accession="0000000001-26-000008")
    kept(made, row(), files=original(row(shares="100")))
    found = reports(made)
    assert (found["7"].state, found["8"].state) == ("amended", "kept")
    assert totals(made) == [70]


def test_second_amendment_takes_over_what_the_first_one_amended(made):
    kept(made, files=original(row(shares="100")))
    for number, shares in ((8, "70"), (9, "60")):
        kept(made, row(shares=shares), accession=f"0000000001-26-00000{number}")
    found = reports(made)
    assert (found["7"].amended_by, found["8"].amended_by) == (found["8"], found["9"])
    assert totals(made) == [60]
    funds.drop_fund_report(report=found["9"], by=made.owner, at=world.NOW)
    assert totals(made) == [70]


def test_taking_an_amended_amendment_away_leaves_its_original_amended(made):
    kept(made, files=original(row(shares="100")))
    for number, shares in ((8, "70"), (9, "60")):
        kept(made, row(shares=shares), accession=f"0000000001-26-00000{number}")
    funds.drop_fund_report(report=reports(made)["8"], by=made.owner, at=world.NOW)
    found = reports(made)
    assert (found["7"].state, found["7"].amended_by, totals(made)) == ("amended", found["9"], [60])


def test_amendment_that_only_adds_votes_counts_beside_its_original(made):
    kept(made, files=original(row(shares="100")))
    report = read(made, accession="0000000001-26-000008", files=adding(row(shares="5")))
    assert report.amendment == "NEW PROXY VOTES"
    assert fund_queries.likely_count(report, fund_queries.twins_of(report).get()) == "both"
    items = [item["key"] for item in fund_queries.items_of(report)]
    funds.keep_fund_votes(report=report, items=items, left_out=[], counts="both", by=made.owner, at=world.NOW)
    assert sorted(totals(made)) == [5, 100]
    listed = client(made.owner).get(reverse("shareholder:fund-list", args=[made.slug])).content.decode()
    assert "More than one filing" not in listed
    kept(made, row(shares="90"), accession="0000000001-26-000009")
    assert totals(made) == [90], "a restatement says everything anew"


def test_another_year_is_no_twin(made):
    kept(made, files=original(row()))
    made.fund_reports.update(period="06/30/2023")
    kept(made, row(), accession="0000000001-26-000008")
    assert {one.state for one in made.fund_reports.all()} == {"kept"}

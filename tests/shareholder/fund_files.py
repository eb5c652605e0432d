"""Invented filings of funds about the meeting of tests.shareholder.world."""

from django.core.files.uploadedfile import SimpleUploadedFile

from shareholder import fund_queries, jobs
from shareholder.actions import funds
from tests import make
from tests.readers.npx_files import COVER
from tests.shareholder import world

ACCESSION = "0000000001-26-000007"
ITEM = "Report on two people at every dock"
CUSIP = "123456789"


def row(number=1, *, issuer="MERIDIAN FREIGHT", cusip=CUSIP, day="05/19/2027", what=ITEM, how="FOR", shares="100",
        series="S000000001", says="AGAINST", source="SECURITY HOLDER"):  # fmt: skip
    return (
        f"<proxyTable><issuerName>{issuer}</issuerName><cusip>{cusip}</cusip><meetingDate>{day}</meetingDate>"
        f"<voteDescription>{what}</voteDescription><voteSource>{source}</voteSource><sharesVoted>{shares}</sharesVoted>"
        f"<vote><voteRecord><howVoted>{how}</howVoted><sharesVoted>{shares}</sharesVoted><managementRecommendation>"
        f"{says}</managementRecommendation></voteRecord></vote><voteSeries>{series}</voteSeries></proxyTable>"
    )


def table(*rows):
    return f"<proxyVoteTable>{''.join(rows)}</proxyVoteTable>".encode()


def both(*rows):
    """The two files of one filing, as they are uploaded."""
    return [SimpleUploadedFile("primary_doc.xml", COVER), SimpleUploadedFile("votes.xml", table(*rows))]


def original(*rows):
    """The same of a filing that amends none."""
    cover = COVER.replace(b"N-PX/A", b"N-PX")
    return [SimpleUploadedFile("primary_doc.xml", cover), SimpleUploadedFile("votes.xml", table(*rows))]


def adding(*rows):
    """The same of an amendment that states nothing anew."""
    kind = b"<coverPage><amendmentInfo><amendmentType>NEW PROXY VOTES</amendmentType></amendmentInfo>"
    cover = COVER.replace(b"<coverPage>", kind)
    return [SimpleUploadedFile("primary_doc.xml", cover), SimpleUploadedFile("votes.xml", table(*rows))]


def filed():
    """A filed resolution about Meridian Freight, with its `owner`."""
    owner = make.user()
    found, _lead = world.filed(by=owner, group=make.group(owner=owner))
    found.company.name = "Meridian Freight"
    found.company.save()
    found.owner = owner
    return found


def uploaded(made, *rows, accession=ACCESSION, files=None, **given):
    given = {"securities": CUSIP, "filer": ""} | given
    return funds.upload_fund_report(
        resolution=made, files=files or both(*rows), accession=accession, **given, by=made.owner, at=world.NOW
    )


def read(made, *rows, **given):
    report = uploaded(made, *rows, **given)
    jobs.read_fund_report(report.pk)
    report.refresh_from_db()
    return report


def kept(made, *rows, **given):
    report = read(made, *rows, **given)
    items = [item["key"] for item in fund_queries.items_of(report)]
    return funds.keep_fund_votes(report=report, items=items, left_out=[], by=made.owner, at=world.NOW)

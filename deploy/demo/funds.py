"""How two invented managers of funds voted on the demo's proposal, read from filings as the desk reads them."""

import time
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from shareholder import fund_queries, jobs
from shareholder.actions import funds
from shareholder.fund_states import FundReportState

PAUSE = 0.02  # seconds

# Manager, its invented number at the SEC, and for each fund: how many shares went which way.
MANAGERS = (
    (
        "Ridge and River Index Funds",
        "0000000011",
        (
            ("Whole Market", "AGAINST", 18204110),
            ("Small Ones", "AGAINST", 2210400),
            ("Common Good", "FOR", 1904250.5),
        ),
    ),
    (
        "Lantern Asset Management",
        "0000000012",
        (("Lantern Equity", "FOR", 6120080), ("Lantern Balanced", "ABSTAIN", 402775)),
    ),
)
COVER = """<edgarSubmission><headerData><submissionType>N-PX</submissionType><filer><issuerCredentials><cik>{cik}</cik>
</issuerCredentials></filer><periodOfReport>06/30/{year}</periodOfReport></headerData><formData><coverPage>
<reportingPerson><name>{name}</name></reportingPerson></coverPage></formData></edgarSubmission>"""
ROW = """<proxyTable><issuerName>{company}</issuerName><meetingDate>{day:%m/%d/%Y}</meetingDate>
<voteDescription>{what}</voteDescription><voteSource>SECURITY HOLDER</voteSource><sharesVoted>{shares}</sharesVoted>
<vote><voteRecord><howVoted>{how}</howVoted><sharesVoted>{shares}</sharesVoted><managementRecommendation>AGAINST
</managementRecommendation></voteRecord></vote><voteSeries>{series}</voteSeries></proxyTable>"""


def record(*, resolution, by, at):
    """The filings of all managers, of whose votes somebody has said which are on `resolution`."""
    meeting = resolution.meeting.on
    told = {"company": escape(resolution.company.name), "day": meeting, "what": escape(resolution.title)}
    for name, cik, voted in MANAGERS:
        rows = "".join(ROW.format(**told, series=series, how=how, shares=shares) for series, how, shares in voted)
        files = [COVER.format(cik=cik, year=meeting.year, name=name), f"<proxyVoteTable>{rows}</proxyVoteTable>"]
        report = funds.upload_fund_report(
            resolution=resolution, files=[ContentFile(one.encode()) for one in files], securities="", filer="",
            accession=f"{cik}-{meeting.year % 100:02}-000001", by=by, at=at,
        )  # fmt: skip
        while report.state == FundReportState.WAITING:  # the site's own worker may be at it
            jobs.read_fund_report(report.pk)
            time.sleep(PAUSE)
            report.refresh_from_db()
        items = [item["key"] for item in fund_queries.items_of(report)]
        funds.keep_fund_votes(report=report, items=items, left_out=[], by=by, at=at)

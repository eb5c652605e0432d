"""Invented Form N-PX files of any size, for tests and benchmarks."""

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<inf:proxyVoteTable xmlns:inf="urn:example:votes">\n'
TAIL = b"</inf:proxyVoteTable>\n"
ROW = b"""  <inf:proxyTable>
    <inf:issuerName>EXAMPLE WIDGETS %(n)d,
INC.</inf:issuerName>
    <inf:cusip>%(n)09d</inf:cusip>
    <inf:isin>N/A</inf:isin>
    <inf:meetingDate>05/16/2024</inf:meetingDate>
    <inf:voteDescription>Report on water &amp; how it is used along the supply chain.</inf:voteDescription>
    <inf:voteCategories>
      <inf:voteCategory>
        <inf:categoryType>ENVIRONMENT OR CLIMATE</inf:categoryType>
      </inf:voteCategory>
    </inf:voteCategories>
    <inf:voteSource>SECURITY HOLDER</inf:voteSource>
    <inf:sharesVoted>%(shares)d.25</inf:sharesVoted>
    <inf:sharesOnLoan>0</inf:sharesOnLoan>
    <inf:vote>
      <inf:voteRecord>
        <inf:howVoted>FOR</inf:howVoted>
        <inf:sharesVoted>%(shares)d.25</inf:sharesVoted>
        <inf:managementRecommendation>AGAINST</inf:managementRecommendation>
      </inf:voteRecord>
    </inf:vote>
    <inf:voteManager><inf:otherManagers><inf:otherManager>1</inf:otherManager></inf:otherManagers></inf:voteManager>
  </inf:proxyTable>
"""
COVER = b"""<?xml version="1.0"?><edgarSubmission xmlns="urn:example:npx"><headerData>
<submissionType>N-PX/A</submissionType><filerInfo><filer><issuerCredentials><cik>0000000001</cik></issuerCredentials>
</filer><periodOfReport>06/30/2024</periodOfReport></filerInfo></headerData><formData><coverPage>
<reportCalendarYear>2024</reportCalendarYear><reportingPerson><name>Example Fund</name></reportingPerson><reportInfo>
<reportType>FUND VOTING REPORT</reportType></reportInfo></coverPage><summaryPage><otherManagers2><investmentManagers>
<serialNo>1</serialNo><name>Second Manager</name></investmentManagers></otherManagers2></summaryPage><seriesPage>
<seriesDetails><seriesReports><idOfSeries>S000000001</idOfSeries><nameOfSeries>Example Series</nameOfSeries>
</seriesReports></seriesDetails></seriesPage></formData></edgarSubmission>"""


def row(number):
    return ROW % {b"n": number, b"shares": 1000 + number * 7919 % 999_983}


def table(rows):
    return HEAD + b"".join(map(row, range(rows))) + TAIL


def write(path, size):
    """A vote table of about `size` bytes; how many rows it has."""
    number = 0
    with path.open("wb") as file:
        written = file.write(HEAD)
        while written < size:
            written += file.write(row(number))
            number += 1
        file.write(TAIL)
    return number

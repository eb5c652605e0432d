"""Form N-PX: rows from streams, and what is refused."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shareholder.readers import cli, npx
from shareholder.readers.refused import Unreadable
from tests.readers import npx_files


def rows(raw, progress=None):
    return list(npx.read(io.BytesIO(raw), progress))


def one(inside, name="proxyTable"):
    return rows(f"<proxyVoteTable><{name}>{inside}</{name}></proxyVoteTable>".encode())[0]


def test_row_is_read_whole():
    vote = rows(npx_files.table(3))[2]
    assert (vote.number, vote.issuer, vote.cusip, vote.isin) == (3, "EXAMPLE WIDGETS 2, INC.", "000000002", None)
    assert vote.meeting == date(2024, 5, 16)
    assert vote.description == "Report on water & how it is used along the supply chain."
    assert vote.categories == ["ENVIRONMENT OR CLIMATE"]
    assert vote.by_holders
    assert vote.shares == Decimal("16838.25")
    assert vote.on_loan == 0
    assert [(r.how, r.shares, r.management) for r in vote.records] == [("FOR", Decimal("16838.25"), "AGAINST")]
    assert vote.shares_voted("FOR") == Decimal("16838.25")
    assert vote.managers == ["1"]
    assert not vote.problems


def test_prefix_or_none_and_order_within_a_record_do_not_matter():
    vote = one(
        "<issuerName>A</issuerName><meetingDate>2024-05-16</meetingDate><sharesVoted>30</sharesVoted><vote><voteRecord>"
        "<sharesVoted>10</sharesVoted><howVoted>for</howVoted></voteRecord><voteRecord><howVoted>AGAINST</howVoted>"
        "<sharesVoted>20</sharesVoted></voteRecord></vote>"
    )
    assert vote.shares == 30
    assert [(record.how, record.shares) for record in vote.records] == [("FOR", 10), ("AGAINST", 20)]


def test_shares_of_a_record_stay_its_own_where_the_row_says_none():
    record = "<voteRecord><howVoted>{}</howVoted><sharesVoted>{}</sharesVoted></voteRecord>"
    vote = one(f"<issuerName>A</issuerName><vote>{record.format('FOR', 10)}{record.format('AGAINST', 20)}</vote>")
    assert vote.shares is None
    assert [(found.how, found.shares) for found in vote.records] == [("FOR", 10), ("AGAINST", 20)]


def test_what_is_missing_is_none_and_is_told():
    vote = one("<issuerName>A</issuerName><meetingDate>soon</meetingDate><sharesVoted>many</sharesVoted>")
    assert (vote.meeting, vote.shares, vote.on_loan, vote.records) == (None, None, None, [])
    assert len(vote.problems) == 3


@pytest.mark.parametrize("text", ["1e100000", "1e-999999", "1E+9", "9" * 16, "-5", "Infinity", "NaN", "1,2,3", "１２"])
def test_no_number_of_shares_is_written_with_an_exponent(text):
    vote = one(f"<sharesVoted>{text}</sharesVoted><vote><voteRecord><howVoted>FOR</howVoted></voteRecord></vote>")
    assert vote.shares is None
    assert "The number of shares is no number." in vote.problems


@pytest.mark.parametrize("text", ["0", "1,234,567", "16838.25", "16,838.250000", "999999999999999"])
def test_numbers_of_shares_as_people_print_them(text):
    assert one(f"<sharesVoted>{text}</sharesVoted>").shares == Decimal(text.replace(",", ""))


def test_text_that_is_spelled_like_an_element_stays_text():
    vote = one("<issuerName>proxyTable</issuerName><voteDescription>voteRecord</voteDescription>")
    assert (vote.issuer, vote.description) == ("proxyTable", "voteRecord")


def test_values_over_the_borders_of_chunks():
    long = "water " * 30_000
    vote = one(f"<voteDescription>{long}</voteDescription><cusip>1</cusip>")
    assert vote.description == long.strip()
    assert [v.number for v in rows(npx_files.table(400))] == list(range(1, 401))


def test_cover_page_is_read():
    reading = npx.read(io.BytesIO(npx_files.COVER))
    assert list(reading) == []
    cover = reading.cover
    assert (cover.form, cover.name, cover.report, cover.year) == (
        "N-PX/A",
        "Example Fund",
        "FUND VOTING REPORT",
        "2024",
    )
    assert cover.series == {"S000000001": "Example Series"}
    assert cover.managers == {"1": "Second Manager"}


def test_whole_submission_is_read():
    raw = b"<SEC-DOCUMENT>x\n<DOCUMENT>\n<TEXT>\n<XML>\n" + npx_files.COVER + b"\n</XML>\n</TEXT>\n<TEXT><XML>\n"
    reading = npx.read(io.BytesIO(raw + npx_files.table(300) + b"</XML></TEXT>"))
    assert len(list(reading)) == 300
    assert reading.cover.name == "Example Fund"


def test_progress_is_told():
    raw = npx_files.table(300)
    told = []
    rows(raw, told.append)
    assert told == sorted(told)
    assert told[-1] == len(raw)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><proxyVoteTable>&b;</proxyVoteTable>'


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (BOMB, "document type"),
        (b'<!DOCTYPE proxyVoteTable SYSTEM "file:///etc/hostname"><proxyVoteTable/>', "document type"),
        (b"<!DOCTYPE proxyVoteTable><proxyVoteTable/>", "document type"),
        (b"<proxyVoteTable>&lol;</proxyVoteTable>", "not well-formed"),
        (npx_files.table(50)[:-40], "not well-formed"),
        (npx_files.HEAD, "not well-formed"),
        (b"<proxyVoteTable></proxyTable>", "not well-formed"),
        (b"\x00\x01\x02", "not well-formed"),
        (b'<?xml version="1.0" encoding="nonsense"?><proxyVoteTable/>', "not well-formed"),
        (b"", "empty"),
        (b"<html><body>No votes</body></html>", "no Form N-PX"),
        (b"<SEC-DOCUMENT>nothing\n</SEC-DOCUMENT>", "no XML"),
        (b"<SEC-DOCUMENT>\n<XML>\n<proxyVoteTable>", "not well-formed"),
        (b"<proxyVoteTable>" + b"<a>" * 100_000, "deeper"),
        (b"<proxyVoteTable><!--" + b" x" * 1_500_000, "doesn't end"),
        (b"<proxyVoteTable><cusip>" + b"9" * 1_200_000, "longer"),
        (b"<proxyVoteTable><proxyTable>" + b"<voteRecord/>" * 9000, "more votes"),
        (b"<proxyVoteTable>" + b"".join(b"<a%d/>" % n for n in range(1_200)), "more kinds of elements"),
    ],
    ids=range(18),
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(raw, sentence):
    with pytest.raises(Unreadable, match=sentence):
        rows(raw)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.binary(max_size=6))
def test_any_damage_is_refused_or_read(at, what):
    raw = npx_files.table(3)
    try:
        found = rows(raw[:at] + what + raw[at + 3 :])
    except Unreadable:
        return
    assert len(found) <= 3


def test_command_prints_rows_and_progress(tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "STEP", 100_000)
    file = tmp_path / "votes.xml"
    file.write_bytes(npx_files.table(300))
    out, err = io.StringIO(), io.StringIO()
    assert cli.main(["npx", str(file)], out, err) == 0
    found = json.loads(out.getvalue())
    assert len(found["items"]) == 300
    item = found["items"][0]
    assert (item["title"][:15], item["for"], item["against"], item["broker_non_votes"]) == (
        "Report on water", "1000.25", 0, None
    )  # fmt: skip
    assert "checked" in err.getvalue()
    assert "read" in err.getvalue()


def test_command_prints_nothing_of_a_broken_file(tmp_path):
    file = tmp_path / "votes.xml"
    file.write_bytes(npx_files.table(300)[:-40])
    out, err = io.StringIO(), io.StringIO()
    assert cli.main(["npx", str(file)], out, err) == 2
    assert out.getvalue() == ""
    assert err.getvalue().count("\n") == 1

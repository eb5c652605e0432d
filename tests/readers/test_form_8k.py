"""The votes in Item 5.07, in every layout family: exactly as printed, or said to be unread."""

import json
import random
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shareholder.readers.form_8k import read
from shareholder.readers.refused import Unreadable
from tests.readers import layouts, typed_layouts

PLACE = "<body><p>Item 5.07 Submission of Matters to a Vote of Security Holders.</p>{}<p>Item 9.01 Exhibits</p></body>"


def rows(*found):
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in found) + "</table>"


def reading(inside):
    return read(PLACE.format(inside).encode())


def counts(item):
    return {role: value.number for role, value in item.counts.items()}


def check(reading, votes):
    """Every item is as the ballot has it, and every number that was not taken is among the unread ones."""
    expected = {vote.item: vote for vote in votes}
    for item in reading.items:
        vote = expected.pop(item.item)
        found = [item.number(role) for role in ("for", "against", "abstain", "broker_non_votes")]
        assert found[:3] == [vote.yes, vote.no, vote.abstain]
        assert (found[3] or 0) == (vote.broker or 0)
        for value in item.counts.values():
            if value.number and value.number >= 1000:
                assert reading.text[value.start : value.end] == f"{value.number:,}"
    unread = " ".join(piece.text for piece in reading.unread)
    for vote in expected.values():
        assert all(f"{number:,}" in unread for number in vote.counts if number and number >= 1000)
    return len(expected)


@pytest.mark.parametrize("layout", [*layouts.MARKUP, typed_layouts.typed], ids=lambda layout: layout.__name__)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_layout_is_read_exactly(layout, seed):
    chance = random.Random(seed)
    votes = layouts.ballot(chance)
    put = typed_layouts.page if layout is typed_layouts.typed else layouts.page
    assert check(read(put(layout(chance, votes)).encode()), votes) == 0


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), data=st.data())
def test_broken_markup_is_read_without_a_fall(seed, data):
    chance = random.Random(seed)
    source = layouts.page(chance.choice(layouts.MARKUP)(chance, layouts.ballot(chance)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(source) - 1))
        source = (
            source[:at] + data.draw(st.sampled_from(["", "<", "</td>", "<table>", "&#0;", "<sup>"])) + source[at + 7 :]
        )
    found = read(source.encode())
    json.dumps(found.json())
    for item in found.items:
        assert all(0 <= value.start <= value.end <= len(found.text) for value in item.counts.values())


def test_the_same_numbers_in_another_order_of_columns():
    found = reading("<p>Proposal 3: A report</p>" + rows(["Against", "Abstain", "For"], ["2,000", "30", "1,000"]))
    assert counts(found.items[0]) == {"for": 1000, "against": 2000, "abstain": 30}


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (rows(["Nominee", "For", "Withheld"], ["A. Example", "1,000", "20"]), {"for": 1000, "withheld": 20}),
        (
            rows(["One Year", "Two Years", "Three Years", "Abstain"], ["9,000", "200", "3,000", "1"]),
            {"years_1": 9000, "years_2": 200, "years_3": 3000, "abstain": 1},
        ),
        (
            "<p>Every 1 year: 9,000</p><p>Every 2 years: 200</p><p>Every 3 years: 3,000</p><p>Abstentions: none</p>",
            {"years_1": 9000, "years_2": 200, "years_3": 3000, "abstain": 0},
        ),
        (rows(["For", "Against"], ["1,000<sup>1</sup>", "2,000 (b)"]), {"for": 1000, "against": 2000}),
        (rows(["For", "Against"], ["1,000<br>(33.3%)", "2,000<br>66.7%"]), {"for": 1000, "against": 2000}),
        (
            rows(["", "For", "Against"], ["Shares", "1,000", "2,000"], ["% cast", "33.33", "66.67"]),
            {"for": 1000, "against": 2000},
        ),
        ("<p>For (1,000), Against (2,000), Abstain (3,000)</p>", {"for": 1000, "against": 2000, "abstain": 3000}),
        (
            rows(["For", "1,000", "Against", "2,000"], ["Abstain", "30", "Broker Non-Votes", "—"]),
            {"for": 1000, "against": 2000, "abstain": 30, "broker_non_votes": 0},
        ),
        (
            "<p>It failed by a vote of 1,000 for and 2,000 against, with 30 abstentions and no broker non-votes.</p>",
            {"for": 1000, "against": 2000, "abstain": 30, "broker_non_votes": 0},
        ),
        (
            rows(["For", "Against", "Abstain"], ["1,000.25", "2,000.50", "30.75"]),
            {"for": Decimal("1000.25"), "against": Decimal("2000.50"), "abstain": Decimal("30.75")},
        ),
        (
            "<pre>\n          FOR         AGAINST     ABSTAIN\n        1,000,000   2,000,000        -0-\n</pre>",
            {"for": 1000000, "against": 2000000, "abstain": 0},
        ),
    ],
)
def test_ways_to_print_counts(inside, expected):
    found = reading("<p>Proposal 3: A report on water</p>" + inside)
    assert [counts(item) for item in found.items] == [expected]
    assert found.items[0].item == "3"


@pytest.mark.parametrize(
    ("inside", "unread"),
    [
        (rows(["For", "Against"], ["1,000,00", "2,000,000"]), "1,000,00"),
        (rows(["For", "Against", "Abstain"], ["", "1,000,000", "2,000,000", "3,000"]), "2,000,000"),
        (rows(["For", "Against and Abstain"], ["1,000,000", "2,000,000"]), "2,000,000"),
        ("<p>For 1,000,000 against 2,000,000 abstain</p>", "2,000,000"),
        (
            rows(["Class A", "Class B"], ["For", "1,000,000", "2,000,000"], ["Against", "3,000,000", "4,000,000"]),
            "4,000",
        ),
        (rows(["For", "Withheld", "For", "Withheld"], ["1,000,000", "20", "2,000,000", "30"]), "2,000,000"),
        ("<p>1,000,000 shares stood against 2,000,000 others for the record.</p>", "2,000,000"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(inside, unread):
    found = reading("<p>Proposal 3: A report on water</p>" + inside)
    taken = {value.number for item in found.items for value in item.counts.values()}
    assert not any(f"{number:,}" == unread for number in taken if number)
    assert any(unread in piece.text for piece in found.unread)
    place = next(piece for piece in found.unread if unread in piece.text)
    assert unread in found.text[place.start : place.end]


def test_two_joined_labels_count_neither():
    found = reading("<p>3. A report: 1,000 votes for, 2,000 votes against, 3,000 abstentions and broker non-votes.</p>")
    assert counts(found.items[0]) == {"for": 1000, "against": 2000}
    assert "3,000" in found.unread[0].text


def test_nominees_keep_their_election():
    found = reading(
        "<p>Proposal 1: Election of Directors</p><p>R. Brad Example</p><p>For: 9,000</p><p>Withheld: 10</p>"
        "<p>Jane Sample</p><p>For: 8,000</p><p>Withheld: 1,010</p>"
    )
    assert [(item.item, item.title, item.heading, item.kind) for item in found.items] == [
        ("1", "R. Brad Example", "Election of Directors", "election"),
        ("1", "Jane Sample", "Election of Directors", "election"),
    ]


def test_numbers_stacked_in_one_cell_are_taken_apart():
    table = rows(["Nominee", "For", "Withheld"], ["Ann A.<br>Bob B.", "1,000<br>2,000", "10<br>20"])
    found = reading("<p>1. Election of directors</p>" + table)
    assert [(item.title, *counts(item).values()) for item in found.items] == [
        ("Ann A.", 1000, 10),
        ("Bob B.", 2000, 20),
    ]


def test_classes_of_shares_are_told_apart():
    found = reading(
        "<p>Proposal 2: One share, one vote</p>"
        + rows(
            ["", "For", "Against", "Abstain"],
            ["Class A Common Stock", "1,000", "2,000", "3"],
            ["Class B Common Stock", "10,000", "20", "0"],
            ["Total", "11,000", "2,020", "3"],
        )
    )
    assert [(item.item, item.share_class) for item in found.items] == [
        ("2", "Class A Common Stock"),
        ("2", "Class B Common Stock"),
        ("2", "Total"),
    ]
    assert not found.doubts


def test_shareholders_own_numbering_is_told_from_the_ballots():
    parts = "".join(
        f"<p>Shareholder Proposal No. {n}: A report</p><p>For: {n},000</p><p>Against: 9,000</p>" for n in (1, 2)
    )
    assert [item.item for item in reading(parts).items] == ["SP1", "SP2"]
    assert [item.item for item in reading(parts.replace("No. 1", "No. 4")).items] == ["4", "2"]


def test_title_that_is_only_a_number_takes_its_definition():
    found = reading(
        "<p>Matters were (i) the election of directors and (ii) a shareholder proposal to report on palm oil "
        "(“Proposal No. 1”).</p><p>(ii) With respect to Proposal No. 1:</p><p>For: 1,000</p><p>Against: 9,000</p>"
    )
    assert found.items[0].title == "a shareholder proposal to report on palm oil"


def test_missing_broker_non_votes_are_zero_only_where_the_totals_prove_it():
    head = ["", "For", "Against", "Abstain", "Broker Non-Votes"]
    first = ["1. Pay", "5,000", "3,000", "100", "900"]
    whole = reading(rows(head, first) + rows(head[:4], ["2. Auditor", "8,000", "900", "100"]))
    assert whole.items[1].json()["broker_non_votes"] == 0
    assert "add up" in whole.items[1].json()["derived"]["broker_non_votes"]
    other = reading(rows(head, first) + rows(head[:4], ["2. Auditor", "8,000", "900", "101"]))
    assert other.items[1].json()["broker_non_votes"] is None


def test_totals_that_differ_are_a_doubt_and_change_nothing():
    head = ["", "For", "Against", "Abstain", "Broker Non-Votes"]
    found = reading(
        rows(head, ["1. A", "500", "30", "10", "9"], ["2. B", "500", "30", "10", "9"], ["3. C", "500", "30", "11", "9"])
    )
    assert any("550" in doubt and "549" in doubt for doubt in found.doubts)
    assert counts(found.items[2])["abstain"] == 11


def test_only_item_507_is_read():
    found = read(
        b"<p>Item 5.02 Departure</p><p>For: 1,000 Against: 2,000</p><table><tr><td>Item 5.07.</td><td>Submission of "
        b"Matters</td></tr></table><p>4. A report</p><p>For: 5,000; Against: 6,000</p><p>SIGNATURES</p><p>For: 7,000"
    )
    assert [counts(item)["for"] for item in found.items] == [5000]
    assert not any("7,000" in piece.text for piece in found.unread)


def test_envelope_of_a_whole_submission():
    inside = PLACE.format("<p>4. A report</p><p>For: 5,000; Against: 6,000</p>")
    exhibit = "<DOCUMENT>\n<TYPE>EX-99\n<TEXT>For: 1\n</TEXT>\n</DOCUMENT>\n"
    source = f"<SEC-DOCUMENT>\n{exhibit}<DOCUMENT>\n<TYPE>8-K/A\n<TEXT>\n{inside}\n"
    found = read(source.encode())
    assert found.amendment
    assert [item.item for item in found.items] == ["4"]


def test_text_of_an_old_code_page_is_read():
    found = read(PLACE.format("<p>4. A report – water</p><p>For: 5,000; Against: —</p>").encode("cp1252"))
    assert counts(found.items[0]) == {"for": 5000, "against": 0}


def test_document_without_the_item_says_so():
    found = read(b"<p>Nothing here.</p>")
    assert not found.items
    assert ["no heading" in piece.reason for piece in found.unread] == [True, False]


def test_cells_without_end_are_refused():
    table = "<table><tr>" + "<td rowspan=65000>x" * 1000 + "<tr><td>1" * 400
    with pytest.raises(Unreadable, match="more table cells"):
        read(table.encode())


@pytest.mark.parametrize(
    "source", ["<table><tr><td>" * 5000, "<sup>" * 5000, "Item 5.07\n" + "-" * 50_000 + "x", "9" * 9000]
)
def test_hostile_documents_end(source):
    assert not read(source.encode()).items


@pytest.mark.parametrize(
    "words",
    [
        "<p>For " + "..%" * 39 + "~ 1,234,567 votes",
        "<p>1,234,567 " + "(1%" * 39 + "~ for",
        "<p>For " + "." * 115 + "~ 1,234,567",
        f"<p>1. Election of Directors<p>X<p>For 1,234,567<p>Against 1,234<p>{'A' * 190}!<p>For 1,234,567<p>Against 1",
    ],
)
def test_what_reads_in_many_ways_takes_no_longer(words):
    began = time.process_time()
    read(f"<p>Item 5.07 Submission of Matters<p>{words}".encode())
    assert time.process_time() - began < 0.5

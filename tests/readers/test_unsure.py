"""What could be read wrongly is not read: torn numbers, unknown headers, percentages without a sign, small rows."""

import pytest

from tests.readers.test_form_8k import counts, reading, rows

HEAD = ["", "For", "Against", "Abstain", "Broker Non-Votes"]
AUDITOR = ["1. Auditor", "9,000,000", "500,000", "100,000", "-"]


@pytest.mark.parametrize(
    ("inside", "number"),
    [
        (rows(["For", "12,345, 678"], ["Against", "23,456,789"], ["Abstain", "1,000"]), "12,345, 678"),
        (rows(["For", "12 ,345,678"], ["Against", "23,456,789"], ["Abstain", "1,000"]), "345,678"),
        ("<p>12,345, 678 shares voted for and 23,456,789 shares voted against.</p>", "12,345, 678"),
        (rows(["For", "Against"], ["12,345,<br>678", "23,456,<br>789"]), "678"),
        (rows(["For", "Against"], ["12,345<br>,678", "23,456<br>,789"]), "678"),
        (rows(["For", "Against", "Abstain"], ["12 345 678", "23 456 789", "1 000"]), "12 345 678"),
    ],
)
def test_torn_number_is_not_taken_for_a_part_of_it(inside, number):
    found = reading("<p>3. A report</p>" + inside)
    taken = [value for item in found.items for value in counts(item).values()]
    assert not set(taken) & {12, 345, 678, 789, 12_345, 23_456, 345_678}
    assert any(number in piece.text for piece in found.unread)


@pytest.mark.parametrize(
    "header",
    [["", "One", "Two", "Three", "Abstain"], ["", "1 Yr", "2 Yrs", "3 Yrs", "Abstain"], ["", "1", "2", "3", ""],
     ["", "Ja", "Nein", "Enthaltung", ""]],
)  # fmt: skip
def test_header_that_cannot_be_read_ends_the_one_before(header):
    found = reading(rows(HEAD, AUDITOR, header, ["2. How often", "7,000,000", "400,000", "600,000", "100,000"]))
    assert [item.item for item in found.items] == ["1"]
    assert any("7,000,000" in piece.text for piece in found.unread)


def test_units_under_a_header_do_not_end_it():
    found = reading(rows(HEAD, ["", "(shares)", "(shares)", "(shares)", "(shares)"], AUDITOR))
    assert [counts(item)["for"] for item in found.items] == [9_000_000]


@pytest.mark.parametrize("label", ["Percent of votes cast", "%", "Number of holders", "As a share of all"])
def test_row_of_percentages_or_people_is_no_vote(label):
    found = reading(
        "<p>3. A report</p>" + rows(HEAD[:4], ["Votes", "1,000,000", "2,000,000", "30,000"], [label, "33", "66", "1"])
    )
    assert [counts(item) for item in found.items] == [{"for": 1_000_000, "against": 2_000_000, "abstain": 30_000}]


def test_header_alone_serves_the_next_table_and_later_ones_only_by_their_total():
    alone, first = rows(HEAD[1:]), rows(["9,000,000", "500,000", "100,000", "400,000"])
    for last, number in (("2,000", 1), ("400,000", 2)):
        other = rows(["7,000,000", "2,000,000", "600,000", last])
        found = reading(f"<p>1. Auditor</p>{alone}{first}<p>2. Staff by country</p>{other}")
        assert len(found.items) == number


@pytest.mark.parametrize(
    "name", ["Subordinate Voting Shares", "Multiple Voting Shares", "A Shares", "Class B Common Stock"]
)
def test_class_of_shares_is_told(name):
    found = reading("<p>3. A report</p>" + rows(HEAD[:4], [name, "1,000,000", "2,000,000", "30,000"]))
    assert [item.share_class for item in found.items] == [name]


def test_raised_note_makes_no_number_larger():
    raised = '945<a style="vertical-align:super">1</a>'
    found = reading("<p>3. A report</p>" + rows(HEAD[:3], ["", raised, "2,000"]))
    assert counts(found.items[0])["for"] == 945

"""Counts in sentences, and sentences that say what the counts after them are about."""

import pytest

from tests.readers.test_form_8k import counts, reading, rows

PAY = {"for": 34_740_787, "against": 622_058, "abstain": 100_058, "broker_non_votes": 2_622_058}


NUMBERS = ["34,740,787", "622,058", "100,058", "2,622,058"]
LINES = ["Votes for approval", "Votes against approval", "Abstentions", "Broker non-votes"]
PROSE = """This proposal received 34,740,787 affirmative votes and 622,058 negative votes. There were
    100,058 abstentions and 2,622,058 broker non-votes."""
HEADERS = ["Votes for Approval", "Votes against Approval", "Votes Abstained", "Broker Non- Votes"]


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Proposal 2: Pay</p>"
        + "".join(f"<p>{label} {number}</p>" for label, number in zip(LINES, NUMBERS, strict=True)),
        f"<p>Proposal 2 - Pay. {PROSE}</p>",
        "<p>Proposal 2: Pay</p>" + rows(HEADERS, NUMBERS),
    ],
)
def test_what_is_approved_can_stand_in_the_label(inside):
    (item,) = reading(inside).items
    assert (item.item, counts(item)) == ("2", PAY)


def test_label_with_more_words_behind_it_counts_nothing():
    found = reading("<p>Votes for approval of the 2024 plan 34,740,787 against approval of it 622,058 were cast.</p>")
    assert not found.items and "34,740,787" in found.unread[0].text


VOTES = rows(["For", "34,740,787"], ["Against", "622,058"], ["Abstain", "100,058"], ["Broker non-votes", "2,622,058"])


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("With respect to the vote on executives' pay, the votes were as follows:", "the vote on executives' pay"),
        ("As to a report on the docks, the final voting results are below:", "a report on the docks"),
        ("With respect to the following proposals, the votes were as follows:", None),
    ],
)  # fmt: skip
def test_sentence_before_counts_names_their_matter(sentence, title):
    found = reading(f"<p>{sentence}</p>{VOTES}")
    (item,) = found.items
    assert (item.title or None, counts(item)) == (title, PAY)
    if title:
        assert found.text[slice(*item.title_at)] == title

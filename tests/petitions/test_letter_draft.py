"""Writing a letter: what is accepted, cleaned and refused."""

import pytest

from organize.models import Trail
from organize.refusals import Refusal
from petitions.actions import letters as actions
from petitions.models import Letter
from tests import make
from tests.petitions import letters

pytestmark = pytest.mark.django_db


def written(letter):
    letter.refresh_from_db()
    demands = list(letter.demands.values_list("number", "text"))
    return letter.title, letter.body, demands, list(letter.addressees.values_list("number", "name", "title"))


def test_draft_keeps_words_and_order_and_belongs_to_the_campaigns_group():
    campaign = make.campaign()
    letter = letters.draft(campaign=campaign, seats=0).letter
    assert letter.group == campaign.group
    assert letter.state == "draft"
    assert letter.address is None
    title, body, demands, addressees = written(letter)
    assert title == "Two people at every dock"
    assert demands == [(1, "Two people at every open dock."), (2, "A light that works.")]
    assert addressees == [(1, "Robin Marsh", "operations director"), (2, "The board", "")]
    assert {row.group_id for row in letter.demands.all()} == {campaign.group_id}
    assert {row.group_id for row in letter.addressees.all()} == {campaign.group_id}


def test_draft_leaves_one_trail_entry_without_content():
    by = make.user()
    before = Trail.objects.count()
    campaign = make.campaign()
    made_before = Trail.objects.count() - before
    letter = actions.draft_letter(campaign=campaign, **letters.WORDS, by=by, at=letters.NOW)
    entry = Trail.objects.get(object_id=letter.pk)
    assert Trail.objects.count() == before + made_before + 1
    assert (entry.verb, entry.actor, entry.object_kind, entry.at) == ("draft", by, "petitions.letter", letters.NOW)


def test_edit_replaces_both_lists_as_a_whole():
    made = letters.draft(seats=0)
    changed = letters.WORDS | {"title": "New", "body": "b", "demands": ["only"], "addressees": [("One", "")]}
    actions.edit_letter(letter=made.letter, **changed, by=made.by, at=letters.NOW)
    assert written(made.letter) == ("New", "b", [(1, "only")], [(1, "One", "")])


def test_text_is_kept_in_one_form():
    made = letters.draft(seats=0, title="  Cafe\u0301 ", body="\r\n\r\nline\r\nnext\rlast\t.\n\n")
    assert made.letter.title == "Caf\u00e9"
    assert made.letter.body == "line\nnext\nlast\t."


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": " "},
        {"title": "x" * 201},
        {"title": "two\nlines"},
        {"title": "bell\x07"},
        {"title": "line\u2028separator"},
        {"title": "half \ud800"},
        {"body": "x" * 60_001},
        {"body": "zero\x00"},
        {"body": "escape \x1b[31m"},
        {"demands": ["fine", ""]},
        {"demands": ["x" * 1001]},
        {"demands": ["bad\x00"]},
        {"demands": ["d"] * 101},
        {"addressees": [("", "boss")]},
        {"addressees": [("x" * 201, "")]},
        {"addressees": [("A", "two\nlines")]},
        {"addressees": [("A", "")] * 101},
        {"language": "xx"},
        {"language": ""},
    ],
)
def test_what_cannot_be_part_of_a_letter_is_refused_in_a_sentence(wrong):
    made = letters.draft(seats=0)
    before = written(made.letter)
    count = Letter.objects.count()
    words = letters.WORDS | wrong
    with pytest.raises(Refusal) as refused:
        actions.draft_letter(campaign=made.letter.campaign, **words, by=made.by, at=letters.NOW)
    assert refused.value.status == 400
    assert str(refused.value.sentence).endswith(".")
    assert Letter.objects.count() == count
    with pytest.raises(Refusal):
        actions.edit_letter(letter=made.letter, **words, by=made.by, at=letters.NOW)
    assert written(made.letter) == before


def test_hidden_marks_are_not_the_actions_business():
    """Zero-width marks are warned about at the desk; scripts that need joiners can use them."""
    assert letters.draft(seats=0, title="Nim\u200c Fasele").letter.title == "Nim\u200c Fasele"


def test_edit_from_a_stale_page_is_refused_and_nothing_is_half_written():
    made = letters.coded(codes=2)
    stale = Letter.objects.get(pk=made.letter.pk)
    letters.freeze(made)
    before = written(made.letter)
    assert stale.state == "coded"
    with pytest.raises(Refusal) as refused:
        actions.edit_letter(letter=stale, **letters.WORDS | {"title": "Late"}, by=made.by, at=letters.NOW)
    assert refused.value.status == 409
    assert written(made.letter) == before

"""Terms: exactly what the manifest will accept, every reason at once."""

import datetime

import pytest

from organize.refusals import Refusal
from petitions import terms
from petitions.actions import letters as actions
from petitions.sealing import manifest
from petitions.sealing.encoding import day_text
from petitions.sealing.errors import Malformed
from tests.petitions import letters

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def set_terms(made, **changed):
    return actions.set_terms(letter=made.letter, **letters.TERMS | changed, by=made.by, at=letters.NOW)


WRONG = {
    "no tiers": {"tiers": []},
    "tier zero": {"tiers": [0, 25]},
    "tier too large": {"tiers": [25, 65535]},
    "tiers descending": {"tiers": [50, 25]},
    "tier twice": {"tiers": [25, 25]},
    "tier is text": {"tiers": ["25"]},
    "tier is true": {"tiers": [True, 25]},
    "too many tiers": {"tiers": list(range(1, 102))},
    "margin negative": {"margin": -1},
    "margin too large": {"margin": 65535},
    "one trustee": {"needed": 1},
    "eight trustees": {"needed": 8},
    "closes on the first day": {"closes_on": letters.OPENS},
    "closes before": {"closes_on": letters.OPENS - DAY},
    "destroyed on the last day": {"destroy_by": letters.CLOSES},
    "destroyed within the notice": {"destroy_by": letters.CLOSES + 3 * DAY},
    "destroyed before trustees can open": {"destroy_by": letters.CLOSES + 10 * DAY},
    "no opening": {"opens_on": None},
    "no end": {"closes_on": None},
    "no destruction": {"destroy_by": None},
    "notice negative": {"notice_hours": -1},
    "notice too long": {"notice_hours": 721},
    "half days": {"batch_hours": 36},
    "no batches": {"batch_hours": 0},
    "batches too rare": {"batch_hours": 24 * 29},
    "delivered at nothing": {"deliver_at": 0},
    "count_public is text": {"count_public": "yes"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_wrong_term_is_refused_with_a_sentence_of_its_own_and_nothing_changes(wrong):
    made = letters.draft(seats=0)
    made.letter.refresh_from_db()
    before = {name: getattr(made.letter, name) for name in terms.FIELDS}
    with pytest.raises(Refusal) as refused:
        set_terms(made, **wrong)
    assert str(refused.value.sentence).endswith(".")
    made.letter.refresh_from_db()
    assert {name: getattr(made.letter, name) for name in terms.FIELDS} == before


def test_all_reasons_come_at_once():
    made = letters.draft(seats=0)
    wrong = {"tiers": [], "margin": -1, "needed": 1, "closes_on": letters.OPENS, "notice_hours": 999}
    fields = [field for field, _sentence in terms.problems(**letters.TERMS | wrong, batch_min=5, batch_hours=24)]
    assert fields == ["tiers", "margin", "needed", "closes_on", "notice_hours"]
    with pytest.raises(Refusal) as refused:
        set_terms(made, **wrong)
    assert str(refused.value.sentence).count(".") >= 5


EDGES = [
    {"tiers": [1]},
    {"tiers": [65534], "margin": 65534},
    {"tiers": list(range(1, 101)), "margin": 0},
    {"needed": 3},
    {"notice_hours": 0},
    {"notice_hours": 720},
    {"batch_hours": 24 * 28},
    {"closes_on": letters.OPENS + DAY, "destroy_by": letters.OPENS + 12 * DAY},
    {"deliver_at": 1},
    {"count_public": False},
]


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_terms_at_the_edge_are_accepted_and_the_freeze_accepts_them_too(edge):
    made = letters.frozen(terms=edge, codes=2)
    read = manifest.parse(bytes(made.letter.manifest), complete=True)
    found = {
        "tiers": list(read.tiers),
        "margin": read.margin,
        "needed": read.t,
        "notice_hours": read.notice_hours,
        "batch_hours": read.batch.every_hours,
        "deliver_at": read.deliver_at,
        "count_public": read.count_public,
        "closes_on": datetime.date.fromisoformat(day_text(read.closes)),
        "destroy_by": datetime.date.fromisoformat(day_text(read.destroy_by)),
    }
    assert {name: found[name] for name in edge} == edge


def test_whatever_the_manifest_refuses_is_refused_here_first():
    """The two rules are written twice, so they are held against each other."""
    made = letters.frozen(codes=2)
    good = bytes(made.letter.manifest)
    for old, new in (
        (b'"margin": 3', b'"margin": 65535'),
        (b'"t": 2', b'"t": 1'),
        (b'"closes": "2026-12-31"', b'"closes": "2026-11-24"'),
        (b'"destroy_by": "2027-03-31"', b'"destroy_by": "2026-12-31"'),
        (b'"notice_hours": 72', b'"notice_hours": 721'),
        (b'"every_hours": 24', b'"every_hours": 36'),
        (b'"deliver_at": 5', b'"deliver_at": 0'),
    ):
        assert good.count(old) == 1, old
        with pytest.raises(Malformed):
            manifest.parse(good.replace(old, new), complete=True)


def test_margin_left_out_is_a_tenth_of_the_lowest_tier_rounded_up():
    assert [terms.default_margin([tier]) for tier in (1, 10, 11, 25, 100)] == [1, 1, 2, 3, 10]
    made = letters.draft(seats=0)
    set_terms(made, margin=None, tiers=[41, 50])
    made.letter.refresh_from_db()
    assert made.letter.margin == 5


def test_more_needed_than_seats_is_refused_once_trustees_are_invited():
    made = letters.inviting()
    with pytest.raises(Refusal, match="seats"):
        set_terms(made, needed=4)
    set_terms(made, needed=3)
    assert made.letter.needed == 3

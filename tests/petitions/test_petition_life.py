"""A petition by the clock: counts, goals that move, closing, erasure with numbers kept."""

import datetime
import uuid

import pytest

from organize.models import Trail
from organize.refusals import Refusal
from petitions import jobs, petition_keeping, vault
from petitions.actions import erasing, moderation, petitions, supporting
from petitions.models import KeyHolder, Petition, Supporter
from petitions.petition_states import GOALS, NameState, PetitionState, goal_after, goals_reached
from tests import make
from tests.make import NOW
from tests.petitions.supporters import SEED, counted, drafted, in_state, key_file, opened, sign

pytestmark = pytest.mark.django_db


def at(days):
    return NOW + datetime.timedelta(days=days)


@pytest.mark.parametrize(("count", "first", "goal"), [(0, 100, 100), (99, 100, 100), (100, 100, 250), (7, 10, 10),
    (10, 10, 100), (249, 30, 250), (20_000_000, 100, 20_000_000), (0, 400, 400), (400, 400, 500)])  # fmt: skip
def test_goal_is_the_next_one_above_the_count(count, first, goal):
    assert goal_after(count, first) == goal


def test_goals_are_told_by_the_day_on_which_they_were_counted():
    assert goals_reached(251, 30) == [30, 100, 250]
    assert list(GOALS) == sorted(set(GOALS))
    made = opened(first_goal=10)
    for _person in range(9):
        sign(made)
    assert counted(made).reached == {}
    sign(made)
    counted(made, at(1))
    assert (made.goal, made.reached, made.confirmed) == (100, {"10": "2026-11-24"}, 10)
    counted(made, at(5))
    assert made.reached == {"10": "2026-11-24"}


def test_numbers_move_by_the_clock_alone():
    made = opened()
    sign(made)
    made.refresh_from_db()
    assert (made.confirmed, made.counted_on) == (0, None)
    jobs.tick_petitions(NOW)
    jobs.tick_petitions(NOW)
    made.refresh_from_db()
    assert (made.confirmed, made.counted_on) == (1, NOW.date())


def test_names_wait_for_a_look_where_the_group_wants_one():
    made = opened(looks_first=True)
    sign(made, name="Wil Canary", public=True)
    assert counted(made).names_shown == 0
    key = Supporter.objects.get().pk
    moderation.moderate_names(petition=made, keys=[key], verb="show name", by=None, at=NOW)
    assert counted(made).names_shown == 1
    moderation.moderate_names(petition=made, keys=[key], verb="hide name", by=None, at=NOW)
    assert counted(made).names_shown == 0
    with pytest.raises(Refusal, match="have changed"):
        moderation.moderate_names(petition=made, keys=[key], verb="hide name", by=None, at=NOW)
    assert list(Trail.objects.filter(object_id=made.pk, verb__endswith="name").values_list("verb", flat=True).order_by(
        "verb")) == ["hide name", "show name"]  # fmt: skip


def test_names_of_another_petition_cannot_be_moderated():
    made, other = opened(), opened()
    sign(other, name="Wil Canary", public=True)
    with pytest.raises(Refusal):
        moderation.moderate_names(petition=made, keys=[Supporter.objects.get().pk], verb="hide name", by=None, at=NOW)
    assert Supporter.objects.get().name_state == NameState.WAITING


def test_clock_closes_after_the_last_day_and_erases_on_its_day():
    made = opened(days=10)
    sign(made, public=True)
    jobs.tick_petitions(at(10))
    made.refresh_from_db()
    assert (made.state, made.confirmed) == (PetitionState.OPEN, 1)
    jobs.tick_petitions(at(11))
    made.refresh_from_db()
    assert made.state == PetitionState.CLOSED
    assert vault.dup_load(made.pk) is not None
    jobs.tick_petitions(at(39))
    made.refresh_from_db()
    assert made.state == PetitionState.CLOSED
    jobs.tick_petitions(at(40))
    jobs.tick_petitions(at(40))  # what the queue would do, and the sweep does
    made.refresh_from_db()
    assert (made.state, made.confirmed, made.names_shown, made.countries) == (PetitionState.ERASED, 1, 0, {"PT": 1})
    assert not Supporter.objects.exists()
    assert vault.dup_load(made.pk) is None
    assert made.has_erased


def test_erasure_reaches_what_arrived_at_its_last_moment():
    made = in_state(PetitionState.ERASED)
    Supporter.objects.create(petition=made, tag=bytes(32), sealed=b"x")
    jobs.tick_petitions(at(1))
    assert not Supporter.objects.exists()


def test_erasure_touches_no_other_petition():
    made, other = opened(), opened()
    sign(made)
    sign(other)
    petitions.erase_petition(petition=made, by=None, at=NOW)
    jobs.erase_supporters(str(made.pk))  # as the queue names it
    assert vault.dup_load(made.pk) is None
    assert Supporter.objects.get().petition_id == other.pk
    assert petitions.erase_supporters(petition_pk=other.pk, at=NOW) == 0, "only what has ended is erased"


def test_keys_of_petitions_stay_until_their_petition_is_gone():
    made = opened()
    erasing.sweep_files()
    assert vault.dup_load(made.pk) is not None
    lost = uuid.uuid4()
    vault.dup_keep(Petition(pk=lost), bytes(32))
    erasing.sweep_files()
    assert vault.dup_load(lost) is None, "a key without a petition"
    assert vault.dup_load(made.pk) is not None


def test_rewriting_leaves_every_other_supporter(transactional_db):
    made = opened()
    sign(made, "a@private.example")
    for number in range(3):
        sign(made, f"b{number}@private.example")
    Supporter.objects.filter(pk=Supporter.objects.first().pk).delete()
    made.has_erased = True
    made.save()
    before = sorted(map(repr, Supporter.objects.values()))
    jobs.shred()
    made.refresh_from_db()
    assert (made.has_erased, sorted(map(repr, Supporter.objects.values()))) == (False, before)


def test_open_petition_keeps_its_text_keys_and_days():
    made = opened()
    words = {"title": "Another", "body": "Text", "publisher": "Somebody"}
    for act in (
        lambda: petitions.edit_petition(petition=made, **words, by=None, at=NOW),
        lambda: petitions.add_holder(petition=made, content=key_file(bytes(32)), by=None, at=NOW),
        lambda: petitions.remove_holder(holder=KeyHolder.objects.get(), by=None, at=NOW),
        lambda: petitions.open_petition(petition=made, closes_on=at(3).date(), erase_on=at(9).date(), by=None, at=NOW),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.status == 409
    with pytest.raises(Refusal, match="last day has passed"):
        petitions.reopen_petition(petition=in_state(PetitionState.CLOSED), by=None, at=at(61))


def test_nothing_opens_without_a_key_or_with_days_that_do_not_fit():
    days = {"closes_on": at(3).date(), "erase_on": at(9).date()}
    with pytest.raises(Refusal, match="hold a key"):
        petitions.open_petition(petition=drafted(holders=()), **days, by=None, at=NOW)
    made = drafted()
    for closes, erases in ((0, 9), (3, 3), (3, 400), (900, 901)):
        with pytest.raises(Refusal):
            petitions.open_petition(
                petition=made, closes_on=at(closes).date(), erase_on=at(erases).date(), by=None, at=NOW
            )
    assert petitions.open_petition(petition=made, **days, by=None, at=NOW).state == PetitionState.OPEN


def test_keys_are_in_order_without_gaps_and_each_once():
    made = drafted(holders=(SEED, bytes(32), b"x" * 32))
    with pytest.raises(Refusal, match="already"):
        petitions.add_holder(petition=made, content=key_file(), by=None, at=NOW)
    with pytest.raises(Refusal, match="not the public file"):
        petitions.add_holder(petition=made, content=b"{}", by=None, at=NOW)
    petitions.remove_holder(holder=made.holders.get(position=2), by=None, at=NOW)
    assert list(made.holders.values_list("position", "name")) == [(1, "Holder 1"), (2, "Holder 3")]


@pytest.mark.parametrize("changes", [{"title": ""}, {"body": " "}, {"publisher": ""}, {"partners": ["a"] * 2},
    {"partners": list("abcdef")}, {"first_goal": 9}, {"language": "xx"}, {"title": "a\nb"}])  # fmt: skip
def test_words_that_cannot_stand_are_refused(changes):
    with pytest.raises(Refusal):
        drafted(**changes)


def test_everything_the_group_does_is_on_its_trail_and_nothing_a_supporter_does():
    campaign = make.campaign()
    made = opened(campaign=campaign)
    verbs = list(Trail.objects.filter(group=campaign.group).values_list("verb", flat=True))
    sign(made)
    counted(made)
    assert list(Trail.objects.filter(group=campaign.group).values_list("verb", flat=True)) == verbs
    assert {"draft", "open", "add holder"} <= set(verbs)
    assert supporting.organizations(made) == ["Dock workers of Halden", "Port neighbours"]


def test_copy_of_what_the_group_owns_has_no_numbers_by_country():
    (kind,) = [one for one in petition_keeping.KINDS if "first_goal" in one.fields]
    assert "confirmed" in kind.fields
    assert "countries" not in kind.fields

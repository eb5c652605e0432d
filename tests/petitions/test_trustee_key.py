"""Seats and keys: what a trustee's tool wrote is taken exactly, or refused with its reason."""

import json
import os

import pytest

from organize.refusals import Refusal
from petitions import vault
from petitions.actions import trustees
from petitions.models import Trustee
from petitions.sealing import ed25519, xwing
from petitions.states import TrusteeState, TrusteeWay
from tests.petitions import letters

pytestmark = pytest.mark.django_db


def seat(made, position=1):
    return Trustee.objects.select_related("letter").get(letter=made.letter, position=position)


def take(made, raw, position=1, way=TrusteeWay.TOOL):
    return trustees.take_key(trustee=seat(made, position), join=raw, way=way, by=made.by, at=letters.NOW)


def join(made, position=1, **changes):
    keys = made.trustees[position - 1]
    return keys.join(json.loads(trustees.draft_file(seat(made, position))), **changes)


def test_key_is_taken_with_the_words_that_the_trustee_wrote():
    made = letters.inviting()
    take(made, join(made, contact="by radio", url="https://other.example/k"))
    found = seat(made)
    keys = made.trustees[0]
    assert (found.state, found.way) == (TrusteeState.KEYED, TrusteeWay.TOOL)
    assert bytes(found.ed25519) == ed25519.public(keys.identity)
    assert bytes(found.xwing) == xwing.public(keys.seed)
    assert (found.contact, found.url) == ("by radio", "https://other.example/k")


def test_words_become_the_trustees_own_to_the_letter():
    made = letters.inviting()
    words = {"name": " A.  Ruiz", "contact": "x" * 300, "url": "onion: abc"}
    take(made, join(made, **words))
    found = seat(made)
    assert {name: getattr(found, name) for name in words} == words
    made.trustees[0].name = words["name"]
    give = [take(made, join(made, position), position) for position in (2, 3)]
    assert len(give) == 2
    letters.passes.make_codes(letter=made.letter, number=2, by=made.by, at=letters.NOW)
    letters.freeze(made)
    mine = made.facts.manifest.trustees[0]
    assert (mine.name, mine.contact, mine.url) == tuple(words.values())


def test_new_key_replaces_the_one_before():
    made = letters.inviting()
    take(made, join(made))
    made.trustees[0] = letters.Keys(letters.NAMES[0])
    take(made, join(made))
    assert bytes(seat(made).xwing) == xwing.public(made.trustees[0].seed)


def wrong_files(made):
    good = json.loads(join(made))
    yield b""
    yield b"\xff\xfe"
    yield b"[]"
    yield b"null"
    yield b"{" * 100_000
    yield join(made) + b"x" * 20_000
    yield join(made)[:-1]
    yield b"\xef\xbb\xbf" + join(made)
    yield join(made).replace(b'"v": 1', b'"v": 1, "v": 1')
    yield join(made).replace(b'"v": 1', b'"v": 1.0')
    for field in good:
        yield json.dumps({key: value for key, value in good.items() if key != field}).encode()
        yield json.dumps(good | {field: None}).encode()
        yield json.dumps(good | {field: [1]}).encode()
    yield json.dumps(good | {"extra": 1}).encode()
    yield json.dumps(good | {"v": 2}).encode()
    yield json.dumps(good | {"name": letters.NAMES[1]}).encode()  # the name of another seat
    yield json.dumps(good | {"name": "Cafe\u0301"}).encode()
    yield json.dumps(good | {"name": "x" * 121}).encode()
    yield json.dumps(good | {"v": True}).encode()
    for field in ("name", "contact", "url"):
        yield json.dumps(good | {field: " "}).encode()
    yield json.dumps(good | {"contact": "two\nlines"}).encode()
    yield json.dumps(good | {"url": "hidden\u202e"}).encode()
    yield json.dumps(good | {"contact": "x" * 301}).encode()
    yield json.dumps(good | {"scope": os.urandom(32).hex()}).encode()
    yield json.dumps(good | {"scope": good["scope"].upper() + " "}).encode()
    yield json.dumps(good | {"ed25519": good["ed25519"][:-2]}).encode()
    yield json.dumps(good | {"ed25519": "01" + "00" * 31}).encode()  # small order
    yield json.dumps(good | {"ed25519": "ff" * 31 + "7f"}).encode()  # not canonical
    yield json.dumps(good | {"ed25519": vault.log_public().hex()}).encode()
    yield json.dumps(good | {"xwing": good["xwing"][:-2]}).encode()
    yield json.dumps(good | {"xwing": "ff" * xwing.PUBLIC_LENGTH}).encode()


def test_file_that_is_no_key_for_this_seat_is_refused_in_a_sentence_without_content():
    made = letters.inviting()
    before = Trustee.objects.filter(letter=made.letter).values()
    untouched = list(before.all())
    files = list(wrong_files(made))
    assert len(files) > 40
    for raw in files:
        with pytest.raises(Refusal) as refused:
            take(made, raw)
        assert refused.value.status == 400
        assert str(refused.value.sentence).endswith(".")
        assert letters.NAMES[1] not in str(refused.value)
    assert list(before.all()) == untouched
    take(made, join(made))  # and the good one still is


def test_key_used_for_another_letter_or_another_seat_is_refused():
    one, two = letters.keyed(), letters.inviting()
    two.trustees[0].seed = one.trustees[0].seed
    with pytest.raises(Refusal, match="used before") as refused:
        take(two, join(two))
    assert refused.value.status == 409
    assert seat(two).state == TrusteeState.INVITED
    made = letters.inviting()
    take(made, join(made))
    made.trustees[1].identity = made.trustees[0].identity
    with pytest.raises(Refusal, match="used before"):
        take(made, join(made, 2), position=2)


def test_identity_may_be_a_trustee_of_several_letters():
    one, two = letters.keyed(), letters.inviting()
    two.trustees[0].identity = one.trustees[0].identity
    take(two, join(two))
    assert seat(two).state == TrusteeState.KEYED


def test_fewer_than_the_needed_trustees_may_use_the_page_of_this_site():
    made = letters.inviting(seats=4, terms={"needed": 3})
    take(made, join(made, 1), 1, TrusteeWay.SERVED)
    take(made, join(made, 2), 2, TrusteeWay.SERVED)
    with pytest.raises(Refusal, match="open the names alone"):
        take(made, join(made, 3), 3, TrusteeWay.SERVED)
    take(made, join(made, 3), 3, TrusteeWay.OFFLINE)
    take(made, join(made, 2), 2, TrusteeWay.TOOL)
    made.trustees[2] = letters.Keys(letters.NAMES[2])
    take(made, join(made, 3), 3, TrusteeWay.SERVED)


def test_way_must_be_a_known_one():
    made = letters.inviting()
    with pytest.raises(Refusal):
        take(made, join(made), way="carrier pigeon")


def test_seats_are_numbered_from_one_and_move_up():
    made = letters.draft(seats=4)
    trustees.unseat_trustee(trustee=seat(made, 2), by=made.by, at=letters.NOW)
    rows = list(Trustee.objects.filter(letter=made.letter).order_by("position").values_list("position", "name"))
    names = letters.NAMES
    assert rows == [(1, names[0]), (2, names[2]), (3, names[3])]


def test_eighth_seat_is_refused():
    made = letters.draft(seats=7)
    with pytest.raises(Refusal, match="seven"):
        trustees.seat_trustee(
            letter=made.letter, name="H", contact="c", url="https://u.example", by=made.by, at=letters.NOW
        )


@pytest.mark.parametrize("field", ["name", "contact", "url"])
@pytest.mark.parametrize("wrong", ["", " ", "two\nlines", "x" * 301, "turned \u202e", "zero\u200bwidth", "\ud800"])
def test_seat_takes_only_what_the_manifest_can_hold(field, wrong):
    made = letters.draft(seats=0)
    words = {"name": "N", "contact": "c", "url": "https://u.example"} | {field: wrong}
    with pytest.raises(Refusal):
        trustees.seat_trustee(letter=made.letter, **words, by=made.by, at=letters.NOW)
    assert not Trustee.objects.filter(letter=made.letter).exists()


def test_trustee_who_never_answers_can_be_exchanged_after_the_codes_were_made():
    made = letters.coded(codes=2)
    trustees.seat_trustee(
        letter=made.letter, name="Late", contact="c", url="https://u.example", by=made.by, at=letters.NOW
    )
    trustees.unseat_trustee(trustee=seat(made, 1), by=made.by, at=letters.NOW)
    made.trustees = [*made.trustees[1:], letters.Keys("Late")]
    take(made, join(made, 3), position=3)
    letters.freeze(made)
    assert [trustee.name for trustee in made.facts.manifest.trustees] == [*letters.NAMES[1:3], "Late"]


def test_last_seats_cannot_be_taken_away_once_trustees_are_invited():
    made = letters.inviting(seats=2)
    with pytest.raises(Refusal, match="Seat somebody else first"):
        trustees.unseat_trustee(trustee=seat(made), by=made.by, at=letters.NOW)


@pytest.mark.parametrize("seats", [0, 1])
def test_invitation_needs_two_seats(seats):
    made = letters.draft(seats=seats)
    with pytest.raises(Refusal, match="two to seven"):
        letters.letters.invite_trustees(letter=made.letter, by=made.by, at=letters.NOW)


def test_invitation_needs_as_many_seats_as_must_open():
    made = letters.draft(seats=3, terms={"needed": 4})
    with pytest.raises(Refusal, match="More trustees"):
        letters.letters.invite_trustees(letter=made.letter, by=made.by, at=letters.NOW)

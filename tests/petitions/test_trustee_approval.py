"""Approvals and destructions: signatures of this trustee on this letter, and nothing else."""

import datetime
import json

import pytest

from organize.refusals import Refusal
from petitions.actions import trustees
from petitions.models import Trustee
from petitions.sealing import release
from petitions.states import TrusteeState
from tests.petitions import letters

pytestmark = pytest.mark.django_db


def seat(made, position=1):
    return Trustee.objects.select_related("letter").get(letter=made.letter, position=position)


def approve(made, raw, position=1):
    return trustees.take_approval(trustee=seat(made, position), approval=raw, by=made.by, at=letters.NOW)


def destroy(made, raw, position=1, at=letters.NOW):
    return trustees.take_destruction(trustee=seat(made, position), statement=raw, by=made.by, at=at)


def test_approval_is_kept_and_verifies():
    made = letters.frozen(codes=2)
    letters.give_approval(made, 1)
    found = seat(made)
    assert found.state == TrusteeState.APPROVED
    release.check_approval(bytes(found.ed25519), bytes(made.letter.letter_id), bytes(found.approval))


def test_approval_that_is_not_this_trustees_of_this_letter_is_refused():
    made, other = letters.frozen(codes=2), letters.frozen(codes=2)
    letter_id = bytes(made.letter.letter_id)
    good = json.loads(made.trustees[0].approval(1, letter_id))
    flipped = good["signature"][:-1] + ("0" if good["signature"][-1] != "0" else "1")
    other_kind = release.destroyed(made.trustees[0].identity, letter_id, 20780)
    wrong = [
        b"", b"null", b"[]", b"{}", b"\x00\xff",
        json.dumps(good | {"extra": 1}).encode(),
        json.dumps(good | {"trustee": 2}).encode(),
        json.dumps(good | {"trustee": "1"}).encode(),
        json.dumps(good | {"signature": flipped}).encode(),
        json.dumps(good | {"signature": good["signature"].upper()}).encode(),
        json.dumps(good | {"signature": 5}).encode(),
        made.trustees[1].approval(1, letter_id),
        made.trustees[0].approval(1, bytes(other.letter.letter_id)),
        made.trustees[0].approval(1, bytes(32)),
        json.dumps({"trustee": 1, "signature": other_kind.hex()}).encode(),
    ]  # fmt: skip
    for raw in wrong:
        with pytest.raises(Refusal) as refused:
            approve(made, raw)
        assert refused.value.status == 400
    assert seat(made).state == TrusteeState.KEYED
    assert seat(made).approval is None
    approve(made, json.dumps(good).encode())


def test_second_approval_of_one_seat_is_refused():
    made = letters.frozen(codes=2)
    letters.give_approval(made, 1)
    with pytest.raises(Refusal) as refused:
        letters.give_approval(made, 1)
    assert refused.value.status == 409


def test_destruction_is_kept_with_its_day_and_verifies():
    made = letters.approved(codes=2)
    destroy(made, made.trustees[0].destruction(1, bytes(made.letter.letter_id), "2026-11-23"))
    found = seat(made)
    assert (found.state, found.destroyed_on) == (TrusteeState.DESTROYED, datetime.date(2026, 11, 23))
    day = (found.destroyed_on - datetime.date(1970, 1, 1)).days
    signature = bytes(found.destroyed_signature)
    release.check_destroyed(bytes(found.ed25519), bytes(made.letter.letter_id), day, signature)


def test_destruction_from_before_the_freeze_or_from_the_future_is_refused():
    made = letters.approved(codes=2)
    letter_id = bytes(made.letter.letter_id)
    for day in ("2026-11-22", "2026-11-25", "1970-01-01", "9999-12-31"):
        with pytest.raises(Refusal, match="before the freeze or still to come"):
            destroy(made, made.trustees[0].destruction(1, letter_id, day))
    destroy(made, made.trustees[0].destruction(1, letter_id, "2026-11-24"))  # a day ahead of UTC somewhere


def test_destruction_that_is_not_this_trustees_of_this_letter_is_refused():
    made, other = letters.approved(codes=2), letters.approved(codes=2)
    letter_id, day = bytes(made.letter.letter_id), "2026-11-23"
    good = json.loads(made.trustees[0].destruction(1, letter_id, day))
    wrong = [
        b"", b"{}", b"\xff",
        json.dumps(good | {"day": "2026-11-24"}).encode(),
        json.dumps(good | {"day": "2026-02-30"}).encode(),
        json.dumps(good | {"day": 20780}).encode(),
        json.dumps(good | {"trustee": 2}).encode(),
        json.dumps(good | {"v": 1}).encode(),
        made.trustees[1].destruction(1, letter_id, day),
        made.trustees[0].destruction(1, bytes(other.letter.letter_id), day),
        made.trustees[0].approval(1, letter_id),
    ]  # fmt: skip
    for raw in wrong:
        with pytest.raises(Refusal) as refused:
            destroy(made, raw)
        assert refused.value.status == 400
    assert seat(made).state == TrusteeState.APPROVED


def test_destruction_of_a_letter_cancelled_before_the_freeze_is_refused():
    made = letters.coded(codes=2)
    raw = made.trustees[0].destruction(1, bytes(32), "2026-11-23")
    letters.placed(made, "cancelled")
    with pytest.raises(Refusal, match="before it was frozen"):
        destroy(made, raw)

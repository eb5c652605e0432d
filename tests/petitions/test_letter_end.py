"""Delivering, answering, calling off, destroying: what goes, and what stays for anyone to check."""

import datetime
import os

import pytest

from organize.models import Trail
from organize.refusals import Refusal
from petitions import vault
from petitions.actions import batches, endings, release, waves
from petitions.actions import letters as actions
from petitions.models import (
    Blob,
    Hold,
    Letter,
    LogEntry,
    PublishedName,
    Redemption,
    ReleaseFile,
    RosterLeaf,
    Statement,
    Waiting,
    Wave,
)
from petitions.sealing import entries
from petitions.states import LetterState, WaveKind, WaveState
from tests.petitions import letters
from tests.petitions.signatories import at, crowd, newcomer, opened, release_file, reloaded

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 23)


def by(made, at=letters.NOW):
    return {"letter": made.letter, "by": made.by, "at": at}


def verbs(made):
    return set(Trail.objects.filter(object_id=made.letter.pk).values_list("verb", flat=True))


def test_letter_is_delivered_at_the_number_it_promised_by_the_last_public_count():
    made = letters.placed(letters.approved(codes=2), LetterState.RELEASED)
    with pytest.raises(Refusal, match="5 signatures; the last public count is 0"):
        actions.deliver_letter(**by(made))
    letters.counted(made, size=1, live=9)
    letters.counted(made, size=2, live=4)
    with pytest.raises(Refusal, match="count is 4"):
        actions.deliver_letter(**by(made))
    letters.counted(made, size=3, live=5)
    actions.deliver_letter(**by(made))
    assert (made.letter.state, made.letter.delivered_on) == ("delivered", DAY)
    assert "deliver" in verbs(made)


def test_answer_is_kept_with_its_day_and_never_from_before_the_delivery_or_the_future():
    made = letters.placed(letters.approved(codes=2), LetterState.DELIVERED)
    Letter.objects.filter(pk=made.letter.pk).update(delivered_on=DAY)
    for wrong in (DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)):
        with pytest.raises(Refusal):
            actions.record_answer(**by(made), answer="They agreed.", answered_on=wrong)
    for wrong in ("", " \n", "bell\x07", "x" * 20_001):
        with pytest.raises(Refusal):
            actions.record_answer(**by(made), answer=wrong, answered_on=DAY)
    actions.record_answer(**by(made), answer="They agreed.\r\n", answered_on=DAY)
    made.letter.refresh_from_db()
    assert (made.letter.state, made.letter.answer, made.letter.answered_on) == ("answered", "They agreed.", DAY)


def wave_of(made, number, state, **columns):
    return Wave.objects.create(
        group=made.letter.group, letter=made.letter, number=number, kind=WaveKind.EARLY, state=state, size=1,
        root=b"r" * 32, k_notice=25, announced_on=DAY, snapshot_day=letters.CLOSES, notice=b"n", **columns,
    )  # fmt: skip


def signed(made):
    """Rows as signing, batches and a complete wave leave them: opened, due but junk, sealed, named now."""
    complete = wave_of(made, 1, WaveState.COMPLETE, k=25)
    for position, kind in enumerate(("opened", "junk", "sealed", "named")):
        leaf, spk = kind.encode().ljust(32), os.urandom(32)
        LogEntry.objects.create(letter=made.letter, position=position, leaf=leaf, spk=spk, seq=0, tier=25, entry=b"e")
        if kind != "named":
            Blob.objects.create(letter=made.letter, leaf=leaf, blob=b"b")
        if kind in ("opened", "junk"):
            Hold.objects.create(letter=made.letter, wave=complete, spk=spk, leaf=leaf, due=True)
    Hold.objects.create(letter=made.letter, wave=complete, spk=b"n" * 32, leaf=b"named".ljust(32), due=False)
    PublishedName.objects.create(
        letter=made.letter, wave=complete, leaf=b"opened".ljust(32), tier=25, identity={"name": "A"}, sort_key=b"a"
    )
    PublishedName.objects.create(
        letter=made.letter, wave=None, leaf=b"named".ljust(32), tier=0, identity={"name": "B"}, sort_key=b"b"
    )
    Statement.objects.create(letter=made.letter, leaf=b"named".ljust(32), salt=b"s", plaintext=b"p")
    Redemption.objects.create(letter=made.letter, h1=b"h" * 32, blinded_sha256=b"b" * 32)


@pytest.mark.parametrize("end", ["cancel", "destroy"])
def test_end_erases_what_could_still_be_opened_and_keeps_what_is_public(end, django_capture_on_commit_callbacks):
    made, other = letters.approved(codes=4), letters.approved(codes=4)
    for each in (made, other):
        signed(each)
        letters.counted(each, live=4)
        letters.placed(each, LetterState.OPEN)
    waits = {"leaf": b"w" * 32, "spk": b"w" * 32, "seq": 0, "tier": 25, "entry": b"e", "sealed": b"s"}
    Waiting.objects.create(letter=other.letter, **waits)
    assert vault.issuer_load(made.letter.pk) is not None
    with django_capture_on_commit_callbacks(execute=True):
        getattr(endings, f"{end}_letter")(**by(made))
    rest = {bytes(leaf).strip() for leaf in Blob.objects.filter(letter=made.letter).values_list("leaf", flat=True)}
    assert rest == {b"opened", b"junk"}
    assert not Waiting.objects.filter(letter=made.letter).exists()
    assert LogEntry.objects.filter(letter=made.letter).count() == 4
    assert PublishedName.objects.filter(letter=made.letter).count() == 2
    assert Statement.objects.filter(letter=made.letter).count() == 1
    assert RosterLeaf.objects.filter(letter=made.letter).count() == 4
    assert Redemption.objects.filter(letter=made.letter).count() == 1
    assert made.letter.checkpoints.count() == 1
    assert vault.issuer_load(made.letter.pk) is None
    assert end in verbs(made)
    # Nothing of another letter was touched.
    assert Blob.objects.filter(letter=other.letter).count() == 3
    assert Waiting.objects.filter(letter=other.letter).count() == 1
    assert vault.issuer_load(other.letter.pk) is not None


@pytest.mark.parametrize("state", [WaveState.ANNOUNCED, WaveState.COLLECTING])
def test_end_voids_the_wave_under_way(state):
    made = letters.placed(letters.approved(codes=2), LetterState.OPEN)
    wave = wave_of(made, 1, state, k=25)
    Hold.objects.create(letter=made.letter, wave=wave, spk=b"k" * 32, leaf=b"l" * 32, due=True)
    Blob.objects.create(letter=made.letter, leaf=b"l" * 32, blob=b"b")
    endings.cancel_letter(**by(made))
    wave.refresh_from_db()
    assert wave.state == WaveState.VOID
    assert not Hold.objects.filter(letter=made.letter).exists()
    assert not Blob.objects.filter(letter=made.letter).exists()


def test_end_while_names_are_being_opened_is_refused_and_nothing_is_erased():
    made = letters.placed(letters.approved(codes=2), LetterState.OPEN)
    signed(made)
    wave_of(made, 2, WaveState.OPENING, k=25)
    for end in (endings.cancel_letter, endings.destroy_letter):
        with pytest.raises(Refusal) as refused:
            end(**by(made))
        assert refused.value.status == 409
    assert Letter.objects.get(pk=made.letter.pk).state == "open"
    assert Blob.objects.filter(letter=made.letter).count() == 3


def test_letter_cancelled_before_the_freeze_loses_its_codes_and_cannot_be_destroyed(
    django_capture_on_commit_callbacks,
):
    made = letters.coded(codes=3)
    with django_capture_on_commit_callbacks(execute=True):
        endings.cancel_letter(**by(made))
    assert not RosterLeaf.objects.filter(letter=made.letter).exists()
    assert vault.issuer_load(made.letter.pk) is None
    with pytest.raises(Refusal, match="never had an address"):
        endings.destroy_letter(**by(made))


def test_cancelled_letter_can_still_be_destroyed_and_a_destroyed_one_stays_so():
    made = letters.approved(codes=2)
    endings.cancel_letter(**by(made))
    endings.destroy_letter(**by(made))
    assert made.letter.state == "destroyed"
    for end in (endings.cancel_letter, endings.destroy_letter):
        with pytest.raises(Refusal):
            end(**by(made))


def test_clock_destroys_without_anybody():
    made = letters.approved(codes=2)
    endings.destroy_letter(letter=made.letter, by=None, at=letters.NOW)
    assert Trail.objects.get(object_id=made.letter.pk, verb="destroy").actor is None


@pytest.mark.parametrize("end", [endings.cancel_letter, endings.destroy_letter])
def test_end_keeps_every_receipt_and_takes_back_who_withdrew(end):
    made = opened()
    leaves, stays = crowd(made, 2, entries.NAMED, name="Public {}")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    leaves.withdraw(when=at(2))
    late = newcomer(made).sign(3, when=at(2))
    end(letter=reloaded(made), by=made.by, at=at(2, 5))
    assert [row.identity["name"] for row in PublishedName.objects.all()] == ["Public 1"]
    assert {bytes(row.leaf) for row in Statement.objects.all()} == {stays.leaf}
    assert {leaves.leaf, late.leaf} <= {bytes(row.leaf) for row in LogEntry.objects.all()}
    assert made.letter.checkpoints.count() == 2
    assert not Blob.objects.exists()
    assert not Waiting.objects.exists()


def collecting():
    """(letter, early wave that waits for files with four people due)."""
    made = opened()
    crowd(made, 4, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    return made, waves.take_snapshot(wave=wave, at=at(5))


def test_end_erases_the_shares_that_trustees_sent():
    made, wave = collecting()
    release.take_release_file(wave=wave, content=release_file(made, wave, 1), by=made.by, at=at(5))
    endings.cancel_letter(letter=reloaded(made), by=made.by, at=at(6))
    file = ReleaseFile.objects.get()
    assert (bytes(file.content), file.trustee, len(file.sha256)) == (b"", 1, 32)


@pytest.mark.parametrize("state", [WaveState.COLLECTING, WaveState.OPENING])
def test_promised_day_waits_for_no_wave(state):
    made, wave = collecting()
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(5))
    Wave.objects.filter(pk=wave.pk).update(state=state)
    with pytest.raises(Refusal):
        endings.destroy_letter(letter=reloaded(made), by=made.by, at=at(6))
    endings.destroy_letter(letter=reloaded(made), by=None, at=at(200))
    wave.refresh_from_db()
    assert (wave.state, reloaded(made).state) == (WaveState.VOID, LetterState.DESTROYED)
    assert not Blob.objects.exists()

"""Release files, and opening: exactly what is due, from t trustees, all or nothing, cheaters named."""

import os

import pytest

from organize.refusals import Refusal
from petitions.actions import batches, errata, release, waves
from petitions.models import Hold, PublishedName, Wave
from petitions.sealing import entries, envelope
from petitions.states import WaveState
from tests.petitions.signatories import at, crowd, newcomer, opened, release_file

pytestmark = pytest.mark.django_db


def collecting(*extra, name="Crowd {}"):
    """(letter, wave that waits for files, people due in it)."""
    made = opened()
    people = crowd(made, 4, 3, name=name)
    for tier, who in extra:
        newcomer(made).sign(tier, who)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    return made, waves.take_snapshot(wave=wave, at=at(5)), people


def take(made, wave, content):
    return release.take_release_file(wave=wave, content=content, by=made.by, at=at(6))


def start(made, wave):
    return release.start_opening(wave=wave, by=made.by, at=at(6))


def open_now(wave):
    return release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)


def test_two_files_of_three_open_exactly_what_is_due():
    made, wave, people = collecting((8, "Not yet"), (entries.NAMED, "Yes now"), name="Ölaf {}")
    with pytest.raises(Refusal, match="Not enough"):
        start(made, wave)
    take(made, wave, release_file(made, wave, 3))
    with pytest.raises(Refusal, match="Not enough"):
        start(made, wave)
    take(made, wave, release_file(made, wave, 1))
    assert not PublishedName.objects.filter(wave=wave).exists()
    wave = open_now(start(made, wave))
    assert (wave.state, wave.due, wave.done, wave.named) == (WaveState.COMPLETE, 4, 4, 4)
    found = {bytes(row.leaf): row.identity["name"] for row in PublishedName.objects.filter(wave=wave)}
    assert found == {one.leaf: f"Ölaf {at}" for at, one in enumerate(people)}
    everyone = [row.identity["name"] for row in PublishedName.objects.all()]
    assert everyone == ["Ölaf 0", "Ölaf 1", "Ölaf 2", "Ölaf 3", "Yes now"]
    assert Hold.objects.filter(wave=wave).count() == 5
    with pytest.raises(Refusal, match="no longer be changed"):
        people[0].withdraw()
    # Once more changes nothing: the job may run twice.
    assert open_now(wave).state == WaveState.COMPLETE
    assert PublishedName.objects.count() == 5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"size": 3}, "another snapshot"),
        ({"root": bytes(32)}, "another snapshot"),
        ({"k": 5}, "another threshold"),
        ({"letter_id": bytes(32)}, "another letter"),
        ({"bad": []}, None),
        ({"ok": {}}, "exactly what is due"),
        ({"bad": [bytes(32)]}, "exactly what is due"),
    ],
)
def test_file_that_does_not_answer_the_wave_is_refused(changes, sentence):
    made, wave, _people = collecting()
    content = release_file(made, wave, 1, **changes)
    if sentence is None:
        take(made, wave, content)
        return
    with pytest.raises(Refusal, match=sentence):
        take(made, wave, content)
    assert not wave.files.exists()


def test_damaged_foreign_and_second_files_are_refused():
    made, wave, _people = collecting()
    good = release_file(made, wave, 1)
    for wrong in (b"", b"\0" * 10_000, good[:-1], good + b"\0", os.urandom(500), b"\x01" + bytes(79)):
        with pytest.raises(Refusal, match="release file"):
            take(made, wave, wrong)
    with pytest.raises(Refusal, match="not signed by the trustee"):
        take(made, wave, good[:200] + bytes((good[200] ^ 1,)) + good[201:])
    take(made, wave, good)
    with pytest.raises(Refusal, match="trustee 1 is here already"):
        take(made, wave, good)
    made.trustees[1].identity = os.urandom(32)  # somebody who is no trustee
    with pytest.raises(Refusal, match="not signed by the trustee"):
        take(made, wave, release_file(made, wave, 2))


def test_files_come_only_while_the_wave_collects():
    made, wave, _people = collecting()
    content = release_file(made, wave, 1)
    Wave.objects.filter(pk=wave.pk).update(state=WaveState.VOID)
    with pytest.raises(Refusal, match="takes no release files"):
        take(made, wave, content)


def wrong_shares(made, wave, position):
    """A file whose shares are all false, signed by its trustee."""
    from tests.petitions.signatories import due_items

    leaves = [entries.parse(entry).leaf for entry, _blob in due_items(wave)]
    return release_file(made, wave, position, ok={leaf: os.urandom(33) for leaf in leaves})


def test_wrong_shares_are_named_and_a_third_file_saves_the_names():
    made, wave, _people = collecting()
    take(made, wave, release_file(made, wave, 1))
    take(made, wave, wrong_shares(made, wave, 2))
    wave = open_now(start(made, wave))
    assert (wave.state, wave.complaints, wave.done) == (WaveState.COLLECTING, {"2": 4}, 0)
    assert not PublishedName.objects.exists()
    with pytest.raises(Refusal, match="one more trustee"):
        start(made, wave)
    take(made, wave, release_file(made, wave, 3))
    wave = open_now(start(made, wave))
    assert (wave.state, wave.named, wave.complaints) == (WaveState.COMPLETE, 4, {"2": 4})


def test_with_all_files_here_a_wave_ends_even_if_nothing_opens():
    made, wave, _people = collecting()
    take(made, wave, release_file(made, wave, 1))
    for position in (2, 3):
        take(made, wave, wrong_shares(made, wave, position))
    wave = open_now(start(made, wave))
    assert (wave.state, wave.named, wave.done) == (WaveState.COMPLETE, 0, 4)
    assert set(PublishedName.objects.values_list("identity", flat=True)) == {None}


def test_file_that_calls_all_boxes_bad_burns_no_name_quietly():
    from tests.petitions.signatories import due_items

    made, wave, _people = collecting()
    take(made, wave, release_file(made, wave, 1))
    leaves = [entries.parse(entry).leaf for entry, _blob in due_items(wave)]
    take(made, wave, release_file(made, wave, 2, ok={}, bad=leaves))
    wave = open_now(start(made, wave))
    assert (wave.state, wave.unopened, wave.complaints) == (WaveState.COLLECTING, 4, {})
    assert not PublishedName.objects.exists()
    with pytest.raises(Refusal, match="4 of the names that are due would stay closed"):
        start(made, wave)
    take(made, wave, release_file(made, wave, 3))
    wave = open_now(start(made, wave))
    assert (wave.state, wave.named, wave.unopened) == (WaveState.COMPLETE, 4, 0)


def test_wave_whose_names_would_stay_closed_may_be_given_up():
    made, wave, people = collecting()
    for position in (1, 2):
        take(made, wave, wrong_shares(made, wave, position))
    wave = open_now(start(made, wave))
    again = waves.announce_again(letter=made.letter, by=made.by, at=at(7))
    wave.refresh_from_db()
    assert (wave.state, again.number, again.kind) == (WaveState.VOID, 2, wave.kind)
    assert {bytes(content) for content in wave.files.values_list("content", flat=True)} == {b""}
    people[0].withdraw()


def test_junk_is_counted_and_published_as_nobody():
    made = opened()
    crowd(made, 3, 3)
    junk = newcomer(made).sign(3, bytes(512))
    boxes = envelope.seal(
        letter_id=bytes(32), spk=bytes(32), tier=3, seq=0, xwings=made.facts.manifest.xwings, t=2, plaintext=bytes(512)
    )
    unopenable = newcomer(made).sign(3, sealed=boxes)  # boxes made for another key
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.take_snapshot(wave=waves.announce_wave(letter=made.letter, by=made.by, at=at(1)), at=at(5))
    file = release.take_release_file(wave=wave, content=release_file(made, wave, 1), by=made.by, at=at(6))
    assert (file.opened, file.failed) == (4, 1)
    take(made, wave, release_file(made, wave, 2))
    wave = open_now(start(made, wave))
    assert (wave.state, wave.unopened) == (WaveState.COLLECTING, 1)  # the third trustee may know better
    wave = open_now(release.start_opening(wave=wave, by=made.by, at=at(6), despite=True))
    assert (wave.state, wave.due, wave.named) == (WaveState.COMPLETE, 5, 3)
    nobody = {bytes(row.leaf) for row in PublishedName.objects.filter(identity__isnull=True)}
    assert nobody == {junk.leaf, unopenable.leaf}
    assert PublishedName.objects.last().identity is None  # nobody comes after everybody


def test_missing_envelope_stops_the_opening():
    from petitions.models import Blob

    made, wave, _people = collecting()
    for position in (1, 2):
        take(made, wave, release_file(made, wave, position))
    start(made, wave)
    Blob.objects.first().delete()
    with pytest.raises(RuntimeError, match="missing"):
        open_now(wave)
    assert not PublishedName.objects.exists()


def test_opened_are_final_and_counted_once_in_later_waves():
    made, wave, people = collecting()
    for position in (1, 2):
        take(made, wave, release_file(made, wave, position))
    open_now(start(made, wave))
    batches.publish_batch(letter_pk=made.letter.pk, at=at(7), forced=True)
    with pytest.raises(Refusal, match="opened already"):
        waves.announce_wave(letter=made.letter, by=made.by, at=at(7))
    crowd(made, 2, 5)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(8), forced=True)
    second = waves.announce_wave(letter=made.letter, by=made.by, at=at(8))
    assert (second.k_notice, second.previous) == (5, 1)
    second = waves.take_snapshot(wave=second, at=at(12))
    assert (second.k, second.due) == (5, 2)
    with pytest.raises(Refusal, match="no longer be changed"):
        people[0].withdraw(when=at(12))


def test_published_name_is_struck_once_with_a_signed_reason():
    made = opened()
    signed = newcomer(made).sign(entries.NAMED, "Somebody Else")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    strike = {"letter": made.letter, "leaf": signed.leaf, "by": made.by, "at": at(2)}
    for wrong in ("", "  ", "two\nlines", "x" * 501):
        with pytest.raises(Refusal, match="one line"):
            errata.strike_name(reason=wrong, **strike)
    with pytest.raises(Refusal, match="no published name"):
        errata.strike_name(reason="Not me.", **(strike | {"leaf": bytes(32)}))
    struck = errata.strike_name(reason="Not me.", **strike)
    assert struck.day == at(2).date()
    with pytest.raises(Refusal, match="already"):
        errata.strike_name(reason="Not me.", **strike)

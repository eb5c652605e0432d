"""A whole letter by the clock, with real keys, and the independent verifier on its public files all the way."""

import datetime
import io

import pytest
from django.core.management import call_command

from organize.refusals import Refusal
from petitions import jobs, publication, vault
from petitions.actions import release, waves
from petitions.models import Checkpoint, PublishedName, Wave
from petitions.sealing import bundle, entries, log, verify
from petitions.sealing import release as wire
from petitions.sealing.encoding import day_number
from petitions.states import LetterState, WaveKind, WaveState
from tests.petitions import letters
from tests.petitions.signatories import SMALL, at, crowd, newcomer, release_file, reloaded

pytestmark = pytest.mark.django_db(transaction=True)


def checked(made, *, day, sealed=False):
    """(report, lines) of the verifier on the published bundle; every check must hold."""
    said = []
    path = publication.folder_of(made.facts.address) / "bundle.zip"
    today = day_number(at(day).date().isoformat())
    with bundle.Bundle.open(path) as opened:
        report = verify.verify(opened, out=said.append, processes=1, today=today, sealed=sealed)
    assert report.failures == [], said
    return report, said


def give_files(made, wave, positions, day):
    for position in positions:
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(day))


def test_a_letter_lives_by_the_clock_alone(run_jobs):
    made = letters.approved(terms=SMALL | {"closes_on": letters.OPENS + datetime.timedelta(days=20)}, codes=80)
    jobs.tick(at=at(-1))
    assert reloaded(made).state == LetterState.APPROVED
    jobs.tick(at=at(0))
    assert reloaded(made).state == LetterState.OPEN
    report, _said = checked(made, day=0)
    assert report.names == 0

    # Four who want at least three beside them, two who are named now, two who are only counted, one who wants eight.
    low = crowd(made, 4, 3, name="Low {}")
    public = crowd(made, 2, entries.NAMED, name="Public {}")
    counted = crowd(made, 2, entries.COUNT_ONLY)
    high = newcomer(made).sign(8, "High")
    jobs.tick(at=at(0, 12))
    assert not Checkpoint.objects.exists()
    jobs.tick(at=at(1))
    assert Checkpoint.objects.get().counts["at"] == {"3": 6, "5": 6, "8": 7}
    report, said = checked(made, day=1)
    assert report.names == 2
    assert any("9 live signatures" in line for line in said)

    # Second thoughts, and a wave of the fifth tier: 6 >= 5 + 1.
    counted[0].withdraw(when=at(1, 9))
    public[1].sign(3, "Public no more", when=at(1, 9))
    low[0].sign(5, "Low zero, once more", when=at(1, 9))
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1, 10))
    assert wave.k_notice == 5
    jobs.tick(at=at(4))
    assert wave.state == WaveState.ANNOUNCED
    checked(made, day=4)
    late = crowd(made, 5, 5, name="Late {}", when=at(4))
    jobs.tick(at=at(5))
    wave.refresh_from_db()
    assert (wave.state, wave.k, wave.due) == (WaveState.COLLECTING, 5, 10)
    with pytest.raises(Refusal, match="being opened"):
        low[0].withdraw(when=at(5))
    report, _said = checked(made, day=5)
    assert report.names == 1

    # One file opens nothing; with two, a job does the rest.
    give_files(made, wave, (1,), 6)
    with pytest.raises(Refusal, match="Not enough"):
        release.start_opening(wave=wave, by=made.by, at=at(6))
    give_files(made, wave, (3,), 6)
    release.start_opening(wave=wave, by=made.by, at=at(6))
    run_jobs()
    wave.refresh_from_db()
    assert (wave.state, wave.named) == (WaveState.COMPLETE, 10)
    report, said = checked(made, day=6)
    assert report.names == 11
    names = [row.identity["name"] for row in PublishedName.objects.all()]
    assert names == sorted(names, key=str.casefold)

    # The last weeks: one more signs, somebody withdraws in the final notice, one who is final cannot.
    more = newcomer(made).sign(3, "More", when=at(6))
    for day in (7, 14, 21):
        jobs.tick(at=at(day))
    assert reloaded(made).state == LetterState.CLOSED
    assert vault.issuer_load(made.letter.pk) is None
    final = Wave.objects.get(kind=WaveKind.FINAL)
    assert (final.k_notice, final.previous, final.snapshot_day) == (8, 1, at(24).date())
    with pytest.raises(Refusal, match="closed"):
        high.sign(3, when=at(21))
    more.withdraw(when=at(22))
    with pytest.raises(Refusal, match="no longer be changed"):
        late[0].withdraw(when=at(22))
    checked(made, day=22)
    jobs.tick(at=at(24))
    final.refresh_from_db()
    assert (final.state, final.k, final.due) == (WaveState.COLLECTING, 8, 1)
    with pytest.raises(Refusal):
        high.withdraw(when=at(24))
    give_files(made, final, (2, 3), 25)
    release.start_opening(wave=final, by=made.by, at=at(25))
    run_jobs()
    jobs.tick(at=at(25))
    assert reloaded(made).state == LetterState.RELEASED
    report, said = checked(made, day=25)
    assert report.names == 12
    assert report.complaints == []

    # Everything again changes nothing.
    before = (publication.folder_of(made.facts.address) / "bundle.zip").read_bytes()
    jobs.tick(at=at(25))
    assert (publication.folder_of(made.facts.address) / "bundle.zip").read_bytes() == before

    for signed in (low[1], high, public[0], more):
        leaf, day = log.verify_receipt(vault.log_public(), made.facts.letter_id, signed.receipt)
        raw = publication.read(made.facts, "leaves.bin")
        assert leaf in [raw[at : at + 32] for at in range(0, len(raw), 32)]

    # At the promised day what is still sealed is erased; what is public stays, and still verifies.
    jobs.tick(at=datetime.datetime.combine(letters.DESTROY_BY, datetime.time(), datetime.UTC))
    assert reloaded(made).state == LetterState.DESTROYED
    assert checked(made, day=400)[0].names == 12


def test_wrong_share_is_named_in_the_public_bundle(run_jobs):
    import os

    from tests.petitions.signatories import due_items

    made = letters.approved(terms=SMALL | {"closes_on": letters.OPENS + datetime.timedelta(days=1), "notice_hours": 0})
    jobs.tick(at=at(0))
    crowd(made, 4, 3)
    jobs.tick(at=at(2))
    jobs.tick(at=at(3))
    wave = Wave.objects.get()
    leaves = [entries.parse(entry).leaf for entry, _blob in due_items(wave)]
    give_files(made, wave, (1, 3), 3)
    false = release_file(made, wave, 2, ok={leaf: os.urandom(33) for leaf in leaves})
    release.take_release_file(wave=wave, content=false, by=made.by, at=at(3))
    release.start_opening(wave=wave, by=made.by, at=at(3))
    run_jobs()
    report, said = checked(made, day=4)
    assert report.names == 4
    assert len(report.complaints) == 1
    assert "trustee 2" in report.complaints[0]


def test_early_wave_with_its_files_is_opened_before_the_letter_closes(run_jobs):
    made = letters.approved(terms=SMALL | {"closes_on": letters.OPENS + datetime.timedelta(days=20)})
    jobs.tick(at=at(0))
    crowd(made, 5, 3)
    jobs.tick(at=at(1))
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    jobs.tick(at=at(5))
    give_files(made, wave, (1, 2), 6)  # and nobody presses the button
    jobs.tick(at=at(21))
    assert reloaded(made).state == LetterState.OPEN
    run_jobs()
    jobs.tick(at=at(21))
    assert reloaded(made).state == LetterState.CLOSED
    wave.refresh_from_db()
    assert wave.state == WaveState.COMPLETE
    assert Wave.objects.get(kind=WaveKind.FINAL).previous == 1
    jobs.tick(at=at(24))  # nothing is left to open: the final wave is void and the letter released
    assert reloaded(made).state == LetterState.RELEASED
    checked(made, day=24)


def test_clock_that_was_away_for_a_week_catches_up():
    made = letters.approved(terms=SMALL | {"closes_on": letters.OPENS + datetime.timedelta(days=20)})
    jobs.tick(at=at(0))
    people = crowd(made, 5, 3)
    jobs.tick(at=at(1))
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    people[0].withdraw(when=at(2))
    jobs.tick(at=at(9))  # the snapshot was due on day 4
    wave.refresh_from_db()
    assert (wave.state, wave.due) == (WaveState.COLLECTING, 4)
    assert wave.snapshot_size == 6
    give_files(made, wave, (1, 2), 10)
    release.start_opening(wave=wave, by=made.by, at=at(10))
    jobs.open_wave(str(wave.pk))
    jobs.tick(at=at(10))
    report, said = checked(made, day=10)
    assert report.names == 4
    assert Checkpoint.objects.last().day == wave.snapshot_day  # what came late carries the day it was due
    assert any("4 live signatures" in line for line in said)


def test_one_letter_that_fails_does_not_stop_the_others():
    broken, made = letters.approved(terms=SMALL), letters.approved(terms=SMALL)
    folder = publication.folder_of(broken.facts.address)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where a folder must be")
    with pytest.raises(ExceptionGroup) as caught:
        jobs.tick(at=at(0))
    assert len(caught.value.exceptions) == 1
    assert reloaded(made).state == LetterState.OPEN
    assert reloaded(broken).state == LetterState.OPEN  # its own steps were done; only its files could not be written


def test_step_that_fails_does_not_keep_later_ones_from_destroying_keys():
    """What a crash left of the issuer's key goes, also while the letter's snapshot cannot be taken."""
    made = letters.approved(terms=SMALL)
    jobs.tick(at=at(0))
    crowd(made, 6, 3)
    jobs.tick(at=at(40))
    assert reloaded(made).state == LetterState.CLOSED
    vault.issuer_keep(made.letter, letters._one_key())
    Checkpoint.objects.update(day=at(300).date())  # no clock writes that: a database that somebody repaired by hand
    with pytest.raises(ExceptionGroup) as caught:
        jobs.tick(at=at(60))
    assert [str(one) for one in caught.value.exceptions] == ["a batch would be dated before the last one"]
    assert vault.issuer_load(made.letter.pk) is None
    assert (publication.folder_of(made.facts.address) / "mark").exists()


def test_clock_command_runs_the_tick_once():
    made = letters.approved(terms=SMALL)
    call_command("clock", stdout=io.StringIO())
    assert reloaded(made).state in (LetterState.APPROVED, LetterState.OPEN, LetterState.CLOSED, LetterState.RELEASED)
    assert (publication.folder_of(made.facts.address) / "mark").exists()


def test_trustees_fetch_needs_their_own_signature_of_the_day():
    made = letters.approved(terms=SMALL)
    jobs.tick(at=at(0))
    crowd(made, 2, 3)
    crowd(made, 3, entries.COUNT_ONLY)
    jobs.tick(at=at(1))
    day = at(1).date().isoformat()
    signature = wire.fetch_signature(made.trustees[1].identity, made.facts.letter_id, day_number(day)).hex()

    def asks(**changes):
        fields = {"trustee": "2", "day": day, "signature": signature, "at": at(1, 5)} | changes
        return publication.is_trustees_fetch(made.facts, **fields)

    assert asks()
    assert asks(at=at(2))
    assert not asks(at=at(3))
    for wrong in ({"trustee": "1"}, {"trustee": "0"}, {"trustee": "4"}, {"trustee": "²"}, {"trustee": ""}):
        assert not asks(**wrong)
    for wrong in ({"day": "2026-11-26"}, {"day": ""}, {"signature": ""}, {"signature": "00" * 64}):
        assert not asks(**wrong)
    raw = b"".join(publication.live_blobs(made.facts))
    width = 32 + 4167
    assert len(raw) == 2 * width
    assert raw[:32] < raw[width : width + 32]

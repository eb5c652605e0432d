"""P41, first half: a process killed before any statement, commit, queue operation or change of a file."""

from hashlib import sha256

import pytest

from organize.refusals import Refusal
from petitions import jobs, publication
from petitions.actions import batches, life, release, signing, waves
from petitions.models import Checkpoint, Letter, LogEntry, PublishedName, Waiting, Wave
from petitions.sealing import checkpoints, entries, log, verify
from petitions.sealing.bundle import Bundle
from petitions.states import LetterState, WaveState
from tests.faults import kills
from tests.petitions.signatories import OPENED, at, crowd, newcomer, opened, release_file
from tests.petitions.visits import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def state():
    return sha256(repr(rows()).encode()).digest()


def leaves_of(model):
    return [bytes(leaf) for leaf in model.objects.values_list("leaf", flat=True)]


class Ledger:
    """What people were promised, and what must be true of the letter whatever has died."""

    def __init__(self, made):
        self.made, self.promised, self.verified = made, set(), set()

    def keep(self, *people):
        self.promised |= {one.leaf for one in people}
        return self

    def check(self, *, may=frozenset()):
        """may: leaves that may be here although nobody has a receipt for them, because the answer was lost."""
        kept = [*leaves_of(LogEntry), *leaves_of(Waiting)]
        assert len(kept) == len(set(kept))
        assert self.promised <= set(kept) <= self.promised | may
        last = Checkpoint.objects.order_by("size").last()
        ordered = [bytes(leaf) for leaf in LogEntry.objects.order_by("position").values_list("leaf", flat=True)]
        assert (last.size, bytes(last.root)) == (len(ordered), log.root(ordered)) if last else not ordered
        for wave in Wave.objects.all():
            named = PublishedName.objects.filter(wave=wave).count()
            assert named == (wave.due if wave.state == WaveState.COMPLETE else 0)
        self.check_public()

    def check_public(self):
        """Whoever reads the public files now finds whole ones that fit together, old or new."""
        folder = publication.folder_of(self.made.letter.address)
        if not (folder / "checkpoints.txt").exists():
            return
        facts, notes = self.made.facts, checkpoints.split_notes((folder / "checkpoints.txt").read_bytes())
        about = {"public": facts.manifest.log.ed25519, "origin": facts.manifest.log.origin}
        found = [checkpoints.parse_checkpoint(note, **about, letter_id=facts.letter_id) for note in notes]
        raw = (folder / "leaves.bin").read_bytes()
        leaves = [raw[place : place + 32] for place in range(0, len(raw), 32)]
        assert all(log.root(leaves[: one.size]) == one.root for one in found)
        whole = sha256((folder / "bundle.zip").read_bytes()).digest()
        if whole not in self.verified:
            with Bundle.open(folder / "bundle.zip") as bundle:
                assert verify.verify(bundle, processes=1).failures == []
            self.verified.add(whole)


def stride_of(reach, most):
    """How many turns from one kill to the next: every turn in full, else seeded jumps of up to `most` turns.

    Short jumps are as likely as long ones, so that a step of few turns is killed in the middle too.
    """
    return lambda: 1 if reach.is_full else round(most ** reach.chance.random())


def test_p41_signing_killed_anywhere_keeps_what_was_acknowledged(reach):
    made = opened()
    ledger, killed = Ledger(made), 0
    first = newcomer(made).sign(3)
    ledger.keep(first)
    for tier in (3, entries.NAMED, entries.COUNT_ONLY):
        person = newcomer(made)
        raw, field = person.entry(tier)
        leaf = entries.parse(raw).leaf

        def sign(raw=raw, field=field):
            return signing.sign_letter(facts=made.facts, entry=raw, field=field, at=OPENED)

        kills_here, receipt = kills.everywhere(
            sign, check=lambda leaf=leaf: ledger.check(may={leaf}), state=state, stride=lambda: 1
        )
        killed += kills_here
        assert receipt[:32] == leaf
        ledger.promised.add(leaf)
        ledger.check()
        person.sent, person.seq = (raw, field), 0
        gone = entries.make_withdraw(letter_id=made.facts.letter_id, seq=1, ssk=person.pass_.ssk)
        leaf = entries.parse(gone).leaf

        def withdraw(gone=gone):
            return signing.withdraw_signature(facts=made.facts, entry=gone, at=OPENED)

        kills_here, receipt = kills.everywhere(
            withdraw, check=lambda leaf=leaf: ledger.check(may={leaf}), state=state, stride=lambda: 1
        )
        killed += kills_here
        assert receipt[:32] == leaf
        ledger.promised.add(leaf)
        ledger.check()
    assert killed >= 12
    reach.reached(f"0 lost and 0 twice in {killed} kills while signing and withdrawing")


def test_p41_batch_release_and_destruction_killed_anywhere_are_whole_or_not_there(reach, settings):
    if not reach.is_full:
        settings.LANGUAGES = settings.LANGUAGES[:1]  # pages in others are written in the same way, and take most time
    made = opened()
    ledger, stride = Ledger(made), stride_of(reach, 150)
    people = crowd(made, 5, 3)
    ledger.keep(*people, newcomer(made).sign(entries.NAMED, "Yes Now"), newcomer(made).sign(8, "Not Yet"))
    told = {}

    def die(name, work):
        told[name], _answer = kills.everywhere(work, check=ledger.check, state=state, stride=stride)

    die("batch", lambda: jobs.tick(at=at(1)))
    assert not Waiting.objects.exists()
    people[0].withdraw(when=at(1))
    ledger.keep(people[0])
    die("notice", lambda: announce(made))
    wave = Wave.objects.get()
    die("snapshot", lambda: jobs.tick(at=at(5)))
    wave.refresh_from_db()
    assert (wave.state, wave.due) == (WaveState.COLLECTING, 4)
    files = [release_file(made, wave, position) for position in (1, 2)]
    die("files", lambda: take(made, wave, files))
    die("start", lambda: start(made, wave))
    die("opening", lambda: release.open_wave(wave_pk=wave.pk, at=at(6), processes=1))
    assert PublishedName.objects.count() == 5
    die("pages", lambda: jobs.tick(at=at(6)))
    die("close", lambda: once(lambda: life.close_letter(letter=made.letter, at=at(40))))
    die("final snapshot", lambda: jobs.tick(at=at(60)))
    die("destruction", lambda: jobs.tick(at=at(200)))
    assert Letter.objects.get().state == LetterState.DESTROYED
    assert PublishedName.objects.count() == 5
    killed = sum(told.values())
    assert killed >= reach.size(sample=25, full=100), told
    steps = ", ".join(f"{name} {number}" for name, number in told.items())
    reach.reached(f"0 lost, 0 partial, 0 twice in {killed} kills ({steps})")


def once(work):
    """A step that a person or the clock would try again: whoever comes second is told that it is done."""
    try:
        work()
    except Refusal:
        pass


def announce(made):
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    if not Wave.objects.exists():
        waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    publication.refresh(made.letter)


def take(made, wave, files):
    for content in files:
        once(lambda content=content: release.take_release_file(wave=wave, content=content, by=made.by, at=at(6)))


def start(made, wave):
    once(lambda: release.start_opening(wave=wave, by=made.by, at=at(6)))

"""A pass counts once, a forged one never, and people who make up passes move no count that is not theirs."""

import os

import pytest

from organize import pressure
from organize.refusals import Refusal
from petitions import jobs, publication
from petitions.actions import batches, passes, signing
from petitions.models import PublishedName, Redemption, Waiting
from petitions.sealing import entries
from petitions.sealing.bundle import Bundle
from petitions.sealing.errors import SealingError
from petitions.sealing.passes import Pass, blind, new_code, normalise_code
from petitions.sealing.verify import verify
from petitions.states import LetterState
from tests.petitions import letters, work_mail
from tests.petitions.signatories import OPENED, Signatory, at, crowd, newcomer, opened
from tests.petitions.test_races import at_once, sign_job
from tests.petitions.visits import OCTETS, url

django_db = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_p34_a_pass_counts_once(reach):
    """200 at once: one code for 200 questions, one work address with 200 questions, one pass for 200 signatures."""
    runs, many = reach.size(sample=1, full=20), reach.size(sample=40, full=200)
    counted = {"codes": 0, "addresses": 0, "passes": 0}
    made, mailed = opened(codes=runs * 2 + 2), work_mail.opened()
    for run in range(runs):
        for kind, of, code in (
            ("codes", made, made.code()),
            ("addresses", mailed, work_mail.code_for(mailed, f"run{run}@meridian.example")),
        ):
            asked = [blind(of.facts.manifest.issuer_spki, of.facts.manifest.scope)[0] for _try in range(many)]
            jobs_ = [
                lambda one=one, of=of, code=code: passes.issue_pass(facts=of.facts, code=code, blinded=one)
                for one in asked
            ]
            counted[kind] += sum(isinstance(answer, bytes) for answer in at_once(jobs_))
        person = newcomer(made)
        attempts = [person.entry(entries.NAMED, f"Attempt {number}") for number in range(many)]
        answers = at_once([sign_job(made, *attempt) for attempt in attempts])
        assert all(isinstance(answer, (bytes, Refusal)) for answer in answers)
        counted["passes"] += sum(isinstance(answer, bytes) for answer in answers)
    assert counted == dict.fromkeys(counted, runs)
    assert Waiting.objects.filter(letter=made.letter).count() == runs
    assert Redemption.objects.filter(letter=mailed.letter).count() == runs
    reach.reached(f"{runs} runs of {many} at once: exactly {counted['codes']} codes, {counted['addresses']} work "
                  f"addresses and {counted['passes']} passes counted")  # fmt: skip


def tampered(raw, chance):
    """The bytes with one bit turned, one byte replaced, or a stretch of another length of zeros."""
    changed, place = bytearray(raw), chance.randrange(len(raw))
    kind = chance.randrange(3)
    if kind == 0:
        changed[place] ^= 1 << chance.randrange(8)
    elif kind == 1:
        changed[place] = (changed[place] + chance.randrange(1, 256)) % 256
    else:
        changed[place : place + 32] = bytes(len(changed[place : place + 32]))
    return bytes(changed) if bytes(changed) != raw else tampered(raw, chance)


def reads_as(typed, code):
    """Whether this is only another way to type the code: a small letter, an O for a 0."""
    try:
        return normalise_code(typed.decode("ascii", "replace")) == code
    except SealingError:
        return False


def is_taken(act):
    """Whether the product accepts it; anything but an acceptance or a sentence is a bug and stops the test."""
    try:
        act()
    except (Refusal, SealingError):
        return False
    return True


@django_db
def test_p35_forged_and_foreign_passes_fail(reach):
    """The holder signs each tampered pass anew, so nothing but the pass itself can be what is refused.

    The protocol has no epochs: a pass is for one letter, as long as it takes signatures.
    """
    made, other, mailed = opened(), opened(), work_mail.opened()
    person, number = newcomer(made), reach.size(sample=300, full=10_000)
    taken = 0
    for _mutation in range(number):
        forged = Signatory(made.facts, Pass.parse(tampered(person.pass_.raw, reach.chance)))
        raw, field = forged.entry(entries.COUNT_ONLY, seq=0)
        taken += is_taken(lambda: signing.sign_letter(facts=made.facts, entry=raw, field=field, at=OPENED))  # noqa: B023
    codes = [reach.chance.choice(("", "-")).join(new_code()) for _code in range(number // 10)]
    near = (tampered(made.codes[-1].encode(), reach.chance) for _code in range(number // 10))
    codes += [code for code in near if not reads_as(code, made.codes[-1])]
    asked, _kept = blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    guessed = sum(is_taken(lambda: passes.issue_pass(facts=made.facts, code=code, blinded=asked)) for code in codes)  # noqa: B023
    foreign = Signatory(made.facts, newcomer(other).pass_)
    by_mail = Signatory(made.facts, work_mail.pass_for(mailed, work_mail.code_for(mailed)))
    crossed = [
        lambda: foreign.sign(entries.COUNT_ONLY),
        lambda: by_mail.sign(entries.COUNT_ONLY),
        lambda: passes.issue_pass(facts=made.facts, code=other.code(), blinded=asked),
        lambda: passes.issue_pass(facts=made.facts, code=work_mail.code_for(mailed), blinded=asked),
        lambda: passes.issue_pass(facts=mailed.facts, code=made.codes[-1], blinded=asked),
        lambda: passes.issue_pass(facts=mailed.facts, code=work_mail.code_for(work_mail.opened()), blinded=asked),
        lambda: newcomer(made).sign(entries.COUNT_ONLY, when=at(60)),  # after the last day
    ]
    across = sum(map(is_taken, crossed))
    assert not Waiting.objects.filter(letter=made.letter).exists()
    person.sign(entries.COUNT_ONLY)  # the control: the pass that all the forged ones were made from is good
    assert is_taken(lambda: passes.issue_pass(facts=made.facts, code=made.codes[-1], blinded=asked))
    letters.placed(made, LetterState.CLOSED)
    across += is_taken(lambda: newcomer(other) and newcomer(made))
    reach.reached(
        f"0 of {number:,} tampered passes, 0 of {len(codes):,} guessed or tampered codes and 0 of {len(crossed) + 1} "
        f"cross uses accepted"
    )
    assert (taken, guessed, across) == (0, 0, 0)


class Visitor:
    """A browser at one address that does what the page does: on 429 it solves the puzzle and sends the same again."""

    def __init__(self, client, made, address):
        self.client, self.made, self.address, self.worked = client, made, address, 0

    def post(self, name, body, *, works):
        given = {"content_type": OCTETS, "REMOTE_ADDR": self.address}
        answer = self.client.post(url(name, self.made), body, **given)
        if answer.status_code == 429 and works:
            puzzle = self.client.get(url("letter-challenge", self.made), REMOTE_ADDR=self.address).json()
            self.worked += 1
            headers = {"X-Work": pressure.answer(puzzle)}
            answer = self.client.post(url(name, self.made), body, headers=headers, **given)
        return answer.status_code

    def signs(self):
        """Whether a person gets a pass and a signature in."""
        blinded, _kept = blind(self.made.facts.manifest.issuer_spki, self.made.facts.manifest.scope)
        if self.post("pass-issue", self.made.code().encode() + blinded, works=True) != 200:
            return False
        entry, field = newcomer(self.made).entry(entries.COUNT_ONLY)
        return self.post("letter-sign", entry + field, works=True) == 200

    def floods(self, chance):
        """One fake request: a made-up code, or a made-up signature."""
        if chance.random() < 0.5:
            return self.post("pass-issue", new_code().encode() + os.urandom(384), works=False)
        entry, field = self.made.sample
        return self.post("letter-sign", entry[:39] + os.urandom(544) + field, works=False)


@django_db
@pytest.mark.parametrize("sources", [1, 1000])
def test_p38_flood_does_not_drown_people(client, on_the_first_day, reach, settings, sources):
    """Fakes and people take turns in one process, so what is shown is who is let in, not what a host can bear.

    A flood that has processors to spend on puzzles is slowed down, not kept out.
    """
    settings.BUSY_LETTER = reach.size(sample=60, full=settings.BUSY_LETTER)
    fakes, people = reach.size(sample=300, full=10_000), reach.size(sample=8, full=200)
    made = opened(codes=people * 2 + 1)
    made.sample = newcomer(made).entry(entries.COUNT_ONLY)
    real = [Visitor(client, made, f"127.80.{n // 200}.{n % 200}") for n in range(people)]
    hostile = [Visitor(client, made, f"127.90.{n // 200}.{n % 200}") for n in range(sources)]
    statuses, succeeded = [], 0
    for turn in range(fakes):
        statuses.append(reach.chance.choice(hostile).floods(reach.chance))
        if turn % (fakes // people) == fakes // people - 1 and real:
            succeeded += real.pop().signs()
    kept_out = statuses.count(429)
    reach.reached(f"{sources:,} source(s): {succeeded} of {people} people signed through {fakes:,} fakes, of which "
                  f"{fakes - kept_out:,} were looked at and none taken")  # fmt: skip
    assert succeeded >= people * 0.99
    assert 200 not in statuses
    assert kept_out > 0
    assert Waiting.objects.count() == succeeded


@pytest.mark.django_db(transaction=True)
def test_p39_threshold_stuffing_is_visible(reach):
    """In the protocol's words: a letter by code against one by work mail, whose employer makes people up."""
    number = reach.size(sample=6, full=200)
    made, stuffed = opened(), work_mail.opened()
    crowd(made, 2, 3)
    made_up = work_mail.crowd(stuffed, number, 3, name="Made-up person {}")
    moved = 0
    for one in made_up:
        forged = Signatory(made.facts, one.pass_)
        moved += is_taken(lambda: forged.sign(3))  # noqa: B023
    for letter in (made, stuffed):
        batches.publish_batch(letter_pk=letter.letter.pk, at=at(1), forced=True)
    live = [one.letter.checkpoints.order_by("-size").first().counts["live"] for one in (made, stuffed)]
    assert (moved, live) == (0, [2, number])
    lines = []
    for one in (made, stuffed):
        publication.publish(one.letter)
        with Bundle.open(publication.folder_of(one.facts.address) / "bundle.zip") as bundle:
            assert not verify(bundle, processes=1, out=lines.append).failures
    assert sum("THE COUNT RESTS ON THE OPERATOR'S WORD" in line for line in lines) == 1
    assert sum("2 signatories, 60 codes" in line for line in lines) == 1
    # Nothing opens by itself, however long the clock runs: names need trustees' files.
    for day in (2, 40, 60, 100, 130):
        jobs.tick(at(day))
    assert not PublishedName.objects.exists()
    for one in (made, stuffed):
        one.letter.refresh_from_db()
        assert one.letter.state in (LetterState.DESTROYED, LetterState.RELEASED, LetterState.CLOSED)
    reach.reached(f"{number} made-up people: the count by code moved by {moved}, 1 line says on what the other "
                  f"count rests, 0 names opened by the clock in 130 days")  # fmt: skip

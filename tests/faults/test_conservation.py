"""P36: nobody is lost and nobody invented, whatever people, organizers, trustees and the clock do in whatever order.

accepted = live + withdrawn, in the rows and in the public counts; published = live and due when it was opened. The
promise's "edit" is that the text cannot be edited once it is signed (test_letter_freeze); "restore" belongs to P44.
"""

import collections
import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from organize.refusals import Refusal
from petitions import bulk
from petitions.actions import batches, endings, life, release, waves
from petitions.models import Hold, LogEntry, Waiting, Wave
from petitions.sealing import entries
from petitions.states import LetterState, WaveState
from tests.petitions import letters
from tests.petitions.signatories import at, newcomer, opened, release_file, reloaded

CHOICES = (3, 3, 3, 5, 8, entries.NAMED, entries.COUNT_ONLY)
LAST = 60
STEPS = collections.Counter()


class Letter(RuleBasedStateMachine):
    """The letter and the test's own book: for each person the turns that were accepted, as tier or None."""

    @initialize()
    def begin(self):
        closes = letters.OPENS + datetime.timedelta(days=LAST)
        self.made = opened(codes=60, terms={"tiers": [3, 5, 8], "margin": 1, "closes_on": closes, "notice_hours": 24})
        self.letter, self.by, self.day = self.made.letter, self.made.by, 0
        self.people, self.turns, self.final = [], {}, {}

    def told(self, work):
        """Whether the product did it: a Refusal is an answer, anything else a failure."""
        STEPS["taken"] += 1
        try:
            work()
        except Refusal:
            return False
        return True

    @rule(tier=st.sampled_from(CHOICES))
    def sign(self, tier):
        if len(self.people) == 60:
            return
        person = newcomer(self.made) if self.may_sign() else None
        if person and self.told(lambda: person.sign(tier, f"Person {len(self.people)}", when=at(self.day))):
            self.people.append(person)
            self.turns[person.pass_.spk] = [tier]

    def may_sign(self):
        return reloaded(self.made).state == LetterState.OPEN

    @precondition(lambda self: self.people)
    @rule(data=st.data(), tier=st.sampled_from(CHOICES))
    def sign_again(self, data, tier):
        self.change(data, tier, lambda person: person.sign(tier, "Person again", when=at(self.day)))

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def withdraw(self, data):
        self.change(data, None, lambda person: person.withdraw(when=at(self.day)))

    def change(self, data, tier, work):
        person = self.people[data.draw(st.integers(0, len(self.people) - 1))]
        self.changed(person, tier, work)

    def changed(self, person, tier, work):
        done = self.told(lambda: work(person))
        if done:
            STEPS["withdrawn"] += tier is None
            assert person.pass_.spk not in self.final
            assert not (tier is None and self.turns[person.pass_.spk][-1] is None)
            self.turns[person.pass_.spk].append(tier)

    @rule()
    def batch(self):
        self.told(lambda: batches.publish_batch(letter_pk=self.letter.pk, at=at(self.day), forced=True))

    @rule(days=st.integers(1, 3))
    def days_pass(self, days):
        self.day += days
        wave = self.wave(WaveState.ANNOUNCED)
        if wave:
            self.told(lambda: waves.take_snapshot(wave=wave, at=at(self.day)))

    @rule()
    def announce(self):
        self.told(lambda: waves.announce_wave(letter=reloaded(self.made), by=self.by, at=at(self.day), replace=True))

    @rule(position=st.integers(1, 3))
    def trustee(self, position):
        wave = self.wave(WaveState.COLLECTING)
        if wave:
            file = release_file(self.made, wave, position)
            self.told(lambda: release.take_release_file(wave=wave, content=file, by=self.by, at=at(self.day)))

    @rule()
    def open_names(self):
        wave = self.wave(WaveState.COLLECTING)
        if wave and self.told(lambda: release.start_opening(wave=wave, by=self.by, at=at(self.day))):
            live = self.live()
            release.open_wave(wave_pk=wave.pk, at=at(self.day), processes=1)
            wave.refresh_from_db()
            held = Hold.objects.filter(wave=wave)
            due = {bytes(spk) for spk in held.filter(due=True).values_list("spk", flat=True)}
            assert due <= {spk for spk, tier in live.items() if 0 < tier <= wave.k}
            assert wave.state == WaveState.COMPLETE and wave.named == len(due)
            counted = sum(tier == 0 or 0 < tier <= wave.k for tier in live.values())
            assert counted >= wave.k + 1  # the margin
            STEPS["opened"] += len(due)
            self.final |= {bytes(spk): live[bytes(spk)] for spk in held.values_list("spk", flat=True)}

    @precondition(lambda self: self.day > 30)
    @rule()
    def close(self):
        self.told(lambda: life.close_letter(letter=reloaded(self.made), at=at(self.day)))

    @precondition(lambda self: self.day > 30)
    @rule()
    def destroy(self):
        self.told(lambda: endings.destroy_letter(letter=reloaded(self.made), by=self.by, at=at(self.day)))

    def wave(self, state):
        return Wave.objects.select_related("letter").filter(letter=self.letter, state=state).first()

    def live(self):
        """{key: tier} of everybody whose last turn was no withdrawal."""
        return {spk: turns[-1] for spk, turns in self.turns.items() if turns[-1] is not None}

    @invariant()
    def nothing_is_lost_or_invented(self):
        if not hasattr(self, "made"):
            return
        kept = {}
        for model in (LogEntry, Waiting):
            for spk, seq, tier in model.objects.filter(letter=self.letter).values_list("spk", "seq", "tier"):
                assert seq not in kept.setdefault(bytes(spk), {})
                kept[bytes(spk)][seq] = tier
        assert {spk: [turns[seq] for seq in sorted(turns)] for spk, turns in kept.items()} == self.turns
        withdrawn = sum(turns[-1] is None for turns in self.turns.values())
        assert len(self.turns) == len(self.live()) + withdrawn

    @invariant()
    def what_is_public_is_what_is_in_the_log(self):
        if not hasattr(self, "made"):
            return
        last = self.letter.checkpoints.order_by("size").last()
        heads = {}
        for spk, _seq, tier in bulk.rows(
            "SELECT spk, seq, tier FROM petitions_logentry WHERE letter_id = %s ORDER BY seq", (self.letter.pk.hex,)
        ):
            heads[spk] = tier
        gone = sum(tier is None for tier in heads.values())
        if last:
            assert (last.counts["live"], last.counts["withdrawn"]) == (len(heads) - gone, gone)
        shown = bulk.rows(
            "SELECT l.spk, n.tier FROM petitions_publishedname n JOIN petitions_logentry l "
            "ON l.letter_id = n.letter_id AND l.leaf = n.leaf WHERE n.letter_id = %s",
            (self.letter.pk.hex,),
        )
        assert len(shown) == len({spk for spk, _tier in shown})
        opened_names = {spk for spk, tier in self.final.items() if tier}
        assert {spk for spk, tier in shown if tier} == opened_names
        named = {spk for spk, tier in heads.items() if tier == 0}
        assert {spk for spk, tier in shown if not tier} == named


class Led(Letter):
    """A life that begins with somebody who withdraws and a release, so that every sample has both."""

    @initialize()
    def begin(self):
        super().begin()
        for tier in (3, 3, 3, 3, 3, 8, entries.NAMED):
            self.sign(tier)
            self.nothing_is_lost_or_invented()
        self.changed(self.people[0], None, lambda person: person.withdraw(when=at(self.day)))
        for step in (self.batch, self.announce, lambda: self.days_pass(3), lambda: self.trustee(1),
                     lambda: self.trustee(3), self.open_names):  # fmt: skip
            step()
            self.nothing_is_lost_or_invented()
            self.what_is_public_is_what_is_in_the_log()


@pytest.mark.slow
@pytest.mark.django_db
def test_p36_accepted_is_live_and_withdrawn_and_published_is_what_was_live(reach):
    seeds, steps = reach.size(sample=2, full=50), reach.size(sample=60, full=10_000)
    STEPS.clear()
    for lives in (Letter, Led):
        run_state_machine_as_test(
            lives,
            settings=settings(
                max_examples=seeds // 2,
                stateful_step_count=steps,
                derandomize=True,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert STEPS["opened"] and STEPS["withdrawn"], STEPS
    told = f"{STEPS['taken']:,} acts, {STEPS['withdrawn']:,} withdrawals, {STEPS['opened']:,} opened names"
    reach.reached(f"0 violations in {seeds} lives of up to {steps:,} steps: {told}")

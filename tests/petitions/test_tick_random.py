"""Random lives of letters: whatever people, organizers and trustees do, the verifier agrees and nobody is lost."""

import datetime
import random

import pytest

from organize.refusals import Refusal
from petitions import jobs
from petitions.actions import release, waves
from petitions.models import LogEntry, PublishedName, Waiting
from petitions.sealing import entries
from petitions.states import LetterState, WaveKind, WaveState
from tests.petitions import letters
from tests.petitions.signatories import SMALL, at, newcomer, release_file, reloaded
from tests.petitions.test_tick_life import checked

pytestmark = pytest.mark.django_db(transaction=True)

CHOICES = [3, 3, 3, 5, 5, 8, entries.NAMED, entries.COUNT_ONLY]
LAST = 14


class Story:
    """One letter, everyone around it, and what they were told was accepted."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.made = letters.approved(
            terms=SMALL | {"closes_on": letters.OPENS + datetime.timedelta(days=LAST), "notice_hours": 24}, codes=90
        )
        self.people, self.accepted, self.withdrawn = [], 0, {}

    def someone(self, day):
        chance, moment = self.chance, at(day, 9)
        if day <= LAST and len(self.people) < 60 and chance.random() < 0.6:
            self.people.append(newcomer(self.made))
            person = self.people[-1]
        elif self.people:
            person = chance.choice(self.people)
        else:
            return
        leave = person.seq >= 0 and chance.random() < 0.5
        try:
            if leave:
                person.withdraw(when=moment)
            else:
                person.sign(chance.choice(CHOICES), f"Person {self.people.index(person)}", when=moment)
        except Refusal:
            return  # held by a wave, withdrawn already, or closed
        self.accepted += 1
        self.withdrawn[person.pass_.spk] = leave

    def organizers(self, day, *, eager=False):
        live = waves.live_wave(self.made.letter)
        try:
            if live is None or self.chance.random() < 0.1:
                waves.announce_wave(
                    letter=self.made.letter, by=self.made.by, at=at(day, 10), replace=self.chance.random() < 0.5
                )
            elif live.state == WaveState.COLLECTING and (eager or self.chance.random() < 0.6):
                release.start_opening(wave=live, by=self.made.by, at=at(day, 10))
                jobs.open_wave(str(live.pk))
        except Refusal:
            return  # no tier reached, too few files, or one wave at a time

    def trustees(self, day, *, all_of_them=False):
        live = waves.live_wave(self.made.letter)
        if live is None or live.state != WaveState.COLLECTING:
            return
        for position in (1, 2, 3):
            if all_of_them or self.chance.random() < 0.3:
                try:
                    content = release_file(self.made, live, position)
                    release.take_release_file(wave=live, content=content, by=self.made.by, at=at(day, 11))
                except Refusal:
                    continue  # sent already


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_the_public_files_tell_one_true_story(seed, run_jobs, settings):
    settings.LANGUAGES = settings.LANGUAGES[:1]  # pages in others show the same rows, and would be most of the work
    story = Story(seed)
    made = story.made
    for day in range(LAST + 1):
        jobs.tick(at=at(day))
        run_jobs()
        for _turn in range(story.chance.randrange(8)):
            story.someone(day)
        story.trustees(day)
        story.organizers(day)
        if day % 4 == 0:
            jobs.tick(at=at(day, 12))
            checked(made, day=day)
        assert story.accepted == LogEntry.objects.count() + Waiting.objects.count()
    for day in range(LAST + 1, LAST + 6):
        jobs.tick(at=at(day))
        run_jobs()
        story.someone(day)
        story.trustees(day, all_of_them=True)
        story.organizers(day, eager=True)
        run_jobs()
    jobs.tick(at=at(LAST + 7))
    assert reloaded(made).state == LetterState.RELEASED
    assert story.accepted == LogEntry.objects.count()
    assert not Waiting.objects.exists()
    report, said = checked(made, day=LAST + 7)
    assert not [line for line in report.complaints if "wrong share" in line]
    counts = made.letter.checkpoints.order_by("-size").first().counts
    assert counts["live"] == sum(not gone for gone in story.withdrawn.values())
    assert counts["withdrawn"] == sum(story.withdrawn.values())
    assert report.names == PublishedName.objects.filter(identity__isnull=False).count()
    named = LogEntry.objects.filter(leaf__in=PublishedName.objects.values("leaf")).values_list("spk", flat=True)
    assert not [spk for spk in named if story.withdrawn[bytes(spk)]]
    states = set(made.letter.waves.values_list("kind", "state"))
    assert states & {(WaveKind.EARLY, WaveState.COMPLETE), (WaveKind.FINAL, WaveState.COMPLETE)}, states

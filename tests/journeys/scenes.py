"""Letters in every state with a life behind them, to be looked at. The longest lives are led first."""

import datetime

from deploy.demo import cast
from petitions import jobs
from petitions.actions import errata, release, waves
from petitions.models import Letter, PublishedName
from petitions.sealing import entries
from petitions.states import LetterState
from tests import make
from tests.petitions import letters
from tests.petitions.signatories import crowd, newcomer, release_file, reloaded

DEEDS = datetime.timedelta


def now():
    return datetime.datetime.now(datetime.UTC)


class Stage:
    """One group and campaign; letters are put on it in every state, by their own actions and the clock."""

    def __init__(self):
        self.owner = make.user("wren@example.org")
        self.group = make.group(owner=self.owner, name=cast.GROUP)
        self.company = make.company(group=self.group, name=cast.COMPANY)
        self.campaign = make.campaign(
            group=self.group, company=self.company, title=cast.CAMPAIGN, summary="Since March."
        )

    def parts(self, **terms):
        today = now().date()
        days = {"opens_on": today - DEEDS(1), "closes_on": today + DEEDS(30), "destroy_by": today + DEEDS(90)}
        return {
            "campaign": self.campaign, "by": self.owner, "title": cast.TITLE, "body": cast.BODY,
            "demands": cast.DEMANDS, "addressees": cast.ADDRESSEES, "codes": 120,
            "terms": {"tiers": cast.TIERS, "margin": 1, "deliver_at": 20, "notice_hours": 0} | days | terms,
        }  # fmt: skip

    def parts_of_a_draft(self):
        return {name: part for name, part in self.parts().items() if name != "codes"}

    def open(self):
        made = letters.approved(**self.parts())
        jobs.tick(at=now() - DEEDS(1))
        return made

    def signed(self):
        """Counted: 8 named now, 12 sealed for 10, 9 for 25, 6 counted only."""
        made = self.open()
        names = iter(cast.NAMES)
        for tier, number in ((entries.NAMED, 8), (10, 12), (25, 9)):
            for _person in range(number):
                newcomer(made).sign(tier, next(names), when=now())
        crowd(made, 6, entries.COUNT_ONLY, when=now())
        jobs.tick(at=now())
        return made

    def announced(self):
        made = self.signed()
        wave = waves.announce_wave(letter=reloaded(made), by=self.owner, at=now())
        jobs.publish_pages(made.letter.pk)
        return made, wave

    def collecting(self):
        made, wave = self.announced()
        jobs.tick(at=now() + DEEDS(1))
        return made, wave

    def opened(self):
        made, wave = self.collecting()
        for position in (1, 2):
            content = release_file(made, wave, position)
            release.take_release_file(wave=wave, content=content, by=self.owner, at=now() + DEEDS(1))
        release.start_opening(wave=wave, by=self.owner, at=now() + DEEDS(1))
        release.open_wave(wave_pk=wave.pk, at=now() + DEEDS(1))
        struck = PublishedName.objects.filter(letter=made.letter).order_by("sort_key")[3]
        errata.strike_name(
            letter=made.letter, leaf=bytes(struck.leaf), reason="did not sign", by=self.owner, at=now() + DEEDS(1)
        )
        jobs.publish_pages(made.letter.pk)
        return made, wave

    def closed(self):
        made, _wave = self.opened()
        jobs.tick(at=now() + DEEDS(32))
        return made

    def ended(self, state):
        """A letter with names, put into a state that comes later; its pages are written anew."""
        made, _wave = self.opened()
        day = now().date()
        more = {"delivered_on": day} if state in (LetterState.DELIVERED, LetterState.ANSWERED) else {}
        if state == LetterState.ANSWERED:
            more |= {"answered_on": day, "answer": "We have read your letter.\n\nThe contract ends in the spring."}
        Letter.objects.filter(pk=made.letter.pk).update(state=state, **more)
        jobs.publish_pages(made.letter.pk)
        return made

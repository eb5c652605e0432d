"""Letters for tests, in any state, made through the product's own actions with real keys. Plain functions.

made = letters.approved()          # a letter, its codes and its trustees' private keys
made.letter, made.codes, made.trustees, made.facts
"""

import datetime
import json
import os
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.test import override_settings

from organize.models import User
from petitions import clients, queries
from petitions.actions import freezing, letters, passes, trustees
from petitions.models import Checkpoint, Letter, Trustee
from petitions.sealing import ed25519, issuer, release, xwing
from petitions.sealing.encoding import day_number
from petitions.sealing.passes import blind, finalize
from petitions.states import LetterState, PassMode, TrusteeWay
from tests import make

NOW = make.NOW  # 2026-11-23 12:00 UTC
OPENS = datetime.date(2026, 11, 24)
CLOSES = datetime.date(2026, 12, 31)
DESTROY_BY = datetime.date(2027, 3, 31)
OPENING = datetime.datetime(2026, 11, 24, 0, 5, tzinfo=datetime.UTC)

WORDS = {
    "title": "Two people at every dock",
    "body": "We load at night.\n\nNobody should stand at an open dock **alone**.",
    "demands": ["Two people at every open dock.", "A light that works."],
    "addressees": [("Robin Marsh", "operations director"), ("The board", "")],
    "language": "en",
}
TERMS = {
    "tiers": [25, 50, 100],
    "margin": 3,
    "count_public": True,
    "deliver_at": 5,
    "needed": 2,
    "opens_on": OPENS,
    "closes_on": CLOSES,
    "destroy_by": DESTROY_BY,
    "notice_hours": 72,
}
DOMAINS = ["docks.meridian.example", "meridian.example"]
BY_MAIL = {"mode": PassMode.EMAIL, "domains": DOMAINS}  # as terms: letters.approved(terms=letters.BY_MAIL)
NAMES = ("Ana Ruiz, lawyer", "Bo Lindqvist, engineer", "Chidi Okafor, shop steward", "Dana Weiss", "E. Park", "F", "G")


@dataclass
class Keys:
    """A trustee's private half: what their own device holds."""

    name: str
    identity: bytes = field(default_factory=lambda: os.urandom(32), repr=False)
    seed: bytes = field(default_factory=lambda: os.urandom(32), repr=False)

    def join(self, draft, **changes):
        """join.json for the DRAFT file of a seat, as bytes."""
        return json.dumps(
            {
                "v": 1,
                "scope": draft["scope"],
                "name": self.name,
                "contact": "by phone, evenings",
                "url": "https://trustee.example/keys",
                "ed25519": ed25519.public(self.identity).hex(),
                "xwing": xwing.public(self.seed).hex(),
            }
            | changes
        ).encode()

    def approval(self, position, letter_id):
        """approval.json as bytes."""
        return json.dumps({"trustee": position, "signature": release.approve(self.identity, letter_id).hex()}).encode()

    def destruction(self, position, letter_id, day):
        """destroyed.json as bytes; `day` is YYYY-MM-DD."""
        signature = release.destroyed(self.identity, letter_id, day_number(day))
        return json.dumps({"trustee": position, "day": day, "signature": signature.hex()}).encode()


@dataclass
class Made:
    """A letter on its way, with everything that the people around it hold."""

    letter: Letter
    by: User
    trustees: list = field(default_factory=list)
    codes: list = field(default_factory=list, repr=False)
    used: int = 0

    @property
    def facts(self):
        return queries.letter_facts(self.letter.address)

    @property
    def seats(self):
        return queries.trustees_of(self.letter)

    def code(self):
        """A code that nobody was given yet."""
        self.used += 1
        return self.codes[self.used - 1]

    def new_pass(self, code=None):
        """A signatory's Pass, blinded here and issued by the product for a code."""
        asked, kept = blind(self.facts.manifest.issuer_spki, self.facts.manifest.scope)
        answer = passes.issue_pass(facts=self.facts, code=code or self.code(), blinded=asked)
        return finalize(kept, answer)


_one_key = lru_cache(maxsize=1)(issuer.new_key)


def draft(*, campaign=None, seats=3, by=None, terms=None, **words):
    """A draft with its terms set and its trustees seated."""
    campaign = campaign or make.campaign()
    by = by or make.user()
    letter = letters.draft_letter(campaign=campaign, **(WORDS | words), by=by, at=NOW)
    letters.set_terms(letter=letter, **(TERMS | (terms or {})), by=by, at=NOW)
    made = Made(letter, by)
    for name in NAMES[:seats]:
        url = "https://trustee.example/keys"
        trustees.seat_trustee(letter=letter, name=name, contact="by phone", url=url, by=by, at=NOW)
        made.trustees.append(Keys(name))
    return made


def inviting(**parts):
    """Trustees are invited, no key is here."""
    made = draft(**parts)
    letters.invite_trustees(letter=made.letter, by=made.by, at=NOW)
    return made


def give_key(made, position, *, way=TrusteeWay.TOOL, **changes):
    """Hand in the key of one seat."""
    seat = Trustee.objects.select_related("letter").get(letter=made.letter, position=position)
    join = made.trustees[position - 1].join(json.loads(trustees.draft_file(seat)), **changes)
    return trustees.take_key(trustee=seat, join=join, way=way, by=made.by, at=NOW)


def keyed(**parts):
    """Every trustee has made a key."""
    made = inviting(**parts)
    for position in range(1, len(made.trustees) + 1):
        give_key(made, position)
    return made


def coded(*, codes=60, fresh_key=False, **parts):
    """Codes and issuer key are made. Unless `fresh_key`, the RSA key is one that this process made once (0.3 s)."""
    made = keyed(**parts)
    new_key = issuer.new_key if fresh_key else _one_key
    if made.letter.mode == PassMode.EMAIL:
        passes.make_mail_keys(letter=made.letter, by=made.by, at=NOW, new_key=new_key)
        return made
    made.codes = passes.make_codes(letter=made.letter, number=codes, by=made.by, at=NOW, new_key=new_key)
    return made


def frozen(**parts):
    """The address exists, nobody has approved."""
    return freeze(coded(**parts))


def freeze(made):
    """Freeze a letter whose codes are made."""
    with client_at_hand():
        freezing.freeze_letter(letter=made.letter, by=made.by, at=NOW)
    return made


def client_at_hand():
    """What was built for browsers, or where nothing is built here, small files in their place."""
    if all(settings.CLIENT_BUNDLE.with_name(name).exists() for name in clients.NAMES):
        return override_settings()
    stand_in = settings.VAR / "stand-in-client"
    stand_in.mkdir(exist_ok=True)
    for name in clients.NAMES:
        (stand_in / name).write_text("// no client was built here: deploy/bootstrap.py builds it\n")
    return override_settings(CLIENT_BUNDLE=stand_in / "letter.js")


def give_approval(made, position):
    """Hand in the approval of one seat."""
    seat = Trustee.objects.select_related("letter").get(letter=made.letter, position=position)
    approval = made.trustees[position - 1].approval(position, bytes(made.letter.letter_id))
    return trustees.take_approval(trustee=seat, approval=approval, by=made.by, at=NOW)


def approved(**parts):
    """Every trustee has approved; passes are issued, nobody can sign yet."""
    made = frozen(**parts)
    for position in range(1, len(made.trustees) + 1):
        give_approval(made, position)
    made.letter.refresh_from_db()
    return made


def counted(made, *, size=1, **counts):
    """A checkpoint that made these counts public."""
    letter = queries.locked_letter(made.letter)
    return Checkpoint.objects.create(
        letter=letter, size=size, root=bytes(32), day=OPENS, receipt_day=OPENS, note=b"", frontier=b"",
        counts=queries.counts_of(letter) | counts,
    )  # fmt: skip


def placed(made, state):
    """The same letter, put into a state by hand: only for tests of what that state forbids."""
    Letter.objects.filter(pk=made.letter.pk).update(state=state)
    if state in (LetterState.OPEN, LetterState.CLOSED):
        promised = OPENS + datetime.timedelta(days=6)
        Letter.objects.filter(pk=made.letter.pk, receipt_day=None).update(receipt_day=promised)
    made.letter.refresh_from_db()
    return made


def in_state(state, **parts):
    """A letter in `state`: by its actions as far as `approved`, from there on by hand (see life for the real way)."""
    makers = {
        LetterState.DRAFT: draft,
        LetterState.INVITING: inviting,
        LetterState.CODED: coded,
        LetterState.FROZEN: frozen,
        LetterState.APPROVED: approved,
    }
    return makers[state](**parts) if state in makers else placed(approved(**parts), state)

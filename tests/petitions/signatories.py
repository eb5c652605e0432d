"""Signatories and trustees for tests: what their own devices do, by the protocol's code. Plain functions."""

import datetime
import os
from dataclasses import dataclass

from petitions import bulk
from petitions.actions import life, release, signing
from petitions.models import Letter
from petitions.sealing import ed25519, entries, envelope, opening
from petitions.sealing import release as wire
from petitions.sealing.encoding import sha256
from petitions.sealing.passes import Pass
from tests.petitions import letters

OPENED = letters.OPENING
SMALL = {"tiers": [3, 5, 8], "margin": 1}


def at(day, hour=0):
    """A moment on the day number `day` of the letter: 0 is the day it opens."""
    return datetime.datetime.combine(letters.OPENS, datetime.time(hour), datetime.UTC) + datetime.timedelta(days=day)


def opened(**parts):
    """A letter that takes signatures, with tiers 3, 5 and 8 and margin 1."""
    made = letters.approved(**({"terms": SMALL} | parts))
    life.open_letter(letter=made.letter, at=OPENED)
    return made


@dataclass
class Signatory:
    """What a person's own device holds: their pass and the number of their last entry."""

    facts: object
    pass_: Pass
    seq: int = -1
    receipt: bytes = b""
    sent: tuple = ()

    def entry(self, tier, name="Ada Example", *, seq=None, flags=False, sealed=None):
        """(583 bytes, field) of a new signature."""
        manifest, seq = self.facts.manifest, self.seq + 1 if seq is None else seq
        filler = envelope.blob_length(manifest.n)
        if tier == entries.COUNT_ONLY:
            sealed, hashed = sealed or b"", entries.NO_BLOB
        elif tier == entries.NAMED:
            salt, plain = os.urandom(32), envelope.pad({"name": name})
            sealed, hashed = salt + plain, envelope.statement_hash(salt, plain)
        else:
            plain = envelope.pad({"name": name}) if isinstance(name, str) else name
            sealed = sealed or envelope.seal(
                letter_id=self.facts.letter_id,
                spk=self.pass_.spk,
                tier=tier,
                seq=seq,
                xwings=manifest.xwings,
                t=manifest.t,
                plaintext=plain,
            )
            hashed = sha256(sealed)
        raw = entries.make_sign(
            letter_id=self.facts.letter_id, tier=tier, seq=seq, pass_=self.pass_, sealed_hash=hashed, assisted=flags
        )
        return raw, sealed + os.urandom(filler - len(sealed))

    def sign(self, tier, name="Ada Example", *, when=OPENED, **parts):
        """Sign, or sign again."""
        self.sent = self.entry(tier, name, **parts)
        self.receipt = signing.sign_letter(facts=self.facts, entry=self.sent[0], field=self.sent[1], at=when)
        self.seq += 1
        return self

    def withdraw(self, *, when=OPENED):
        raw = entries.make_withdraw(letter_id=self.facts.letter_id, seq=self.seq + 1, ssk=self.pass_.ssk)
        self.receipt = signing.withdraw_signature(facts=self.facts, entry=raw, at=when)
        self.sent = (raw, b"")
        self.seq += 1
        return self

    @property
    def leaf(self):
        return entries.parse(self.sent[0]).leaf


def newcomer(made):
    """Somebody with a pass of the letter, certified directly by the issuer (the blind way is tested with passes)."""
    from petitions import vault
    from petitions.actions.passes import redeem

    redeem(facts=made.facts, code=made.code(), asked=os.urandom(32))
    ssk, prefix = os.urandom(32), os.urandom(32)
    token = vault.issuer_load(made.letter.pk).issue(ed25519.public(ssk), made.facts.manifest.scope, prefix)
    return Signatory(made.facts, Pass(ssk, prefix, token))


def crowd(made, number, tier, *, name="Crowd {}", when=OPENED):
    """`number` people who sign with the same choice."""
    return [newcomer(made).sign(tier, name.format(at), when=when) for at in range(number)]


def due_items(wave):
    """[(entry, blob)] that trustees must open for a wave."""
    rows = bulk.by_leaf(release._ITEMS, (wave.letter_id.hex, wave.pk.hex, True))
    return [(entry, blob) for _leaf, entry, blob in rows]


def release_file(made, wave, position, **changes):
    """The bytes of a trustee's release file for a wave whose snapshot is taken."""
    wave.refresh_from_db()
    keys = made.trustees[position - 1]
    ok, bad = opening.open_due(
        due_items(wave), seed=keys.seed, trustee=position, manifest=made.facts.manifest, processes=1
    )
    fields = {
        "letter_id": made.facts.letter_id,
        "size": wave.snapshot_size,
        "root": bytes(wave.snapshot_root),
        "k": wave.k,
        "trustee": position,
        "ok": ok,
        "bad": bad,
    } | changes
    return wire.make_release(keys.identity, **fields)


def reloaded(made):
    made.letter = Letter.objects.select_related("group").get(pk=made.letter.pk)
    return made.letter

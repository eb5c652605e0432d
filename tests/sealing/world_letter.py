"""A small letter in memory up to its batches: keys, passes, seals, entries, checkpoints, with real cryptography."""

import os
from dataclasses import dataclass, field
from functools import cache

from petitions.sealing import (
    checkpoints,
    ed25519,
    entries,
    envelope,
    issuer,
    log,
    manifest,
    passes,
    xwing,
)
from petitions.sealing.encoding import day_number, sha256

OPENS = day_number("2026-03-02")
CLOSES = day_number("2026-04-02")
DESTROY_BY = day_number("2026-06-01")
LETTER = "# To the board\n\nWe ask for three things.\n\n1. Answer us.\n"
GERMAN = "# An den Vorstand\n\nWir bitten um drei Dinge.\n"


@cache
def issuer_key():
    """The DER of the run's issuer key."""
    return issuer.new_key()


@dataclass
class World:
    """Everything anybody holds. `log` is a list of (entry_raw, sealed or None) in log order."""

    manifest: object
    issuer: object
    log_seed: bytes
    identities: list
    xwing_seeds: list
    codes: list
    roster: list
    rand: object
    day: int = OPENS
    redeemed: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    log: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    receipts: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    releases: dict = field(default_factory=dict)
    errata: list = field(default_factory=list)
    destroyed: list = field(default_factory=list)
    erased: set = field(default_factory=set)


def new(*, n=3, t=2, mode="code", codes=20, rand=os.urandom, issuer_der=None, **fields):
    """A letter that is frozen and approved; `fields` replace manifest fields by name."""
    der = issuer_der or issuer_key()
    scope, log_seed = fields.pop("scope", None) or rand(32), rand(32)
    identities, seeds = [rand(32) for _ in range(n)], [rand(32) for _ in range(n)]
    drawn = [passes.new_code(rand) for _ in range(codes)]
    roster = [passes.roster_leaf(passes.code_hash(scope, code)) for code in drawn]
    code_mode = mode == "code"
    raw = manifest.build(
        **{
            "scope": scope,
            "letter_sha256": sha256(LETTER.encode()),
            "translations": [{"lang": "de", "sha256": sha256(GERMAN.encode()), "title": "An den Vorstand"}],
            "tiers": [2, 3, 5],
            "margin": 0,
            "count_public": True,
            "deliver_at": 5,
            "t": t,
            "trustees": [
                {
                    "name": f"Trustee {name}",
                    "contact": f"trustee-{name.lower()}@example.org",
                    "url": f"https://trustee-{name.lower()}.example.org/",
                    "ed25519": ed25519.public(identity),
                    "xwing": xwing.public(seed),
                }
                for name, identity, seed in zip("ABCDEFG", identities, seeds, strict=False)
            ],
            "issuer_spki": issuer.spki(der),
            "eligibility": {
                "mode": mode,
                "roster_root": passes.roster_root(roster) if code_mode else None,
                "roster_size": codes if code_mode else 0,
                "domains": [] if code_mode else ["example.org"],
            },
            "log": {"origin": "letters.example.org/undersigned", "ed25519": ed25519.public(log_seed)},
            "client_sha256": [sha256(b"client"), sha256(b"sign.html"), sha256(b"trustee.html")],
            "opens": OPENS,
            "closes": CLOSES,
            "notice_hours": 72,
            "destroy_by": DESTROY_BY,
            "batch": {"min": 5, "every_hours": 24},
            **fields,
        }
    )
    made = manifest.parse(raw, complete=True)
    return World(made, issuer.Issuer(der), log_seed, identities, seeds, drawn, roster, rand)


def new_pass(world, *, blind=False):
    """A pass for the next code: blind-signed as a browser gets it, or signed outright, which is faster."""
    if world.codes:
        world.redeemed.append(passes.code_hash(world.manifest.scope, world.codes.pop()))
    if blind:
        blinded, kept = passes.blind(world.manifest.issuer_spki, world.manifest.scope, rand=world.rand)
        return passes.finalize(kept, world.issuer.sign(blinded))
    ssk, prefix = world.rand(32), world.rand(32)
    return passes.Pass(ssk, prefix, world.issuer.issue(ed25519.public(ssk), world.manifest.scope, prefix))


def seal(world, pass_, *, tier, seq=0, plaintext):
    """(sealed, sealed_hash) for a choice: a blob, salt and statement for tier 0, or nothing."""
    if tier == entries.COUNT_ONLY:
        return None, entries.NO_BLOB
    if tier == entries.NAMED:
        salt = world.rand(32)
        return salt + plaintext, envelope.statement_hash(salt, plaintext)
    blob = envelope.seal(
        letter_id=world.manifest.letter_id,
        spk=pass_.spk,
        tier=tier,
        seq=seq,
        xwings=world.manifest.xwings,
        t=world.manifest.t,
        plaintext=plaintext,
        rand=world.rand,
    )
    return blob, sha256(blob)


def sign(world, *, tier, name="Ada Example", seq=0, pass_=None, assisted=False, plaintext=None, **more):
    """Sign and leave the entry waiting; returns (pass, leaf). `more`: title, team, note."""
    pass_ = pass_ or new_pass(world)
    plaintext = plaintext or envelope.pad({"name": name, **more})
    sealed, sealed_hash = seal(world, pass_, tier=tier, seq=seq, plaintext=plaintext)
    raw = entries.make_sign(
        letter_id=world.manifest.letter_id,
        tier=tier,
        seq=seq,
        pass_=pass_,
        sealed_hash=sealed_hash,
        assisted=assisted,
    )
    accept(world, raw, sealed)
    return pass_, log.leaf_hash(raw)


def withdraw(world, pass_, *, seq):
    """Withdraw and leave the entry waiting; returns its bytes."""
    raw = entries.make_withdraw(letter_id=world.manifest.letter_id, seq=seq, ssk=pass_.ssk)
    accept(world, raw, None)
    return raw


def accept(world, raw, sealed):
    """Let an entry wait, with a receipt, without asking whether it may."""
    day = log.receipt_day(opens=OPENS, day=max(world.day, OPENS))
    leaf = log.leaf_hash(raw)
    letter_id = world.manifest.letter_id
    world.receipts.append(log.sign_receipt(world.log_seed, letter_id=letter_id, leaf=leaf, day=day))
    world.waiting.append((raw, sealed))


def batch(world, *, days=1):
    """Let days pass and publish what waits; nothing waiting makes no checkpoint."""
    world.day += days
    if world.waiting:
        world.log += sorted(world.waiting, key=lambda pair: log.leaf_hash(pair[0]))
        world.waiting = []
        world.notes.append(checkpoint(world))


def leaves(world):
    """The leaf hashes in log order."""
    return [log.leaf_hash(raw) for raw, _sealed in world.log]


def checkpoint(world, *, seed=None):
    """A signed note over the log as it is."""
    every = leaves(world)
    return checkpoints.sign_checkpoint(
        seed or world.log_seed,
        origin=world.manifest.log.origin,
        letter_id=world.manifest.letter_id,
        size=len(every),
        root=log.root(every),
        day=world.day,
    )

"""A whole small letter played in memory with real cryptography: what server, signatories and trustees would do.

Plain functions on one World. Keys are drawn from `rand`, the operating system by default; the issuer key is one for
the run, because making RSA keys is slow and no test depends on its being fresh.
"""

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
    opening,
    passes,
    release,
    rows,
    tiers,
    waves,
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


def story(world, *, today=None, releases=None, notices=None, size=None):
    """The replayed Story of all there is, or of these release files and this many notices."""
    letter = world.manifest
    marks = [
        checkpoints.parse_checkpoint(
            note, public=letter.log.ed25519, origin=letter.log.origin, letter_id=letter.letter_id
        )
        for note in world.notes
    ]
    lines = [waves.line(entries.parse(raw)) for raw, _sealed in world.log]
    notices = [release.parse_notice(raw, manifest=letter) for raw in world.notices[:notices]]
    found = world.releases if releases is None else releases
    files = [(wave, release.parse_release(raw, manifest=letter)) for (wave, _i), raw in sorted(found.items())]
    return waves.replay(letter, lines, marks, notices, files, today=today, size=size)


def notice(world, *, final=False, **changes):
    """Announce the next wave over the log as it is; `changes` forge fields."""
    told = story(world)
    if final:
        world.day = max(world.day, CLOSES)
    every = leaves(world)
    k = tiers.judge(manifest=world.manifest, heads=told.heads.values(), final=told.final).k
    fields = {
        "letter_id": world.manifest.letter_id,
        "wave": len(world.notices) + 1,
        "previous": max((record.number for record in told.waves if record.state == waves.COMPLETE), default=0),
        "final": final,
        "size": len(every),
        "root": log.root(every),
        "k": world.manifest.tiers[-1] if final else k,
        "snapshot_day": waves.first_day(day=world.day, notice_hours=world.manifest.notice_hours),
    } | changes
    world.notices.append(release.make_notice(world.log_seed, **fields))


def due_items(world, wave, trustee=None):
    """(record, [(entry_raw, blob)] sorted by leaf) of a wave whose snapshot day has come, as this trustee sees it."""
    earlier = {key: raw for key, raw in world.releases.items() if key[0] <= wave and key != (wave, trustee)}
    record = story(world, today=world.day, releases=earlier, notices=wave).waves[wave - 1]
    by_leaf = {log.leaf_hash(raw): (raw, sealed) for raw, sealed in world.log}
    return record, [by_leaf[head.leaf] for head in record.ruling.due]


def share(world, wave, trustee, **changes):
    """A trustee's release file for a wave, put with the others; `changes` forge fields. Returns its bytes."""
    record, items = due_items(world, wave, trustee)
    ok, bad = opening.open_due(
        items, seed=world.xwing_seeds[trustee - 1], trustee=trustee, manifest=world.manifest, processes=1
    )
    fields = {
        "letter_id": world.manifest.letter_id,
        "size": record.snapshot.size,
        "root": record.snapshot.root,
        "k": record.ruling.k,
        "trustee": trustee,
        "ok": ok,
        "bad": bad,
    } | changes
    raw = release.make_release(world.identities[trustee - 1], **fields)
    world.releases[wave, trustee] = raw
    return raw


def open_wave(world, *, final=False, trustees=(1, 2)):
    """Announce, let the notice pass, take the snapshot, and let these trustees release."""
    notice(world, final=final)
    batch(world, days=release.parse_notice(world.notices[-1], manifest=world.manifest).snapshot_day - world.day)
    for trustee in trustees:
        share(world, len(world.notices), trustee)


def dispute(world, leaf, reason):
    """The operator marks a published name as disputed."""
    signature = release.erratum(
        world.log_seed, letter_id=world.manifest.letter_id, leaf=leaf, day=world.day, reason=reason
    )
    world.errata.append((leaf, reason, world.day, signature))


def destroy(world, trustee):
    """A trustee says that their key is gone."""
    signature = release.destroyed(world.identities[trustee - 1], world.manifest.letter_id, world.day)
    world.destroyed.append((trustee, world.day, signature))


def name_rows(world, told):
    """The encoded rows of names.json, sorted by leaf."""
    by_leaf = {log.leaf_hash(raw): (entries.parse(raw), sealed) for raw, sealed in world.log}
    found = {}
    for head in told.heads.values():
        if head.live and head.tier == 0:
            _entry, sealed = by_leaf[head.leaf]
            identity = opening.identity_json(sealed[32:])
            found[head.leaf] = rows.name_row(
                leaf=head.leaf, tier=0, wave=None, identity=identity, salt=sealed[:32], statement=sealed[32:]
            )
    for record in told.waves:
        if record.state == waves.COMPLETE:
            items = [(by_leaf[head.leaf][0].raw, by_leaf[head.leaf][1]) for head in record.ruling.due]
            for one in opening.open_names(items, record.releases, manifest=world.manifest, processes=1):
                tier = by_leaf[one.leaf][0].tier
                found[one.leaf] = rows.name_row(leaf=one.leaf, tier=tier, wave=record.number, identity=one.identity)
    return [found[leaf] for leaf in sorted(found)]


def log_files(world):
    """The files that hold nothing but the log."""
    in_log = set(leaves(world))
    return {
        "entries.bin": b"".join(raw for raw, _sealed in world.log),
        "checkpoints.txt": checkpoints.join_notes(world.notes),
        "receipts.bin": b"".join(sorted(record for record in world.receipts if record[:32] in in_log)),
    }


def files(world, *, sealed=False):
    """The bundle as dict name -> bytes; `sealed` gives the trustee bundle."""
    told, letter = story(world), world.manifest
    blobs = {head.leaf for record in told.waves if record.state == waves.COMPLETE for head in record.ruling.due}
    if sealed:
        blobs |= {head.leaf for head in told.heads.values() if head.live and head.tier in letter.tiers}
    by_leaf = {log.leaf_hash(raw): sealed_part for raw, sealed_part in world.log}
    found = log_files(world) | {
        "manifest.json": letter.raw,
        "approvals.json": rows.approvals(
            (i, release.approve(seed, letter.letter_id)) for i, seed in enumerate(world.identities, 1)
        ),
        "letter.md": LETTER.encode(),
        "letter.de.md": GERMAN.encode(),
        "blobs.bin": b"".join(leaf + by_leaf[leaf] for leaf in sorted(blobs)),
        "names.json": rows.listed(name_rows(world, told)),
        "destroyed.json": rows.destroyed(world.destroyed),
        "errata.json": rows.errata(world.errata),
    }
    if letter.eligibility.mode == "code":
        redeemed = world.redeemed if world.releases else None
        found["roster.json"] = rows.roster(root=letter.eligibility.roster_root, leaves=world.roster, redeemed=redeemed)
    found |= {f"notices/{wave}.bin": raw for wave, raw in enumerate(world.notices, 1)}
    found |= {f"releases/{wave}-{trustee}.bin": raw for (wave, trustee), raw in world.releases.items()}
    return found


def played(*, rand=os.urandom, **fields):
    """A letter with every choice in it: an early wave, one that stays void, a final one; one name stays sealed."""
    world = new(rand=rand, **({"tiers": [2, 3, 12]} | fields))
    high = world.manifest.tiers[-1]
    first, _leaf = sign(world, tier=2, name="Zoë Early", title="Nurse", team="Ward 3")
    sign(world, tier=3, name="李 Tier Three", pass_=new_pass(world, blind=True))
    changed, _leaf = sign(world, tier=high, name="Changes Mind")
    gone, _leaf = sign(world, tier=2, name="Goes Away")
    sign(world, tier=0, name="Public Person", note="Proudly.")
    shy, _leaf = sign(world, tier=0, name="Public Then Not")
    sign(world, tier=entries.COUNT_ONLY)
    batch(world)
    sign(world, tier=3, name="Changes Mind", pass_=changed, seq=1)
    withdraw(world, gone, seq=1)
    withdraw(world, shy, seq=1)
    sign(world, tier=2, name="Helped Along", assisted=True)
    sign(world, tier=3, plaintext=b"\x00\x02{]" + bytes(508))
    batch(world)
    open_wave(world)
    sign(world, tier=high, name="Stays Sealed")
    _late, late_leaf = sign(world, tier=3, name="Late Three")
    sign(world, tier=entries.COUNT_ONLY, pass_=gone, seq=2)
    batch(world)
    open_wave(world, trustees=())
    open_wave(world, final=True, trustees=(1, 3))
    dispute(world, late_leaf, "The owner says this was not them.")
    destroy(world, 1)
    destroy(world, 3)
    return world

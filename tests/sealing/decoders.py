"""Every decoder of the protocol with input that it takes, and one way to feed them: for the fuzzers of P29.

A decoder may take its input or refuse it with a SealingError; anything else is a crash.
"""

import atexit
import json
import tempfile
import time
from functools import cache
from pathlib import Path

from petitions.sealing import (
    bundle,
    checkpoints,
    ed25519,
    encoding,
    entries,
    envelope,
    keyfile,
    log,
    manifest,
    passes,
    plaintext,
    release,
    rows,
    trustee,
    trustee_home,
    trustee_release,
    xwing,
)
from petitions.sealing.errors import SealingError
from tests.sealing import world as w

SLOW = 0.1  # seconds of this process, so that a busy machine makes nothing slow
MOST_MEMORY = 256 << 20


@cache
def played():
    world = w.played()
    return world, w.files(world)


def _home(name, read):
    """A decoder of one file of a trustee's folder: the bytes are that file, and `read` what the tool asks of it."""
    kept = tempfile.TemporaryDirectory(prefix="undersigned-fuzz-")
    atexit.register(kept.cleanup)
    root = Path(kept.name)

    def decode(raw):
        (root / name).write_bytes(raw)
        read(root)

    return decode


def _desk(read):
    return lambda root: read(trustee_home.Desk(root, bytes(32)))


def _zip(raw):
    with tempfile.NamedTemporaryFile(suffix=".zip", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as file:  # noqa: S108
        file.write(raw)
        file.flush()
        with bundle.Bundle.open(Path(file.name)) as opened:
            for name in opened.names():
                opened.piece(name).read()


def _names(raw):
    for row in rows.name_rows(bundle.Piece(len(raw), data=raw).lines()):
        if b'"statement"' in row:
            rows.read_statement(row)


def _release(raw):
    world, _files = played()
    file = release.parse_release(raw, manifest=world.manifest)
    return file.leaves(), file.ok


def _forged_release(raw):
    """The same, signed, so that what the signature protects is reached."""
    world, _files = played()
    return _release(raw[:-64] + ed25519.sign(world.identities[0], b"undersigned/v1/release\0" + raw[:-64]))


def _text(decode):
    return lambda raw: decode(raw.decode("utf-8", "surrogateescape"))


@cache
def decoders():
    """{name: (decode, [inputs it takes])}."""
    world, files = played()
    letter, notice = world.manifest, world.notices[0]
    blob = next(sealed for raw, sealed in world.log if sealed and len(sealed) > 600)
    sign = next(raw for raw, _sealed in world.log if len(raw) == entries.SIGN_LENGTH)
    withdraw = next(raw for raw, _sealed in world.log if len(raw) == entries.WITHDRAW_LENGTH)
    seen = {"seen": {"size": 3, "root": "00" * 32}, "withdrawals": {withdraw.hex(): "2026-03-02T00:00:00+00:00"}}
    seen["notices"] = {"1": {"sha256": "00" * 32, "first_seen": "2026-03-02T00:00:00+00:00"}}
    who = {"name": "Ada", "contact": "by phone", "url": "https://a.example", "ed25519": "11" * 32}
    join = {"v": 1, "scope": "22" * 32} | who | {"xwing": "33" * 1216}
    known = [{"letter_id": "44" * 32, "scope": "55" * 32, "issuer": "66" * 32, "roster": None, "xwing": ["77" * 32]}]
    draft = {"v": 1, "scope": "22" * 32, "title": "To the board", "trustee": "Ada", "n": 3, "t": 2}
    leaves = {"v": 1, "scope": "22" * 32, "leaves": ["88" * 32, "99" * 32]}
    note = checkpoints.split_notes(files["checkpoints.txt"])[0]
    about = {"public": letter.log.ed25519, "origin": letter.log.origin, "letter_id": letter.letter_id}
    box = xwing.private(world.xwing_seeds[0])
    return {
        "envelope": (lambda raw: envelope.parse(raw, n=3, t=2), [blob]),
        "box": (lambda raw: xwing.open(box, b"", raw), [blob[132 : 132 + envelope.BOX_LENGTH]]),
        "public key": (xwing.check_public, [letter.xwings[0]]),
        "share": (lambda raw: envelope.shares.combine([raw[:33], raw[33:]]), [bytes(32) + b"\1" + bytes(32) + b"\2"]),
        "plaintext": (plaintext.read, [envelope.pad({"name": "Zoë", "note": "x"}), bytes(512)]),
        "entry": (entries.parse, [sign, withdraw]),
        "entries": (lambda raw: list(entries.parse_stream(raw)), [files["entries.bin"]]),
        "manifest": (lambda raw: manifest.parse(raw, complete=True), [letter.raw]),
        "issuer": (passes.load_issuer, [letter.issuer_spki]),
        "pass": (lambda raw: passes.Pass.parse(raw).spk, [bytes(448)]),
        "code": (_text(passes.normalise_code), [b"abcd-efgh jkmn-pqrs-tvwx", b"0" * 20]),
        "checkpoint": (lambda raw: checkpoints.parse_checkpoint(raw, **about), [note]),
        "checkpoints": (checkpoints.split_notes, [files["checkpoints.txt"]]),
        "frontier": (log.Frontier.load, [log.Frontier().dump()]),
        "receipt": (lambda raw: log.verify_receipt(about["public"], letter.letter_id, raw), [world.receipts[0]]),
        "notice": (lambda raw: release.parse_notice(raw, manifest=letter), [notice]),
        "release": (_release, [world.releases[1, 1]]),
        "forged release": (_forged_release, [world.releases[1, 1]]),
        "names": (_names, [files["names.json"]]),
        "approvals": (lambda raw: rows.read_approvals(raw, 16 << 10), [files["approvals.json"]]),
        "destroyed": (lambda raw: rows.read_destroyed(raw, 16 << 10), [files["destroyed.json"]]),
        "errata": (lambda raw: rows.read_errata(raw, 4 << 20), [files["errata.json"]]),
        "roster": (lambda raw: rows.read_roster(raw, 512 << 20), [files["roster.json"]]),
        "zip": (_zip, [bundle.zip_bytes(files)]),
        "draft": (trustee.read_draft, [json.dumps(draft).encode()]),
        "withdrawal": (trustee_release.read_withdrawal, [withdraw, withdraw.hex().encode() + b"\n"]),
        # The version is cut off: with it every input would pay for scrypt, which is slow because it must be.
        "key file": (lambda raw: keyfile.decrypt(b"\0" + raw, "a passphrase"), [bytes(81)]),
        "identity.json": (_home("identity.json", lambda root: trustee_home.Home(root).identity()), [_json(who)]),
        "approved.json": (_home("approved.json", lambda root: trustee_home.Home(root).approved()), [_json(known)]),
        "join.json": (_home("join.json", _desk(lambda desk: desk.join())), [_json(join)]),
        "manifest.json": (_home("manifest.json", _desk(lambda desk: desk.manifest())), [letter.raw]),
        "state.json": (_home("state.json", _desk(lambda desk: desk.state())), [_json(seen)]),
        "leaves": (lambda raw: passes.read_leaves(raw, 4 << 20), [_json(leaves)]),
        "days": (_text(encoding.day_number), [b"2026-03-02"]),
        "base32": (_text(encoding.b32_bytes), [letter.address.encode()]),
    }


def _json(found):
    return json.dumps(found).encode()


def feed(decode, raw):
    """Decode; whether it was taken. A crash raises, and so does an input that is slow three times over."""
    taken, spent = _timed(decode, raw)
    if spent > SLOW:
        spent = min(_timed(decode, raw)[1], _timed(decode, raw)[1])
        if spent > SLOW:
            raise RuntimeError(f"{len(raw)} bytes took {spent:.2f} s")
    return taken


def _timed(decode, raw):
    began = time.process_time()
    try:
        decode(raw)
        taken = True
    except SealingError:
        taken = False
    return taken, time.process_time() - began


_LONG = (b"[" * 2000, b"9" * 5000)
INTERESTING = (b"", b"\0", b"\xff" * 4, b"\x80", b"null", b"-1", b"1e9", b'"\\ud800"', b"\xef\xbb\xbf", *_LONG)


def mutated(raw, chance):
    """An input near one that is taken: bits, bytes, stretches and lengths changed."""
    made = bytearray(raw)
    for _change in range(chance.randrange(1, 5)):
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + chance.choice((1, 1, 2, 4, 32, 500)))
        kind = chance.randrange(6)
        if kind == 0 and made:
            made[at % len(made)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made[at:end] = chance.randbytes(end - at)
        elif kind == 2:
            del made[at:end]
        elif kind == 3:
            made[at:at] = made[at:end] * chance.choice((1, 2, 50))
        elif kind == 4:
            made[at:end] = chance.choice(INTERESTING)
        else:
            del made[at:]
    return bytes(made)

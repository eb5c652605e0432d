"""Plain factories for the protocol's tests. Keys come from the vectors or are drawn at once; none is secret."""

import json
import os
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from petitions.sealing import ed25519, entries, envelope, passes, xwing
from petitions.sealing.encoding import sha256
from petitions.sealing.issuer import Issuer

VECTORS = Path(__file__).resolve().parents[1] / "vectors"


@cache
def vector(name):
    """The parsed JSON of tests/vectors/<name>."""
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


@cache
def transcript():
    """The recorded transcript with its manifest as the object that entries are checked against."""
    recorded = vector("protocol-v1-transcript.json")
    fields = json.loads(bytes.fromhex(recorded["manifest"]))
    manifest = SimpleNamespace(
        letter_id=bytes.fromhex(recorded["letter_id"]),
        scope=bytes.fromhex(fields["scope"]),
        tiers=tuple(fields["tiers"]),
        n=len(fields["trustees"]),
        t=fields["t"],
        issuer_spki=bytes.fromhex(fields["issuer_spki"]),
        xwings=[bytes.fromhex(trustee["xwing"]) for trustee in fields["trustees"]],
    )
    return SimpleNamespace(
        recorded=recorded,
        manifest=manifest,
        issuer=passes.load_issuer(manifest.issuer_spki),
        entries=[entries.parse(bytes.fromhex(raw)) for raw in recorded["entries"]],
        blobs={bytes.fromhex(leaf): bytes.fromhex(blob) for leaf, blob in recorded["blobs"].items()},
        privates=[xwing.private(bytes.fromhex(seed)) for seed in recorded["trustee_xwing_seeds"]],
    )


@cache
def issuer():
    """The transcript's issuer, as the server holds it."""
    return Issuer(bytes.fromhex(vector("protocol-v1-transcript.json")["issuer_private_pkcs8"]))


@cache
def trustees(n):
    """n trustees: seeds, public keys and private keys for boxes."""
    seeds = [os.urandom(32) for _ in range(n)]
    return SimpleNamespace(
        publics=[xwing.public(seed) for seed in seeds], privates=[xwing.private(seed) for seed in seeds]
    )


def new_pass(scope=None):
    """A pass of the transcript's issuer for a fresh key."""
    ssk, prefix = os.urandom(32), os.urandom(32)
    scope = transcript().manifest.scope if scope is None else scope
    return passes.Pass(ssk, prefix, issuer().issue(ed25519.public(ssk), scope, prefix))


def sealed(name="Ada Example", *, pass_, tier=3, seq=0, n=3, t=2, letter_id=None):
    """(blob, entry) that seals a name for the trustees of the transcript, or for `trustees(n)` where n is not 3."""
    manifest = transcript().manifest
    letter_id = letter_id or manifest.letter_id
    publics = manifest.xwings if n == 3 else trustees(n).publics
    blob = envelope.seal(
        letter_id=letter_id,
        spk=pass_.spk,
        tier=tier,
        seq=seq,
        xwings=publics,
        t=t,
        plaintext=envelope.pad({"name": name}),
    )
    raw = entries.make_sign(letter_id=letter_id, tier=tier, seq=seq, pass_=pass_, sealed_hash=sha256(blob))
    return blob, entries.parse(raw)


def flipped(raw, at, bit=1):
    """The bytes with one bit changed."""
    return raw[:at] + bytes((raw[at] ^ bit,)) + raw[at + 1 :]

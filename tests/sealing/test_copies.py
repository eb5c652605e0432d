"""P27: a sealed name opens only for the letter, key, tier, turn and trustee it was sealed for.

The promise's "tenant" is the letter, its "epoch" and "text version" are the letter_id, which is a hash of both.
"""

import pytest

from petitions.sealing import entries, envelope, xwing
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Rejected, SealingError
from tests.sealing import make

N, T = 3, 2
BOUND = ("letter_id", "spk", "tier", "seq")


def sealed_for(chance, keys):
    """(Blob, what it is bound to, its plaintext)."""
    bound = {
        "letter_id": chance.randbytes(32),
        "spk": chance.randbytes(32),
        "tier": chance.randrange(1, 65535),
        "seq": chance.randrange(16),
    }
    plain = envelope.pad({"name": f"Person {chance.random()}"})
    raw = envelope.seal(**bound, xwings=keys.publics, t=T, plaintext=plain)
    return envelope.parse(raw, n=N, t=T), bound, plain


def moved(chance, bound, part):
    """The same place, but for one part of it."""
    other = bytes(32)
    while part in ("letter_id", "spk") and other in (bytes(32), bound[part]):
        other = make.flipped(bound[part], chance.randrange(32), 1 << chance.randrange(8))
    if part in ("tier", "seq"):
        other = (bound[part] + chance.randrange(1, 15)) % 16 if part == "seq" else bound[part] ^ 1
    return bound | {part: other}


def opens(blob, bound, keys, shares):
    """Whether any trustee's box opens here, or the body with shares that are all right."""
    for i, private in enumerate(keys.privates, 1):
        try:
            envelope.open_share(blob, i, private, **bound)
        except Rejected:
            continue
        return True
    return envelope.open_body(blob, shares, **bound) is not None


def opens_at_another_seat(blob, bound, keys):
    """Whether a box opens with another trustee's key, or with its own as another seat's."""
    pairs = [(mine, said) for mine in range(1, N + 1) for said in range(1, N + 1)]
    for mine, said in pairs:
        info = envelope.share_info(i=said, **bound)
        for box in (blob.boxes[mine - 1], blob.boxes[said - 1]):
            try:
                xwing.open(keys.privates[mine - 1], info, box)
            except Rejected:
                continue
            if mine != said:
                return True
    return False


def test_p27_copied_envelopes_open_nowhere_else(reach):
    count, chance, keys, opened, tried = reach.size(sample=40, full=1000), reach.chance, make.trustees(N), 0, 0
    for _envelope in range(count):
        blob, bound, plain = sealed_for(chance, keys)
        shares = [envelope.open_share(blob, i, private, **bound) for i, private in enumerate(keys.privates, 1)]
        assert envelope.open_body(blob, shares[:T], **bound) == plain  # it does open where it belongs
        for part in BOUND:
            opened += opens(blob, moved(chance, bound, part), keys, shares)
        opened += opens_at_another_seat(blob, bound, keys)
        opened += mixed_opens(blob, bound, keys, chance)
        tried += len(BOUND) + 2
    assert opened == 0
    reach.reached(f"{opened} of {tried:,} copies of {count:,} envelopes opened elsewhere")


def mixed_opens(blob, bound, keys, chance):
    """Whether a blob made of two, the boxes of one and the body of the other, opens: the body covers all before it."""
    other, _bound, _plain = sealed_for(chance, keys)
    body = len(blob.raw) - envelope.BODY_LENGTH
    mixed = envelope.parse(blob.raw[:body] + other.raw[body:], n=N, t=T)
    shares = [envelope.open_share(mixed, i, private, **bound) for i, private in enumerate(keys.privates, 1)]
    return envelope.open_body(mixed, shares, **bound) is not None


def test_p27_entries_and_blobs_of_one_letter_are_refused_by_another(reach):
    """The whole entry sent to another letter, and a victim's blob under an insider's own entry of a lower tier."""
    count, told = reach.size(sample=20, full=1000), make.transcript()
    for _envelope in range(count):
        victim, insider = make.new_pass(), make.new_pass()
        blob, entry = make.sealed(pass_=victim, letter_id=reach.chance.randbytes(32))
        with pytest.raises(SealingError) as refusal:
            entries.check_sign(entry, manifest=told.manifest, issuer=told.issuer, sealed=blob)
        assert refusal.value.check == "letter"
        blob, entry = make.sealed(pass_=victim, tier=told.manifest.tiers[-1])
        entries.check_sign(entry, manifest=told.manifest, issuer=told.issuer, sealed=blob)  # where it belongs
        copied = entries.parse(
            entries.make_sign(
                letter_id=told.manifest.letter_id,
                tier=told.manifest.tiers[0],
                seq=0,
                pass_=insider,
                sealed_hash=sha256(blob),
            )
        )
        shape = envelope.parse(blob, n=N, t=T)
        bound = {key: getattr(copied, key) for key in BOUND}
        for i, private in enumerate(told.privates, 1):
            with pytest.raises(Rejected):
                envelope.open_share(shape, i, private, **bound)
    reach.reached(f"0 of {count:,} entries taken by another letter, 0 of {count:,} blobs opened under another's entry")

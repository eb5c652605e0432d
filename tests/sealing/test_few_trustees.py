"""P28: fewer than t trustees open nothing, and a false share is found and its trustee named.

Keys are never made together (protocol section 1), so there is no key generation to rush; a rogue key is one that a
trustee announces as somebody else's, and `manifest` and `approve` refuse it (test_manifest, test_trustee_approve).
"""

import os
from itertools import combinations
from types import SimpleNamespace

from petitions.sealing import ed25519, entries, envelope, log, opening, release, shares
from petitions.sealing.encoding import sha256
from tests.sealing import make

LETTER_ID = bytes(range(32))
SIZES = [(n, t) for n in range(2, 8) for t in range(2, n + 1)]


def bound_to(spk, tier=3, seq=0):
    return {"letter_id": LETTER_ID, "spk": spk, "tier": tier, "seq": seq}


def opened_boxes(n, t):
    """(Blob, what it is bound to, every trustee's share, plaintext)."""
    keys, bound, plain = make.trustees(n), bound_to(os.urandom(32)), envelope.pad({"name": "Ada Example"})
    blob = envelope.parse(envelope.seal(**bound, xwings=keys.publics, t=t, plaintext=plain), n=n, t=t)
    found = [envelope.open_share(blob, i, private, **bound) for i, private in enumerate(keys.privates, 1)]
    return blob, bound, found, plain


def test_p28_every_group_below_t_opens_nothing(reach):
    groups = 0
    for n, t in SIZES:
        blob, bound, found, plain = opened_boxes(n, t)
        for group in combinations(found, t - 1):
            # With what they can make up: a share twice, shares at every other x that say nothing, and at zero.
            invented = [os.urandom(32) + bytes((x,)) for x in range(8)]
            assert envelope.open_body(blob, group, **bound) is None
            assert envelope.open_body(blob, (*group, group[0]), **bound) is None
            assert envelope.open_body(blob, (*group, *invented), **bound) is None
            groups += 1
        assert all(envelope.open_body(blob, group, **bound) == plain for group in combinations(found, t))
    reach.reached(f"0 of all {groups} groups of t − 1 trustees, for every n ≤ 7 and t ≤ n, opened a name")


def false_share(chance, own, others, foreign):
    """A share that is not the one its trustee was given."""
    kind = chance.choice(("flipped", "anothers", "zero", "foreign", "zero x", "random"))
    return {
        "flipped": make.flipped(own, chance.randrange(33), 1 << chance.randrange(8)),
        "anothers": chance.choice(others),
        "zero": bytes(33),
        "foreign": foreign,
        "zero x": own[:32] + b"\0",
        "random": chance.randbytes(33),
    }[kind]


def signed_items(chance, count, n, t):
    """[(entry, blob)] by leaf, {leaf: all shares}, Manifest, identities; the boxes are empty: only shares matter."""
    identities = [chance.randbytes(32) for _trustee in range(n)]
    seats = [SimpleNamespace(ed25519=ed25519.public(seed)) for seed in identities]
    manifest = SimpleNamespace(letter_id=LETTER_ID, n=n, t=t, trustees=seats)
    items, given = [], {}
    for number in range(count):
        pass_ = SimpleNamespace(ssk=chance.randbytes(32), prefix=bytes(32), token=bytes(384))
        pass_.spk = ed25519.public(pass_.ssk)
        dek, plain, bound = chance.randbytes(32), envelope.pad({"name": f"Person {number}"}), bound_to(pass_.spk)
        split = shares.split(dek, n=n, t=t, rand=chance.randbytes)
        before = bytes((1, n, t, 0)) + envelope._dek_commit(LETTER_ID, pass_.spk, dek)
        before += b"".join(envelope._share_commit(LETTER_ID, pass_.spk, i, one) for i, one in enumerate(split, 1))
        before += bytes(envelope.BOX_LENGTH * n)
        aad = envelope._body_aad(LETTER_ID, pass_.spk, bound["tier"], bound["seq"], sha256(before))
        blob = before + envelope._body_cipher(LETTER_ID, pass_.spk, dek).encrypt(bytes(12), plain, aad)
        raw = entries.make_sign(letter_id=LETTER_ID, tier=3, seq=0, pass_=pass_, sealed_hash=sha256(blob))
        items.append((raw, blob))
        given[log.leaf_hash(raw)] = split
    return sorted(items, key=lambda item: log.leaf_hash(item[0])), given, manifest, identities


def test_p28_every_false_share_is_found_and_its_trustee_named(reach):
    count, chance, n, t = reach.size(sample=300, full=10_000), reach.chance, 3, 2
    items, given, manifest, identities = signed_items(chance, count, n, t)
    leaves = sorted(given)
    liars = {leaf: chance.randrange(1, n + 1) for leaf in leaves}
    files = []
    for trustee, identity in enumerate(identities, 1):
        told = {leaf: given[leaf][trustee - 1] for leaf in leaves}
        for at, leaf in enumerate(leaves):
            if liars[leaf] == trustee:
                own, others = told[leaf], [one for i, one in enumerate(given[leaf], 1) if i != trustee]
                told[leaf] = false_share(chance, own, others, given[leaves[at - 1]][trustee - 1])
                assert told[leaf] != own
        raw = release.make_release(
            identity, letter_id=LETTER_ID, size=count, root=bytes(32), k=3, trustee=trustee, ok=told, bad=[]
        )
        files.append(release.parse_release(raw, manifest=manifest))
    opened = list(opening.open_names(items, files, manifest=manifest, processes=1))
    named = sum(one.complaints == (liars[one.leaf],) for one in opened)
    unharmed = sum(one.plaintext is not None and one.identity.startswith(b'{"name":"Person') for one in opened)
    assert (named, unharmed) == (count, count)
    reach.reached(f"{named:,} of {count:,} false shares found and their trustee named, all names opened all the same")

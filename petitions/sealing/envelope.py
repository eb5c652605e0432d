"""The sealed blob (SPEC section 6): a name under a fresh key, that key split t-of-n, one share boxed to each trustee.

Every box and the body are bound to letter, signatory key, tier and seq, so that a copied blob opens nowhere else.
"""

import os
from hashlib import sha256 as hashing
from itertools import combinations
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from petitions.sealing import labels, plaintext, shares, xwing
from petitions.sealing.encoding import sha256, u8, u16
from petitions.sealing.errors import Malformed

BOX_LENGTH = xwing.BOX_OVERHEAD + shares.SHARE_LENGTH
BODY_LENGTH = plaintext.LENGTH + 16
# Each key encrypts exactly one message, so a constant nonce repeats nothing.
_NONCE = bytes(12)

pad = plaintext.pad
read_plaintext = plaintext.read


class Blob(NamedTuple):
    """A blob of the right shape; nothing in it has been opened."""

    raw: bytes
    n: int
    t: int
    dek_commit: bytes
    share_commits: tuple
    boxes: tuple
    body: bytes

    def __repr__(self):
        return "Blob()"


def blob_length(n):
    """Bytes of a blob for n trustees: 4,167 for 3, 6,569 for 5."""
    return 36 + (32 + BOX_LENGTH) * n + BODY_LENGTH


def _dek_commit(letter_id, spk, dek):
    return sha256(labels.DEK_COMMIT, letter_id, spk, dek)


def _share_commit(letter_id, spk, i, share):
    return sha256(labels.SHARE_COMMIT, letter_id, spk, u8(i), share)


def share_info(*, letter_id, spk, tier, seq, i):
    """The HPKE info of box i: everything a share is bound to."""
    return b"".join((labels.SHARE, letter_id, spk, u16(tier), u16(seq), u8(i)))


def _body_cipher(letter_id, spk, dek):
    key = HKDF(SHA256(), 32, None, labels.BODY_KEY + letter_id + spk).derive(dek)
    return AESGCM(key)


def _body_aad(letter_id, spk, tier, seq, before_hash):
    return b"".join((labels.BODY, letter_id, spk, u16(tier), u16(seq), before_hash))


def seal(*, letter_id, spk, tier, seq, xwings, t, plaintext, rand=os.urandom):
    """A blob for the trustees' X-Wing public keys in order, any t of whom can open the 512-byte plaintext."""
    dek = rand(32)
    split = shares.split(dek, n=len(xwings), t=t, rand=rand)
    parts = [bytes((1, len(xwings), t, 0)), _dek_commit(letter_id, spk, dek)]
    parts += [_share_commit(letter_id, spk, i, share) for i, share in enumerate(split, 1)]
    parts += [
        xwing.seal(public, share_info(letter_id=letter_id, spk=spk, tier=tier, seq=seq, i=i), share)
        for i, (public, share) in enumerate(zip(xwings, split, strict=True), 1)
    ]
    before = b"".join(parts)
    aad = _body_aad(letter_id, spk, tier, seq, sha256(before))
    return before + _body_cipher(letter_id, spk, dek).encrypt(_NONCE, plaintext, aad)


def check_shape(raw, *, n, t):
    """Malformed("blob") unless length and first four bytes are those of a blob for n trustees, t of whom open it."""
    if len(raw) != blob_length(n) or raw[:4] != bytes((1, n, t, 0)):
        raise Malformed("blob", "This is not a sealed blob for this letter's trustees.")


def parse(raw, *, n, t):
    """The Blob in these bytes, which must be exactly one for n trustees and threshold t."""
    check_shape(raw, n=n, t=t)
    boxes_at = 36 + 32 * n
    body_at = boxes_at + BOX_LENGTH * n
    return Blob(
        raw,
        n,
        t,
        raw[4:36],
        tuple([raw[at : at + 32] for at in range(36, boxes_at, 32)]),
        tuple([raw[at : at + BOX_LENGTH] for at in range(boxes_at, body_at, BOX_LENGTH)]),
        raw[body_at:],
    )


def open_share(blob, i, private, *, letter_id, spk, tier, seq):
    """Trustee i's 33-byte share; Rejected("box") if the box is not theirs. It may still miss its commitment."""
    info = share_info(letter_id=letter_id, spk=spk, tier=tier, seq=seq, i=i)
    return xwing.open(private, info, blob.boxes[i - 1])


def share_matches(blob, i, share, *, letter_id, spk):
    """Whether this is the share that the signatory committed to for trustee i."""
    return _share_commit(letter_id, spk, i, share) == blob.share_commits[i - 1]


def open_body(blob, shares, *, letter_id, spk, tier, seq):
    """The 512-byte plaintext, from shares that all passed `share_matches`, or None if no t of them open it."""
    dek = _find_dek(blob.dek_commit, blob.t, shares, letter_id, spk)
    aad = _body_aad(letter_id, spk, tier, seq, sha256(blob.raw[:-BODY_LENGTH]))
    return _decrypted(blob.body, dek, aad, letter_id, spk)


def hashes(raw):
    """(hash of the whole blob, hash of everything before its body) for the price of one."""
    digest = hashing(raw[:-BODY_LENGTH])
    before = digest.digest()
    digest.update(raw[-BODY_LENGTH:])
    return digest.digest(), before


def open_hashed(raw, before_hash, given, *, t, letter_id, spk, tier, seq):
    """(512-byte plaintext or None, positions of the trustees whose share misses its commitment).

    The same as share_matches and open_body, for blobs by the thousand: `raw` has passed check_shape, before_hash is
    from `hashes`, and `given` has pairs (trustee's position, 33-byte share).
    """
    kept, wrong = [], []
    for i, share in given:
        commit_at = 4 + 32 * i
        if _share_commit(letter_id, spk, i, share) == raw[commit_at : commit_at + 32]:
            kept.append(share)
        else:
            wrong.append(i)
    dek = _find_dek(raw[4:36], t, kept, letter_id, spk)
    aad = _body_aad(letter_id, spk, tier, seq, before_hash)
    return _decrypted(raw[-BODY_LENGTH:], dek, aad, letter_id, spk), tuple(wrong)


def _decrypted(body, dek, aad, letter_id, spk):
    if dek is None:
        return None
    try:
        return _body_cipher(letter_id, spk, dek).decrypt(_NONCE, body, aad)
    except InvalidTag:
        return None


def _find_dek(dek_commit, t, given, letter_id, spk):
    for subset in combinations(given, t):
        xs = {share[32] for share in subset}
        if len(xs) == t and 0 not in xs:
            dek = shares.combine(subset)
            if _dek_commit(letter_id, spk, dek) == dek_commit:
                return dek
    return None


def statement_hash(salt, plaintext):
    """The sealed_hash of a tier-0 entry, whose salt (32 bytes) and plaintext (512 bytes) are public."""
    return sha256(labels.STATEMENT, salt, plaintext)

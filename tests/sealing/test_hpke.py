"""P26: what seals to a trustee is HPKE over X-Wing, and what the library calculates is what the standards say.

The published vectors of `cryptography-vectors`; Wycheproof is not in that package, so its files are not covered. The
library hides `aad` and its ephemeral key, so HPKE's key schedule is written out here from RFC 9180, proven by the
vectors of RFC 9180 and of the X-Wing draft, and then used to open what the product sealed and to seal what it opens.
"""

import hashlib
import hmac
import json
import os
from functools import cache
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from petitions.sealing import xwing
from petitions.sealing.errors import Rejected

VECTORS = Path(cryptography_vectors.__file__).parent
HASHES, AEADS = {1: "sha256", 2: "sha384", 3: "sha512"}, {1: (AESGCM, 16), 2: (AESGCM, 32), 3: (ChaCha20Poly1305, 32)}
X_WING, OURS = 0x647A, (0x647A, 1, 3)


@cache
def published(name):
    return json.loads((VECTORS / "HPKE" / name).read_text())


def blocks(name):
    """The records of a vector file in NIST's form, as dicts of hex text; a new record begins with Count or COUNT."""
    found = []
    for line in (VECTORS / name).read_text().splitlines():
        key, is_field, value = (part.strip() for part in line.partition("="))
        if is_field and not line.startswith(("#", "[")):
            if key.lower() == "count":
                found.append({})
            found[-1][key.lower()] = value
        elif line.strip() == "FAIL":
            found[-1]["fail"] = True
    return found


def unhex(record, *keys):
    return [bytes.fromhex(record[key]) for key in keys]


def extract(name, suite, salt, label, ikm):
    return hmac.digest(salt or bytes(hashlib.new(name).digest_size), b"HPKE-v1" + suite + label + ikm, name)


def expand(name, suite, prk, label, info, length):
    info, made, block = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, b"", b""
    for number in range(1, -(-length // hashlib.new(name).digest_size) + 1):
        block = hmac.digest(prk, block + info + bytes((number,)), name)
        made += block
    return made[:length]


def schedule(kem, kdf, aead, shared, info, *, mode=0, psk=b"", psk_id=b""):
    """(key, base nonce, exporter secret) of RFC 9180 section 5.1; key and nonce are empty for export-only suites."""
    name, suite = HASHES[kdf], b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (kem, kdf, aead))
    hashed = [extract(name, suite, b"", b"psk_id_hash", psk_id), extract(name, suite, b"", b"info_hash", info)]
    context = bytes((mode,)) + b"".join(hashed)
    secret = extract(name, suite, shared, b"secret", psk)
    key_length = AEADS[aead][1] if aead in AEADS else 0
    lengths = ((b"key", key_length), (b"base_nonce", 12 if key_length else 0), (b"exp", hashlib.new(name).digest_size))
    return [expand(name, suite, secret, label, context, length) if length else b"" for label, length in lengths]


def combined(mlkem, x25519, enc, x_public):
    """The shared secret of X-Wing, from its two halves."""
    return hashlib.sha3_256(mlkem + x25519 + enc[1088:] + x_public + rb"\.//^" + b"\\").digest()


def seal_by_hand(public, info, plaintext):
    mlkem, enc = MLKEM768PublicKey.from_public_bytes(public[:1184]).encapsulate()
    own = X25519PrivateKey.generate()
    enc += own.public_key().public_bytes_raw()
    shared = combined(mlkem, own.exchange(X25519PublicKey.from_public_bytes(public[1184:])), enc, public[1184:])
    key, nonce, _exporter = schedule(*OURS, shared, info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plaintext, b"")


def shared_secret(seed, enc):
    wide = hashlib.shake_256(seed).digest(96)
    own = X25519PrivateKey.from_private_bytes(wide[64:])
    mlkem = MLKEM768PrivateKey.from_seed_bytes(wide[:64]).decapsulate(enc[:1088])
    x25519 = own.exchange(X25519PublicKey.from_public_bytes(enc[1088:]))
    return combined(mlkem, x25519, enc, own.public_key().public_bytes_raw())


def open_by_hand(seed, info, box):
    key, nonce, _exporter = schedule(*OURS, shared_secret(seed, box[:1120]), info)
    return ChaCha20Poly1305(key).decrypt(nonce, box[1120:], b"")


def check_vector(case):
    """The key schedule of one published case and everything it encrypts; how many ciphertexts that were."""
    shared, info, exporter = unhex(case, "shared_secret", "info", "exporter_secret")
    psk, psk_id = bytes.fromhex(case.get("psk", "")), bytes.fromhex(case.get("psk_id", ""))
    suite = case["kem_id"], case["kdf_id"], case["aead_id"]
    key, nonce, exported = schedule(*suite, shared, info, mode=case["mode"], psk=psk, psk_id=psk_id)
    assert exported == exporter
    if case["aead_id"] not in AEADS:
        return 0
    assert [key, nonce] == unhex(case, "key", "base_nonce")
    cipher = AEADS[case["aead_id"]][0](key)
    for one in case["encryptions"]:
        plain, aad, sealed = unhex(one, "pt", "aad", "ct")
        number = int(aad.removeprefix(b"Count-"))
        own = (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")
        assert own.hex() == one["nonce"]
        assert cipher.encrypt(own, plain, aad) == sealed
        assert cipher.decrypt(own, sealed, aad) == plain
    return len(case["encryptions"])


def test_p26_key_schedules_are_those_of_rfc_9180(reach):
    cases = published("test-vectors.json")
    sealed = sum(map(check_vector, cases))
    assert len(cases) == 128 and sealed > 600
    reach.reached(f"{len(cases)} of {len(cases)} RFC 9180 key schedules and all their {sealed:,} ciphertexts right")


def test_p26_x_wing_is_the_drafts(reach):
    cases = [case for case in published("hpke-pq-test-vectors.json") if case["kem_id"] == X_WING]
    ours = [case for case in cases if (X_WING, case["kdf_id"], case["aead_id"]) == OURS]
    assert len(cases) >= 2 and len(ours) == 1
    for case in cases:
        seed, public, enc, shared = unhex(case, "skRm", "pkRm", "enc", "shared_secret")
        assert xwing.public(seed) == public
        assert shared_secret(seed, enc) == shared
    sealed = check_vector(ours[0])
    assert sealed
    reach.reached(f"{len(cases)} X-Wing cases, of which {len(ours)} of our suite with {sealed} ciphertexts")


def test_p26_product_and_rfc_by_hand_open_each_others_boxes(reach):
    rounds = reach.size(sample=50, full=10_000)
    seed = reach.chance.randbytes(32)
    public, private = xwing.public(seed), xwing.private(seed)
    for _round in range(rounds):
        info, secret = (reach.chance.randbytes(reach.chance.randrange(200)) for _part in range(2))
        assert open_by_hand(seed, info, xwing.seal(public, info, secret)) == secret
        box = seal_by_hand(public, info, secret)
        assert xwing.open(private, info, box) == secret
        with pytest.raises(Rejected):
            xwing.open(private, info + b"\0", box)
    reach.reached(f"{rounds:,} random boxes each way between the library and RFC 9180 written by hand")


def test_p26_primitives_are_those_of_the_standards(reach):
    told = {}
    cases = blocks("asymmetric/X25519/rfc7748.txt")
    for case in cases:
        scalar, u, out = unhex(case, "input_scalar", "input_u", "output_u")
        point = X25519PublicKey.from_public_bytes(u)
        assert X25519PrivateKey.from_private_bytes(scalar).exchange(point) == out
    told["rfc7748.txt"] = len(cases)
    for name in ("openssl.txt", "boringssl.txt"):
        told[name] = sum(map(check_chacha, blocks(f"ciphers/ChaCha20Poly1305/{name}")))
    for name in ("gcmDecrypt256.rsp", "gcmEncryptExtIV256.rsp"):
        told[name] = sum(map(check_gcm, blocks(f"ciphers/AES/GCM/{name}")))
    cases = blocks("asymmetric/MLKEM/kat_MLKEM_768.rsp")
    for case in cases:
        d, z, public, ct, shared = unhex(case, "d", "z", "pk", "ct", "ss")
        key = MLKEM768PrivateKey.from_seed_bytes(d + z)
        assert key.public_key().public_bytes_raw() == public
        assert key.decapsulate(ct) == shared
        assert key.decapsulate(bytes.fromhex(case["ct_n"])) == bytes.fromhex(case["ss_n"])  # not one of its own
    told["kat_MLKEM_768.rsp"] = len(cases)
    assert all(told.values()), told
    reach.reached("right: " + ", ".join(f"{number:,} of {name}" for name, number in told.items()))


def check_chacha(case):
    named = {"nonce": "iv", "ad": "aad", "in": "plaintext", "ct": "ciphertext"}
    case = {named.get(key, key): _hex(value) for key, value in case.items()}
    key, nonce, aad, tag, plain, sealed = unhex(case, "key", "iv", "aad", "tag", "plaintext", "ciphertext")
    if len(nonce) != 12 or len(tag) != 16:
        return 0
    return check_aead(ChaCha20Poly1305(key), nonce, aad, plain, sealed + tag, fails="result" in case)


def _hex(value):
    """Some values stand there as quoted text."""
    return value[1:-1].encode().hex() if value.startswith('"') else value


def check_gcm(case):
    key, nonce, aad, tag, sealed = unhex(case, "key", "iv", "aad", "tag", "ct")
    if len(nonce) < 8 or len(tag) != 16:
        return 0  # the product never uses these lengths, and the library's one-shot cipher does not take them
    plain = None if "fail" in case else bytes.fromhex(case["pt"])
    return check_aead(AESGCM(key), nonce, aad, plain, sealed + tag, fails="fail" in case)


def check_aead(cipher, nonce, aad, plain, sealed, *, fails):
    if fails:
        with pytest.raises(InvalidTag):
            cipher.decrypt(nonce, sealed, aad)
    else:
        assert cipher.decrypt(nonce, sealed, aad) == plain
        assert cipher.encrypt(nonce, plain, aad) == sealed
    return 1


def test_p26_no_two_boxes_share_their_encapsulation(reach):
    """A constant source of randomness would show here: the ephemeral half of each box is new."""
    rounds = reach.size(sample=200, full=10_000)
    public = xwing.public(os.urandom(32))
    assert len({xwing.seal(public, b"", bytes(33))[:1120] for _round in range(rounds)}) == rounds
    reach.reached(f"0 repeated encapsulations in {rounds:,} boxes")

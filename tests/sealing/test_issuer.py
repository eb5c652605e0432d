import hashlib
import subprocess
import sys

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

from petitions.sealing import passes
from petitions.sealing.errors import Malformed, Rejected, SealingError
from petitions.sealing.issuer import Issuer, new_key, spki
from tests.sealing.make import VECTORS, issuer, transcript, vector

N = transcript().issuer.public_numbers().n
PKCS8 = bytes.fromhex(transcript().recorded["issuer_private_pkcs8"])


def number(case, part):
    return int(case[part].removeprefix("0x"), 16)


def test_signing_is_the_private_operation():
    d = load_der_private_key(PKCS8, None).private_numbers().d
    for at in range(5):
        blinded = hashlib.shake_256(bytes([at])).digest(384)
        blinded = (int.from_bytes(blinded, "big") % N).to_bytes(384, "big")
        assert int.from_bytes(issuer().sign(blinded), "big") == pow(int.from_bytes(blinded, "big"), d, N)


@pytest.mark.parametrize("case", vector("rfc9474.json"), ids=lambda case: case["name"])
def test_rfc_9474_blind_sign(case):
    # The RFC's key has 4,096 bits, which the protocol refuses, so the inside of `Issuer` is built from its numbers.
    p, q, d, n = (number(case, part) for part in "pqdn")
    made = Issuer.__new__(Issuer)
    made._n, made._e, made._p, made._q = (gmpy2.mpz(value) for value in (n, number(case, "e"), p, q))
    made._dp, made._dq, made._iqmp = gmpy2.mpz(d % (p - 1)), gmpy2.mpz(d % (q - 1)), gmpy2.invert(q, p)
    signature = made._sign_number(gmpy2.mpz(number(case, "blinded_msg")))
    assert signature == number(case, "blind_sig")


def test_the_same_message_gets_the_same_answer():
    blinded, _ = passes.blind(transcript().manifest.issuer_spki, bytes(32))
    assert issuer().sign(blinded) == issuer().sign(blinded)


@pytest.mark.parametrize("length", [0, 383, 385])
def test_a_blinded_message_has_384_bytes(length):
    with pytest.raises(Malformed):
        issuer().sign(b"\x01" * length)


@pytest.mark.parametrize("value", [0, N, N + 1, 2**3072 - 1, load_der_private_key(PKCS8, None).private_numbers().p])
def test_a_blinded_message_out_of_range_is_refused(value):
    with pytest.raises(Rejected):
        issuer().sign(value.to_bytes(384, "big"))


def test_a_fault_never_leaves():
    made = Issuer(PKCS8)
    made._dp += 2
    with pytest.raises(Rejected) as refusal:
        made.sign((2).to_bytes(384, "big"))
    assert refusal.value.check == "issuer"


def test_a_new_key_issues_by_both_roads():
    der = new_key()
    public, scope = spki(der), b"\x09" * 32
    made = Issuer(der)
    blinded, blinding = passes.blind(public, scope)
    assert passes.finalize(blinding, made.sign(blinded)).spk
    spk, prefix = b"\x07" * 32, b"\x08" * 32
    passes.verify_token(passes.load_issuer(public), scope, spk, prefix, made.issue(spk, scope, prefix))
    with pytest.raises(Rejected):
        passes.verify_token(transcript().issuer, scope, spk, prefix, made.issue(spk, scope, prefix))


def test_other_private_keys_are_refused():
    short, curve = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
    ders = [key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()) for key in (short, curve)]
    for der in [*ders, b"", PKCS8[:-1]]:
        for use in (Issuer, spki):
            with pytest.raises(SealingError):
                use(der)


def test_only_the_issuer_reaches_gmpy2():
    program = (
        "import pkgutil, importlib, sys, petitions.sealing as package\n"
        "names = [found.name for found in pkgutil.iter_modules(package.__path__)]\n"
        "assert 'issuer' in names and 'entries' in names\n"
        "for name in names:\n"
        "    if name not in ('issuer', '__main__'):\n"
        "        importlib.import_module('petitions.sealing.' + name)\n"
        "seen = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not seen & {'gmpy2', 'django', 'organize', 'redis', 'rq', 'allauth'}, seen\n"
        "import petitions.sealing.issuer\n"
        "assert 'gmpy2' in sys.modules\n"
    )
    root = VECTORS.parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr

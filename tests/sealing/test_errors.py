import ast
import pickle

import pytest

from petitions.sealing import entries, envelope, errors, labels, passes
from petitions.sealing.errors import Malformed, Rejected, SealingError
from tests.sealing.make import VECTORS, new_pass, sealed, transcript

# What the server runs on what strangers send.
CORE = "checkpoints ed25519 encoding entries envelope issuer keyfile log passes plaintext shares xwing".split()
MODULES = [VECTORS.parents[1] / "petitions" / "sealing" / f"{name}.py" for name in CORE]


@pytest.mark.parametrize("kind", [Malformed, Rejected])
def test_a_refusal_crosses_processes_whole(kind):
    again = pickle.loads(pickle.dumps(kind("seq", "A sentence.")))  # noqa: S301 - made on this line
    assert (type(again), again.check, str(again)) == (kind, "seq", "A sentence.")
    assert isinstance(again, SealingError)


def test_nothing_prints_a_token_a_key_or_a_blob():
    # Tracebacks and log lines show a repr; none of ours may hold content.
    pass_ = new_pass()
    blob, entry = sealed(pass_=pass_)
    _, blinding = passes.blind(transcript().manifest.issuer_spki, bytes(32))
    withdrawn = entries.parse(entries.make_withdraw(letter_id=bytes(32), seq=1, ssk=pass_.ssk))
    for thing in (pass_, entry, withdrawn, blinding, envelope.parse(blob, n=3, t=2)):
        assert repr(thing) == f"{type(thing).__name__}()"


def test_every_label_is_its_own_word():
    words = (
        "pass entry share body body-key dek-commit share-commit statement release approve receipt code roster email "
        "notice destroyed erratum fetch contact contact-box contact-key contact-tag contact-paper "
        "contact-export"
    ).split()
    found = {name: value for name, value in vars(labels).items() if name.isupper()}
    assert {name.lower().replace("_", "-") for name in found} == set(words)
    for name, value in found.items():
        assert value == b"undersigned/v1/" + name.lower().replace("_", "-").encode() + b"\x00"


@pytest.mark.parametrize("path", MODULES, ids=[path.name for path in MODULES])
def test_every_refusal_is_a_fixed_sentence(path):
    # A sentence may count bytes, but never quotes what it was given.
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Malformed", "Rejected"):
            check, sentence = node.args
            assert isinstance(check, ast.Constant), f"{path.name}:{node.lineno}"
            if isinstance(sentence, ast.JoinedStr):
                names = {part.id for part in ast.walk(sentence) if isinstance(part, ast.Name)}
                assert names <= {"length"}, f"{path.name}:{node.lineno}"
            else:
                assert isinstance(sentence, ast.Constant), f"{path.name}:{node.lineno}"
                assert sentence.value.endswith("."), f"{path.name}:{node.lineno}"


def test_there_are_two_kinds_of_refusal():
    assert set(SealingError.__subclasses__()) == {errors.Malformed, errors.Rejected}

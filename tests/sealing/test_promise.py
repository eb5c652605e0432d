"""A receipt is a promise: a log that drops, moves or forgets an entry is convicted by files its signatories hold."""

import json
import os
from types import SimpleNamespace

import pytest

from petitions.sealing import bundle as bundles
from petitions.sealing import checkpoints, ed25519, log, promise
from petitions.sealing.errors import Malformed, Rejected, SealingError
from petitions.sealing.promise import check_promise, proof_file, read_promise
from tests.sealing import world as w
from tests.sealing.test_trustee_commands import run

OPENS = 20_780
DUE = OPENS + 6
SEED = os.urandom(32)
LETTER = SimpleNamespace(
    letter_id=os.urandom(32),
    log=SimpleNamespace(ed25519=ed25519.public(SEED), origin="letters.example/undersigned"),
)


def signed(leaves, day):
    """The note that a server signs over these leaves."""
    size, root = len(leaves), log.root(leaves)
    return checkpoints.sign_checkpoint(
        SEED, origin=LETTER.log.origin, letter_id=LETTER.letter_id, size=size, root=root, day=day
    )


def published(leaves, *days):
    """(leaves, marks) of a log whose checkpoints, one for each (size, day), were signed over what it shows."""
    who = {"public": LETTER.log.ed25519, "origin": LETTER.log.origin, "letter_id": LETTER.letter_id}
    marks = [checkpoints.parse_checkpoint(signed(leaves[:size], day), **who) for size, day in days]
    return {"leaves": leaves, "marks": marks, "letter": LETTER}


def kept(leaf, notes=(), today=DUE + 2):
    """What the holder's file says, through its bytes."""
    receipt = log.sign_receipt(SEED, letter_id=LETTER.letter_id, leaf=leaf, day=DUE)
    return read_promise(json.dumps(proof_file(LETTER, receipt, notes)).encode(), today=today)


def test_p37_a_dropped_signature_is_provable(reach):
    """A server whose checkpoints are all valid omits, moves or rolls back one entry, and is found out."""
    number = 10_000 if reach.is_full else 300
    trials, chance = reach.size(sample=60, full=10_000), reach.chance
    leaves = [chance.randbytes(32) for _ in range(number)]
    note = signed(leaves, DUE + 1)
    for leaf in (leaves[0], leaves[number // 2], leaves[-1]):
        honest = check_promise(kept(leaf, [note]), **published(leaves, (number, DUE + 1)))
        assert honest[0] is False, "an honest log is not accused"
    found = dict.fromkeys(("omitted", "omitted, and no checkpoint was kept", "reordered", "rolled back"), 0)
    for trial in range(trials):
        kind, at = list(found)[trial % len(found)], chance.randrange(number)
        theirs = list(leaves)
        if kind == "reordered":
            to = (at + 1 + chance.randrange(number - 1)) % number
            theirs[at], theirs[to] = theirs[to], theirs[at]
        elif kind == "rolled back":
            theirs = theirs[: chance.randrange(number)]
        else:
            del theirs[at]
        notes = [] if kind.endswith("kept") else [note]
        story = published(theirs, (len(theirs), DUE + 2))
        try:
            check_promise(kept(leaves[at], notes), **story)
        except Rejected as refusal:
            assert refusal.check in ("promise", "log")
            found[kind] += 1
    assert sum(found.values()) == trials, found
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.items())
    reach.reached(f"{trials} of {trials} frauds in a log of {number} entries convicted ({kinds})")


def test_entry_that_is_not_due_accuses_nobody():
    leaf = os.urandom(32)
    story = published([os.urandom(32)], (1, DUE + 1))
    late, sentence = check_promise(kept(leaf, today=DUE + 1), **story)
    assert not late and "not due" in sentence
    with pytest.raises(Rejected, match="The receipt is the proof") as refused:
        check_promise(kept(leaf, today=DUE + 2), **story)
    assert refused.value.check == "promise"
    with pytest.raises(Rejected, match="The receipt is the proof"):
        check_promise(kept(leaf, today=DUE), **published([os.urandom(32)], (1, DUE + 2)))


def test_late_entry_is_said_to_be_late():
    leaves = [os.urandom(32) for _ in range(5)]
    story = published(leaves, (3, DUE + 1), (5, DUE + 3))
    assert check_promise(kept(leaves[0]), **story)[0] is False
    late, sentence = check_promise(kept(leaves[4]), **story)
    assert late and "later than promised" in sentence


def test_forged_receipts_and_notes_prove_nothing():
    leaves = [os.urandom(32) for _ in range(3)]
    story = published(leaves, (3, DUE + 1))
    honest = kept(leaves[0])
    for at in (0, 33, 60):
        forged = bytearray(honest.receipt)
        forged[at] ^= 1
        with pytest.raises(SealingError):
            check_promise(honest._replace(receipt=bytes(forged)), **story)
    note = signed(leaves[:2], DUE).replace(b"\n2\n", b"\n1\n")
    with pytest.raises(SealingError):
        check_promise(kept(leaves[0], [note]), **story)


WRONG = [b"", b"[]", b"{}", b'{"receipt":1}', b'{"receipt":"00"}', b'{"receipt":"","checkpoints":[1]}']


@pytest.mark.parametrize("raw", WRONG)
def test_what_is_no_receipt_file_is_said_to_be_none(raw):
    with pytest.raises(Malformed):
        read_promise(raw, today=DUE)


def test_file_is_read_with_its_limit():
    with pytest.raises(Malformed):
        read_promise(b" " * (promise.FILE_BYTES + 1), today=DUE)


def test_verifier_takes_a_saved_receipt(tmp_path):
    world = w.played()
    bundles.write(tmp_path / "bundle", w.files(world))
    who = {"letter_id": world.manifest.letter_id}
    held = log.sign_receipt(world.log_seed, leaf=log.leaf_hash(world.log[0][0]), day=world.manifest.opens + 6, **who)
    dropped = log.sign_receipt(world.log_seed, leaf=os.urandom(32), day=world.manifest.opens + 6, **who)
    file = tmp_path / "receipt.json"
    for receipt, notes, code, words in (
        (held, (), 0, "the entry of this receipt is in the log since"),
        (held, world.notes[:1], 0, "the entry of this receipt is in the log since"),
        (dropped, world.notes[-1:], 1, "FAILED: promise"),
    ):
        file.write_text(json.dumps(proof_file(world.manifest, receipt, notes)), encoding="utf-8")
        found, said = run("verify", tmp_path / "bundle", "--receipt", file)
        assert (found, words in said) == (code, True), said
    file.write_text("{}", encoding="utf-8")
    assert run("verify", tmp_path / "bundle", "--receipt", file)[0] == 1

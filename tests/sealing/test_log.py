import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import ed25519, log
from petitions.sealing.errors import Malformed, Rejected, SealingError
from tests.sealing.make import flipped

# The leaves and roots that Certificate Transparency implementations test themselves with.
CT_ENTRIES = [bytes.fromhex(entry) for entry in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [log.leaf_hash(b"entry %d" % at) for at in range(70)]
ROOTS = [log.root(LEAVES[:size]) for size in range(71)]


def recursive_root(leaves):
    """RFC 6962 section 2.1, word for word, to compare the frontier with."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    at = 1
    while at * 2 < len(leaves):
        at *= 2
    return hashlib.sha256(b"\x01" + recursive_root(leaves[:at]) + recursive_root(leaves[at:])).digest()


def test_roots_are_those_of_certificate_transparency():
    leaves = [log.leaf_hash(entry) for entry in CT_ENTRIES]
    assert [log.root(leaves[:size]).hex() for size in range(9)] == CT_ROOTS


def test_roots_are_the_definition():
    assert [recursive_root(LEAVES[:size]) for size in range(71)] == ROOTS
    assert len(set(ROOTS)) == 71


def test_a_frontier_goes_on_after_a_dump():
    tree = log.Frontier()
    for size, leaf in enumerate(LEAVES):
        assert (tree.size, tree.root()) == (size, ROOTS[size])
        tree = log.Frontier.load(tree.dump())
        tree.append(leaf)
    assert tree.root() == ROOTS[70]


def test_a_false_dump_is_refused():
    tree = log.Frontier()
    for leaf in LEAVES[:5]:
        tree.append(leaf)
    for raw in (b"", tree.dump()[:-1], tree.dump() + b"\x00", b"\x00\x00\x00\x07" + tree.dump()[4:]):
        with pytest.raises(Malformed):
            log.Frontier.load(raw)


def test_every_inclusion_proof_to_70_holds_and_no_other_leaf_does():
    for size in range(1, 71):
        for index in range(size):
            proof = log.inclusion_proof(LEAVES[:size], index)
            at = {"index": index, "size": size, "proof": proof, "root": ROOTS[size]}
            log.check_inclusion(leaf=LEAVES[index], **at)
            with pytest.raises(Rejected):
                log.check_inclusion(leaf=LEAVES[(index + 1) % 70], **at)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 70])
def test_a_changed_inclusion_proof_fails(size):
    for index in range(size):
        proof = log.inclusion_proof(LEAVES[:size], index)
        true = {"leaf": LEAVES[index], "index": index, "size": size, "proof": proof, "root": ROOTS[size]}
        changes = [
            {"root": flipped(ROOTS[size], 0)},
            {"index": index + size},
            {"index": -1},
            {"proof": [*proof, LEAVES[0]]},
            {"size": 0},
            {"size": 2 * size + 1},
        ]
        changes += [{"proof": [*proof[:at], flipped(node, 9), *proof[at + 1 :]]} for at, node in enumerate(proof)]
        changes += [{"proof": proof[:-1]}] if proof else []
        changes += [{"index": (index + 1) % size}] if size > 1 else []
        for change in changes:
            with pytest.raises(Rejected):
                log.check_inclusion(**{**true, **change})


def test_every_consistency_proof_to_70_holds():
    for size in range(1, 71):
        for old in range(1, size + 1):
            proof = log.consistency_proof(LEAVES[:size], old)
            log.check_consistency(old_size=old, old_root=ROOTS[old], size=size, root=ROOTS[size], proof=proof)


@pytest.mark.parametrize("size", [2, 3, 6, 8, 31, 64, 70])
def test_a_changed_consistency_proof_fails(size):
    for old in range(1, size + 1):
        proof = log.consistency_proof(LEAVES[:size], old)
        true = {"old_size": old, "old_root": ROOTS[old], "size": size, "root": ROOTS[size], "proof": proof}
        changes = [
            {"old_root": flipped(ROOTS[old], 3)},
            {"root": flipped(ROOTS[size], 3)},
            {"proof": [*proof, LEAVES[0]]},
            {"old_size": 0},
            {"old_size": size + 1},
            {"size": 2 * size + 1},
        ]
        changes += [{"proof": [*proof[:at], flipped(node, 9), *proof[at + 1 :]]} for at, node in enumerate(proof)]
        changes += [{"proof": proof[:-1]}] if proof else []
        for change in changes:
            with pytest.raises(Rejected):
                log.check_consistency(**{**true, **change})


@pytest.mark.parametrize("change", [0, 17, 40])
def test_a_log_with_a_changed_past_is_no_extension(change):
    forked = [*LEAVES[:change], log.leaf_hash(b"another"), *LEAVES[change + 1 :]]
    for old in range(change + 1, 71):
        proof = log.consistency_proof(forked, old)
        with pytest.raises(Rejected):
            log.check_consistency(old_size=old, old_root=ROOTS[old], size=70, root=log.root(forked), proof=proof)


def test_there_is_no_proof_of_nothing():
    for index in (-1, 3):
        with pytest.raises(Malformed):
            log.inclusion_proof(LEAVES[:3], index)
    for old in (0, 4):
        with pytest.raises(Malformed):
            log.consistency_proof(LEAVES[:3], old)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=9), st.integers(-2, 9), st.integers(-2, 9))
def test_any_proof_is_refused(proof, one, other):
    with pytest.raises(SealingError):
        log.check_inclusion(leaf=LEAVES[0], index=one, size=other, proof=proof, root=LEAVES[1])
    with pytest.raises(SealingError):
        log.check_consistency(old_size=one, old_root=LEAVES[0], size=other, root=LEAVES[1], proof=proof)


SEED = hashlib.sha256(b"test log key").digest()
PUBLIC = ed25519.public(SEED)
LETTER = b"\x31" * 32


def test_a_receipt_is_verified_for_its_letter_and_leaf():
    record = log.sign_receipt(SEED, letter_id=LETTER, leaf=LEAVES[0], day=20000)
    assert len(record) == log.RECEIPT_LENGTH == 100
    assert record[:36] == LEAVES[0] + (20000).to_bytes(4, "big")
    assert log.verify_receipt(PUBLIC, LETTER, record) == (LEAVES[0], 20000)
    with pytest.raises(Rejected):
        log.verify_receipt(PUBLIC, SEED, record)
    with pytest.raises(Rejected):
        log.verify_receipt(ed25519.public(LETTER), LETTER, record)
    for broken in (record[:-1], record + b"\x00"):
        with pytest.raises(Malformed):
            log.verify_receipt(PUBLIC, LETTER, broken)
    for at in range(100):
        with pytest.raises(Rejected):
            log.verify_receipt(PUBLIC, LETTER, flipped(record, at))


@given(st.binary(max_size=110))
def test_any_bytes_are_no_receipt(record):
    with pytest.raises(SealingError):
        log.verify_receipt(PUBLIC, LETTER, record)


def test_the_receipt_day_is_the_last_of_a_week_counted_from_opening():
    days = [log.receipt_day(opens=100, day=day) for day in (100, 103, 106, 107, 113, 114)]
    assert days == [106, 106, 106, 113, 113, 120]


def test_the_order_of_random_leaves_decides_the_root():
    leaves = [os.urandom(32) for _ in range(9)]
    assert log.root(leaves) != log.root(leaves[::-1])

"""Attacks on single entries and blobs (SPEC sections 15 and 16), each refused by name."""

import pytest

from petitions.sealing import (
    bundle,
    entries,
    envelope,
    labels,
    log,
    opening,
    verify,
    xwing,
)
from petitions.sealing.encoding import sha256, u8
from petitions.sealing.errors import Rejected
from tests.sealing import world as w
from tests.sealing.small_letters import small, verified


def replace_entry(world, index, raw):
    """Put other bytes into the log and sign everything over them, as a bad operator can."""
    sealed = world.log[index][1]
    world.log[index] = (raw, sealed)
    world.log.sort(key=lambda pair: log.leaf_hash(pair[0]))
    leaf, letter_id = log.leaf_hash(raw), world.manifest.letter_id
    day = log.receipt_day(opens=w.OPENS, day=w.OPENS)
    world.receipts.append(log.sign_receipt(world.log_seed, letter_id=letter_id, leaf=leaf, day=day))
    world.notes = [w.checkpoint(world)]


@pytest.mark.parametrize(
    ("what", "place", "value"),
    [
        ("tier changed", slice(34, 36), b"\x00\x02"),
        ("count only made of it", slice(34, 36), b"\xff\xff"),
        ("number changed", slice(36, 38), b"\x00\x01"),
        ("assisted flag set", slice(38, 39), b"\x01"),
        ("unknown flag set", slice(38, 39), b"\x02"),
        ("another key", slice(39, 71), bytes(range(32))),
        ("another prefix", slice(71, 103), bytes(32)),
        ("another token", slice(103, 487), b"\x01" * 384),
        ("hash swapped", slice(487, 519), bytes(32)),
        ("other letter", slice(2, 34), bytes(32)),
        ("other signature", slice(519, 583), bytes(64)),
    ],
)
def test_operator_cannot_change_an_entry(what, place, value):
    world, _passes = small(9, 9)
    raw = bytearray(world.log[0][0])
    raw[place] = value
    before = w.files(world)
    replace_entry(world, 0, bytes(raw))
    report = verify.verify(bundle.Bundle.of(before | w.log_files(world)), processes=1)
    assert report.failures[0][0] == "entries", what


def test_operator_cannot_put_a_token_on_its_own_key():
    world, passes = small(9)
    mine = w.new_pass(world)
    forged = type(mine)(mine.ssk, passes[0].prefix, passes[0].token)
    w.sign(world, tier=2, pass_=forged)
    w.batch(world)
    assert "entries" in verified(world)[0]


def test_pass_of_another_letter_is_refused():
    world, _passes = small(2, 2)
    w.sign(world, tier=2, pass_=w.new_pass(w.new()))
    w.batch(world)
    assert "entries" in verified(world)[0]


def test_operator_cannot_forge_a_withdrawal():
    world, passes = small(2, 2)
    stranger = bytes(range(32))
    raw = bytearray(entries.make_withdraw(letter_id=world.manifest.letter_id, seq=1, ssk=stranger))
    raw[36:68] = passes[0].spk
    w.accept(world, bytes(raw), None)
    w.batch(world)
    assert "entries" in verified(world)[0]


def test_entry_published_twice_is_refused():
    world, _passes = small(2, 2)
    before = w.files(world)
    raw, sealed = world.log[0]
    w.accept(world, raw, sealed)
    w.batch(world)
    report = verify.verify(bundle.Bundle.of(before | w.log_files(world)), processes=1)
    assert report.failures[0][0] == "waves" and "0, 1, 2" in report.failures[0][1]


def test_copied_blob_opens_nothing_for_the_copier():
    """An insider copies a victim's blob of a high tier into an own entry of a low one."""
    world, _passes = small(9, 2)
    victim = next(sealed for raw, sealed in world.log if entries.parse(raw).tier == 9)
    thief = w.new_pass(world)
    raw = entries.make_sign(letter_id=world.manifest.letter_id, tier=2, seq=0, pass_=thief, sealed_hash=sha256(victim))
    w.accept(world, raw, victim)
    w.batch(world)
    w.open_wave(world)
    failures, lines, report = verified(world)
    assert (failures, report.names, report.complaints) == ({}, 1, [])
    assert any(log.leaf_hash(raw).hex() in line for line in lines)
    assert any("Trustee A) could not open 1 boxes" in line for line in lines)


def with_blob(world, *, tier, change):
    """Sign with a blob whose making was tampered with by its own signatory."""
    pass_ = w.new_pass(world)
    blob, _hash = w.seal(world, pass_, tier=tier, plaintext=envelope.pad({"name": "Mallory"}))
    blob = change(blob, pass_)
    raw = entries.make_sign(letter_id=world.manifest.letter_id, tier=tier, seq=0, pass_=pass_, sealed_hash=sha256(blob))
    w.accept(world, raw, blob)
    return log.leaf_hash(raw)


def test_inconsistent_shares_give_the_same_answer_to_everybody():
    """Shares that do not fit one key: whether it opens depends on all files together, never on who looks."""
    world, _passes = small(2)

    def box_in(blob, pass_, i, share):
        """Replace share i and its commitment."""
        letter_id, n = world.manifest.letter_id, world.manifest.n
        info = envelope.share_info(letter_id=letter_id, spk=pass_.spk, tier=2, seq=0, i=i)
        commit = sha256(labels.SHARE_COMMIT, letter_id, pass_.spk, u8(i), share)
        box_at = 36 + 32 * n + envelope.BOX_LENGTH * (i - 1)
        box = xwing.seal(world.manifest.xwings[i - 1], info, share)
        blob = blob[: 36 + 32 * (i - 1)] + commit + blob[36 + 32 * i :]
        return blob[:box_at] + box + blob[box_at + envelope.BOX_LENGTH :]

    leaf = with_blob(world, tier=2, change=lambda blob, pass_: box_in(blob, pass_, 2, bytes(32) + b"\x07"))
    zero = with_blob(world, tier=2, change=lambda blob, pass_: box_in(blob, pass_, 1, bytes(33)))
    w.batch(world)
    w.open_wave(world, trustees=(1, 2))
    failures, lines, report = verified(world)
    # The changed blob's header breaks its body's binding, so it is junk for everybody, with two files or three.
    assert (failures, report.names, report.complaints) == ({}, 1, [])
    assert sum(leaf.hex() in line or zero.hex() in line for line in lines) == 2
    w.share(world, 1, 3)
    again = verified(world)
    assert again[0] == {} and [line for line in again[1] if "no name" in line] == [
        line for line in lines if "no name" in line
    ]


def test_open_due_refuses_a_blob_that_is_not_the_entrys():
    world, _passes = small()
    (one, blob), (two, other) = world.log[:2]
    for items in ([(one, other)], [(one, blob[:-1] + bytes([blob[-1] ^ 1]))]):
        with pytest.raises(Rejected):
            opening.open_due(items, seed=world.xwing_seeds[0], trustee=1, manifest=world.manifest, processes=1)

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import ed25519, entries, envelope, labels, log
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import Malformed, Rejected, SealingError
from tests.sealing.make import flipped, new_pass, sealed, transcript, trustees

MANIFEST = transcript().manifest
ISSUER = transcript().issuer
PASS = new_pass()
BLOB, ENTRY = sealed(pass_=PASS)


def check(entry, sealed_bytes, manifest=MANIFEST):
    entries.check_sign(entry, manifest=manifest, issuer=ISSUER, sealed=sealed_bytes)


def refused(entry, sealed_bytes, manifest=MANIFEST):
    """The name of the check that refuses this entry."""
    with pytest.raises(SealingError) as refusal:
        check(entry, sealed_bytes, manifest)
    return refusal.value.check


def signed(before, ssk=PASS.ssk):
    """Any fields, rightly signed, so that only a field can be refused."""
    return entries.parse(before + ed25519.sign(ssk, labels.ENTRY + before))


def remade(**changes):
    """ENTRY with fields changed and signed again by its own key."""
    fields = {"letter_id": MANIFEST.letter_id, "tier": 3, "seq": 0, "pass_": PASS, "sealed_hash": sha256(BLOB)}
    return entries.parse(entries.make_sign(**{**fields, **changes}))


def test_a_sealed_signature_is_accepted():
    check(ENTRY, BLOB)
    assert len(ENTRY.raw) == entries.SIGN_LENGTH == 583
    assert (ENTRY.letter_id, ENTRY.tier, ENTRY.seq, ENTRY.flags) == (MANIFEST.letter_id, 3, 0, 0)
    assert (ENTRY.spk, ENTRY.prefix, ENTRY.token) == (PASS.spk, PASS.prefix, PASS.token)
    assert ENTRY.leaf == log.leaf_hash(ENTRY.raw)


def test_the_layout_is_the_written_one():
    before = b"\x01\x01" + MANIFEST.letter_id + b"\x00\x03\x00\x00\x00" + PASS.spk + PASS.prefix + PASS.token
    before += sha256(BLOB)
    assert ENTRY.raw == before + ed25519.sign(PASS.ssk, b"undersigned/v1/entry\x00" + before)


def test_every_field_is_read_from_its_own_bytes():
    numbers = bytes(range(256)) * 3
    sign = entries.parse(b"\x01\x01" + numbers[2:583])
    assert (sign.tier, sign.seq, sign.flags) == (34 << 8 | 35, 36 << 8 | 37, 38)
    assert (sign.letter_id, sign.spk, sign.prefix) == (numbers[2:34], numbers[39:71], numbers[71:103])
    assert (sign.token, sign.sealed_hash, sign.signature) == (numbers[103:487], numbers[487:519], numbers[519:583])
    withdraw = entries.parse(b"\x02\x01" + numbers[2:132])
    assert (withdraw.letter_id, withdraw.seq) == (numbers[2:34], 34 << 8 | 35)
    assert (withdraw.spk, withdraw.signature) == (numbers[36:68], numbers[68:132])


def test_a_public_signature_is_accepted_with_its_statement_only():
    salt, name = b"\x05" * 32, envelope.pad({"name": "Ada Example"})
    entry = remade(tier=entries.NAMED, sealed_hash=envelope.statement_hash(salt, name))
    check(entry, salt + name)
    assert refused(entry, flipped(salt, 0) + name) == "hash"
    assert refused(entry, salt + flipped(name, 20)) == "hash"
    assert refused(entry, salt + name + b"\x00") == "statement"
    assert refused(entry, BLOB) == "statement"
    assert refused(entry, None) == "hash"


def test_the_two_special_tiers_are_the_written_ones():
    assert (0, 65535, bytes(32)) == (entries.NAMED, entries.COUNT_ONLY, entries.NO_BLOB)


def test_a_counted_signature_seals_nothing():
    entry = remade(tier=entries.COUNT_ONLY, sealed_hash=entries.NO_BLOB)
    check(entry, None)
    assert refused(entry, BLOB) == "hash"
    assert refused(remade(tier=entries.COUNT_ONLY), None) == "hash"


def test_an_assisted_signature_says_so():
    entry = remade(assisted=True)
    assert entry.flags == entries.ASSISTED == 1
    check(entry, BLOB)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"letter_id": b"\x01" * 32}, "letter"),
        ({"tier": 4}, "tier"),
        ({"tier": 65534}, "tier"),
        ({"seq": 16}, "seq"),
        ({"sealed_hash": bytes(32)}, "hash"),
    ],
)
def test_a_field_that_is_not_allowed_is_refused_by_name(change, named):
    assert refused(remade(**change), BLOB) == named


def test_the_highest_seq_is_15():
    blob, entry = sealed(pass_=PASS, seq=15)
    check(entry, blob)


@pytest.mark.parametrize("flags", [2, 3, 128, 255])
def test_unknown_flags_are_refused(flags):
    before = ENTRY.raw[:38] + bytes([flags]) + ENTRY.raw[39:-64]
    assert refused(signed(before), BLOB) == "flags"


def test_an_insider_cannot_change_what_another_signed():
    # The server, or anyone who holds the entry, without the signatory's key.
    for start, new in ((34, b"\x00\x02"), (36, b"\x00\x01"), (38, b"\x01")):
        changed = entries.parse(ENTRY.raw[:start] + new + ENTRY.raw[start + len(new) :])
        assert refused(changed, BLOB) == "signature"


def test_a_swapped_blob_is_refused():
    other, _ = sealed("Bob Example", pass_=PASS)
    assert refused(ENTRY, other) == "hash"
    swapped = ENTRY.raw[:487] + sha256(other) + ENTRY.raw[519:]
    assert refused(entries.parse(swapped), other) == "signature"


def test_a_token_on_another_key_is_refused():
    thief = new_pass()
    before = ENTRY.raw[:39] + thief.spk + ENTRY.raw[71:-64]
    assert refused(signed(before, thief.ssk), BLOB) == "token"
    for other in (new_pass(scope=bytes(32)),):
        blob, entry = sealed(pass_=other)
        assert refused(entry, blob) == "token"


def test_another_key_cannot_sign_for_a_pass():
    assert refused(signed(ENTRY.raw[:-64], new_pass().ssk), BLOB) == "signature"


def test_a_key_of_small_order_is_refused_even_with_a_true_token():
    # An issuer that signs anything could certify such a key; the strict rules still refuse it.
    from tests.sealing.make import issuer

    spk = b"\x01" + bytes(31)
    token = issuer().issue(spk, MANIFEST.scope, PASS.prefix)
    before = ENTRY.raw[:39] + spk + PASS.prefix + token + ENTRY.raw[487:519]
    entry = entries.parse(before + spk + bytes(32))
    assert refused(entry, BLOB) == "signature"


def test_a_copied_blob_is_accepted_but_opens_for_nobody():
    # Nobody can see what is inside, so a copy counts; the binding makes it junk for every trustee.
    thief = new_pass()
    copy = entries.parse(
        entries.make_sign(letter_id=MANIFEST.letter_id, tier=2, seq=0, pass_=thief, sealed_hash=sha256(BLOB))
    )
    check(copy, BLOB)
    blob = envelope.parse(BLOB, n=3, t=2)
    true = {"letter_id": ENTRY.letter_id, "spk": ENTRY.spk, "tier": ENTRY.tier, "seq": ENTRY.seq}
    for i, private in enumerate(transcript().privates, 1):
        assert envelope.open_share(blob, i, private, **true)
        with pytest.raises(Rejected):
            envelope.open_share(blob, i, private, **{**true, "spk": copy.spk, "tier": copy.tier})


@pytest.mark.parametrize(("n", "t"), [(3, 3), (2, 2), (4, 2)])
def test_a_blob_for_other_trustees_is_refused(n, t):
    assert trustees(n)
    blob, entry = sealed(pass_=PASS, n=n, t=t)
    assert refused(entry, blob) == "blob"


def test_every_flipped_byte_of_an_entry_is_refused():
    for at in range(entries.SIGN_LENGTH):
        with pytest.raises(SealingError):
            check(entries.parse(flipped(ENTRY.raw, at)), BLOB)


def test_an_entry_can_be_checked_without_its_blob():
    entries.check_entry(ENTRY, manifest=MANIFEST, issuer=ISSUER)
    assert refused(ENTRY, None) == "hash"


WITHDRAWN = entries.parse(entries.make_withdraw(letter_id=MANIFEST.letter_id, seq=1, ssk=PASS.ssk))


def test_a_withdrawal_is_accepted():
    entries.check_withdraw(WITHDRAWN, manifest=MANIFEST)
    assert len(WITHDRAWN.raw) == entries.WITHDRAW_LENGTH == 132
    before = b"\x02\x01" + MANIFEST.letter_id + b"\x00\x01" + PASS.spk
    assert WITHDRAWN.raw == before + ed25519.sign(PASS.ssk, b"undersigned/v1/entry\x00" + before)
    assert WITHDRAWN.leaf == log.leaf_hash(WITHDRAWN.raw)


@pytest.mark.parametrize(("seq", "allowed"), [(0, False), (1, True), (16, True), (17, False), (65535, False)])
def test_a_withdrawal_has_a_seq_from_1_to_16(seq, allowed):
    entry = entries.parse(entries.make_withdraw(letter_id=MANIFEST.letter_id, seq=seq, ssk=PASS.ssk))
    if allowed:
        entries.check_withdraw(entry, manifest=MANIFEST)
    else:
        with pytest.raises(Rejected) as refusal:
            entries.check_withdraw(entry, manifest=MANIFEST)
        assert refusal.value.check == "seq"


def test_nobody_else_can_withdraw():
    for at in range(entries.WITHDRAW_LENGTH):
        with pytest.raises(SealingError):
            entries.check_withdraw(entries.parse(flipped(WITHDRAWN.raw, at)), manifest=MANIFEST)
    with pytest.raises(Rejected):
        entries.check_withdraw(WITHDRAWN, manifest=SimpleNamespace(letter_id=bytes(32)))


def test_entries_are_read_from_a_stream():
    raw = ENTRY.raw + WITHDRAWN.raw + ENTRY.raw
    assert list(entries.parse_stream(raw)) == [ENTRY, WITHDRAWN, ENTRY]
    assert list(entries.parse_stream(b"")) == []
    for broken in (raw[:-1], raw + b"\x01", raw + b"\x00", b"\x03" + raw):
        with pytest.raises(Malformed):
            list(entries.parse_stream(broken))


@pytest.mark.parametrize("raw", [b"", ENTRY.raw[:-1], ENTRY.raw + b"\x00", WITHDRAWN.raw[:-1], ENTRY.raw[:132]])
def test_entries_have_an_exact_length(raw):
    with pytest.raises(Malformed):
        entries.parse(raw)


@pytest.mark.parametrize("raw", [ENTRY.raw, WITHDRAWN.raw])
def test_entries_of_another_kind_or_version_are_malformed(raw):
    for at in (0, 1):
        for bit in (1, 2, 4, 128):
            with pytest.raises(Malformed):
                entries.parse(flipped(raw, at, bit))


@given(st.binary(max_size=600), st.sampled_from([ENTRY.raw, WITHDRAWN.raw]), st.integers(0, 583))
def test_any_bytes_parse_or_are_malformed(noise, true, at):
    for raw in (noise, (true[:at] + noise)[: len(true)]):
        try:
            entry = entries.parse(raw)
        except Malformed:
            continue
        assert entry.raw == raw
        if isinstance(entry, entries.Sign) and raw != ENTRY.raw:
            assert refused(entry, noise)

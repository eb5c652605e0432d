import hashlib
import os
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.sealing import envelope, shares
from petitions.sealing.errors import Malformed, Rejected
from tests.sealing.make import flipped, trustees

LETTER, SPK = b"\x11" * 32, b"\x22" * 32
WHERE = {"letter_id": LETTER, "spk": SPK, "tier": 25, "seq": 0}
NAME = envelope.pad({"name": "Ada Example"})


def sealed(*, n=3, t=2, plaintext=NAME, **where):
    return envelope.seal(**{**WHERE, **where}, xwings=trustees(n).publics, t=t, plaintext=plaintext)


def opened(raw, *, n=3, t=2, who=None, **where):
    """The plaintext through the boxes of trustees `who` (from 1), as everybody would open it."""
    where = {**WHERE, **where}
    blob = envelope.parse(raw, n=n, t=t)
    given_shares = [envelope.open_share(blob, i, trustees(n).privates[i - 1], **where) for i in who or range(1, n + 1)]
    return envelope.open_body(blob, given_shares, **where)


@pytest.mark.parametrize("n", range(2, 8))
def test_length_for_every_number_of_trustees(n):
    raw = sealed(n=n, t=2)
    assert len(raw) == envelope.blob_length(n) == 36 + 32 * n + 1169 * n + 528
    assert opened(raw, n=n, t=2) == NAME


def test_lengths_in_the_specification():
    assert (envelope.blob_length(3), envelope.blob_length(5)) == (4167, 6569)


@pytest.mark.parametrize(("n", "t"), [(2, 2), (3, 2), (5, 3), (4, 4)])
def test_exactly_t_trustees_open(n, t):
    raw = sealed(n=n, t=t)
    for who in combinations(range(1, n + 1), t):
        assert opened(raw, n=n, t=t, who=who) == NAME
    for who in combinations(range(1, n + 1), t - 1):
        assert opened(raw, n=n, t=t, who=who) is None


@pytest.mark.parametrize("other", [{"letter_id": b"\x12" * 32}, {"spk": b"\x23" * 32}, {"tier": 50}, {"seq": 1}])
def test_a_copied_blob_opens_for_no_trustee(other):
    blob = envelope.parse(sealed(), n=3, t=2)
    for i, private in enumerate(trustees(3).privates, 1):
        assert len(envelope.open_share(blob, i, private, **WHERE)) == 33
        with pytest.raises(Rejected):
            envelope.open_share(blob, i, private, **{**WHERE, **other})


@pytest.mark.parametrize("other", [{"letter_id": b"\x12" * 32}, {"spk": b"\x23" * 32}, {"tier": 50}, {"seq": 1}])
def test_a_copied_blob_has_no_body_even_with_its_shares(other):
    blob = envelope.parse(sealed(), n=3, t=2)
    known = [envelope.open_share(blob, i, trustees(3).privates[i - 1], **WHERE) for i in (1, 2)]
    assert envelope.open_body(blob, known, **WHERE) == NAME
    assert envelope.open_body(blob, known, **{**WHERE, **other}) is None


def test_a_box_opens_at_its_own_place_only():
    publics = [trustees(3).publics[0]] * 3
    blob = envelope.parse(envelope.seal(**WHERE, xwings=publics, t=2, plaintext=NAME), n=3, t=2)
    swapped = blob._replace(boxes=blob.boxes[::-1])
    assert envelope.open_share(blob, 1, trustees(3).privates[0], **WHERE)
    with pytest.raises(Rejected):
        envelope.open_share(swapped, 1, trustees(3).privates[0], **WHERE)


def test_a_trustee_opens_no_other_box():
    blob = envelope.parse(sealed(), n=3, t=2)
    for i, j in ((1, 2), (2, 1), (3, 1)):
        with pytest.raises(Rejected):
            envelope.open_share(blob, i, trustees(3).privates[j - 1], **WHERE)


# Where each kind of byte stands in a blob for three trustees.
REGIONS = {
    "version": (0, 1),
    "n": (1, 2),
    "t": (2, 3),
    "zero": (3, 4),
    "dek_commit": (4, 36),
    "share_commits": (36, 132),
    "boxes": (132, 132 + 3 * 1169),
    "body": (132 + 3 * 1169, 4167),
}


@pytest.mark.parametrize("region", REGIONS)
def test_a_flipped_byte_anywhere_never_opens(region):
    start, end = REGIONS[region]
    raw = sealed()
    assert opened(raw) == NAME
    for at in sorted({start, (start + end) // 2, end - 1}):
        try:
            assert opened(flipped(raw, at)) is None
        except Malformed:
            assert region in ("version", "n", "t", "zero")
        except Rejected:
            assert region == "boxes"


def test_the_regions_cover_the_blob():
    edges = list(REGIONS.values())
    assert edges[0][0] == 0
    assert edges[-1][1] == envelope.blob_length(3)
    assert all(one[1] == other[0] for one, other in zip(edges, edges[1:], strict=False))


def test_a_share_that_was_not_committed_to_is_seen():
    blob = envelope.parse(sealed(), n=3, t=2)
    share = envelope.open_share(blob, 2, trustees(3).privates[1], **WHERE)
    at = {"letter_id": LETTER, "spk": SPK}
    assert envelope.share_matches(blob, 2, share, **at)
    assert not envelope.share_matches(blob, 1, share, **at)
    assert not envelope.share_matches(blob, 2, flipped(share, 5), **at)
    assert not envelope.share_matches(blob, 2, share + b"\x00", **at)
    assert not envelope.share_matches(blob, 2, share, letter_id=SPK, spk=SPK)
    assert not envelope.share_matches(blob, 2, share, letter_id=LETTER, spk=LETTER)


def test_one_false_share_among_enough_true_ones_does_no_harm():
    blob = envelope.parse(sealed(), n=3, t=2)
    true = [envelope.open_share(blob, i, trustees(3).privates[i - 1], **WHERE) for i in (1, 2, 3)]
    false = flipped(true[0], 0)
    assert envelope.open_body(blob, [false, true[1], true[2]], **WHERE) == NAME
    assert envelope.open_body(blob, [false, true[1]], **WHERE) is None
    assert envelope.open_body(blob, [true[1], true[1]], **WHERE) is None
    assert envelope.open_body(blob, [true[1], true[1][:32] + b"\x00"], **WHERE) is None
    assert envelope.open_body(blob, [true[1], true[1], true[2]], **WHERE) == NAME
    assert envelope.open_body(blob, [], **WHERE) is None


def test_inconsistent_shares_open_by_the_subset_that_fits():
    # A dishonest signatory commits to shares of which only 1 and 3 give the key.
    dek = os.urandom(32)
    split = shares.split(dek, n=3, t=2)
    stray = flipped(split[1], 3)
    commits = [envelope._share_commit(LETTER, SPK, i, s) for i, s in enumerate([split[0], stray, split[2]], 1)]
    head = bytes((1, 3, 2, 0)) + envelope._dek_commit(LETTER, SPK, dek) + b"".join(commits) + bytes(3 * 1169)
    aad = envelope._body_aad(LETTER, SPK, 25, 0, hashlib.sha256(head).digest())
    raw = head + envelope._body_cipher(LETTER, SPK, dek).encrypt(bytes(12), NAME, aad)
    blob = envelope.parse(raw, n=3, t=2)
    assert envelope.share_matches(blob, 2, stray, letter_id=LETTER, spk=SPK)
    assert envelope.open_body(blob, [split[0], stray, split[2]], **WHERE) == NAME
    assert envelope.open_body(blob, [split[0], stray], **WHERE) is None


def test_the_boxes_are_bound_to_the_body():
    one, other = sealed(), sealed()
    mixed = one[:132] + other[132 : 132 + 3 * 1169] + one[132 + 3 * 1169 :]
    assert opened(mixed) is None


def test_two_blobs_of_one_name_share_only_their_head():
    one, other = sealed(), sealed()
    assert one[:4] == other[:4]
    for start in range(4, len(one) - 32, 32):
        assert one[start : start + 32] not in other


def test_the_randomness_of_a_blob_can_be_given_for_vectors():
    drawn = []

    def rand(length):
        drawn.append(length)
        return bytes(length)

    raw = envelope.seal(**WHERE, xwings=trustees(3).publics, t=3, plaintext=NAME, rand=rand)
    assert drawn == [32, 32, 32]
    assert opened(raw, t=3) == NAME


@pytest.mark.parametrize(("n", "t"), [(3, 3), (2, 2), (4, 2), (3, 1)])
def test_a_blob_for_other_trustees_is_malformed(n, t):
    with pytest.raises(Malformed) as refusal:
        envelope.parse(sealed(), n=n, t=t)
    assert refusal.value.check == "blob"


@pytest.mark.parametrize(
    "change", [lambda raw: raw[:-1], lambda raw: raw + b"\x00", lambda raw: b"", lambda raw: raw[1:]]
)
def test_a_blob_of_another_length_is_malformed(change):
    with pytest.raises(Malformed):
        envelope.parse(change(sealed()), n=3, t=2)


@settings(max_examples=50)
@given(st.binary(max_size=8).map(lambda seed: hashlib.shake_256(seed).digest(4163)))
def test_any_bytes_of_the_right_shape_open_nowhere(noise):
    blob = envelope.parse(bytes((1, 3, 2, 0)) + noise, n=3, t=2)
    with pytest.raises(Rejected):
        envelope.open_share(blob, 1, trustees(3).privates[0], **WHERE)
    assert envelope.open_body(blob, [noise[:33], noise[33:66]], **WHERE) is None

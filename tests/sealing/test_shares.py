from collections import Counter
from contextlib import suppress
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import shares
from petitions.sealing.errors import Malformed, Rejected, SealingError

SECRET = bytes(range(32))
SIZES = st.integers(2, 7).flatmap(lambda n: st.tuples(st.just(n), st.integers(2, n)))


def slow_times(a, b):
    """Multiplication by the definition, to check the tables."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def test_the_tables_are_multiplication_modulo_0x11b():
    assert all(shares._TABLE[a][b] == slow_times(a, b) for a in range(256) for b in range(256))


@given(st.binary(min_size=32, max_size=32), SIZES)
def test_any_t_of_n_in_any_order_give_the_secret(secret, sizes):
    n, t = sizes
    split = shares.split(secret, n=n, t=t)
    assert [share[32] for share in split] == list(range(1, n + 1))
    for subset in combinations(split, t):
        assert shares.combine(subset) == secret
        assert shares.combine(subset[::-1]) == secret
    assert shares.combine(split) == secret


def test_every_order_of_three_agrees():
    split = shares.split(SECRET, n=5, t=3)
    assert {shares.combine(order) for order in permutations(split[1:4])} == {SECRET}


def test_a_share_is_the_polynomial_by_definition():
    random = iter([bytes([9] * 32), bytes([5] * 32)])
    split = shares.split(SECRET, n=4, t=3, rand=lambda length: next(random))
    for x, share in enumerate(split, 1):
        at_x = bytes(slow_times(slow_times(9, x), x) ^ slow_times(5, x) ^ byte for byte in SECRET)
        assert share == at_x + bytes([x])


@given(SIZES)
def test_fewer_shares_give_other_bytes(sizes):
    n, t = sizes
    split = shares.split(SECRET, n=n, t=t)
    for subset in combinations(split, t - 1):
        assert shares.combine(subset) != SECRET


@pytest.mark.parametrize("t", [2, 3])
def test_t_minus_one_shares_are_uniform_whatever_the_secret(t):
    # All choices of the first coefficient, for two secrets: the t - 1 shares take every value equally often.
    seen = []
    for secret in (bytes(32), b"\xa7" * 32):
        counts = Counter()
        for first in range(256):
            for second in range(256) if t == 3 else (None,):
                random = iter([bytes([first] * 32)] + ([bytes([second] * 32)] if t == 3 else []))
                split = shares.split(secret, n=t, t=t, rand=lambda length, random=random: next(random))
                counts[tuple(share[0] for share in split[: t - 1])] += 1
        seen.append(counts)
    assert seen[0] == seen[1]
    assert set(seen[0].values()) == {1}
    assert len(seen[0]) == 256 ** (t - 1)


def test_one_false_share_gives_other_bytes():
    split = shares.split(SECRET, n=3, t=2)
    false = bytes([split[0][0] ^ 1]) + split[0][1:]
    assert shares.combine([false, split[1]]) != SECRET


def test_a_zero_or_repeated_x_is_refused():
    split = shares.split(SECRET, n=3, t=2)
    for pair in ([split[0], split[0]], [split[0], split[1][:32] + b"\x01"], [split[0], split[1][:32] + b"\x00"]):
        with pytest.raises(Rejected):
            shares.combine(pair)


@pytest.mark.parametrize(("n", "t"), [(1, 1), (3, 1), (3, 0), (2, 3), (256, 2)])
def test_odd_thresholds_are_refused(n, t):
    with pytest.raises(Malformed):
        shares.split(SECRET, n=n, t=t)


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_a_secret_has_32_bytes(secret):
    with pytest.raises(Malformed):
        shares.split(secret, n=3, t=2)


@given(st.lists(st.binary(min_size=30, max_size=35), max_size=6))
def test_any_bytes_combine_or_are_refused(given_shares):
    with suppress(SealingError):
        assert len(shares.combine(given_shares)) == 32

"""Which tiers open: against brute force, and each rule by itself."""

import random
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from petitions.sealing import entries, tiers
from petitions.sealing.tiers import Head


def best_set(choices, *, margin, public):
    """The greatest set of (spk, tier) in which everybody's wish holds, found by trying every tier as the top."""
    best = 0
    for top in {tier for tier in choices if 0 < tier < entries.COUNT_ONLY}:
        inside = [tier for tier in choices if 0 < tier <= top]
        if all(public + len(inside) >= tier + margin for tier in inside) and len(inside) > best:
            best = len(inside)
    return best


def random_case(chance):
    allowed = sorted(chance.sample(range(1, 40), chance.randint(1, 6)))
    margin = chance.choice((0, 0, 1, 2, 5))
    weights = [chance.random() ** 2 for _ in allowed]
    choices = chance.choices(allowed, weights, k=chance.randint(0, 60)) if sum(weights) else []
    return allowed, margin, choices, chance.choice((0, 0, 1, 5, 20))


def test_rule_opens_the_greatest_satisfiable_set_in_20000_cases():
    chance = random.Random("tiers")
    opened_some = 0
    for _ in range(20_000):
        allowed, margin, choices, public = random_case(chance)
        by_tier = {tier: choices.count(tier) for tier in set(choices)}
        k = tiers.k_star(tiers=allowed, margin=margin, public=public, live_by_tier=by_tier)
        opened = sum(tier <= k for tier in choices)
        assert opened == best_set(choices, margin=margin, public=public), (allowed, margin, choices, public)
        opened_some += opened > 0
    assert 4_000 < opened_some < 18_000


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True).map(sorted),
    st.integers(0, 4),
    st.lists(st.integers(0, 4), max_size=40),
    st.integers(0, 10),
    st.integers(0, 30),
)
def test_rule_is_safe_and_grows_with_signatures(allowed, margin, picks, public, cap):
    choices = [allowed[pick % len(allowed)] for pick in picks]
    by_tier = {tier: choices.count(tier) for tier in set(choices)}
    k = tiers.k_star(tiers=allowed, margin=margin, public=public, live_by_tier=by_tier)
    capped = tiers.k_star(tiers=allowed, margin=margin, public=public, live_by_tier=by_tier, cap=cap)
    assert k == 0 or public + sum(tier <= k for tier in choices) >= k + margin
    assert capped <= min(k, cap)
    more = tiers.k_star(tiers=allowed, margin=margin, public=public + 1, live_by_tier=by_tier)
    assert more >= k


def letter(**fields):
    return SimpleNamespace(**({"tiers": (2, 4), "margin": 0, "count_public": True} | fields))


def head(n, tier, live=True):
    return Head(bytes([n]) * 32, bytes([255 - n]) * 32, tier, live)


def test_withdrawn_and_count_only_never_count():
    heads = [head(1, 2), head(2, 2, live=False), head(3, entries.COUNT_ONLY)]
    ruling = tiers.judge(manifest=letter(), heads=heads, final={}, cap=None)
    assert (ruling.k, ruling.due, ruling.n_at) == (0, [], {2: 1, 4: 1})


def test_higher_tiers_are_not_due():
    heads = [head(1, 2), head(2, 2), head(3, 4)]
    ruling = tiers.judge(manifest=letter(), heads=heads, final={}, cap=None)
    assert ruling.k == 2 and {one.tier for one in ruling.due} == {2} and len(ruling.due) == 2
    assert [one.leaf for one in ruling.due] == sorted(one.leaf for one in ruling.due)


def test_public_names_count_only_where_the_manifest_says_so():
    heads = [head(1, 0), head(2, 2)]
    assert tiers.judge(manifest=letter(), heads=heads, final={}, cap=None).counted == [heads[0]]
    silent = tiers.judge(manifest=letter(count_public=False), heads=heads, final={}, cap=None)
    assert (silent.k, silent.counted, silent.due) == (0, [], [])


def test_final_entries_count_on_but_are_never_due_again():
    heads = [head(1, 2), head(2, 2), head(3, 4), head(4, 4)]
    final = {one.spk: one.leaf for one in heads[:2]}
    ruling = tiers.judge(manifest=letter(), heads=heads, final=final, cap=None)
    assert ruling.k == 4 and {one.spk for one in ruling.due} == {heads[2].spk, heads[3].spk}


def test_an_early_wave_never_exceeds_its_cap():
    heads = [head(n, 4) for n in range(1, 5)] + [head(9, 2), head(10, 2)]
    assert tiers.judge(manifest=letter(), heads=heads, final={}, cap=None).k == 4
    assert tiers.judge(manifest=letter(), heads=heads, final={}, cap=2).k == 2


def test_margin_is_added_to_every_tier():
    heads = [head(1, 2), head(2, 2)]
    assert tiers.judge(manifest=letter(), heads=heads, final={}, cap=None).k == 2
    assert tiers.judge(manifest=letter(margin=1), heads=heads, final={}, cap=None).k == 0


def test_the_highest_number_of_a_key_counts_wherever_it_stands():
    one = SimpleNamespace(spk=b"a", seq=1, leaf=b"1", tier=4)
    zero = SimpleNamespace(spk=b"a", seq=0, leaf=b"0", tier=2)
    gone = SimpleNamespace(spk=b"a", seq=2, leaf=b"2")
    assert tiers.heads([one, zero]) == {b"a": Head(b"a", b"1", 4, True)}
    assert tiers.heads([gone, one, zero])[b"a"].live is False

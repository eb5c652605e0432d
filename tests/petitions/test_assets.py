"""The sum of investors: who is counted once, when it may be shown, and that no newcomer is told by it."""

import random
from decimal import Decimal
from types import SimpleNamespace

import pytest

from petitions import assets


def row(pk, amount=10, *, may_count=True, parent=None, manager=None, is_in_sum=False):
    return SimpleNamespace(
        pk=pk, assets=amount, may_count=may_count, parent_id=parent, counted_with_id=manager, is_in_sum=is_in_sum
    )


def counted(*rows):
    return [one.pk for one in assets.counted(rows)]


def test_parents_and_managers_are_counted_once():
    assert counted(row(1), row(2, parent=1), row(3, manager=1), row(4, manager=3), row(5)) == [1, 5]


def test_affiliate_counts_where_its_parent_does_not():
    assert counted(row(1, may_count=False), row(2, parent=1)) == [2]
    assert counted(row(1, amount=None), row(2, parent=1)) == [2]
    assert counted(row(2, parent=99)) == [2]  # the parent has withdrawn
    assert counted(row(1), row(2, may_count=False, parent=1), row(3, parent=2)) == [1]


def test_two_above_each_other_are_one():
    assert len(counted(row(1, manager=2), row(2, parent=1))) == 1
    assert len(counted(row(1, manager=2), row(2, manager=3), row(3, manager=1))) == 1


def test_sum_is_shown_at_set_points_only():
    rows = [row(at) for at in range(9)]
    assert not assets.may_show(rows, 0)
    assert assets.may_show([*rows, row(9)], 0)
    told = [row(at, is_in_sum=True) for at in range(10)]
    for newcomers in range(1, 10):
        assert not assets.may_show(told + [row(100 + at) for at in range(newcomers)], 10)
    assert assets.may_show(told + [row(100 + at) for at in range(10)], 10)


def test_one_among_the_newcomers_must_not_be_most_of_them():
    told = [row(at, is_in_sum=True) for at in range(10)]
    assert not assets.may_show(told + [row(100 + at) for at in range(9)] + [row(200, amount=1000)], 10)
    assert not assets.may_show([row(at) for at in range(9)] + [row(9, amount=1000)], 0)


@pytest.mark.parametrize(
    ("total", "shown"),
    [(0, 0), (7, 7), (99, 99), (101, 100), (1999, 1900), (123_456_789, 120_000_000), (10**19 + 1, 10**19)],
)
def test_sum_is_cut_to_two_digits_and_never_more_than_it_is(total, shown):
    assert assets.rounded(Decimal(total)) == shown


def test_no_two_published_sums_lie_one_newcomer_apart():
    """Whatever comes and goes: between two sums there are always five new ones, and none of them is most."""
    chance, published = random.Random(2), 0
    for _life in range(60):
        rows, before, shown_of = [], set(), 0
        for at in range(120):
            if rows and chance.random() < 0.2:
                rows.remove(chance.choice(rows))
            rows.append(row(at, amount=chance.choice([1, 5, 20, 400])))
            here = assets.counted(rows)
            if assets.may_show(here, shown_of):
                fresh = [one.assets for one in here if one.pk not in before]
                assert len(fresh) >= 5
                assert max(fresh) <= sum(fresh) / 2
                assert len(here) >= assets.POINTS[0]
                before, shown_of, published = {one.pk for one in here}, len(here), published + 1
                for one in rows:
                    one.is_in_sum = one.pk in before
    assert published > 100

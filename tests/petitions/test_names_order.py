"""One order of names: Unicode collation, the leaf among equals, nobody at the end."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyuca import Collator

from petitions import collation, names, queries
from petitions.models import PublishedName
from petitions.sealing.opening import identity_json
from petitions.sealing.plaintext import pad
from tests.petitions.signatories import opened
from tests.petitions.test_order_hidden import rho

LEAF = bytes(range(32))
collator = Collator()


def ordered(*found):
    return sorted(found, key=lambda name: collation.sort_key(name, LEAF))


def test_names_stand_as_a_reader_expects():
    right = ["Ada", "ada", "Ádám", "Adele", "Łukasz", "Maria", "Maria Anna", "Ölaf", "Zoë", "Åsa"]
    assert ordered(*reversed(right)) == sorted(right, key=collator.sort_key)
    assert ordered("van Dyk", "Zed", "Abel", "Ölaf", "Olga") == ["Abel", "Ölaf", "Olga", "van Dyk", "Zed"]
    assert ordered(None, "王小明", "Ж", "Zed")[-1] is None


@given(name=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=120))
def test_fast_way_for_ascii_gives_the_same_bytes(name):
    slow = collator.sort_key(name)
    assert collation.sort_key(name, LEAF) == struct.pack(f">{len(slow)}H", *slow) + b"\0\0" + LEAF


@given(st.lists(st.text(" ÄA\u0301\u0327Åéßक्षญา李e\u00a0l·", min_size=1, max_size=12), min_size=1, max_size=4))
def test_words_kept_from_other_names_give_the_same_bytes(several):
    words = {}
    for name in several:
        slow = collator.sort_key(name)
        assert collation.place(name, words) + LEAF == struct.pack(f">{len(slow)}H", *slow) + b"\0\0" + LEAF


def test_no_contraction_holds_a_space():
    def longer(node, path):
        for point, child in (node.children or {}).items():
            if child.value and path:
                yield (*path, point)
            yield from longer(child, (*path, point))

    found = list(longer(collator.table.root, ()))
    assert len(found) > 500
    assert not [points for points in found if 0x20 in points]


@given(one=st.text(min_size=1, max_size=20), two=st.text(min_size=1, max_size=20))
def test_bytes_order_names_as_the_collation_does(one, two):
    if collator.sort_key(one) < collator.sort_key(two):
        assert collation.sort_key(one, LEAF) < collation.sort_key(two, bytes(32))
    assert collation.sort_key(one, LEAF) < collation.sort_key(None, bytes(32))


@given(first=st.binary(min_size=32, max_size=32), second=st.binary(min_size=32, max_size=32))
def test_equal_names_stand_by_leaf(first, second):
    assert (collation.sort_key("Ada", first) < collation.sort_key("Ada", second)) == (first < second)


@given(st.fixed_dictionaries({"name": st.text("Aäß \u4e00", min_size=1, max_size=9)}, optional={"team": st.just("é")}))
def test_spelling_survives_a_database_that_forgets_the_order_of_keys(fields):
    exact = identity_json(pad(fields))
    forgotten = dict(reversed(json.loads(exact).items()))
    assert names.spelled(forgotten) == exact
    assert names.spelled(None) == identity_json(bytes(512))


def test_key_of_the_longest_name_fits_an_index():
    for letter in ("\ufdfa", "\U0001f600", "\u1e69", "w"):
        key = collation.sort_key(letter * 120, LEAF)
        assert len(key) <= collation.MOST_WEIGHTS + 2 + 32
        assert key.endswith(LEAF)


@pytest.mark.django_db
def test_p18_published_order_is_not_signing_order(reach):
    """Releases in a random signing order: the list is sorted by name, and its order tells nothing of it."""
    releases, each = reach.size(sample=10, full=200), 60
    true_names = Path(__file__).parents[1].joinpath("vectors/true-names.txt").read_text(encoding="utf-8").splitlines()
    made, arrival, place = opened(), [], []
    for _release in range(releases):
        people = reach.chance.sample(true_names, each)
        spelled = [(reach.chance.randbytes(32), 3, names.spelled({"name": name})) for name in people]
        names.publish(made.letter, None, spelled)
        shown, _following = queries.published_names(made.facts, after="", size=each)
        order = [row.name for row in shown]
        keys = [collator.sort_key(name) for name in order]
        assert keys == sorted(keys) and sorted(order) == sorted(people)
        arrival += range(each)
        place += [order.index(name) for name in people]
        PublishedName.objects.all().delete()
    assert rho(range(each), range(each)) > 0.99
    found = rho(arrival, place)
    assert abs(found) < 0.1
    reach.reached(f"|rho| = {abs(found):.3f} between signing and published order over {releases} releases of {each}")

"""Names of organizations: which are one, which look like one, which only begin alike; how they are sorted."""

import itertools
import random
import string
import time

import pytest

from petitions import organization_names as names

ONE = [
    ("Dockers & Drivers", "Dockers and Drivers", "same"),
    ("The Harbour Law Centre", "Harbour Law Centre", "same"),
    ("Harbour-Law Centre", "Harbour Law  Centre", "same"),
    ("Restore The Quay", "Restore the Quay", "same"),
    ("Quay Investments, Inc.", "Quay Investments", "same"),
    ("Hafenrecht e.V.", "Hafenrecht", "same"),
    ("Women’s Harbour League", "Womens Harbour League", "same"),
    ("Zoë’s House", "Zoe's House", "same"),
    ("Harbour Civil Liberties Union (HCLU)", "Harbour Civil Liberties Union", "brackets"),
    ("Ассess Now", "Access Now", "look"),  # Cyrillic А, с, с
    ("Harbour Civil Liberties Union (HCLU)", "HCLU", "short"),
    ("Law Caucus, Harbour Advancing", "Harbour Advancing Law Caucus", "order"),
    ("Electronic Quay Foundation", "Electronic Quay Fundation", "spelling"),
    ("Harbour Accountability Project", "Harbour Acountabilty Project", "spelling"),
]
TWO = [
    ("Council on Relations, North", "Council on Relations, South"),
    ("Lawyers Guild - Northern Chapter", "Lawyers Guild"),
    ("HCLU of the North", "HCLU of the South"),
    ("Local 12 of the Dockers", "Local 13 of the Dockers"),
    ("Quay Action", "Quay Auction House"),
    ("Free Press", "Free Pier"),
    ("Campaign 2025", "Campaign 2026"),
]


@pytest.mark.parametrize(("one", "other", "kind"), ONE, ids=range(len(ONE)))
def test_one_organization_in_two_spellings_is_found(one, other, kind):
    assert names.findings([one, "Unlike Anything Else", other]) == [(kind, 0, 2)]
    assert names.findings([other, one]) == [(kind, 0, 1)]


@pytest.mark.parametrize(("one", "other"), TWO, ids=range(len(TWO)))
def test_two_organizations_are_not_taken_for_one(one, other):
    assert names.findings([one, other]) == []


def test_parents_are_found_by_their_words_or_their_acronym():
    others = ["Harbour Civil Liberties Union (HCLU)", "Lawyers Guild", "Quay Action", "North"]
    assert names.parents("HCLU of the North", others) == [others[0]]
    assert names.parents("Lawyers Guild - Northern Chapter", others) == [others[1]]
    assert names.parents("Harbour Civil Liberties Union", others) == []
    assert names.parents("Quay Council", others) == []


@pytest.mark.parametrize(
    ("name", "articles", "rest"),
    [
        ("The Quay", ["the"], "Quay"), ("Theatre of Quays", ["the"], "Theatre of Quays"), ("The Quay", [], "The Quay"),
        ("A New Path", ["the"], "A New Path"), ("L’Atelier", ["l'"], "Atelier"), ("The", ["the"], "The"),
        ("الميناء", ["ال"], "ميناء"), ("Die Linse", ["der", "die"], "Linse"),
    ],
)  # fmt: skip
def test_articles_are_dropped_as_the_group_chooses(name, articles, rest):
    assert names.without_article(name, articles) == rest


def test_five_thousand_names_are_compared_in_a_moment():
    chance = random.Random(4)
    words = [
        "harbour",
        "quay",
        "law",
        "centre",
        "union",
        "north",
        "south",
        "dock",
        "press",
        "civic",
        "league",
        "action",
    ]
    many = [" ".join(chance.choices(words, k=4)) + f" {at:x}" for at in range(5000)]
    began = time.process_time()
    names.findings(many)
    assert time.process_time() - began < 20


def test_names_made_up_to_be_all_alike_make_no_pairs_of_all_with_all():
    orders = [" ".join(one) for one in itertools.islice(itertools.permutations("abcdefgh"), 2000)]
    found = names.findings(orders)
    assert {j for _kind, _i, j in found} == set(range(1, 2000)), "each but the first is told of another"
    assert len(found) < 2 * len(orders)
    word = "m" * 40
    near = [f"Union {word[:at]}{letter}{word[at + 1 :]}" for at in range(40) for letter in string.ascii_lowercase[:25]]
    near = list(dict.fromkeys(near))[:1000]
    found = names.findings(near)
    assert len(near) > 900 and len(near) / 2 < len(found) <= names.NEIGHBOURS * len(near)
    short = ["HCLU"] * 40 + [f"Harbour Union {at:03} (HCLU)" for at in range(500)]
    assert len(names.findings(short)) <= (names.MOST_ALIKE + names.NEIGHBOURS) * len(short)


def test_few_that_are_all_alike_are_all_told_of_each_other():
    alike = [" ".join(one) for one in itertools.islice(itertools.permutations("bcdef"), names.MOST_ALIKE)]
    assert len(names.findings(alike)) == names.MOST_ALIKE * (names.MOST_ALIKE - 1) / 2


def test_endless_name_is_looked_at_in_part():
    assert sum(map(len, names.words("abcd " * 8000))) < names.MOST_SAID

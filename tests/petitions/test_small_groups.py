"""Offices and role families: chosen from the letter's own lists, and shown only where enough people share them."""

import json
import os
from itertools import product

import pytest

from petitions import jobs, names, small_groups
from petitions.actions import errata
from petitions.models import Letter, Waiting
from petitions.sealing import entries, envelope
from petitions.sealing.entries import make_sign
from petitions.small_groups import LEAST, labels, lists_of, table
from tests.petitions import desk, letters
from tests.petitions.signatories import SMALL, at, newcomer, opened, reloaded
from tests.petitions.visits import check_refused, send, text, url

OFFICES, ROLES = ["Zürich", "Porto", "Kraków"], ["Engineering", "Support"]
NOTHING = (None, None)
NO_GROUPS = [
    None,
    [],
    "x",
    {"offices": "ab"},
    {"offices": ["a", "a"]},
    {"roles": [1]},
    {"roles": [""]},
    {"roles": ["x" * 61]},
]
LISTS = {"offices": OFFICES, "roles": ROLES}


def random_counts(chance):
    """{(office, role): n} of up to six offices and roles; most groups are small, some people say nothing."""
    offices = [None, *(f"o{at}" for at in range(chance.randint(0, 5)))]
    roles = [None, *(f"r{at}" for at in range(chance.randint(0, 5)))]
    scale = chance.choice([2, 6, 12, 30])
    return {cell: chance.randint(0, scale) for cell in product(offices, roles) if chance.random() < 0.7}


def aggregates(counts):
    """Everything that a reader can count, each as the set of people (a bit each) that it is about, and all people."""
    shown, place, people = labels(counts), 0, {}
    for cell, n in counts.items():
        if n:
            people[cell] = ((1 << n) - 1) << place
            place += n
    everyone = (1 << place) - 1
    found = {"all": everyone}
    for cell, bits in people.items():
        office, role = shown[cell]
        assert office in (None, cell[0]) and role in (None, cell[1]), "nothing is shown that nobody said"
        for key in (("line", office, role), ("office", office), ("role", role)):
            if key[1:] != (None,):
                found[key] = found.get(key, 0) | bits
    if set(shown.values()) <= {NOTHING}:
        found = {}  # how many names there are can be seen, and nothing about any group of them
    for which, rows in enumerate(table(counts)):
        for item, n in rows:
            assert n == found[("office", "role")[which], item].bit_count(), "the table counts what the lines show"
    return found, everyone


def violations(found, everyone):
    """How many counts, complements, overlaps and differences of two counts are about 1 to 9 people."""
    sets = list(found.values())
    sets += [everyone & ~one for one in sets]
    parts = {one & other for one, other in product(sets, repeat=2)}
    return sum(0 < part.bit_count() < LEAST for part in parts)


def test_p19_small_groups_stay_hidden(reach):
    """Counts of one moment. Whoever compares two days sees who came in between: their names are on the list."""
    tables, shown, wrong = reach.size(sample=1000, full=20_000), 0, 0
    for _table in range(tables):
        found, everyone = aggregates(random_counts(reach.chance))
        wrong += violations(found, everyone)
        shown += len(found) > 1
    assert wrong == 0
    assert shown > tables / 10, "something is shown at all"
    naive = {"all": (1 << 25) - 1, "office": (1 << 20) - 1}
    assert violations(naive, naive["all"]), "a complement of five people is found"
    reach.reached(f"{wrong} violations in {tables:,} random tables, {shown:,} of which show something")


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({("a", "x"): 10, ("b", "x"): 10}, {("a", "x"): ("a", "x"), ("b", "x"): ("b", "x")}),
        ({("a", "x"): 9, ("b", "x"): 10}, {("a", "x"): (None, None), ("b", "x"): (None, None)}),
        ({("a", "x"): 6, ("a", "y"): 6}, {("a", "x"): ("a", None), ("a", "y"): ("a", None)}),
        ({("a", "x"): 6, ("b", "x"): 6}, {("a", "x"): (None, "x"), ("b", "x"): (None, "x")}),
        (
            {("a", "x"): 20, ("b", "y"): 11, (None, None): 4},
            {("a", "x"): ("a", "x"), ("b", "y"): (None, None), (None, None): (None, None)},
        ),  # fmt: skip
        ({("a", "x"): 9}, {("a", "x"): (None, None)}),
        ({}, {}),
    ],
)
def test_labels(counts, shown):
    assert labels(counts) == shown


@pytest.mark.parametrize(
    "groups",
    [None, [], "x", {"offices": "ab"}, {"offices": ["a", "a"]}, {"roles": [1]}, {"roles": [""]}, {"roles": ["x" * 61]}],
)
def test_manifest_with_another_kind_of_groups_has_none(groups):
    assert lists_of(json.dumps({"v": 1, "groups": groups}).encode()) == small_groups.NO_LISTS
    assert lists_of(json.dumps({"groups": {"offices": ["a"]}}).encode()) == (("a",), ())


def with_lists(**parts):
    return opened(terms=SMALL | LISTS, **parts)


def said(person, **identity):
    """(entry, field) of a named-now signature that says this."""
    salt, plain = os.urandom(32), envelope.pad(identity)
    sealed = salt + plain
    parts = {"letter_id": person.facts.letter_id, "tier": entries.NAMED, "seq": 0, "pass_": person.pass_}
    raw = make_sign(**parts, sealed_hash=envelope.statement_hash(salt, plain), assisted=False)
    return raw, sealed + os.urandom(envelope.blob_length(person.facts.manifest.n) - len(sealed))


@pytest.mark.django_db
def test_lists_travel_in_the_manifest_and_are_offered_to_everybody_alike(client):
    made, plain = with_lists(), opened()
    assert made.facts.lists == (tuple(OFFICES), tuple(ROLES)) and plain.facts.lists == ((), ())
    assert "groups" in json.loads(made.facts.manifest.raw) and "groups" not in json.loads(plain.facts.manifest.raw)
    page = text(client.get(url("letter-show", made)))
    assert (
        '<option value="Zürich">' in page
        and '<input id="team"' not in page
        and "where at least 10 names share it" in page
    )
    assert '<input id="team"' in text(client.get(url("letter-show", plain)))


@pytest.mark.django_db
def test_named_now_signature_says_only_what_the_lists_offer(client, on_the_first_day):
    made = with_lists()
    entry, field = said(newcomer(made), name="Ada Lind", team="Lisbon")
    check_refused(lambda headers: send(client, "letter-sign", made, entry + field, headers=headers), 400, "lists")
    entry, field = said(newcomer(made), name="Ada Lind", team="Porto", title="Support")
    assert send(client, "letter-sign", made, entry + field).status_code == 200
    given = {"code": made.code(), "choice": "named", "name": "Bo Lind", "understood": "on", "team": "Lisbon"}
    assert client.post(url("letter-assist", made), given).status_code == 400
    assert client.post(url("letter-assist", made), given | {"team": "Porto"}).status_code == 200
    assert Waiting.objects.count() == 2


@pytest.mark.django_db
def test_page_shows_offices_and_roles_that_ten_names_share_and_no_others(client):
    made = with_lists()
    people = [("Zürich", "Engineering")] * 12 + [("Porto", "Support")] * 6 + [("Kraków", "Support")] * 5
    people += [("Lisbon", "Chief of everything")]  # sealed elsewhere: on no list
    spelled = [names.spelled({"name": f"Person {at:02}", "team": o, "title": r}) for at, (o, r) in enumerate(people)]
    rows = [(os.urandom(32), 3, one) for one in spelled]
    names.publish(made.letter, None, rows)
    page = text(client.get(url("name-list", made)))
    assert page.count("<small><bdi>Support</bdi></small>") == 0, "they would leave one alone with nothing"
    names.publish(made.letter, None, [(os.urandom(32), 3, names.spelled({"name": f"No {at}"})) for at in range(9)])
    page = text(client.get(url("name-list", made)))
    assert page.count("<small><bdi>Engineering, Zürich</bdi></small>") == 12
    assert page.count("<small><bdi>Support</bdi></small>") == 11
    assert "Porto" not in page and "Kraków" not in page and "Lisbon" not in page and "Chief" not in page
    assert "<bdi>Zürich</bdi> 12" in page and "<bdi>Support</bdi> 11" in page
    for leaf, _tier, _spelled in rows[:3]:
        errata.strike_name(letter=made.letter, leaf=leaf, reason="Not theirs.", by=made.by, at=at(1))
    page = text(client.get(url("name-list", made)))
    assert "Zürich" not in page, "nine of them are left"


@pytest.mark.django_db
def test_letter_without_lists_shows_what_people_wrote(client):
    made = opened()
    newcomer(made).sign(entries.NAMED, "Ada Lind")
    bo = {"name": "Bo", "title": "driver", "team": "dock"}
    names.publish(made.letter, None, [(os.urandom(32), 3, names.spelled(bo))])
    jobs.tick(at=at(7))
    reloaded(made)
    page = text(client.get(url("letter-show", made)))
    assert "<small><bdi>driver, dock</bdi></small>" in page and "share it" not in page


@pytest.mark.django_db
def test_organizer_gives_lists_before_the_freeze_and_not_after():
    client, made, _people = desk.scene()
    address = desk.url("letter-terms", made.letter)
    given = {name: value for name, value in letters.TERMS.items() if value is not True} | {"count_public": "on"}
    given |= {"tiers": "25, 50", "offices": "Zürich\nPorto\n\n", "roles": " Engineering \nSupport"}
    assert client.post(address, given).status_code == 302
    row = Letter.objects.get(pk=made.letter.pk)
    assert (row.offices, row.roles) == (["Zürich", "Porto"], ["Engineering", "Support"])
    assert client.post(address, given | {"offices": "Porto\nPorto"}).status_code == 400
    assert client.post(address, given | {"roles": "a\u200bb"}).status_code == 400
    assert client.post(address, given | {"roles": "\n".join(map(str, range(21)))}).status_code == 400

"""The names as anyone reads them: sorted by name, page by page, struck ones struck."""

import os
import re

import pytest

from petitions import jobs
from petitions.actions import errata
from petitions.models import PublishedName
from petitions.name_rules import fault_of_name
from petitions.names import publish, spelled
from petitions.sealing import entries
from petitions.views import showing
from tests.petitions import letters
from tests.petitions.signatories import at, newcomer, opened, reloaded
from tests.petitions.visits import text, url

pytestmark = pytest.mark.django_db
NAMES = [
    "Zoë Quist",
    "Álvaro Núñez",
    "anna berg",
    "Åsa Lund",
    "李明",
    "Anna Berg",
    "Østen Dahl",
    "<b>Bo</b> & Co",
    "Zoe Quist",
]

IN_ORDER = [
    "<b>Bo</b> & Co", "Álvaro Núñez", "anna berg", "Anna Berg", "Åsa Lund", "Østen Dahl", "Zoe Quist", "Zoë Quist",
    "李明",
]  # fmt: skip


def named(names=NAMES):
    """A letter with these people named since the first batch."""
    made = opened(codes=len(names) + 1)
    for name in names:
        if fault_of_name(name) is None:
            newcomer(made).sign(entries.NAMED, name)
        else:  # a release can bring it, a signature to be named now cannot
            publish(made.letter, None, [(os.urandom(32), 3, spelled({"name": name}))])
    jobs.tick(at=at(1))
    reloaded(made)
    return made


def shown(answer):
    return re.findall(
        r"<li[^>]*>(?:<s>)?<bdi>(.*?)</bdi>", text(answer).split('<ul class="names">')[1].split("</ul>")[0]
    )


def test_names_are_sorted_by_name_and_escaped(client):
    made = named()
    answer = client.get(url("name-list", made))
    assert "<b>Bo</b>" not in answer.content.decode()
    names = shown(answer)
    assert names == IN_ORDER
    assert shown(client.get(url("letter-show", made))) == names


def test_pages_follow_each_other_and_leave_nobody_out(client, monkeypatch):
    made = named([f"Person {number:02d}" for number in range(11)])
    monkeypatch.setattr(showing, "PAGE", 4)
    seen, address = [], url("name-list", made)
    for _page in range(3):
        answer = client.get(address)
        seen += shown(answer)
        following = re.search(r'rel="next" href="(\?after=[0-9a-f]{64})"', text(answer))
        address = url("name-list", made) + following[1] if following else None
    assert address is None
    assert seen == [f"Person {number:02d}" for number in range(11)]


@pytest.mark.parametrize("after", ["", "x", "0" * 64, "f" * 64, "Z" * 64, "a" * 10_000, "%00", "%ff", "1' OR '1'='1"])
def test_mark_that_is_none_begins_at_the_start(client, after):
    made = named(NAMES[:6])
    answer = client.get(url("name-list", made) + f"?after={after}")
    assert answer.status_code == 200
    assert shown(answer) == shown(client.get(url("name-list", made)))


def test_struck_name_is_struck_and_still_there(client):
    made = named(NAMES[:6])
    name = PublishedName.objects.order_by("sort_key").first()
    errata.strike_name(letter=made.letter, leaf=bytes(name.leaf), reason="did_not_sign", by=made.by, at=at(1))
    page = text(client.get(url("name-list", made)))
    assert f'<li class="struck"><s><bdi>{name.identity["name"]}</bdi></s><small>disputed by its owner</small>' in page
    assert "6 names" in page


def test_letter_without_names_says_when_they_come(client):
    page = text(client.get(url("name-list", letters.frozen())))
    assert "No names yet" in page


def test_long_list_is_cut_on_the_letter_and_whole_beside_it(client):
    made = named([f"Person {number:03d}" for number in range(59)] + ["Zwei", "Zz"])
    letter = client.get(url("letter-show", made))
    assert len(shown(letter)) == 60
    assert "All names" in text(letter) and "61 names" in text(letter)
    assert len(shown(client.get(url("name-list", made)))) == 61


def test_page_is_the_same_for_everybody(client, django_assert_max_num_queries):
    made = named(NAMES[:6])
    first = client.get(url("name-list", made))
    with django_assert_max_num_queries(5):
        again = client.get(url("name-list", made), headers={"Cookie": "sid=1", "Accept-Language": "ar"})
    assert again.content == first.content
    assert not again.cookies
    assert "Vary" not in again
    assert client.post(url("name-list", made)).status_code == 405

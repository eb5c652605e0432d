"""The live preview: what the form holds now, as parts that a page can build without reading markup."""

from django.urls import reverse

from organize.text import TAGS, render, tree
from tests import make
from tests.petitions.letters import WORDS
from tests.web.payloads import all_payloads

ROWS = {"to-TOTAL_FORMS": 2, "to-INITIAL_FORMS": 0, "to-0-name": "Robin Marsh", "to-0-title": "director"}


def ask(client, **posted):
    return client.post(reverse("petitions-desk:letter-sheet"), ROWS | posted)


def tags(parts):
    for part in parts:
        if not isinstance(part, str):
            yield part[0]
            yield from tags(part[2])


def text(parts):
    return "".join(part if isinstance(part, str) else text(part[2]) for part in parts)


def test_sheet_is_the_letter_as_it_would_be_read(client, db):
    client.force_login(make.user())
    words = WORDS | {"demands": "\n".join(WORDS["demands"])}
    words.pop("addressees")
    found = ask(client, **words).json()
    assert found["title"] == "Two people at every dock"
    assert ["strong", {}, ["alone"]] in next(part for part in found["parts"] if "Nobody" in text([part]))[2]
    assert "Robin Marsh, director" in text(found["parts"])
    assert "Two people at every open dock." in text(found["parts"])


def test_half_a_letter_and_bad_rows_are_shown_as_far_as_they_go(client, db):
    client.force_login(make.user())
    found = ask(client, title="", body="Only *this*.", demands="x" * 2000, language="xx", **{"to-1-title": "no name"})
    assert found.status_code == 200
    assert "Only this." in text(found.json()["parts"])


def test_whoever_has_no_account_gets_nothing_and_a_get_is_refused(client, db):
    assert ask(client, title="x", body="y").status_code == 302
    client.force_login(make.user())
    assert client.get(reverse("petitions-desk:letter-sheet")).status_code == 405


def test_no_hostile_text_becomes_anything_but_text():
    hostile = all_payloads()[1][::20]
    assert len(hostile) > 200
    for one in hostile:
        found = tree(render(one))
        assert set(tags(found)) <= TAGS
        for href in hrefs(found):
            assert href.startswith(("https:", "mailto:"))


def hrefs(parts):
    for part in parts:
        if not isinstance(part, str):
            yield from (value for name, value in part[1].items() if name == "href")
            yield from hrefs(part[2])

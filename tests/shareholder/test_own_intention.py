"""A filer says itself how it will vote: its own decision, which it can change and take back."""

import pytest
from django.urls import reverse

from shareholder.actions import filers, intentions
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
SAYS = {"stance": "for", "why": "We ask for it ourselves.", "on": "2026-11-20"}


@pytest.fixture
def scene():
    """(browsers by persona, resolution, the co-filer's filing)"""
    users, made, filing = world.cast()
    return {name: browser(user) for name, user in users.items()}, made, filing


def test_filer_says_it_changes_it_and_takes_it_back(scene):
    browsers, made, filing = scene
    own, page = (reverse(f"shareholder:{name}", args=[filing.slug]) for name in ("own-intention", "filing-read"))
    client = browsers["cofiler"]
    assert "no agreement to vote together" in client.get(own).content.decode()
    assert client.post(own, SAYS | {"stance": "maybe"}).status_code == 422
    assert client.post(own, SAYS | {"on": "2999-01-01"}).status_code == 400
    assert not made.intentions.exists()
    assert client.post(own, SAYS).status_code == 302
    row = made.intentions.get()
    assert (row.investor, row.stance, row.listed) == (filing.goes_by, "for", False)
    assert "for, 20 November 2026" in client.get(page).content.decode()
    assert client.post(own, SAYS | {"stance": "undecided"}).status_code == 302
    assert [row.stance for row in made.intentions.all()] == ["undecided"]
    desk = browsers["coordinator"].get(reverse("shareholder:intention-list", args=[made.slug])).content.decode()
    assert filing.goes_by in desk and "undecided" in desk
    assert client.post(reverse("shareholder:own-intention-remove", args=[filing.slug])).status_code == 302
    assert not made.intentions.exists()
    assert list(made.steps.filter(filing=filing).order_by("number").values_list("verb", flat=True))[-3:] == [
        "state intention", "state intention", "remove intention",
    ]  # fmt: skip


def test_other_filers_do_not_read_who_said_something(scene):
    browsers, made, filing = scene
    browsers["cofiler"].post(reverse("shareholder:own-intention", args=[filing.slug]), SAYS)
    page = reverse("shareholder:resolution-read", args=[made.slug])
    step = "An investor said how it will vote"
    assert step in browsers["cofiler"].get(page).content.decode()
    assert step not in browsers["organizer"].get(page).content.decode()


def test_own_word_takes_an_older_one_off_the_public_page(scene):
    browsers, made, filing = scene
    said = {"stance": "against", "why": "", "on": world.DAY, "listed": True, "by": None, "at": world.NOW}
    intentions.state_intention(resolution=made, investor=filing.goes_by, **said)
    assert browsers["cofiler"].post(reverse("shareholder:own-intention", args=[filing.slug]), SAYS).status_code == 302
    row = made.intentions.get()
    assert (row.stance, row.listed) == ("for", False)


def test_who_takes_no_part_says_nothing(scene):
    browsers, made, filing = scene
    filers.step_filing(filing=filing, verb="drop", on=world.DAY, by=filing.user, at=world.NOW)
    own = reverse("shareholder:own-intention", args=[filing.slug])
    assert browsers["cofiler"].post(own, SAYS).status_code == 404
    assert not made.intentions.exists()

"""A filer says itself how it will vote: its own decision, which it can change and take back."""

import pytest
from django.urls import reverse

from organize.actions.accounts import erase_account
from shareholder.actions import filers, intentions
from tests import make
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
GIVEN = {"stance": "for", "why": "", "on": world.DAY, "by": None, "at": world.NOW}
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


def test_nobody_else_changes_what_a_filer_says_itself(scene):
    browsers, made, filing = scene
    browsers["cofiler"].post(reverse("shareholder:own-intention", args=[filing.slug]), SAYS)
    row = made.intentions.get()
    page = reverse("shareholder:intention-list", args=[made.slug])
    remove = reverse("shareholder:intention-remove", args=[made.slug, row.pk])
    for persona in ("lead", "counsel", "coordinator"):
        answer = browsers[persona].post(page, SAYS | {"investor": filing.goes_by, "stance": "against"})
        assert answer.status_code == 409 and "says itself how it will vote" in answer.content.decode()
        assert browsers[persona].post(remove).status_code == 409
        shown = browsers[persona].get(page).content.decode()
        assert "says so itself" in shown and remove not in shown
    row.refresh_from_db()
    assert (row.stance, row.why, row.listed) == ("for", SAYS["why"], False)


def test_editors_put_it_on_the_public_page_and_take_it_off(scene):
    browsers, made, filing = scene
    browsers["cofiler"].post(reverse("shareholder:own-intention", args=[filing.slug]), SAYS)
    row = made.intentions.get()
    address = reverse("shareholder:intention-listed", args=[made.slug, row.pk])
    assert browsers["lead"].post(address, {"listed": "yes"}).status_code == 404, "the lead is of no group"
    for listed in ("yes", "no"):
        assert browsers["coordinator"].post(address, {"listed": listed}).status_code == 302
        row.refresh_from_db()
        assert (row.listed, row.filing) == (listed == "yes", filing)


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("how", ["drop", "account"])
def test_own_word_goes_with_the_part_and_with_the_account_and_what_is_public_stays(scene, how, listed):
    _browsers, made, filing = scene
    said = intentions.state_own_intention(filing=filing, **GIVEN)
    other = intentions.state_intention(resolution=made, investor="Tern Fund", listed=False, **GIVEN)
    intentions.list_intention(intention=said, listed=listed, by=None, at=world.NOW)
    if how == "drop":
        filers.step_filing(filing=filing, verb="drop", on=world.DAY, by=filing.user, at=world.NOW)
    else:
        erase_account(user=filing.user, by=filing.user, at=world.NOW)
    assert set(made.intentions.values_list("investor", flat=True)) == {"Tern Fund"} | (
        {filing.goes_by} if listed else set()
    )
    assert made.intentions.filter(pk=other.pk).exists()


def test_who_was_there_before_reads_nothing_of_who_came_after(scene):
    browsers, made, filing = scene
    filers.step_filing(filing=filing, verb="drop", on=world.DAY, by=filing.user, at=world.NOW)
    again = world.filer(made, user=make.user(), goes_by=filing.goes_by)
    intentions.state_own_intention(filing=again, **GIVEN)
    page = browsers["cofiler"].get(reverse("shareholder:filing-read", args=[filing.slug]))
    assert page.status_code == 200 and "not said" in page.content.decode()


def test_who_takes_no_part_says_nothing(scene):
    browsers, made, filing = scene
    filers.step_filing(filing=filing, verb="drop", on=world.DAY, by=filing.user, at=world.NOW)
    own = reverse("shareholder:own-intention", args=[filing.slug])
    assert browsers["cofiler"].post(own, SAYS).status_code == 404
    assert not made.intentions.exists()

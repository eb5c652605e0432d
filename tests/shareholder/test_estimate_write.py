"""What somebody says a vote was without insiders: beside the counted percentages, with its source, never among them."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from organize.actions.campaigns import publish_campaign, tell_campaign
from shareholder import vote_queries
from shareholder.models import Estimate
from tests import make
from tests.factors import Browser
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.voted import propose, voted

pytestmark = pytest.mark.django_db
DATA = {"on": "2026-11-20", "basis": "Without the founder's 16 %.", "source": "Open letter of an investor"}


@pytest.fixture
def scene():
    """(owner, a resolution whose vote is counted: 30 for, 70 against)"""
    owner = make.user()
    made = voted(by=owner, group=make.group(owner=owner))
    propose(made, by=owner, votes_for=30, votes_against=70, abstentions=None, broker_non_votes=None)
    return owner, made


def write(user, made, **data):
    return client(user).post(reverse("shareholder:estimate-write", args=[made.slug]), DATA | data)


def shown(user, made):
    page = client(user).get(reverse("shareholder:vote-read", args=[made.slug])).content.decode()
    return " ".join(page.split())


def test_share_without_insiders_is_computed_and_told_apart_from_the_counts(scene):
    owner, made = scene
    assert write(owner, made, kind="insiders", insider_votes="10", percent="99").status_code == 302
    row = Estimate.objects.get()
    assert (row.insider_votes, row.percent) == (10, None)
    page = shown(owner, made)
    assert "about 33.33 %" in page and "without 10 votes that are all taken to be against" in page
    assert "Stated by others, not counted." in page and "Open letter of an investor" in page
    result = vote_queries.result_of(made)
    assert [share for _name, share in result.shares] == ["30.00", "30.00", "30.00"], "nothing counted has moved"
    assert vote_queries.verdict_after([result]).last.for_ == 30


def test_published_percentage_is_repeated_as_it_was_published(scene):
    owner, made = scene
    assert write(owner, made, kind="percent", percent="37.5", insider_votes="7").status_code == 302
    row = Estimate.objects.get()
    assert (row.insider_votes, row.percent) == (None, Decimal("37.50"))
    assert "about 37.50 %" in shown(owner, made)


@pytest.mark.parametrize("data", [{"kind": "insiders"}, {"kind": "percent", "percent": "101"}, {"kind": "percent"},
                                  {"kind": "percent", "percent": "5", "source": ""}])  # fmt: skip
def test_estimate_needs_its_number_and_its_source(scene, data):
    owner, made = scene
    assert write(owner, made, **data).status_code == 422
    assert not Estimate.objects.exists()


def test_database_keeps_one_number(scene):
    owner, made = scene
    world.estimate(made, by=owner)
    for wrong in ({"percent": 5}, {"insider_votes": None}, {"kind": "percent"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Estimate.objects.update(**wrong)


def test_more_insiders_than_votes_against_give_no_number(scene):
    owner, made = scene
    write(owner, made, kind="insiders", insider_votes="70")
    assert "nothing can be computed" in shown(owner, made)


def test_everybody_reads_it_as_an_estimate_and_it_can_be_removed(scene):
    owner, made = scene
    write(owner, made, kind="percent", percent="37")
    world.edit(made, by=owner, listed=True)
    given = {"campaign": made.campaign, "by": owner, "at": world.NOW}
    tell_campaign(**given, headline="Docks", story="")
    publish_campaign(**given)
    made.campaign.refresh_from_db()
    path = reverse("shareholder-public:resolution-show", args=[made.campaign.address, made.address])
    page = Browser().get(path).content.decode()
    assert "about 37.00 %" in page and "Stated by others, not counted." in page and "/remove/" not in page
    remove = reverse("shareholder:estimate-remove", args=[made.slug, Estimate.objects.get().pk])
    assert client(owner).post(remove).status_code == 302
    assert "37.00" not in Browser().get(path).content.decode()

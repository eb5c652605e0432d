"""What everybody reads of a resolution on its campaign's page: name, company, state and days, never who files."""

import pytest
from django.urls import reverse

from shareholder.actions import resolutions
from tests import make
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    owner = make.user()
    group = make.group(owner=owner)
    campaign = make.public_campaign(group=group, company=make.company(group=group))
    made, _lead = world.filed(by=owner, campaign=campaign)
    return owner, campaign, made


def pages(campaign):
    client = Browser()
    names = ("campaign-public", "campaign-atom", "campaign-json")
    return "\n".join(client.get(reverse(name, args=[campaign.address])).content.decode() for name in names)


def test_it_is_there_once_it_was_put_there_and_was_filed(scene):
    owner, campaign, made = scene
    assert made.title not in pages(campaign), "not unless somebody chose so"
    world.edit(made, by=owner, listed=True)
    shown = pages(campaign)
    assert "A resolution was filed at Meridian Freight" in shown and shown.count(made.title) >= 4
    assert '"filed_on": "2026-11-20"' in shown.replace('":"', '": "')
    draft = world.resolution(by=owner, campaign=campaign, title="Only an idea", has_meeting=False)
    world.edit(draft, by=owner, listed=True)
    assert "Only an idea" not in pages(campaign), "not before it is filed"


def test_its_end_is_on_the_timeline(scene):
    owner, campaign, made = scene
    world.edit(made, by=owner, listed=True)
    world.in_state(made, "challenged")
    resolutions.record_step(resolution=made, verb="moot", note="Bought.", on=world.FILED_ON, by=owner, at=world.NOW)
    assert "Resolution “Two people at every dock”: moot" in pages(campaign)


def test_no_filer_text_or_step_is_public(scene):
    owner, campaign, made = scene
    world.edit(made, by=owner, listed=True)
    shown = pages(campaign)
    for secret in ("Order of Saint Brendan", "dock safety", owner.mailbox):
        assert secret not in shown


def test_person_finds_their_resolutions_on_the_desk(scene):
    owner, _campaign, made = scene
    client = Browser()
    client.force_login(owner)
    assert reverse("shareholder:resolution-read", args=[made.slug]) in client.get(reverse("desk")).content.decode()
    filer = make.user()
    world.filer(made, user=filer)
    client.force_login(filer)
    assert made.title in client.get(reverse("desk")).content.decode()
    client.force_login(make.user())
    assert made.title not in client.get(reverse("desk")).content.decode()

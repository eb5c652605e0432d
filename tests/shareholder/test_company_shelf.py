"""What a company's page says of its meetings, and of what was put to the vote there."""

import pytest
from django.urls import reverse

from tests import make
from tests.counting import statements
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.voted import propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.user()


def page(user, company):
    return " ".join(client(user).get(reverse("company", args=[company.slug])).content.decode().split())


def voted(owner, campaign, number, matter=None):
    made = world.resolution(by=owner, campaign=campaign, title=f"Docks {number}", has_meeting=False)
    made = world.in_state(made, "voted")
    if matter:
        world.resolutions.link_lineage(resolution=made, title=matter, by=owner, at=world.NOW)
    propose(made, by=owner)
    return made


def test_company_tells_its_meetings_and_each_matter_with_its_votes(owner):
    group = make.group(owner=owner)
    company = make.company(group=group)
    campaign = make.campaign(group=group, company=company)
    assert "No meeting of its shareholders is written down yet." in page(owner, company)
    world.meeting(company)
    lone, linked = voted(owner, campaign, 1), voted(owner, campaign, 2, "Dock safety")
    shown = page(owner, company)
    assert "Annual meeting 2027, 19 May 2027" in shown and "proposals received by 9 December 2026" in shown
    matters = shown.index(">Dock safety<"), shown.index(linked.title), shown.index("Linked to no matter")
    assert list(matters) == sorted(matters) and matters[-1] < shown.index(lone.title)
    assert "5.27 % for" in shown
    assert reverse("shareholder:meeting-create", args=[company.slug]) in shown
    viewer = make.member(group, role="viewer")
    assert reverse("shareholder:meeting-create", args=[company.slug]) not in page(viewer, company)


def test_company_costs_the_same_with_thirty_resolutions(owner):
    group = make.group(owner=owner)
    campaign = make.campaign(group=group, company=make.company(group=group))
    browser, path = client(owner), reverse("company", args=[campaign.company.slug])
    browser.get(path)
    counts = []
    for many in (range(1), range(1, 30)):
        for number in many:
            voted(owner, campaign, number, f"Matter {number}")
        counts.append(statements(browser, path))
    assert counts[0] == counts[1]

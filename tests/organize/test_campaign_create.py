import pytest

from organize import roles
from organize.models import Campaign
from tests import make


def test_organizer_starts_a_campaign(client, db):
    group = make.group()
    company = make.company(group=group)
    client.force_login(make.member(group, roles.ORGANIZER))
    given = {"title": "Safe docks", "company": company.pk, "summary": "It began in March."}
    answer = client.post(f"/desk/g/{group.slug}/campaigns/new/", given)
    campaign = Campaign.objects.get()
    assert answer.headers["Location"] == f"/desk/c/{campaign.slug}/"
    assert (campaign.group, campaign.company, campaign.title) == (group, company, "Safe docks")


def test_company_of_another_group_is_neither_offered_nor_taken(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    foreign = make.company(group=make.group(), name="Other Freight")
    client.force_login(owner)
    assert "Other Freight" not in client.get(f"/desk/g/{group.slug}/campaigns/new/").content.decode()
    answer = client.post(f"/desk/g/{group.slug}/campaigns/new/", {"title": "Safe docks", "company": foreign.pk})
    assert answer.status_code == 422
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.VIEWER, None])
def test_others_start_none(client, db, role):
    group = make.group()
    client.force_login(make.member(group, role) if role else make.user())
    assert client.post(f"/desk/g/{group.slug}/campaigns/new/", {"title": "Safe docks"}).status_code == 404
    assert not Campaign.objects.exists()


def test_what_was_typed_survives_a_mistake(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    client.force_login(owner)
    answer = client.post(f"/desk/g/{group.slug}/campaigns/new/", {"title": "", "summary": "It began in March."})
    assert answer.status_code == 422
    assert "It began in March." in answer.content.decode()


def test_who_is_led_names_a_company_along_the_way_and_comes_to_the_letter(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    client.force_login(owner)
    given = {"title": "Safe docks", "new_company": "Meridian Freight", "guided": "1"}
    answer = client.post(f"/desk/g/{group.slug}/campaigns/new/", given)
    campaign = Campaign.objects.get()
    assert answer.headers["Location"] == f"/desk/letters/new/?campaign={campaign.slug}&guided=1"
    assert (campaign.company.name, campaign.company.group) == ("Meridian Freight", group)


def test_a_company_is_chosen_or_named_but_not_both(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    client.force_login(owner)
    given = {"title": "Safe docks", "company": make.company(group=group).pk, "new_company": "Other Freight"}
    answer = client.post(f"/desk/g/{group.slug}/campaigns/new/", given)
    assert answer.status_code == 422
    assert "not both" in answer.content.decode()
    assert "Other Freight" in answer.content.decode()
    assert not Campaign.objects.exists()

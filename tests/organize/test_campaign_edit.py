import pytest

from organize import roles
from organize.models import Trail
from tests import make


def test_organizer_edits_and_leaves_one_line_on_the_trail(client, db):
    group = make.group()
    campaign = make.campaign(group=group, title="Safe docks")
    organizer = make.member(group, roles.ORGANIZER)
    client.force_login(organizer)
    assert "Safe docks" in client.get(f"/desk/c/{campaign.slug}/edit/").content.decode()
    client.post(f"/desk/c/{campaign.slug}/edit/", {"title": "Safer docks", "summary": ""})
    campaign.refresh_from_db()
    assert campaign.title == "Safer docks"
    assert Trail.objects.get(object_id=campaign.pk, verb="edit").actor == organizer


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.VIEWER, None])
def test_others_edit_nothing(client, db, role):
    group = make.group()
    campaign = make.campaign(group=group, title="Safe docks")
    client.force_login(make.member(group, role) if role else make.user())
    assert client.get(f"/desk/c/{campaign.slug}/edit/").status_code == 404
    assert client.post(f"/desk/c/{campaign.slug}/edit/", {"title": "Mine"}).status_code == 404
    campaign.refresh_from_db()
    assert campaign.title == "Safe docks"

import pytest

from organize import roles
from organize.models import Company
from tests import make


def test_organizer_names_a_company(client, db):
    group = make.group()
    client.force_login(make.member(group, roles.ORGANIZER))
    answer = client.post(f"/desk/g/{group.slug}/companies/new/", {"name": "Meridian Freight"})
    assert answer.headers["Location"] == f"/desk/g/{group.slug}/"
    assert Company.objects.get().group == group


def test_naming_it_twice_makes_one_company(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    client.force_login(owner)
    for _again in range(2):
        client.post(f"/desk/g/{group.slug}/companies/new/", {"name": "Meridian Freight"})
    assert Company.objects.count() == 1


@pytest.mark.parametrize("role", [roles.REVIEWER, roles.VIEWER, None])
def test_others_name_none(client, db, role):
    group = make.group()
    client.force_login(make.member(group, role) if role else make.user())
    answer = client.post(f"/desk/g/{group.slug}/companies/new/", {"name": "Meridian Freight"})
    assert answer.status_code == 404
    assert not Company.objects.exists()


def test_hidden_mark_in_a_name_is_refused(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    client.force_login(owner)
    answer = client.post(f"/desk/g/{group.slug}/companies/new/", {"name": "Meri\u200bdian"})
    assert answer.status_code == 422
    assert not Company.objects.exists()

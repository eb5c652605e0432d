from organize.models import Group, Membership, Trail
from tests import make


def test_group_belongs_to_whoever_opens_it(client, db):
    owner = make.user()
    client.force_login(owner)
    answer = client.post("/desk/groups/new/", {"name": "Night shift"})
    group = Group.objects.get()
    assert answer.headers["Location"] == f"/desk/g/{group.slug}/"
    assert Membership.objects.get(group=group).user == owner
    assert Trail.objects.get(group=group, object_kind="organize.group").actor == owner


def test_looking_at_the_form_opens_nothing(client, db):
    client.force_login(make.user())
    assert client.get("/desk/groups/new/").status_code == 200
    assert not Group.objects.exists()


def test_empty_name_is_explained_at_the_field_and_above_the_form(client, db):
    client.force_login(make.user())
    answer = client.post("/desk/groups/new/", {"name": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert 'href="#id_name"' in page
    assert 'aria-invalid="true"' in page
    described = page.split('aria-describedby="')[1].split('"')[0].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{part}"' in page for part in described)
    assert not Group.objects.exists()


def test_stranger_opens_no_group(client, db):
    assert client.post("/desk/groups/new/", {"name": "Night shift"}).status_code == 302
    assert not Group.objects.exists()

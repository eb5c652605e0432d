from organize import roles
from tests import make


def test_every_member_reads_the_trail(client, db):
    group = make.group(owner=make.user(pseudonym="wren"))
    make.campaign(group=group)
    client.force_login(make.member(group, roles.VIEWER))
    page = client.get(f"/desk/g/{group.slug}/trail/").content.decode()
    assert "create campaign" in page
    assert "create group" in page
    assert "wren" in page
    assert "the clock" in page  # make.campaign acts without an organizer


def test_trail_of_another_group_is_missing(client, db):
    group = make.group()
    client.force_login(make.user())
    assert client.get(f"/desk/g/{group.slug}/trail/").status_code == 404


def test_trail_is_only_read(client, db):
    owner = make.user()
    group = make.group(owner=owner)
    client.force_login(owner)
    assert client.post(f"/desk/g/{group.slug}/trail/").status_code == 405

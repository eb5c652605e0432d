import datetime
import re

from organize import roles
from organize.actions.groups import change_role
from organize.models import Trail
from tests import make
from tests.counting import statements
from tests.personas import cast


def _address(group, **asked):
    return f"/desk/g/{group.slug}/trail/?" + "&".join(f"{name}={value}" for name, value in asked.items())


def _rows(page):
    return re.findall(r'datetime="([^"]+)".*?data-label="What">([^<]+)<', page.content.decode(), re.DOTALL)


def _long(group, number, verb="edit"):
    """Entries of one minute each, some of them at the same moment."""
    start = make.NOW + datetime.timedelta(days=1)
    rows = [
        Trail(group=group, verb=verb, object_kind="organize.campaign", object_id=group.pk,
              at=start + datetime.timedelta(minutes=at // 3))
        for at in range(number)
    ]  # fmt: skip
    Trail.objects.bulk_create(rows)
    return [str(row.pk) for row in rows]


def test_every_member_reads_the_trail(client, db):
    group = make.group(owner=make.user(pseudonym="wren"))
    make.campaign(group=group)
    client.force_login(make.member(group, roles.VIEWER))
    page = client.get(f"/desk/g/{group.slug}/trail/").content.decode()
    assert "Campaign: create" in page
    assert "Group: create" in page
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


def test_pages_hold_every_entry_once_newest_first(db):
    people = cast()
    _long(people.group, 120)
    client, path, seen = people.client("viewer"), _address(people.group), []
    for _page in range(3):
        page = client.get(path)
        seen.append(_rows(page))
        found = re.search(r'href="(\?verb=[^"]*after=[^"]+)"', page.content.decode())
        path = f"/desk/g/{people.group.slug}/trail/" + found[1].replace("&amp;", "&") if found else None
    assert path is None
    assert [len(rows) for rows in seen] == [50, 50, 20 + Trail.objects.exclude(verb="edit").filter(
        group=people.group).count()]  # fmt: skip
    times = [time for rows in seen for time, _what in rows]
    assert times == sorted(times, reverse=True)


def test_entries_of_one_verb_alone(db):
    people = cast()
    membership = people.group.memberships.get(user=people.viewer)
    change_role(membership=membership, role="reviewer", by=people.owner, at=make.NOW)
    client = people.client("viewer")
    rows = _rows(client.get(_address(people.group, verb="make reviewer")))
    assert [what.split()[-2:] for _at, what in rows] == [["make", "reviewer"]]
    assert "make reviewer</option>" in client.get(_address(people.group)).content.decode()
    assert "Nothing of this kind" in client.get(_address(people.group, verb="fly")).content.decode()


def test_mark_of_another_group_or_of_nothing_begins_at_the_newest(db):
    people = cast()
    theirs = _long(people.stranger.memberships.get().group, 1)[0]
    client = people.client("viewer")
    whole = _rows(client.get(_address(people.group)))
    for mark in (theirs, "x", "0" * 32):
        assert _rows(client.get(_address(people.group, after=mark))) == whole


def test_people_stand_on_the_trail_without_what_they_wrote(db):
    """Invitation, role and way out leave their verb, and no mailbox and no name that was not chosen to be seen."""
    people = cast()
    member = make.member(people.group, roles.VIEWER, pseudonym="wren", mailbox="wren@private.example")
    make.invitation(group=people.group, mailbox="invited@private.example", by=people.owner)
    owner = people.client("owner")
    address = f"/desk/g/{people.group.slug}/members/{people.group.memberships.get(user=member).pk}/"
    owner.post(address, {"role": "reviewer"})
    owner.post(address + "remove/")
    page = owner.get(_address(people.group)).content.decode()
    for verb in ("invite", "make reviewer", "remove"):
        assert verb in page
    for content in ("invited@private.example", "wren"):
        assert content not in page
    assert Trail.objects.filter(group=people.group, verb="invite").exists()


def test_queries_do_not_grow_with_entries(db):
    people = cast()
    client, address, counts = people.client("owner"), _address(people.group), []
    for number in (1, 30):
        _long(people.group, number)
        counts.append(statements(client, address))
    assert counts[0] == counts[1]

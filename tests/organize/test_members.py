import pytest
from django.urls import reverse

from organize import offers, roles
from tests import make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db


def _page(client, group):
    return client.get(reverse("members", args=[group.slug])).content.decode()


def test_pseudonym_stands_for_the_mailbox_and_the_mailbox_only_where_there_is_none():
    people = cast()
    wren = make.member(people.group, roles.VIEWER, pseudonym="wren", mailbox="wren.private@mail.example")
    for persona in ("viewer", "owner"):
        browser = people.client(persona)
        for page in (_page(browser, people.group), browser.get(f"/desk/g/{people.group.slug}/").content.decode()):
            assert "wren" in page and wren.mailbox not in page
            assert people.organizer.mailbox in page  # who has set no name is shown by it


def test_only_who_admits_people_sees_invitations_and_the_ways_to_change():
    people = cast()
    make.invitation(group=people.group, mailbox="invited@private.example")
    owner, organizer = _page(people.client("owner"), people.group), _page(people.client("organizer"), people.group)
    for words in ("invited@private.example", "Invite somebody", "/withdraw/", ">Change<"):
        assert words in owner and words not in organizer


def test_queries_do_not_grow_with_members_and_invitations():
    people, counts = cast(), []
    client, address = people.client("owner"), reverse("members", args=[people.group.slug])
    for number in (1, 30):
        while people.group.memberships.count() < 4 + number:
            make.member(people.group)
        while people.group.invitations.count() < number:
            mailbox = f"p{people.group.invitations.count()}@private.example"
            make.invitation(group=people.group, mailbox=mailbox, code=offers.new_code(), by=people.owner)
        counts.append(statements(client, address))
    assert counts[0] == counts[1]

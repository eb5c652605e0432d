import pytest
from django.urls import reverse

from organize import roles
from organize.actions.groups import change_role, remove_member
from organize.models import Membership, Trail
from organize.refusals import Refusal
from tests import make
from tests.personas import cast

pytestmark = pytest.mark.django_db


def _address(name, group, user):
    return reverse(name, args=[group.slug, group.memberships.get(user=user).pk])


def test_owner_gives_a_role_and_the_trail_says_which():
    people = cast()
    client, address = people.client("owner"), _address("member-change", people.group, people.viewer)
    assert client.post(address, {"role": roles.ORGANIZER}).status_code == 302
    assert people.group.memberships.get(user=people.viewer).role == roles.ORGANIZER
    assert Trail.objects.get(group=people.group, verb="make organizer").actor == people.owner
    assert client.post(address, {"role": "emperor"}).status_code == 422


def _verbs(group):
    return set(Trail.objects.filter(group=group).values_list("verb", flat=True))


def test_organizer_changes_and_removes_nobody():
    people = cast()
    for name in ("member-change", "member-remove"):
        for persona in ("organizer", "stranger"):
            answer = people.client(persona).post(_address(name, people.group, people.owner), {"role": roles.VIEWER})
            assert answer.status_code == 404
    assert people.group.memberships.get(user=people.owner).role == roles.OWNER


def test_last_owner_stays_whoever_asks():
    people = cast()
    client, group = people.client("owner"), people.group
    change = client.post(_address("member-change", group, people.owner), {"role": roles.VIEWER})
    assert change.status_code == 422 and "only owner" in change.content.decode()
    assert client.post(_address("member-remove", group, people.owner)).status_code == 409
    assert client.post(reverse("group-leave", args=[group.slug])).status_code == 409
    second = make.member(group, roles.OWNER)
    assert client.post(_address("member-change", group, people.owner), {"role": roles.VIEWER}).status_code == 302
    with pytest.raises(Refusal):
        remove_member(membership=group.memberships.get(user=second), by=people.owner, at=make.NOW)


def test_who_is_removed_sees_nothing_any_more_and_what_they_did_stays():
    people = cast()
    campaign = reverse("campaign", args=[make.campaign(group=people.group).slug])
    theirs = people.client("organizer")
    assert theirs.get(campaign).status_code == 200
    assert people.client("owner").post(_address("member-remove", people.group, people.organizer)).status_code == 302
    assert theirs.get(campaign).status_code == 302  # signed out
    people.organizer.refresh_from_db()
    assert people.client("organizer").get(campaign).status_code == 404
    assert {"remove"} <= _verbs(people.group)


def test_who_is_no_owner_any_more_has_no_invitations_out():
    people = cast()
    second = make.member(people.group, roles.OWNER)
    make.invitation(group=people.group, by=second, mailbox="one@private.example", code="A" * 16)
    make.invitation(group=people.group, by=people.owner, mailbox="two@private.example", code="B" * 16)
    membership = people.group.memberships.get(user=second)
    change_role(membership=membership, role=roles.ORGANIZER, by=people.owner, at=make.NOW)
    assert sorted(people.group.invitations.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_second_removal_of_the_same_member_is_told():
    people = cast()
    membership = Membership.objects.get(group=people.group, user=people.viewer)
    remove_member(membership=membership, by=people.owner, at=make.NOW)
    with pytest.raises(Refusal):
        remove_member(membership=membership, by=people.owner, at=make.NOW)

"""An account is erased by its own person: nothing of it stays, and what it did is of somebody who has left."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from organize import roles
from organize.actions.accounts import erase_account
from organize.models import Group, Invitation, Membership, Trail, User
from organize.refusals import Refusal
from tests import make
from tests.factors import Browser
from tests.organize.test_subscriber import everything_written
from tests.personas import cast

pytestmark = pytest.mark.django_db
MAILBOX, NAME = "canary.of.an.account@private.example", "canary-pseudonym"


def where(word):
    return {place for place, content in everything_written().items() if word.encode() in content}


def member():
    people = cast()
    user = make.user(MAILBOX, pseudonym=NAME)
    Membership.objects.create(group=people.group, user=user, role=roles.OWNER)
    make.invitation(group=people.group, by=user)
    make.campaign(group=people.group)
    return people, user


def test_account_is_gone_and_its_deeds_are_of_somebody_who_has_left():
    people, user = member()
    assert {"organize_user", "account_emailaddress"} <= where(MAILBOX), "what could be found is found"
    client = Browser()
    client.force_login(user)
    page = client.get(reverse("account-erase")).content.decode()
    assert "Erase it for ever" in page
    answer = client.post(reverse("account-erase"))
    assert answer["Location"] == reverse("front")
    assert where(MAILBOX) == where(NAME) == where(str(user.pk).replace("-", "")) == set()
    assert not Authenticator.objects.filter(user=user.pk).exists() and not EmailAddress.objects.filter(email=MAILBOX)
    assert Invitation.objects.get().state == "withdrawn" and Invitation.objects.get().invited_by is None
    left = Trail.objects.filter(group=people.group, has_left=True)
    assert set(left.values_list("actor", flat=True)) == {None} and "leave" in left.values_list("verb", flat=True)
    trail = people.client("owner").get(reverse("trail", args=[people.group.slug])).content.decode()
    assert "somebody who has left" in trail and "the clock" in trail
    assert client.get(reverse("desk")).status_code == 302, "signed out"
    assert Membership.objects.filter(group=people.group).count() == 4


def test_only_owner_hands_over_first():
    people, user = member()
    Membership.objects.filter(group=people.group, user=people.owner).delete()
    client = Browser()
    client.force_login(user)
    assert "would have no owner" in client.get(reverse("account-erase")).content.decode()
    answer = client.post(reverse("account-erase"))
    assert answer.status_code == 409 and User.objects.filter(pk=user.pk).exists()
    Membership.objects.filter(group=people.group, user=people.organizer).update(role=roles.OWNER)
    assert client.post(reverse("account-erase")).status_code == 302
    assert Group.objects.filter(pk=people.group.pk).exists() and not User.objects.filter(pk=user.pk).exists()
    with pytest.raises(Refusal):
        erase_account(user=people.organizer, by=people.organizer, at=make.NOW)


def test_who_has_a_second_factor_shows_it_again():
    _people, user = member()
    client = Browser()
    client.force_login(user, ago=301)
    assert "/second-factor/" in client.post(reverse("account-erase"))["Location"]
    assert User.objects.filter(pk=user.pk).exists()
    without = make.user(factor=False)
    client.force_login(without)
    assert client.post(reverse("account-erase")).status_code == 302
    assert not User.objects.filter(pk=without.pk).exists()

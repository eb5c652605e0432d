"""Whoever reads the mailbox types the code, sees what is offered, and takes it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from organize import offers, roles
from organize.models import Membership, Trail, User
from tests import make
from tests.factors import Browser

pytestmark = pytest.mark.django_db
CODE = "K7QD2M9XK7QD2M9X"


def _type(client, code=CODE):
    return client.post(reverse("join"), {"code": code})


def _accept(client, **fields):
    return client.post(reverse("join-accept"), fields)


def test_newcomer_gets_an_account_by_accepting_and_is_in_the_group(client):
    owner = make.user(pseudonym="wren")
    made = make.invitation(group=make.group(owner=owner), role=roles.ORGANIZER, code=CODE, by=owner)
    assert not User.objects.filter(mailbox="invited@private.example").exists()
    assert _type(client, offers.spaced(CODE).lower())["Location"] == reverse("join-accept")
    page = client.get(reverse("join-accept")).content.decode()
    assert "Night shift" in page and "wren" in page and owner.mailbox not in page and "organizer" in page
    answer = _accept(client, pseudonym="heron")
    assert answer["Location"] == reverse("group", args=[made.group.slug])
    user = User.objects.get(mailbox="invited@private.example")
    assert user.pseudonym == "heron" and EmailAddress.objects.get(user=user).verified
    assert Membership.objects.get(user=user).role == roles.ORGANIZER
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(reverse("campaign-create", args=[made.group.slug])).status_code == 302  # a second factor first
    made.refresh_from_db()
    assert (made.state, bytes(made.enclosed), made.tag, made.proof) == ("accepted", b"", None, None)
    verbs = Trail.objects.filter(group=made.group, actor=user).values_list("verb", flat=True)
    assert set(verbs) == {"accept", "join"}


def test_code_goes_into_the_session_and_into_no_address(client):
    make.invitation(group=make.group(), code=CODE)
    answer = _type(client)
    assert CODE not in answer["Location"] and "?" not in answer["Location"]
    assert CODE not in str(dict(client.session))


@pytest.mark.parametrize("code", ["", "A" * 16, "K7QD2M9XK7QD2M9Z", "K7QD"])
def test_wrong_code_shows_nothing(client, code):
    make.invitation(group=make.group(), code=CODE)
    assert _type(client, code).status_code == 422
    assert client.get(reverse("join-accept"))["Location"] == reverse("join")
    assert _accept(client)["Location"] == reverse("join")


def test_code_works_once_and_not_after_it_was_withdrawn(client):
    group = make.group()
    make.invitation(group=group, code=CODE)
    other = Browser()
    _type(client), _type(other)
    assert _accept(client).status_code == 302
    assert _accept(other)["Location"] == reverse("join")
    assert _type(other).status_code == 422
    assert group.memberships.count() == 2


def test_mailbox_with_an_account_signs_in_first_and_accepts_then(client):
    user = make.user("invited@private.example")
    group = make.group()
    make.invitation(group=group, code=CODE)
    _type(client)
    page = client.get(reverse("join-accept")).content.decode()
    assert reverse("account_login") in page and "<form" not in page.split("<main")[1].split("</main")[0]
    assert "<form" not in _accept(client).content.decode().split("<main")[1].split("</main")[0]
    assert not group.memberships.filter(user=user).exists()
    client.force_login(user)
    _type(client)
    assert "Join as" in client.get(reverse("join-accept")).content.decode()
    assert _accept(client)["Location"] == reverse("group", args=[group.slug])
    assert group.memberships.get(user=user).role == roles.VIEWER


def test_account_of_another_mailbox_cannot_take_it(client):
    group, other = make.group(), make.user()
    make.invitation(group=group, code=CODE)
    client.force_login(other)
    _type(client)
    assert _accept(client).status_code == 403
    assert not group.memberships.filter(user=other).exists()


def test_mailbox_that_somebody_else_only_claims_joins_all_the_same(client):
    EmailAddress.objects.create(user=make.user(), email="invited@private.example", verified=False)
    group = make.group()
    make.invitation(group=group, code=CODE)
    _type(client)
    assert _accept(client).status_code == 302
    assert group.memberships.filter(user__mailbox="invited@private.example").exists()


def test_member_who_accepts_stays_what_they_are(client):
    group = make.group()
    member = make.member(group, roles.ORGANIZER)
    make.invitation(group=group, mailbox=member.mailbox, role=roles.VIEWER, code=CODE)
    client.force_login(member)
    _type(client)
    assert _accept(client).status_code == 302
    assert group.memberships.get(user=member).role == roles.ORGANIZER


def test_newcomer_takes_no_name_that_a_member_goes_by(client):
    group = make.group(owner=make.user(pseudonym="wren"))
    make.invitation(group=group, code=CODE)
    _type(client)
    answer = _accept(client, pseudonym="Wren")
    assert answer.status_code == 422 and "goes by that name" in answer.content.decode()
    assert not User.objects.filter(mailbox="invited@private.example").exists()
    assert _accept(client, pseudonym="heron").status_code == 302


def test_guessing_is_stopped(client):
    statuses = [_type(client, "A" * 16).status_code for _turn in range(61)]
    assert statuses == [422] * 60 + [429]


def test_page_of_the_code_is_the_same_for_everybody(client):
    plain = [re.sub(rb'value="[^"]*"', b"", Browser().get(reverse("join")).content) for _visit in range(2)]
    assert plain[0] == plain[1]

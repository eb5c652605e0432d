"""Accounts: made by the operator, no passwords, one mailbox in one spelling, second factors encrypted at rest."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse

from organize import roles
from organize.models import Membership, User
from tests import mailbox, make

pytestmark = pytest.mark.django_db


def test_operator_makes_account_group_and_ownership_once():
    for _ in range(2):
        call_command("organizer", "Ana@Desk.Example", group="Night shift", stdout=io.StringIO())
    user = User.objects.get()
    assert user.mailbox == "ana@desk.example"
    assert not user.has_usable_password()
    membership = Membership.objects.get()
    assert (membership.user, membership.role, membership.group.name) == (user, roles.OWNER, "Night shift")


def test_operator_hears_of_an_impossible_mailbox():
    with pytest.raises(CommandError):
        call_command("organizer", "not a mailbox")
    assert not User.objects.exists()


def test_database_refuses_a_mailbox_in_capitals():
    with pytest.raises(IntegrityError):
        User.objects.create(mailbox="Ana@desk.example")


def test_database_refuses_a_second_membership_and_an_unknown_role():
    group = make.group()
    with pytest.raises(IntegrityError):
        Membership.objects.create(group=group, user=make.user(), role="emperor")


def test_nobody_signs_up_uninvited(client):
    client.post(reverse("account_signup"), {"email": "somebody@desk.example"})
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_known_and_unknown_mailbox_get_the_same_answer(client, run_jobs):
    known = make.user("known@desk.example")
    address = reverse("account_request_login_code")
    answers = [client.__class__().post(address, {"email": to}) for to in (known.mailbox, "nobody@desk.example")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    run_jobs()
    assert [mail.to for mail in mailbox.received()] == [[known.mailbox]]


def test_second_factor_is_encrypted_at_rest():
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    seed = "JBSWY3DPEHPK3PXP"
    TOTP.activate(make.user(factor=False), seed)
    kept = Authenticator.objects.get().data
    assert seed not in str(kept)


def test_session_cookie_is_for_the_desk_only(client):
    user = make.user()
    client.force_login(user)
    response = client.get(reverse("desk"))
    assert response.status_code == 200
    assert response["Cache-Control"].count("no-store") == 1


PASSWORD = {"password1": "correct horse battery", "password2": "correct horse battery", "password": "x"}


@pytest.mark.parametrize("page", ["password/set/", "password/change/", "password/reset/", "reauthenticate/"])
def test_no_password_can_be_set_or_used_in_place_of_a_second_factor(client, page):
    """The library would take a new password for a fresh sign-in, and then show recovery codes."""
    user = make.user()
    client.force_login(user)
    assert client.get(f"/accounts/{page}").status_code == 404
    assert client.post(f"/accounts/{page}", PASSWORD).status_code == 404
    user.refresh_from_db()
    assert not user.has_usable_password()


CHANGES = {
    "email/": {"action_add": "", "email": "other@desk.example"},
    "2fa/recovery-codes/generate/": {},
    "2fa/totp/deactivate/": {},
}


@pytest.mark.parametrize("page", CHANGES)
def test_what_guards_an_account_changes_only_with_a_fresh_second_factor(client, page):
    user = make.user()
    client.force_login(user, ago=3600)
    answer = client.post(f"/accounts/{page}", CHANGES[page])
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/accounts/2fa/reauthenticate/", "/desk/second-factor/"))
    assert list(user.emailaddress_set.values_list("email", flat=True)) == [user.mailbox]
    assert user.authenticator_set.count() == 1

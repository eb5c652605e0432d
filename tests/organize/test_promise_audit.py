"""P52: faults that audits found in tools of this kind stay out of this one."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse

from organize import roles
from tests import make
from tests.factors import Browser, digits
from tests.organize.test_settings import CHECK, ask
from tests.personas import cast

pytestmark = pytest.mark.django_db
CODE, OTHER = "K7QD2M9XK7QD2M9X", "B7QD2M9XK7QD2M9X"


def _enrols_for_nobody_else():
    """Every field that could name an account, and the addresses of another account's keys."""
    people = cast()
    victim, attacker = make.user(factor=False), make.user(factor=False)
    key = Authenticator.objects.create(user=people.owner, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    client = Browser()
    client.force_login(attacker)
    named = {name: value for name in ("user", "user_id", "account") for value in [str(victim.pk)]}
    for _turn in range(2):
        page = client.get(reverse("mfa_activate_totp")).content.decode()
        secret = re.search(r'id="authenticator_secret"[^>]*>([A-Z2-7]{32})<', page)[1]
        answer = client.post(reverse("mfa_activate_totp"), named | {"email": victim.mailbox, "code": digits(secret)})
        if answer.status_code == 302:
            break
    assert Authenticator.objects.filter(user=attacker, type="totp").exists()  # it did work, for themselves
    signed_in = people.client("stranger")
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert signed_in.post(reverse(name, args=[key.pk]), {"name": "mine"}).status_code in (302, 404)
    key.refresh_from_db()
    return key.data == {"name": "key"} and not Authenticator.objects.filter(user=victim).exists()


def _logs_nobody_out_from_elsewhere():
    people = cast()
    client = Browser(enforce_csrf_checks=True)
    client.force_login(people.owner)
    client.get(reverse("account_logout"))
    for address in (reverse("account_logout"), reverse("account-sign-out")):
        assert client.post(address, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    return client.get(reverse("desk")).status_code == 200


def _refuses_redis_without_password(folder):
    host = {"UNDERSIGNED_HOSTS": "letters.example", "UNDERSIGNED_MAIL_URL": "smtp://127.0.0.1:2525"}
    safe = ask(CHECK, folder, UNDERSIGNED_REDIS_URL="unix://undersigned:long@/run/redis.sock?db=0", **host)
    assert safe.returncode == 0, safe.stderr
    open_ones = ("redis://127.0.0.1:6379/0", "unix:///run/redis.sock?db=0", "redis://undersigned@127.0.0.1:6379/0")
    done = [ask(CHECK, folder, UNDERSIGNED_REDIS_URL=url, **host) for url in open_ones]
    return all(one.returncode != 0 and "organize.E009" in one.stderr for one in done)


def _gives_no_other_role_than_was_offered():
    """By fields of the form, by an invitation to oneself, by accepting a second one."""
    people = cast()
    make.invitation(group=people.group, role=roles.VIEWER, code=CODE)
    client = Browser()
    client.post(reverse("join"), {"code": CODE, "role": roles.OWNER})
    client.post(reverse("join-accept"), {"pseudonym": "heron", "role": roles.OWNER, "group": str(people.group.pk)})
    joined = people.group.memberships.get(user__pseudonym="heron")
    invite = reverse("member-invite", args=[people.group.slug])
    asked = people.client("organizer").post(invite, {"mailbox": people.organizer.mailbox, "role": roles.OWNER})
    return joined.role == roles.VIEWER and asked.status_code == 404


def _invites_into_no_other_group():
    people = cast()
    theirs = people.stranger.memberships.get().group
    given = {"mailbox": "friend@private.example", "role": roles.OWNER, "group": str(people.group.pk)}
    stranger = people.client("stranger")
    there = stranger.post(reverse("member-invite", args=[people.group.slug]), given)
    stranger.post(reverse("member-invite", args=[theirs.slug]), given)
    assert theirs.invitations.count() == 1  # it did work, for their own
    return there.status_code == 404 and not people.group.invitations.exists()


def _takes_no_mailbox_that_was_not_verified():
    """An account that only says that a mailbox is its own takes no invitation that was sent there."""
    people = cast()
    make.invitation(group=people.group, mailbox="claimed@private.example", code=OTHER)
    EmailAddress.objects.create(user=people.stranger, email="claimed@private.example", verified=False)
    client = people.client("stranger")
    client.post(reverse("join"), {"code": OTHER})
    refused = client.post(reverse("join-accept")).status_code
    EmailAddress.objects.filter(email="claimed@private.example").update(verified=True)
    allowed = client.post(reverse("join-accept")).status_code
    return (refused, allowed) == (403, 302)


def test_p52_faults_of_others_stay_out(reach, tmp_path):
    refused = {
        "a second factor for somebody else": _enrols_for_nobody_else(),
        "logout by a link or from another site": _logs_nobody_out_from_elsewhere(),
        "Redis without a password": _refuses_redis_without_password(tmp_path),
        "a higher role than was offered": _gives_no_other_role_than_was_offered(),
        "an invitation into another group": _invites_into_no_other_group(),
        "a mailbox that nobody verified": _takes_no_mailbox_that_was_not_verified(),
    }
    assert refused == dict.fromkeys(refused, True)
    reach.reached(f"{sum(refused.values())} of {len(refused)} refused")

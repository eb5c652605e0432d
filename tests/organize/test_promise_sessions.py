"""P54: sessions change their key when somebody shows who they are, and end when they should. Time moves in the row."""

import datetime
import re
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organize import roles, sessions
from organize.actions.groups import change_role, remove_member
from tests import mailbox, make
from tests.factors import Browser, digits
from tests.organize.test_settings import ask

pytestmark = pytest.mark.django_db(transaction=True)
AT = {"at": make.NOW, "by": None}


def _is_in(client):
    return client.get(reverse("desk")).status_code == 200


def _key(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _with_key(key):
    """A browser that somebody gave this session's key."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    return thief


def _aged(client, seconds):
    """Have the client's session lie unused for so long."""
    row = Session.objects.get(session_key=_key(client))
    Session.objects.filter(pk=row.pk).update(expire_date=row.expire_date - datetime.timedelta(seconds=seconds))


def _digits_at(client, address):
    for _turn in range(2):  # digits may end on their way
        answer = client.post(address, {"code": digits()})
        if answer.status_code == 302:
            return
    raise AssertionError("the digits were refused")


def _signs_in(run_jobs):
    """Whether the key from before signing in opens nothing after it."""
    client, user = Client(), make.user()
    asked = client.post(reverse("account_login"), {"login": user.mailbox})
    before = _key(client)
    run_jobs()
    code = re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$", mailbox.received()[-1].body, re.MULTILINE)[0]
    client.post(asked["Location"], {"code": code})
    _digits_at(client, reverse("mfa_authenticate"))
    assert _is_in(client)
    return _key(client) != before and not _is_in(_with_key(before))


def _shows_factor(run_jobs):
    client = Browser()
    client.force_login(make.user(), ago=1000)
    before = _key(client)
    assert _is_in(_with_key(before))
    _digits_at(client, reverse("mfa_reauthenticate"))
    assert _is_in(client)
    return _key(client) != before and not _is_in(_with_key(before))


def _ends(then):
    """Whether `then(owner, member, membership, member's browser)` ends the member's sessions and nobody else's."""
    owner = make.user()
    group = make.group(owner=owner)
    member = make.member(group, roles.ORGANIZER)
    client, other = Browser(), Browser()
    client.force_login(member)
    other.force_login(owner)
    key = _key(client)
    assert _is_in(client) and _is_in(other)
    then(owner, member, group.memberships.get(user=member), client)
    return not _is_in(_with_key(key)) and _is_in(other)


def _idles(run_jobs):
    client = Browser()
    client.force_login(make.user())
    _aged(client, 29 * 60)
    assert _is_in(client)
    _aged(client, 30 * 60)
    return not _is_in(client)


def _lives_no_longer_than_twelve_hours(run_jobs):
    """Used every minute, so that it never idles."""
    client = Browser()
    client.force_login(make.user())
    session = client.session
    session[sessions.BEGAN], session[sessions.SEEN] = time.time() - 12 * 3600 + 60, 0
    session.save()
    assert _is_in(client)
    session = client.session
    session[sessions.BEGAN] = time.time() - 12 * 3600 - 1
    session.save()
    key = _key(client)
    return not _is_in(client) and not _is_in(_with_key(key))


def _is_bound_to_the_host(folder):
    told = ask(
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, "
        "s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_HTTPONLY)",
        folder,
        UNDERSIGNED_HOSTS="letters.example",
    )
    return told.stdout.split() == ["__Host-sid", "__Host-csrf", "True", "/", "None", "True"]


def test_p54_sessions_end_when_they_should(run_jobs, reach, tmp_path):
    everywhere = reverse("account-sign-out")
    held = {
        "a new key at signing in": _signs_in(run_jobs),
        "a new key at the second factor": _shows_factor(run_jobs),
        "logout": _ends(lambda owner, member, membership, client: client.post(reverse("account_logout"))),
        "signed out everywhere": _ends(lambda owner, member, membership, client: client.post(everywhere)),
        "a power lost, or the place": _ends(
            lambda owner, member, membership, client: change_role(membership=membership, role=roles.VIEWER, **AT)
        )
        and _ends(lambda owner, member, membership, client: remove_member(membership=membership, **AT)),
        "30 minutes idle": _idles(run_jobs),
        "12 hours": _lives_no_longer_than_twelve_hours(run_jobs),
        "__Host- cookies": _is_bound_to_the_host(tmp_path),
    }
    assert held == dict.fromkeys(held, True)
    reach.reached(f"{sum(held.values())} of {len(held)} hold")


def test_power_gained_ends_nothing(client):
    group = make.group()
    member = make.member(group, roles.VIEWER)
    client.force_login(member)
    change_role(membership=group.memberships.get(user=member), role=roles.ORGANIZER, **AT)
    assert _is_in(client)


def test_session_in_use_is_written_once_a_minute_at_most(client, django_assert_num_queries):
    client.force_login(make.user())
    row = Session.objects.get(session_key=_key(client))
    assert _is_in(client) and Session.objects.get().expire_date == row.expire_date
    session = client.session
    session[sessions.SEEN] = time.time() - 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(minutes=1))
    assert _is_in(client)
    assert Session.objects.get().expire_date > timezone.now() + datetime.timedelta(minutes=29)

import pytest
from django.urls import reverse

from organize.models import User
from tests import make

pytestmark = pytest.mark.django_db


def _save(client, **fields):
    return client.post(reverse("account"), {"pseudonym": "", "time_zone": "UTC"} | fields)


def test_name_and_time_zone_are_kept_and_used(client):
    user = make.user()
    make.group(owner=user)
    client.force_login(user)
    assert _save(client, pseudonym="wren", time_zone="Asia/Tokyo").status_code == 302
    user.refresh_from_db()
    assert (user.pseudonym, user.time_zone) == ("wren", "Asia/Tokyo")
    page = client.get(reverse("trail", args=[user.memberships.get().group.slug])).content.decode()
    assert "21:00" in page  # 12:00 UTC
    assert "wren" in page and user.mailbox not in page


def test_zone_of_one_reader_is_not_the_next_ones(client):
    far, group = make.user(time_zone="Asia/Tokyo"), make.group()
    make.member(group)
    client.force_login(far)
    client.get(reverse("desk"))
    client.force_login(group.memberships.get(role="owner").user)
    assert "12:00" in client.get(reverse("trail", args=[group.slug])).content.decode()


@pytest.mark.parametrize("name", ["Wren", "w r e n", "ｗｒｅｎ"])
def test_name_of_a_companion_is_taken_in_every_spelling(client, name):
    group = make.group(owner=make.user(pseudonym="wren"))
    other = make.member(group)
    client.force_login(other)
    answer = _save(client, pseudonym=name)
    assert answer.status_code == 422 and "goes by that name" in answer.content.decode()
    stranger = make.user()
    client.force_login(stranger)
    assert _save(client, pseudonym=name).status_code == 302  # and so nobody learns who is in other groups


@pytest.mark.parametrize("name", ["owner@desk.example", "wr\u200ben", "w" * 81])
def test_name_that_deceives_is_refused(client, name):
    user = make.user()
    client.force_login(user)
    assert _save(client, pseudonym=name).status_code == 422
    assert User.objects.get(pk=user.pk).pseudonym == ""


def test_unknown_zone_is_refused(client):
    client.force_login(make.user())
    assert _save(client, time_zone="Mars/Olympus").status_code == 422


def test_page_says_how_the_second_factor_stands(client):
    client.force_login(make.user(factor=False))
    assert "change nothing" in client.get(reverse("account")).content.decode()
    client.force_login(make.user())
    assert "Every change at the desk asks for it" in client.get(reverse("account")).content.decode()

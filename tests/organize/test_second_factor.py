"""Reading needs an account; changing anything needs a second factor as well, used in this session."""

import re

import pytest
from django.urls import reverse

from organize import roles
from organize.actions.campaigns import tell_campaign
from organize.models import Group
from tests import make
from tests.factors import Browser, digits
from tests.petitions import desk

pytestmark = pytest.mark.django_db


def _at_the_page(answer, back):
    return answer.status_code == 302 and answer["Location"] == reverse("second-factor", query={"next": back})


def test_without_one_an_owner_reads_and_is_told_what_to_do(client):
    owner = make.user(factor=False)
    group = make.group(owner=owner)
    campaign = make.campaign(group=group)
    client.force_login(owner)
    for path in (reverse("desk"), reverse("group", args=[group.slug]), reverse("campaign", args=[campaign.slug])):
        assert client.get(path).status_code == 200
    new = reverse("campaign-create", args=[group.slug])
    answer = client.get(new)
    assert _at_the_page(answer, new)
    page = desk.text(client.get(answer["Location"]))
    assert reverse("mfa_add_webauthn") in page and reverse("mfa_activate_totp") in page
    assert f'href="{new}"' in page
    client.post(new, {"title": "Two at every dock", "summary": ""})
    assert group.campaigns.count() == 1


def test_nobody_owns_a_group_without_one(client):
    client.force_login(make.user(factor=False))
    assert _at_the_page(client.post(reverse("group-create"), {"name": "Night shift"}), "/desk/")
    assert not Group.objects.exists()


def test_recovery_codes_alone_are_no_second_factor(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    owner = make.user(factor=False)
    group = make.group(owner=owner)
    RecoveryCodes.activate(owner)
    client.force_login(owner)
    assert client.get(reverse("campaign-create", args=[group.slug])).status_code == 302


@pytest.mark.parametrize("role", [None, roles.VIEWER])
def test_who_may_not_is_told_that_there_is_nothing_whatever_they_show(client, role):
    group = make.group()
    client.force_login(make.member(group, role, factor=False) if role else make.user(factor=False))
    assert client.get(reverse("campaign-create", args=[group.slug])).status_code == 404


def test_setting_up_an_app_leads_to_recovery_codes_and_back_to_the_work(client):
    owner = make.user(factor=False)
    group = make.group(owner=owner)
    client.force_login(owner)
    new = reverse("campaign-create", args=[group.slug])
    client.get(client.get(new)["Location"])
    app = reverse("mfa_activate_totp")

    def show(path, told=None):
        for _turn in range(2):  # digits may end on their way
            page = desk.text(client.get(path, follow=True))
            secret = told or re.search(r'id="authenticator_secret"[^>]*>([A-Z2-7]{32})<', page)[1]
            answer = client.post(path, {"code": digits(secret)})
            if answer.status_code == 302:
                return secret, answer
        raise AssertionError("the digits were refused")

    secret, answer = show(app)
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(new).status_code == 302  # set up, and not yet used
    _secret, answer = show(reverse("mfa_reauthenticate") + "?next=" + new, secret)
    assert answer["Location"] == new
    assert client.get(new).status_code == 200
    page = desk.text(client.get(reverse("mfa_view_recovery_codes")))
    assert len(re.findall(r"\b[0-9]{8}\b", page)) == 10
    assert f'href="{new}"' in page


def test_first_factor_ends_every_other_session_and_a_second_one_none():
    owner = make.user(factor=False)
    here, elsewhere = Browser(), Browser()
    for one in (here, elsewhere):
        one.force_login(owner)
        assert one.get(reverse("desk")).status_code == 200
    for _turn in range(2):  # digits may end on their way
        page = desk.text(here.get(reverse("mfa_activate_totp")))
        secret = re.search(r'id="authenticator_secret"[^>]*>([A-Z2-7]{32})<', page)[1]
        if here.post(reverse("mfa_activate_totp"), {"code": digits(secret)}).status_code == 302:
            break
    assert here.get(reverse("desk")).status_code == 200
    assert elsewhere.get(reverse("desk")).status_code == 302, "whoever came in without a factor is out"
    owner.refresh_from_db()
    elsewhere.force_login(owner)
    here.post(reverse("mfa_add_webauthn"), {"name": "key", "credential": "{}"})  # refused: it adds nothing
    assert elsewhere.get(reverse("desk")).status_code == 200


def test_fresh_one_is_asked_for_before_a_campaign_is_shown_to_everybody():
    people = desk.cast()
    campaign = make.campaign(group=people.group)
    tell_campaign(campaign=campaign, headline="Safe docks", story="", by=None, at=make.NOW)
    client = Browser()
    for ago, state in ((301, "private"), (299, "public")):
        client.force_login(people.owner, ago=ago)
        client.post(reverse("campaign-publish", args=[campaign.slug]))
        campaign.refresh_from_db()
        assert campaign.state == state


def test_fresh_one_is_asked_for_before_what_cannot_be_undone():
    people = desk.cast()
    made = desk.letter_of(people, "open")
    client = Browser()
    client.force_login(people.owner, ago=301)
    here = {"HTTP_REFERER": "http://testserver" + desk.url("letter-destroy", made.letter)}
    assert client.get(desk.url("letter-destroy", made.letter)).status_code == 200
    answer = client.post(desk.url("letter-destroy", made.letter), {"sure": "on"}, **here)
    assert _at_the_page(answer, desk.url("letter-destroy", made.letter))
    ways = client.get(answer["Location"])
    assert ways["Location"].startswith(reverse("mfa_reauthenticate"))
    for name in ("letter-cancel", "wave-announce"):
        assert client.post(desk.url(name, made.letter), {"sure": "on"}).status_code == 302
    made.letter.refresh_from_db()
    assert made.letter.state == "open"
    client.force_login(people.owner, ago=299)
    client.post(desk.url("letter-destroy", made.letter), {"sure": "on"}, **here)
    made.letter.refresh_from_db()
    assert made.letter.state == "destroyed"


def test_way_back_is_never_another_site(client):
    client.force_login(make.user(factor=False))
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        page = desk.text(client.get(reverse("second-factor", query={"next": elsewhere})))
        assert "elsewhere" not in page and "javascript" not in page
    answer = client.post(reverse("group-create"), HTTP_REFERER="https://elsewhere.example/desk/")
    assert _at_the_page(answer, "/desk/")


def test_script_is_told_in_a_sentence(client):
    client.force_login(make.user(factor=False))
    answer = client.get(reverse("group-create"), headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"error": "Show your second factor first."})

"""Every address has a declared rule, and keeps it for everybody: an address that is not in the table fails."""

import re

import pytest
from django.urls import reverse

from tests import make
from tests.addresses import ours
from tests.personas import PERSONAS, cast

pytestmark = pytest.mark.django_db

# What it takes to pass: "anyone", "account", or a power in the row's group.
DESK = {
    "front": "anyone",
    "desk": "account",
    "group-create": "account",
    "group": "read",
    "trail": "read",
    "company-create": "edit",
    "campaign-create": "edit",
    "campaign": "read",
    "campaign-edit": "edit",
}
LETTERS_READ = {"letter-read", "letter-preview", "wave-read"}
LETTERS_EDIT = set(
    "letter-edit letter-terms trustee-seat trustee-remove trustee-draft trustee-key trustee-approval "
    "trustee-destruction letter-invite code-make code-upload letter-freeze wave-announce release-take wave-open "
    "name-strike letter-close letter-cancel letter-deliver letter-answer letter-archive letter-destroy".split()
)
SIGNATORY = set(
    "letter-show letter-show-in name-list letter-verify pass-issue letter-sign letter-withdraw letter-assist "
    "letter-assist-withdraw letter-manifest letter-text letter-leaves letter-checkpoints letter-bundle letter-blobs "
    "client-file".split()
)
WITH_POWER = {
    "read": {"viewer", "reviewer", "organizer", "owner"},
    "edit": {"organizer", "owner"},
    "account": {"stranger", "viewer", "reviewer", "organizer", "owner"},
    "anyone": set(PERSONAS),
}


def test_every_address_is_declared():
    found = {name for name, _route, _view in ours()}
    declared = set(DESK) | {f"petitions-desk:{name}" for name in LETTERS_READ | LETTERS_EDIT | {"letter-draft"}}
    declared |= {f"petitions:{name}" for name in SIGNATORY}
    assert found - declared == set(), "declare who may pass"
    assert declared - found == set(), "declared but gone"


def plain(response):
    """A page without what differs for every request: the form token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)


@pytest.mark.parametrize("name", [name for name, power in DESK.items()])
def test_desk_address_keeps_its_rule(name):
    people = cast()
    slugs = {
        "campaign": make.campaign(group=people.group).slug,
        "campaign-edit": make.campaign(group=people.group).slug,
    }
    needs_group = {"group", "trail", "company-create", "campaign-create"}
    args = [slugs[name]] if name in slugs else [people.group.slug] if name in needs_group else []
    for persona in PERSONAS:
        response = people.client(persona).get(reverse(name, args=args))
        if persona in WITH_POWER[DESK[name]]:
            assert response.status_code == 200, persona
        elif persona == "nobody":
            assert response.status_code == 302, persona
            assert response["Location"].startswith("/accounts/login/"), persona
        else:
            assert response.status_code == 404, persona


def test_stranger_cannot_tell_a_group_from_nothing():
    people = cast()
    client = people.client("stranger")
    assert people.client("owner").get(reverse("group", args=[people.group.slug])).status_code == 200
    forbidden = client.get(reverse("group", args=[people.group.slug]))
    missing = client.get(reverse("group", args=["a" * 26]))
    nowhere = client.get("/desk/no/such/address/")
    assert forbidden.status_code == missing.status_code == nowhere.status_code == 404
    assert plain(forbidden) == plain(missing) == plain(nowhere)


def test_anyone_who_signs_up_uninvited_is_refused(client):
    response = client.post(reverse("account_signup"), {"email": "somebody@desk.example"})
    from organize.models import User

    assert not User.objects.exists()
    assert response.status_code in (200, 404)

"""P51: a form changes what it shows and nothing else, whatever is sent with it."""

import itertools

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from organize import roles
from tests import make
from tests.factors import Browser
from tests.personas import cast
from tests.petitions import desk, letters

pytestmark = pytest.mark.django_db
JUNK = {
    "BooleanField": "1", "DateField": "2031-01-02", "DateTimeField": "2031-01-02T03:04:05Z", "UUIDField": "",
    "JSONField": "{}", "PositiveIntegerField": "77", "PositiveSmallIntegerField": "77",
}  # fmt: skip
PARTS = [f"{sign}petitions.{model}" for sign in "+-" for model in ("Demand", "Addressee", "Version", "Edition")]


def _models():
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    own = [model for model in apps.get_models() if model._meta.app_label in ("organize", "petitions")]
    return [*own, EmailAddress, Authenticator]


def _every_field(people):
    """{name: value} for every column and relation of every model, by name, column and form prefix."""
    sent = {}
    for field in itertools.chain.from_iterable(model._meta.concrete_fields for model in _models()):
        value = JUNK.get(field.get_internal_type(), "junk")
        if field.is_relation:
            value = str(people.stranger.pk if field.related_model._meta.label == "organize.User" else people.theirs.pk)
        for choice, _label in field.choices or ():
            value = choice  # the last one: a state, a role that is not theirs
        sent |= dict.fromkeys((field.name, field.attname, f"{field.model._meta.model_name}-{field.name}"), value)
    return sent | {"id": str(people.theirs.pk), "pk": str(people.theirs.pk)}


def _rows():
    """{(model, key): {column: value}} of everything that a form could reach."""
    found = {}
    for model in _models():
        for row in model._base_manager.values():
            found[model._meta.label, str(row["id"])] = row
    return found


def _changed(before, after):
    """{"model.column"} that differ, and {"+model"} for rows that are new, {"-model"} for rows that are gone."""
    found = {f"+{label}" for label, key in after.keys() - before.keys()}
    found |= {f"-{label}" for label, key in before.keys() - after.keys()}
    for place in before.keys() & after.keys():
        found |= {f"{place[0]}.{name}" for name, value in before[place].items() if after[place][name] != value}
    return found


TRAIL = "+organize.Trail"


class Here:
    """A group with everything in it that a form of the desk changes, and another group beside it."""

    def __init__(self):
        self.people = cast()
        self.people.theirs = self.people.stranger.memberships.get().group
        self.group = self.people.group
        self.campaign = make.campaign(group=self.group)
        self.letter = letters.in_state("draft", campaign=self.campaign, by=self.people.owner).letter
        self.viewer = self.group.memberships.get(user=self.people.viewer)
        self.invitation = make.invitation(group=self.group)

    def addresses(self):
        """(address, what its form says, what may change)."""
        slug, letter = self.group.slug, self.letter
        words = {"title": "New words", "body": "New body.", "demands": "One.", "language": "en"}
        words |= {"to-TOTAL_FORMS": "1", "to-INITIAL_FORMS": "0", "to-0-name": "Robin Marsh", "to-0-title": ""}
        return [
            (reverse("group-create"), {"name": "One more"}, {"+organize.Group", "+organize.Membership", TRAIL}),
            (reverse("company-create", args=[slug]), {"name": "Halden"}, {"+organize.Company", TRAIL}),
            (
                reverse("campaign-create", args=[slug]),
                {"title": "Another", "summary": "", "company": ""},
                {"+organize.Campaign", TRAIL},
            ),
            (
                reverse("campaign-edit", args=[self.campaign.slug]),
                {"title": "Renamed", "summary": "More", "company": ""},
                {"organize.Campaign.title", "organize.Campaign.summary", TRAIL},
            ),
            (
                reverse("account"),
                {"pseudonym": "wren", "time_zone": "Europe/Oslo"},
                {"organize.User.pseudonym", "organize.User.time_zone"},
            ),
            (
                reverse("member-change", args=[slug, self.viewer.pk]),
                {"role": roles.REVIEWER},
                {"organize.Membership.role", TRAIL},
            ),
            (
                reverse("member-invite", args=[slug]),
                {"mailbox": "heron@private.example", "role": roles.VIEWER},
                {"+organize.Invitation", "+organize.Outgoing", TRAIL},
            ),
            (
                reverse("invitation-withdraw", args=[slug, self.invitation.pk]),
                {},
                {f"organize.Invitation.{name}" for name in ("state", "enclosed", "tag", "proof")} | {TRAIL},
            ),
            (
                desk.url("letter-edit", letter),
                words,
                {"petitions.Letter.title", "petitions.Letter.body", TRAIL, *PARTS},
            ),
        ]


AT_ONCE = 150  # a form of more than 200 fields is refused unread


def _chunks(fields):
    """The fields in forms that the desk reads."""
    rest = iter(sorted(fields.items()))
    while part := dict(itertools.islice(rest, AT_ONCE)):
        yield part


def _tainted(before, after, theirs):
    """{"model.column"} of new rows that took a value which no form asked for."""
    sent = ["junk", b"junk", 77, theirs]
    new = {place: row for place, row in after.items() if place not in before}
    return {
        f"{label}.{name}"
        for (label, _key), row in new.items()
        for name, value in row.items()
        if (bytes(value) if isinstance(value, memoryview) else value) in sent
    }


def test_p51_forms_change_nothing_that_they_do_not_show(reach):
    here = Here()
    client, junk, undeclared, fields = Browser(), _every_field(here.people), {}, 0
    client.force_login(here.people.owner)
    for (address, said, may_change), part in itertools.product(here.addresses(), _chunks(junk)):
        before = _rows()
        with transaction.atomic():
            answer = client.post(address, part | said)
            after = _rows()
            transaction.set_rollback(True)
        assert answer.status_code == 302 and "second-factor" not in answer["Location"], (address, answer.content)
        changed = _changed(before, after)
        assert changed & may_change, address  # it did change what it shows
        fields += len(part)
        if wrong := (changed - may_change) | _tainted(before, after, here.people.theirs.pk):
            undeclared.setdefault(address, set()).update(wrong)
    assert undeclared == {}
    reach.reached(f"{fields:,} fields sent to {len(here.addresses())} forms, 0 undeclared changes")

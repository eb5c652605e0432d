"""What is kept of a group and until when: every table has its line, and the clock erases what is due."""

import datetime

import pytest
from django.apps import apps
from django.urls import reverse

from organize import inventory, jobs, queries, roles
from organize.actions.retention import erase_due, set_retention
from organize.actions.updates import withdraw_update
from organize.models import Invitation, Retention, Trail, Update
from organize.refusals import Refusal
from petitions.models import Dispute, Proposal, Version
from tests import make
from tests.counting import statements
from tests.personas import cast
from tests.test_access import letter_with_parts

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
HOW = (
    "Add a Kind for it to keeping.py of its app: what it is, until when it is kept, and the fields of the export or "
    "the reason why it is left out. An app's first one: name that file in settings.KEEPING."
)


def stored():
    """The labels of all tables there are; those without one of their own hold nothing."""
    return {model._meta.label for model in apps.get_models() if model._meta.managed}


def test_every_table_has_a_line():
    named = [kind.model for kind in inventory.kinds()]
    assert stored() - set(named) == set(), HOW
    assert set(named) - stored() == set(), "a line about a table that is gone"
    assert len(named) == len(set(named))


def test_every_line_finds_its_rows_and_names_its_period():
    group = make.group()
    for kind in inventory.kinds():
        assert str(kind.what) and str(kind.until), kind.model
        assert ("{days}" in str(kind.until)) == bool(kind.period), kind.model
        if kind.group:
            list(kind.rows_of(group))  # FieldError where the path leads nowhere
    assert {kind.period for kind in inventory.kinds()} - {""} == set(inventory.periods())
    assert {name for name, _erase in inventory.erasers()} == set(inventory.periods())


def test_every_table_with_a_group_is_said_to_be_the_groups():
    for kind in inventory.kinds():
        of_group = {field.name for field in kind.table._meta.fields} & {"group", "letter", "wave", "campaign"}
        assert not of_group or kind.group, kind.model


def test_defaults_lie_within_their_bounds():
    for period in inventory.periods().values():
        assert 0 < period.least <= period.default <= period.most


def test_every_member_reads_the_list_with_the_groups_own_numbers():
    people = cast()
    set_retention(group=people.group, days={"trail": 777}, by=people.owner, at=make.NOW)
    page = people.client("viewer").get(reverse("retention", args=[people.group.slug])).content.decode()
    assert "777 days" in page and "1095 days" not in page
    assert "Choose how long" not in page
    theirs = people.client("stranger").get(reverse("retention", args=[people.stranger.memberships.get().group.slug]))
    assert "1095 days" in theirs.content.decode()
    assert "Choose how long" in theirs.content.decode()


def test_list_costs_the_same_whatever_there_is():
    people = cast()
    client, address = people.client("viewer"), reverse("retention", args=[people.group.slug])
    client.get(address)
    few = statements(client, address)
    for number in range(30):
        make.company(group=people.group, name=str(number))
    assert statements(client, address) == few < 12


def test_owner_chooses_within_the_bounds():
    people = cast()
    client, address = people.client("owner"), reverse("retention-edit", args=[people.group.slug])
    given = queries.retention_of(people.group)
    assert client.post(address, given | {"trail": 364}).status_code == 422
    assert client.post(address, given | {"trail": 3651}).status_code == 422
    assert not Retention.objects.exists()
    assert client.post(address, given | {"trail": 365}).status_code == 302
    assert Retention.objects.values_list("group", "period", "days").get() == (people.group.pk, "trail", 365)
    assert Trail.objects.filter(verb="set retention", actor=people.owner).count() == 1
    assert client.post(address, given | {"trail": 365}).status_code == 302  # nothing changed: no entry
    assert Trail.objects.filter(verb="set retention").count() == 1
    with pytest.raises(Refusal):
        set_retention(group=people.group, days={"trail": 1}, by=people.owner, at=make.NOW)


def test_choosing_takes_a_fresh_second_factor():
    people = cast()
    client, address = people.client("owner"), reverse("retention-edit", args=[people.group.slug])
    given = queries.retention_of(people.group) | {"trail": 365}
    client.force_login(people.owner, ago=301)
    for answer in (client.get(address), client.post(address, given)):
        assert answer.status_code == 302 and "/second-factor/" in answer["Location"]
    assert client.get(reverse("retention", args=[people.group.slug])).status_code == 200
    assert not Retention.objects.exists()
    client.force_login(people.owner, ago=299)
    assert client.get(address).status_code == 200
    assert client.post(address, given).status_code == 302 and Retention.objects.exists()


def due(group, at):
    """One of everything that ends by itself, a day before and on the last day that is kept at `at`."""
    letter = letter_with_parts(group)
    Proposal.objects.filter(group=group).delete()
    wave, days = letter.waves.get(), queries.retention_of(group)
    for older in (0, 1):

        def last(name, older=older):
            return at.date() - (days[name] + older) * DAY

        noon = datetime.datetime.combine(last("trail"), datetime.time(12), datetime.UTC)
        Trail.objects.create(group=group, verb="edit", object_kind="organize.group", object_id=group.pk, at=noon)
        Invitation.objects.create(group=group, role=roles.VIEWER, state="expired", ends_on=last("invitations"))
        update = make.update(campaign=letter.campaign)
        withdraw_update(update=update, by=None, at=make.NOW)
        Update.objects.filter(pk=update.pk).update(published_on=last("withdrawn-updates"))
        Dispute.objects.create(
            group=group, letter=letter, leaf=b"l" * 32, kind="other", state="declined", text="said", answer="heard",
            day=last("disputes"),
        )  # fmt: skip
        then = datetime.datetime.combine(last("versions"), datetime.time(12), datetime.UTC)
        Version.objects.create(group=group, letter=letter, number=10 + older, replaced_at=then, words={})
    wave.announced_on = at.date() - (days["proposals"] + 1) * DAY
    wave.save()
    Proposal.objects.create(group=group, wave=wave, state="withdrawn")
    return letter


def found(group):
    """How many of each are there, apart from what making them left on the trail."""
    return {
        "trail": Trail.objects.filter(group=group, object_kind="organize.group", verb="edit").count(),
        "invitations": Invitation.objects.filter(group=group).count(),
        "withdrawn-updates": Update.objects.filter(group=group, state="withdrawn").count(),
        "disputes": Dispute.objects.filter(group=group, text="said", answer="heard").count(),
        "versions": Version.objects.filter(group=group, number__gte=10).count(),
        "proposals": Proposal.objects.filter(group=group, state="withdrawn").count(),
    }


def test_clock_erases_what_is_due_once_and_says_how_much():
    at = make.NOW + 4000 * DAY
    group, other = make.group(), make.group(name="Day shift")
    due(group, at)
    make.invitation(group=other)
    theirs = due(other, make.NOW + 8000 * DAY)  # not due yet by far
    Version.objects.filter(group=group, number=1).delete()  # older than all, from the making
    Trail._base_manager.filter(group=group, at__lt=at - 1096 * DAY).delete()
    before = found(group)
    assert before == dict.fromkeys(before, 2) | {"proposals": 1}
    kept = found(other)
    erased = erase_due(group=group, at=at)
    assert found(group) == dict.fromkeys(before, 1) | {"proposals": 0}
    assert found(other) == kept
    entry = Trail.objects.get(group=group, verb="erase what is due")
    assert (entry.actor, entry.count, entry.object_id) == (None, erased, group.pk)
    assert erased == 6
    assert erase_due(group=group, at=at) == 0
    assert Trail.objects.filter(verb="erase what is due").count() == 1
    assert theirs.versions.exists()


def test_clock_visits_every_group_and_leaves_what_is_open():
    group, at = make.group(), make.NOW + 4000 * DAY
    invitation = make.invitation(group=group)
    due(group, at)
    jobs.erase_due(at=at)
    jobs.erase_due(at=at)
    assert Invitation.objects.filter(pk=invitation.pk, state="open").exists()
    assert Trail.objects.filter(group=group, verb="erase what is due").count() == 1
    assert Dispute.objects.filter(group=group, state="open").exists()

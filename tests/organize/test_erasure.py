"""Erasing that really erases: a campaign, a company, a letter, a whole group, and nothing of anybody else."""

import datetime
import shutil

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse

from organize import inventory, jobs, roles
from organize.actions import erasures, subscribers
from organize.models import Campaign, Company, Erasure, Group, Subscriber, Trail, User
from organize.refusals import Refusal
from petitions import jobs as petitions_jobs
from petitions.actions import endings, erasing
from petitions.models import Letter
from petitions.states import LetterState
from tests import make
from tests.counting import statements
from tests.factors import Browser
from tests.organize.test_export import full_group
from tests.organize.test_subscriber import everything_written
from tests.personas import cast
from tests.petitions import letters

pytestmark = pytest.mark.django_db
HOW = "name it in ERASABLE of its app's keeping.py, with the reason that keeps it while it is live"


def erased(row, by, second=None):
    """Ask, have it confirmed where that is needed, and do the job's work."""
    asked = erasures.ask_erasure(row=row, by=by, at=make.NOW)
    if second is not None:
        erasures.confirm_erasure(erasure=asked, row=row, by=second, at=make.NOW)
    return erasures.carry_out(pk=asked.pk, at=make.NOW)


def test_everything_in_a_campaign_is_erasable():
    for model in apps.get_models():
        has_page = {field.name for field in model._meta.fields} >= {"slug", "campaign"}
        assert not has_page or model._meta.label_lower in inventory.erasables(), f"{model._meta.label}: {HOW}"
    for label, one in inventory.erasables().items():
        assert not one.in_campaign or apps.get_model(label)._meta.get_field(one.in_campaign).related_model is Campaign


def planted(group, word):
    """`word` in every text that anybody could have typed, in every table of the group; the tables."""
    tables = set()
    for kind in inventory.kinds():
        if not kind.group:
            continue
        texts = {
            field.name: word for field in kind.table._meta.fields
            if isinstance(field, (models.CharField, models.TextField)) and not field.choices and not field.unique
            and not isinstance(field, models.URLField)
            and (field.max_length is None or field.max_length >= 80) and field.name not in ("kind", "object_kind")
        }  # fmt: skip
        if texts and kind.rows_of(group).update(**texts):
            tables.add(kind.table._meta.db_table)
    return tables


def where(word):
    return {place for place, content in everything_written().items() if word.encode() in content}


OURS, THEIRS = "Canary of the erased group", "Canary of the other group"


def test_erased_group_is_gone_from_rows_and_files_and_another_one_stays_whole(django_capture_on_commit_callbacks):
    people, _campaign, made = full_group()
    other, _theirs, kept = full_group(code="B" * 16)
    for letter in (made.letter, kept.letter):
        petitions_jobs.publish_pages(letter.pk)
        endings.cancel_letter(letter=letter, by=people.owner, at=make.NOW)
    before = planted(people.group, OURS)
    planted(other.group, THEIRS)
    files = {name for name in everything_written() if made.letter.address in name}
    assert len(before) > 12 and where(OURS) >= before and len(files) > 3, "what could be found is found"
    theirs = {kind.model: sorted(map(str, kind.rows_of(other.group).values_list("pk", flat=True)))
              for kind in inventory.kinds() if kind.group}  # fmt: skip
    found, mark = where(THEIRS), str(people.group.pk).replace("-", "")
    with django_capture_on_commit_callbacks(execute=True):
        assert erased(people.group, people.owner)
    assert where(OURS) == set()
    for kind in inventory.kinds():
        if kind.group:
            assert not kind.rows_of(people.group).exists(), kind.model
            assert theirs[kind.model] == sorted(map(str, kind.rows_of(other.group).values_list("pk", flat=True)))
    assert where(THEIRS) == found
    written = everything_written()
    assert not [name for name in written if made.letter.address in name]
    assert not [name for name, content in written.items() if mark.encode() in content]
    assert [name for name in written if kept.letter.address in name], "the other letter's files are here"
    assert User.objects.filter(pk=people.owner.pk).exists()


@pytest.mark.parametrize("state", LetterState)
def test_letter_that_is_live_stays_and_says_why(state):
    people = cast()
    letter = letters.in_state("draft", campaign=make.campaign(group=people.group), by=people.owner).letter
    Letter.objects.filter(pk=letter.pk).update(state=state, address="a" * 32)
    letter.refresh_from_db()
    gone = state in (LetterState.DRAFT, LetterState.INVITING, LetterState.CODED, "cancelled", "destroyed")
    for row in (letter, letter.campaign, people.group):
        assert (inventory.reason_to_keep(row) is None) == gone
        if not gone:
            with pytest.raises(Refusal, match="destroy what is sealed"):
                erasures.ask_erasure(row=row, by=people.owner, at=make.NOW)
    if gone:
        assert erased(letter, people.owner)
        assert not Letter.objects.filter(pk=letter.pk).exists() and Campaign.objects.filter(pk=letter.campaign_id)


def test_letter_that_came_alive_after_it_was_confirmed_stays():
    people = cast()
    letter = letters.in_state("draft", campaign=make.campaign(group=people.group), by=people.owner).letter
    asked = erasures.ask_erasure(row=letter.campaign, by=people.owner, at=make.NOW)
    Letter.objects.filter(pk=letter.pk).update(state="open", address="a" * 32)
    assert not erasures.carry_out(pk=asked.pk, at=make.NOW)
    assert Letter.objects.filter(pk=letter.pk).exists() and not Erasure.objects.exists()
    assert Trail.objects.filter(verb="give up erasing", group=people.group).count() == 1


def test_campaign_goes_with_all_that_is_in_it_and_its_company_stays():
    people = cast()
    campaign, records = make.ledger(people.group)
    other, _more = make.ledger(make.group())
    assert inventory.reason_to_keep(records["company"]), "something is about it"
    with pytest.raises(Refusal, match="Erase those first"):
        erasures.ask_erasure(row=records["company"], by=people.owner, at=make.NOW)
    assert erased(campaign, people.owner)
    assert not erasures.carry_out(pk=campaign.pk, at=make.NOW), "twice does no more than once"
    assert list(Campaign.objects.all()) == [other]
    assert Trail.objects.filter(verb="erase", object_id=campaign.pk).count() == 1
    company = records["company"]
    assert inventory.reason_to_keep(company) is None
    assert erased(company, people.owner)
    assert Company.objects.count() == 1


def test_two_owners_erase_together():
    people = cast()
    second = make.member(people.group, roles.OWNER)
    campaign = make.campaign(group=people.group)
    asked = erasures.ask_erasure(row=campaign, by=people.owner, at=make.NOW)
    assert asked.state == "asked"
    assert not erasures.carry_out(pk=asked.pk, at=make.NOW)
    assert Campaign.objects.filter(pk=campaign.pk).exists(), "nothing happens before it is confirmed"
    with pytest.raises(Refusal):
        erasures.confirm_erasure(erasure=asked, row=campaign, by=people.owner, at=make.NOW)
    with pytest.raises(Refusal):
        erasures.ask_erasure(row=campaign, by=second, at=make.NOW)
    erasures.confirm_erasure(erasure=asked, row=campaign, by=second, at=make.NOW)
    assert erasures.carry_out(pk=asked.pk, at=make.NOW)
    assert not Campaign.objects.filter(pk=campaign.pk).exists()


def test_what_somebody_asked_for_who_is_no_owner_any_more_is_not_confirmed():
    people = cast()
    second = make.member(people.group, roles.OWNER)
    campaign = make.campaign(group=people.group)
    asked = erasures.ask_erasure(row=campaign, by=second, at=make.NOW)
    people.group.memberships.filter(user=second).delete()
    with pytest.raises(Refusal, match="no owner any more"):
        erasures.confirm_erasure(erasure=asked, row=campaign, by=people.owner, at=make.NOW)
    assert erased(campaign, people.owner), "asked anew by the only owner, it begins"


def test_owner_erases_through_the_desk_with_a_fresh_factor(run_jobs, transactional_db):
    people = cast()
    campaign = make.campaign(group=people.group)
    args = [people.group.slug, "organize.campaign", campaign.pk]
    page, client = reverse("erasure-ask", args=args), people.client("owner")
    assert campaign.title in client.get(reverse("erasure-list", args=[people.group.slug])).content.decode()
    assert "nobody can stop it" in client.get(page).content.decode()
    client.force_login(people.owner, ago=301)
    assert "/second-factor/" in client.post(page)["Location"] and not Erasure.objects.exists()
    client = people.client("owner")
    assert client.post(page)["Location"] == page
    run_jobs()
    assert not Campaign.objects.filter(pk=campaign.pk).exists()
    assert client.get(page).status_code == 404


def test_second_owner_confirms_at_the_desk_and_either_takes_back():
    people = cast()
    second = make.member(people.group, roles.OWNER)
    campaign = make.campaign(group=people.group)
    args = [people.group.slug, "organize.campaign", campaign.pk]
    first, other = people.client("owner"), Browser()
    other.force_login(second)
    first.post(reverse("erasure-ask", args=args))
    assert "Confirm it, or take it back" in other.get(reverse("group", args=[people.group.slug])).content.decode()
    assert "Confirm: erase it" not in first.get(reverse("erasure-ask", args=args)).content.decode()
    assert first.post(reverse("erasure-confirm", args=args)).status_code == 403
    assert "Confirm: erase it" in other.get(reverse("erasure-ask", args=args)).content.decode()
    assert other.post(reverse("erasure-take-back", args=args)).status_code == 302
    assert not Erasure.objects.exists()
    first.post(reverse("erasure-ask", args=args))
    assert other.post(reverse("erasure-confirm", args=args)).status_code == 302
    assert Erasure.objects.get().state == "confirmed"
    assert other.post(reverse("erasure-take-back", args=args)).status_code == 409
    assert "being erased" in first.get(reverse("erasure-ask", args=args)).content.decode()


def test_rows_of_another_group_are_missing():
    people = cast()
    theirs = people.stranger.memberships.get().group
    foreign, client = make.campaign(group=theirs), people.client("owner")
    for kind, pk in (("organize.campaign", foreign.pk), ("organize.group", theirs.pk), ("organize.user", foreign.pk)):
        address = reverse("erasure-ask", args=[people.group.slug, kind, pk])
        assert client.get(address).status_code == client.post(address).status_code == 404
    assert not Erasure.objects.exists()


def test_list_of_thirty_costs_what_a_list_of_one_costs():
    people = cast()
    make.campaign(group=people.group)
    client, address = people.client("owner"), reverse("erasure-list", args=[people.group.slug])
    client.get(address)
    few = statements(client, address)
    for _number in range(29):
        make.campaign(group=people.group)
    assert statements(client, address) == few < 20


def test_processes_forget_what_they_kept_of_a_letter(django_capture_on_commit_callbacks):
    people = cast()
    made = letters.in_state("open", campaign=make.campaign(group=people.group), by=people.owner)
    manifest = reverse("petitions:letter-manifest", args=[made.letter.address])
    assert Client().get(manifest).status_code == 200  # this process knows its Facts from here on
    endings.cancel_letter(letter=made.letter, by=people.owner, at=make.NOW)
    with django_capture_on_commit_callbacks(execute=True):
        erased(made.letter, people.owner)
    for name in ("manifest", "text", "bundle", "safety", "show", "checkpoints"):
        assert Client().get(reverse(f"petitions:letter-{name}", args=[made.letter.address])).status_code == 404, name


def test_shred_finds_files_whose_rows_are_gone():
    people = cast()
    made = letters.in_state("open", campaign=make.campaign(group=people.group), by=people.owner)
    petitions_jobs.publish_pages(made.letter.pk)
    erasing.sweep_files()  # of letters that other tests have rolled back
    kept = settings.PUBLIC_DIR / made.letter.address
    lost = settings.PUBLIC_DIR / ("b" * 32)
    shutil.copytree(kept, lost)
    pk = made.letter.pk.hex
    key = settings.KEYS_DIR / f"issuer-{'0' * 31}1.der"
    key.write_bytes(b"k")
    (settings.PRINTOUTS_DIR / ("0" * 32)).mkdir()
    assert erasing.sweep_files() == 3
    assert kept.exists() and (settings.KEYS_DIR / f"issuer-{pk}.der").exists()
    assert not lost.exists() and not key.exists() and not (settings.PRINTOUTS_DIR / ("0" * 32)).exists()
    assert erasing.sweep_files() == 0


def test_subscribers_and_waiting_mail_go_with_their_campaign():
    people = cast()
    campaign, _records = make.ledger(people.group)
    subscribers.subscribe(campaign=campaign, address="reader@private.example", at=make.NOW)
    make.update(campaign=campaign)
    assert erased(campaign, people.owner)
    assert not Subscriber.objects.exists() and Group.objects.filter(pk=people.group.pk).exists()


def test_sweep_finds_again_what_the_queue_lost(run_jobs, transactional_db):
    people = cast()
    campaign = make.campaign(group=people.group)
    asked = erasures.ask_erasure(row=campaign, by=people.owner, at=make.NOW)
    Erasure.objects.filter(pk=asked.pk).update(state="confirmed")
    jobs.erase_confirmed()
    run_jobs()
    assert not Campaign.objects.exists()
    assert Trail.objects.filter(at__gte=make.NOW - datetime.timedelta(days=1), verb="erase").count() == 1

"""Letters on a campaign's public page: only those the group put there, their numbers, and no name."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organize.models import Trail
from organize.refusals import Refusal
from petitions import shelf
from petitions.actions import batches, letters, release, waves
from petitions.models import Letter
from tests import make
from tests.personas import cast
from tests.petitions import desk, signatories
from tests.petitions import letters as making

pytestmark = pytest.mark.django_db


def public(campaign, name="campaign-public"):
    return Client().get(reverse(name, args=[campaign.address])).content.decode()


def listed(made, *, is_listed=True):
    return letters.list_letter(letter=made.letter, listed=is_listed, by=made.by, at=making.NOW)


def scene(**parts):
    people = cast()
    campaign = make.public_campaign(group=people.group, company=make.company(group=people.group))
    return campaign, signatories.opened(campaign=campaign, by=people.owner, **parts), people


def released(made):
    """A wave that was announced, notified and opened: five names anyone may read."""
    signatories.crowd(made, 5, 3, name="Wilhelmina Canary {}")
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=signatories.at(1, 9))
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    for position in (1, 2):
        content = signatories.release_file(made, wave, position)
        release.take_release_file(wave=wave, content=content, by=made.by, at=signatories.at(5, 1))
    release.start_opening(wave=wave, by=made.by, at=signatories.at(5, 2))
    release.open_wave(wave_pk=wave.pk, at=signatories.at(6, 3), processes=1)
    return wave


def test_letter_that_nobody_listed_leaves_no_trace():
    campaign, made, _people = scene()
    demand = made.letter.demands.first()
    make.commitment(campaign=campaign, demand_id=demand.pk, demand=demand.text, text="From March.")
    signatories.crowd(made, 5, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    ledger = reverse("ledger", args=[campaign.address, campaign.company.slug])

    def everything():
        pages = [public(campaign, name) for name in ("campaign-public", "campaign-atom", "campaign-json")]
        return "".join(pages) + Client().get(ledger).content.decode()

    before = everything()
    for words in (made.letter.address, made.letter.slug, made.letter.title, demand.text):
        assert words not in before, words
    listed(made)
    after = everything()
    for words in (made.letter.address, made.letter.title, demand.text):
        assert words in after, "it could have leaked"
    assert made.letter.slug not in after
    listed(made, is_listed=False)
    assert everything() == before


def test_story_and_numbers_of_a_letter_without_any_name():
    campaign, made, people = scene()
    listed(made)
    assert "Not counted yet" in public(campaign)
    wave = released(made)
    page = public(campaign)
    title = making.WORDS["title"]
    for words in (f"“{title}” opened for signatures", f"A wave of names was announced at 3: “{title}”",
                  f"5 names were opened together: “{title}”"):  # fmt: skip
        assert words in page, words
    wave.refresh_from_db()
    assert wave.completed_on == signatories.at(6).date()
    assert '<time datetime="2026-11-30">' in page, "the day the names were opened, not that of the snapshot"
    everything = page + public(campaign, "campaign-atom") + public(campaign, "campaign-json")
    assert "Canary" in desk.text(people.client("owner").get(desk.url("name-strike", made.letter))), "there are names"
    assert "Canary" not in everything
    with CaptureQueriesContext(connection) as asked:
        public(campaign)
    tables = " ".join(one["sql"] for one in asked)
    assert "petitions_letter" in tables
    for table in (
        "publishedname",
        "petitions_entry",
        "logentry",
        "blob",
        "petitions_statement",
        "redemption",
        "petitions_waiting",
    ):
        assert table not in tables.lower(), table
    (item,) = shelf.public_letters(campaign)["items"]
    assert (item["signed"], item["sealed"], item["named"]) == (5, 0, 5)
    (numbers,) = json.loads(public(campaign, "campaign-json"))["_undersigned"]["letters"]
    assert numbers["ready"][0] == {"tier": 3, "people": 5}
    assert numbers["url"].endswith(f"/l/{made.letter.address}/")


def test_numbers_are_those_of_the_letters_own_page():
    campaign, made, _people = scene()
    listed(made)
    signatories.crowd(made, 5, 3)
    (item,) = shelf.public_letters(campaign)["items"]
    assert item["signed"] is None, "signatures that no batch has counted are nowhere"
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    signatories.crowd(made, 3, 3, when=signatories.at(1, 2))
    (item,) = shelf.public_letters(campaign)["items"]
    assert item["signed"] == 5


def test_as_many_statements_for_one_letter_as_for_thirty():
    campaign, made, people = scene()
    listed(made)

    def asked():
        with CaptureQueriesContext(connection) as found:
            public(campaign)
        return len(found)

    asked()
    one = asked()
    for at in range(29):
        fields = {"state": "open", "listed": True, "opens_on": making.OPENS, "closes_on": making.CLOSES}
        Letter.objects.create(
            group=people.group, campaign=campaign, title=f"Letter {at}", address=f"{at:a>32}".replace("0", "b")
            .replace("1", "c").replace("8", "d").replace("9", "e"), destroy_by=making.DESTROY_BY, **fields,
        )  # fmt: skip
    assert public(campaign).count("public-letter") == 30
    assert asked() == one


def test_letter_is_listed_and_taken_off_on_a_page_that_says_what_it_means():
    client, made, people = desk.scene("open")
    address = desk.url("letter-list", made.letter)
    assert "the employer included" in desk.text(client.get(address))
    for expected, verb in ((True, "list"), (False, "unlist")):
        assert client.post(address)["Location"] == desk.url("letter-read", made.letter)
        assert Letter.objects.get().listed is expected
        assert Trail.objects.filter(verb=verb, object_id=made.letter.pk, actor=people.owner).count() == 1
    desk.check_post_door("letter-list", people, made.letter)


def test_draft_has_no_address_to_list():
    client, made, _people = desk.scene("draft")
    assert client.post(desk.url("letter-list", made.letter)).status_code == 409
    with pytest.raises(Refusal):
        listed(made)
    assert Letter.objects.get().listed is False


def test_demands_can_be_chosen_for_a_commitment_and_stay_linked():
    campaign, made, people = scene()
    client, demand = people.client("owner"), made.letter.demands.get(number=2)
    page = client.get(reverse("commitment-create", args=[campaign.slug])).content.decode()
    assert f"{made.letter.title}: 2. {demand.text}" in page
    given = {"company": campaign.company_id, "on": "2026-11-02", "text": "Lights.", "source": "Gazette",
             "source_url": "", "due_on": "", "demand": demand.pk}  # fmt: skip
    client.post(reverse("commitment-create", args=[campaign.slug]), given)
    row = campaign.commitments.get()
    assert row.demand_id == demand.pk and demand.text in row.demand
    other = make.campaign(group=people.group, title="Another")
    assert client.post(reverse("commitment-create", args=[other.slug]), given).status_code == 422
    demand.delete()
    edit = reverse("commitment-edit", args=[campaign.slug, row.pk])
    assert client.post(edit, given | {"text": "Better lights."}).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.demand_id) == ("Better lights.", demand.pk or row.demand_id)

"""What the campaign's page and the desk say about letters."""

import datetime

import pytest
from django.urls import reverse

from petitions import jobs, shelf
from petitions.actions import batches, release, waves
from petitions.models import Letter, Wave
from tests import make
from tests.counting import statements
from tests.personas import cast
from tests.petitions import desk, letters, signatories

pytestmark = pytest.mark.django_db


def kinds(group):
    return [item["kind"] for item in shelf.attention(group)["items"]]


def test_campaign_lists_its_letters_with_their_last_public_counts():
    people = cast()
    campaign = make.campaign(group=people.group)
    address = reverse("campaign", args=[campaign.slug])
    client = people.client("owner")
    assert "No letter yet" in desk.text(client.get(address))
    made = signatories.opened(campaign=campaign, by=people.owner)
    other = desk.letter_of(people, title="Of another campaign")
    signatories.crowd(made, 5, 3)
    assert shelf.letters(campaign)["items"][0]["signed"] is None
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    (item,) = shelf.letters(campaign)["items"]
    assert (item["signed"], item["sealed"], item["named"]) == (5, 5, 0)
    page = desk.text(client.get(address))
    assert desk.url("letter-read", made.letter) in page
    assert desk.url("letter-read", other.letter) not in page
    new = reverse("petitions-desk:letter-draft") + f"?campaign={campaign.slug}"
    assert new in page
    assert new not in desk.text(people.client("viewer").get(address))


def test_desk_says_what_each_letter_waits_for():
    people = cast()
    made = letters.inviting(campaign=make.campaign(group=people.group), by=people.owner)
    assert kinds(people.group) == ["key"] * 3
    letters.give_key(made, 1)
    assert kinds(people.group) == ["key"] * 2
    page = desk.text(people.client("owner").get(reverse("desk")))
    assert "Chidi Okafor, shop steward: no key yet" in page
    assert "Ana Ruiz, lawyer: no key yet" not in page
    assert "no key yet" not in desk.text(people.client("stranger").get(reverse("desk")))


def test_desk_asks_for_missing_approvals():
    people = cast()
    made = desk.letter_of(people, "frozen")
    letters.give_approval(made, 2)
    assert [item["seat"].position for item in shelf.attention(people.group)["items"]] == [1, 3]


def test_desk_follows_a_wave():
    people = cast()
    made = signatories.opened(campaign=make.campaign(group=people.group), by=people.owner)
    assert kinds(people.group) == ["closes"]
    signatories.crowd(made, 5, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=signatories.at(1))
    assert kinds(people.group) == ["tier", "closes"]
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=signatories.at(1, 9))
    assert kinds(people.group) == ["notice", "closes"]
    waves.take_snapshot(wave=wave, at=signatories.at(5))
    for position, kind in ((1, "files"), (2, "enough")):
        content = signatories.release_file(made, wave, position)
        release.take_release_file(wave=wave, content=content, by=made.by, at=signatories.at(5, 1))
        assert kinds(people.group) == [kind, "closes"]
    release.start_opening(wave=wave, by=made.by, at=signatories.at(5, 2))
    assert kinds(people.group) == ["opening", "closes"]
    release.open_wave(wave_pk=wave.pk, at=signatories.at(5, 3), processes=1)
    assert kinds(people.group) == ["closes"]
    (item,) = shelf.letters(made.letter.campaign)["items"]
    assert (item["signed"], item["sealed"], item["named"]) == (5, 0, 5)


def test_queries_do_not_grow_with_letters():
    people = cast()
    campaign = make.campaign(group=people.group)
    client, campaign_page = people.client("owner"), reverse("campaign", args=[campaign.slug])
    letters.inviting(campaign=campaign, by=people.owner)
    few = [statements(client, address) for address in (campaign_page, reverse("desk"))]
    for _number in range(29):
        letters.inviting(campaign=campaign, by=people.owner)
    assert len(shelf.letters(campaign)["items"]) == 30
    assert len(kinds(people.group)) == 90
    assert [statements(client, address) for address in (campaign_page, reverse("desk"))] == few


def reminded(made, group, *, on):
    """The kinds of attention after the clock has run on that day."""
    jobs.tick(at=datetime.datetime.combine(on, datetime.time(0, 5), datetime.UTC))
    return kinds(group)


def test_last_day_to_sign_is_urgent_in_its_last_week_only():
    people = cast()
    made = signatories.opened(campaign=make.campaign(group=people.group), by=people.owner)
    week = made.letter.closes_on - datetime.timedelta(7)
    assert reminded(made, people.group, on=week - datetime.timedelta(1)) == ["closes"]
    assert reminded(made, people.group, on=week) == ["closing"]
    page = desk.text(people.client("owner").get(reverse("desk")))
    assert "Soon the last day to sign" in page


def test_answer_is_missing_two_weeks_after_the_delivery_until_it_is_recorded():
    people = cast()
    made = desk.letter_of(people, "delivered")
    day = made.letter.opens_on
    Letter.objects.filter(pk=made.letter.pk).update(delivered_on=day)
    assert reminded(made, people.group, on=day + datetime.timedelta(13)) == []
    assert reminded(made, people.group, on=day + datetime.timedelta(14)) == ["answer"]
    assert "no answer is recorded" in desk.text(people.client("owner").get(reverse("desk")))
    Letter.objects.filter(pk=made.letter.pk).update(state="answered")
    assert reminded(made, people.group, on=day + datetime.timedelta(15)) == []


def test_day_of_destruction_is_announced_a_week_before():
    people = cast()
    made = desk.letter_of(people, "closed")
    on = made.letter.destroy_by - datetime.timedelta(8)
    Wave.objects.create(
        group=people.group, letter=made.letter, number=1, kind="final", state="collecting", size=1, root=b"r" * 32,
        k_notice=3, announced_on=on, snapshot_day=on, notice=b"",
    )  # fmt: skip
    assert "destroys" not in reminded(made, people.group, on=on)
    assert reminded(made, people.group, on=on + datetime.timedelta(1))[0] == "destroys"

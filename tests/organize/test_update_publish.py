import datetime

import pytest
from django.urls import reverse

from organize.actions import updates
from organize.models import Update
from organize.refusals import Refusal
from organize.states import UPDATE_MOVES, UpdateState
from tests import make
from tests.personas import cast

pytestmark = pytest.mark.django_db


def scene():
    people = cast()
    return people.client("owner"), make.public_campaign(group=people.group)


def page_of(client, campaign):
    return client.get(reverse("campaign-public", args=[campaign.address])).content.decode()


def test_update_is_written_published_read_and_taken_back():
    client, campaign = scene()
    client.post(reverse("update-create", args=[campaign.slug]), {"title": "We met the board", "body": "It *listened*."})
    row = Update.objects.get()
    assert "We met the board" not in page_of(client, campaign)
    client.post(reverse("update-edit", args=[campaign.slug, row.pk]), {"title": "The board met us", "body": "*Yes*."})
    client.post(reverse("update-publish", args=[campaign.slug, row.pk]))
    page = page_of(client, campaign)
    assert "The board met us" in page and "<em>Yes</em>" in page
    assert Update.objects.get().published_on is not None
    client.post(reverse("update-withdraw", args=[campaign.slug, row.pk]))
    assert "The board met us" not in page_of(client, campaign)


def test_what_people_have_read_is_not_changed():
    client, campaign = scene()
    row = make.update(campaign=campaign)
    answer = client.post(reverse("update-edit", args=[campaign.slug, row.pk]), {"title": "Other", "body": ""})
    assert answer.status_code == 409
    assert "take it back and write another one" in answer.content.decode()
    row.refresh_from_db()
    assert row.title == "We met the board"


@pytest.mark.parametrize("state", UpdateState)
@pytest.mark.parametrize("verb", UPDATE_MOVES)
def test_each_verb_moves_from_its_state_alone(verb, state):
    _client, campaign = scene()
    row = make.update(campaign=campaign, is_published=False)
    Update.objects.filter(pk=row.pk).update(state=state, published_on=datetime.date(2026, 1, 1))
    act = {"publish": updates.publish_update, "withdraw": updates.withdraw_update}[verb]
    froms, to = UPDATE_MOVES[verb]
    if state in froms:
        act(update=row, by=None, at=make.NOW)
    else:
        with pytest.raises(Refusal):
            act(update=row, by=None, at=make.NOW)
    row.refresh_from_db()
    assert row.state == (to if state in froms else state)

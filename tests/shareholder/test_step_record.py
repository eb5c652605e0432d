"""After a missed promise: which step of the ladder is taken, beside what became of each promise."""

import pytest
from django.urls import reverse

from organize.actions.commitments import judge_commitment
from tests import make
from tests.factors import browser as client
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed():
    """(its lead, who is outside the group, the owner, a resolution withdrawn for two promises and followed up)"""
    owner, lead = make.user(), make.user()
    made, _filing = world.filed(by=owner, group=make.group(owner=owner), user=lead)
    promised = [("Two people at every dock.", None), ("A light that works.", None)]
    world.withdrawn_for(made, promised, by=lead)
    world.resolutions.record_step(resolution=made, verb="follow up", on=world.DAY, by=lead, at=world.NOW)
    made.refresh_from_db()
    return lead, owner, made


def page(user, made):
    shown = client(user).get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    return " ".join(shown.split())


def test_missed_promise_comes_first_and_the_next_step_is_said(followed):
    lead, owner, made = followed
    late = made.campaign.commitments.get(text__startswith="A light")
    judge_commitment(
        commitment=late, verb="break", on=world.DAY, grain="day", text="No light.", source="A visit", source_url="",
        by=owner, at=world.NOW,
    )  # fmt: skip
    shown = page(owner, made)
    assert shown.index("A light that works.") < shown.index("Two people at every dock.</a>")
    assert "taken now" not in shown and "a call to vote against directors" in shown
    record = reverse("shareholder:step-record", args=[made.slug])
    data = {"verb": "escalate", "on": world.DAY}
    assert client(lead).post(record, data).status_code == 422, "which step must be said"
    assert client(lead).post(record, data | {"rung": "vote_no", "note": "The chair."}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.rung) == ("escalation", "vote_no")
    assert made.steps.get(verb="escalate").note == "a call to vote against directors\nThe chair."
    assert '<b>a call to vote against directors</b> <span class="soft">taken now' in page(lead, made)
    assert "/commitments/" not in page(lead, made), "the ledger's pages on the desk are the group's"


def test_ladder_is_shown_only_where_something_is_followed(followed):
    lead, _owner, made = followed
    assert "When a promise is missed" in page(lead, made)
    world.in_state(made, "filed")
    assert "When a promise is missed" not in page(lead, made) and "What was promised" not in page(lead, made)

"""What is the group's own, its meetings' days and its public page, is changed by its editors alone, with a trail."""

import pytest
from django.urls import reverse

from organize.models import Trail
from organize.refusals import Refusal
from shareholder.actions import intentions, resolutions
from shareholder.models import Challenge, Intention
from tests import make
from tests.factors import Browser
from tests.shareholder import world
from tests.shareholder.world import NOW, day

pytestmark = pytest.mark.django_db
PAST = {"on": world.FILED_ON, "by": None, "at": NOW}
PLANNED = "2027-01-15"
NOTICE = {"kind": "with", "bases": ["i7"], "on": "2026-11-20", "definitive_on": PLANNED}
SAYS = {"investor": "Tern Fund", "stance": "for", "why": "Safer docks.", "on": "2026-11-20", "listed": "on"}


@pytest.fixture
def scene():
    """(the resolution, {who: browser}): one who edits in the group and coordinates, a lead from outside."""
    owner, lead = make.user(), make.user()
    made, _filing = world.filed(by=owner, group=make.group(owner=owner), user=lead)
    browsers = {"owner": Browser(), "lead": Browser()}
    browsers["owner"].force_login(owner)
    browsers["lead"].force_login(lead)
    return made, browsers


def entries(made):
    """[(verb, whose)] of the meeting's lines on the group's trail."""
    return list(Trail.objects.filter(object_id=made.meeting_id).order_by("at", "pk").values_list("verb", "actor"))


@pytest.mark.parametrize(("who", "kept"), [("owner", day(PLANNED)), ("lead", world.MEETING["definitive_on"])])
def test_notice_moves_the_groups_meeting_by_its_editors_alone(scene, who, kept):
    made, browsers = scene
    before = entries(made)
    answer = browsers[who].post(reverse("shareholder:challenge-record", args=[made.slug]), NOTICE)
    assert answer.status_code == 302
    made.meeting.refresh_from_db()
    assert made.meeting.definitive_on == kept
    assert Challenge.objects.get().definitive_on == day(PLANNED), "what the notice says is kept in any case"
    assert made.steps.get(verb="challenge").warnings == ["reasons_late"]
    assert sorted(entries(made)) == sorted(before + ([("edit", None)] if who == "owner" else []))
    page = browsers["owner"].get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert ("15 January 2027; the meeting says otherwise" in page) == (who == "lead")


def test_meeting_is_moved_with_a_line_on_its_trail_or_not_at_all(scene):
    made, _browsers = scene
    world.in_state(made, "on_ballot")
    moved = {"resolution": made, "verb": "postpone meeting", "meeting_on": day("2027-06-16")}
    with pytest.raises(Refusal, match="edits in the group"):
        resolutions.record_step(**moved, is_told=False, **PAST)
    before = len(entries(made))
    resolutions.record_step(**moved, **PAST)
    made.meeting.refresh_from_db()
    assert made.meeting.on == day("2027-06-16")
    assert len(entries(made)) == before + 1
    assert ("edit", None) in entries(made)


def test_lead_from_outside_says_nothing_of_investors_in_public(scene):
    made, browsers = scene
    page = reverse("shareholder:intention-list", args=[made.slug])
    assert browsers["lead"].post(page, SAYS).status_code == 302
    assert not Intention.objects.get().listed
    assert browsers["owner"].post(page, SAYS).status_code == 302
    row = Intention.objects.get()
    assert row.listed
    assert browsers["lead"].post(page, SAYS | {"stance": "against"}).status_code == 403
    remove = reverse("shareholder:intention-remove", args=[made.slug, row.pk])
    assert remove not in browsers["lead"].get(page).content.decode()
    assert browsers["lead"].post(remove).status_code == 403
    row.refresh_from_db()
    assert (row.stance, row.listed) == ("for", True)
    with pytest.raises(Refusal):
        intentions.state_intention(resolution=made, is_told=False, **SAYS | {"investor": "Another"} | PAST)
    assert browsers["owner"].post(remove).status_code == 302

"""What a resolution was withdrawn for waits for the group's editors, and lands in the public ledger by one press."""

import pytest
from django.urls import reverse

from organize.models import Commitment
from organize.refusals import Refusal
from shareholder import shelf
from shareholder.actions import endings
from tests import make
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
PROMISE = {
    "kind": "commitments", "on": "2026-11-20", "source": "Letter of the secretary", "source_url": "https://m.example/l",
    "text1": "Two people at every dock.", "due1": "2027-03-01", "text2": "A report by June.",
}  # fmt: skip


@pytest.fixture
def scene():
    """(browsers by persona, resolution that its lead, who is in no group, withdrew for two commitments)"""
    users, made, _filing = world.cast()
    browsers = {name: browser(user) for name, user in users.items()}
    world.in_state(made, "filed")
    answer = browsers["lead"].post(reverse("shareholder:resolution-withdraw", args=[made.slug]), PROMISE)
    assert answer.status_code == 302
    return browsers, made


def page_of(made):
    return reverse("shareholder:resolution-read", args=[made.slug])


def press(client, made, pending, name):
    return client.post(reverse(f"shareholder:{name}", args=[made.slug, pending.pk])).status_code


def test_editor_without_a_part_takes_it_into_the_ledger_with_its_due_day_and_source(scene):
    browsers, made = scene
    assert not Commitment.objects.exists()
    page = browsers["organizer"].get(page_of(made)).content.decode()
    assert "Two people at every dock." in page and "due 1 March 2027" in page and "Take it into the ledger" in page
    first = made.pending_commitments.get(due_on__isnull=False)
    assert press(browsers["organizer"], made, first, "pending-take") == 302
    row = Commitment.objects.get()
    assert (row.text, str(row.on), str(row.due_on)) == ("Two people at every dock.", "2026-11-20", "2027-03-01")
    assert (row.source, row.source_url) == ("Letter of the secretary", "https://m.example/l")
    assert (row.campaign, row.company, row.state) == (made.campaign, made.company, "promised")
    assert press(browsers["organizer"], made, first, "pending-take") == 404
    assert [one.text for one in made.pending_commitments.all()] == ["A report by June."]


def test_lead_reads_that_it_waits_and_changes_nothing(scene):
    browsers, made = scene
    page = browsers["lead"].get(page_of(made)).content.decode()
    assert "A report by June." in page and "takes them into its public ledger" in page
    assert "Take it into the ledger" not in page
    row = made.pending_commitments.first()
    assert {press(browsers["lead"], made, row, name) for name in ("pending-take", "pending-drop")} == {404}
    for persona in ("cofiler", "counsel"):
        assert "A report by June." in browsers[persona].get(page_of(made)).content.decode(), "they confirm it as well"
    assert made.pending_commitments.count() == 2 and not Commitment.objects.exists()


def test_what_is_left_out_is_gone_and_the_trail_says_that_something_was(scene):
    browsers, made = scene
    for row in made.pending_commitments.all():
        assert press(browsers["owner"], made, row, "pending-drop") == 302
    assert not made.pending_commitments.exists() and not Commitment.objects.exists()
    kept = " ".join(made.steps.filter(verb="leave out of ledger").values_list("note", flat=True))
    assert all(word in kept for word in ("Two people at every dock.", "2027-03-01", "Letter of the secretary"))
    assert "Waiting for the campaign" not in browsers["owner"].get(page_of(made)).content.decode()


@pytest.mark.parametrize("edits", [False, True])
def test_nothing_tells_the_group_whether_its_lead_edits_there(edits):
    users, made, _filing = world.cast()
    lead = made.filings.get(role="lead")
    if edits:
        type(lead).objects.filter(pk=lead.pk).update(user=make.member(made.group))
        lead.refresh_from_db()
    world.in_state(made, "filed")
    answer = browser(lead.user).post(reverse("shareholder:resolution-withdraw", args=[made.slug]), PROMISE)
    assert answer.status_code == 302
    assert made.pending_commitments.count() == 2 and not Commitment.objects.exists()
    page = browser(users["organizer"]).get(page_of(made)).content.decode()
    assert "outside" not in page.partition("Waiting for the campaign")[2].partition("</section>")[0]


def test_desk_says_that_commitments_wait(scene):
    browsers, made = scene
    desk = browsers["owner"].get(reverse("group", args=[made.group.slug])).content.decode()
    assert "commitments wait for the campaign's ledger" in desk.replace("&#x27;", "'")
    for row in made.pending_commitments.all():
        endings.take_into_ledger(pending=row, by=None, at=world.NOW)
    assert not any("pending" in item for item in shelf.attention(made.group)["items"])


def test_whoever_comes_second_is_told(scene):
    _browsers, made = scene
    row = made.pending_commitments.first()
    endings.take_into_ledger(pending=row, by=make.user(), at=world.NOW)
    for act in (endings.take_into_ledger, endings.leave_out_of_ledger):
        with pytest.raises(Refusal) as told:
            act(pending=row, by=make.user(), at=world.NOW)
        assert told.value.status == 409
    assert Commitment.objects.count() == 1

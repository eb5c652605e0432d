"""The desk of disputed names: what was said, what was decided, and a sign on the desk while something waits."""

import pytest
from django.urls import reverse

from petitions.actions import disputes, errata
from petitions.models import Dispute, PublishedName
from tests.counting import statements
from tests.personas import cast
from tests.petitions import desk, letters, signatories
from tests.petitions.test_public_letters import released

pytestmark = pytest.mark.django_db


def scene():
    people = cast()
    made = signatories.opened(campaign=desk.make.campaign(group=people.group), by=people.owner)
    released(made)
    return people, made, list(PublishedName.objects.filter(letter=made.letter))


def dispute(made, name, kind="mine", text="I was on leave."):
    return disputes.dispute_name(facts=made.facts, leaf=bytes(name.leaf), kind=kind, text=text, at=signatories.at(7))


def both_pages(people, made):
    client = people.client("viewer")
    group = reverse("petitions-desk:dispute-list", args=[people.group.slug])
    return [desk.text(client.get(one)) for one in (group, desk.url("letter-disputes", made.letter))]


def test_disputes_are_listed_with_what_was_decided():
    people, made, names = scene()
    assert all("No name is disputed" in page for page in both_pages(people, made))
    waiting, declined, struck = (dispute(made, name, text=f"Reason {at}.") for at, name in enumerate(names[:3]))
    by = {"by": people.owner, "at": signatories.at(8)}
    disputes.decline_dispute(dispute=declined, answer="We asked her.", **by)
    errata.strike_name(letter=made.letter, leaf=bytes(struck.leaf), reason="Signed by somebody else.", **by)
    for page in both_pages(people, made):
        for words in ("Reason 0.", "Reason 1.", "Reason 2.", "waiting", "We asked her.", "Signed by somebody else."):
            assert words in page, words
        assert f"<s><bdi>{names[2].identity['name']}</bdi></s>" in page
        assert page.index("Reason 0.") < page.index("Reason 1."), "what waits comes first"
        assert page.count("by an organizer, 2 Dec 2026") == 2
        assert "?leaf=" not in page, "a viewer is offered no decision"
    edits = desk.text(people.client("owner").get(desk.url("letter-disputes", made.letter)))
    assert f"?leaf={bytes(waiting.leaf).hex()}" in edits
    assert desk.url("name-decline", made.letter, waiting.pk) in edits
    assert desk.url("name-decline", made.letter, declined.pk) not in edits


def test_desk_says_so_while_a_dispute_waits():
    people, made, names = scene()
    client = people.client("owner")
    assert "disputed" not in desk.text(client.get(reverse("desk")))
    row = dispute(made, names[0])
    page = desk.text(client.get(reverse("desk")))
    assert "1 published name is disputed" in page and desk.url("letter-disputes", made.letter) in page
    letters.placed(made, "archived")
    assert "1 published name is disputed" in desk.text(client.get(reverse("desk"))), "whatever became of the letter"
    disputes.decline_dispute(dispute=row, answer="No.", by=people.owner, at=signatories.at(8))
    assert "disputed" not in desk.text(client.get(reverse("desk")))


def test_name_that_was_withdrawn_since_is_not_shown():
    people, made, names = scene()
    dispute(made, names[0])
    PublishedName.objects.filter(pk=names[0].pk).delete()
    for page in both_pages(people, made):
        assert "no longer published" in page
        assert names[0].identity["name"] not in page


def test_thirty_disputes_ask_no_more_than_one():
    people, made, names = scene()
    client = people.client("owner")
    address = reverse("petitions-desk:dispute-list", args=[people.group.slug])
    disputes.decline_dispute(dispute=dispute(made, names[0]), answer="No.", by=people.owner, at=signatories.at(8))
    errata.strike_name(
        letter=made.letter, leaf=bytes(names[1].leaf), reason="No.", by=people.owner, at=signatories.at(8)
    )
    client.get(address)
    one = statements(client, address)
    Dispute.objects.bulk_create(
        Dispute(group=people.group, letter=made.letter, leaf=names[at % 5].leaf, kind="other", day=signatories.at(7))
        for at in range(29)
    )
    assert statements(client, address) == one


def test_row_of_another_group_is_not_listed():
    people, made, names = scene()
    dispute(made, names[0], text="A text of their own.")
    stranger = people.client("stranger")
    own = people.stranger.memberships.get().group
    assert "A text of their own." not in desk.text(
        stranger.get(reverse("petitions-desk:dispute-list", args=[own.slug]))
    )
    assert stranger.get(desk.url("letter-disputes", made.letter)).status_code == 404

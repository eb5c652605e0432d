"""A joint statement that was delivered or cancelled: its list stays as it is, but for an organization that leaves."""

import pytest
from django.urls import reverse

from organize.actions import typed
from organize.refusals import Refusal
from petitions.actions import joint_statements, revisions, sign_ons
from tests import make
from tests.personas import cast
from tests.petitions import coalitions
from tests.petitions.visits import text

pytestmark = pytest.mark.django_db
NOW = coalitions.NOW
MAILBOX = "chair@dockers.example"


def refused(action, **given):
    with pytest.raises(Refusal) as refusal:
        action(**given, at=NOW)
    assert refusal.value.status == 409, refusal.value.sentence


@pytest.mark.parametrize("end", [joint_statements.deliver_statement, joint_statements.cancel_statement])
def test_list_stays_as_it_is(end):
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    declined = coalitions.waiting(statement, name="Declined", domain="declined.example")
    sign_ons.decline_sign_on(sign_on=declined, by=None, at=NOW)
    ask = sign_ons.ask_withdrawal(statement=statement, sign_on=row, typed_address=MAILBOX, at=NOW)
    _address, withdrawal = typed.make_code(row=ask, at=NOW)
    ask = revisions.ask_agreement(statement=statement, sign_on=row, typed_address=MAILBOX, at=NOW)
    _address, agreement = typed.make_code(row=ask, at=NOW)
    end(statement=statement, by=None, at=NOW)
    statement.refresh_from_db()
    refused(sign_ons.reconsider_sign_on, sign_on=declined, by=None)
    refused(sign_ons.edit_sign_on, sign_on=row, name="Another", country="", parent=None, by=None)
    refused(sign_ons.withdraw_by_code, statement=statement, code=withdrawal)
    refused(sign_ons.ask_withdrawal, statement=statement, sign_on=row, typed_address=MAILBOX)
    refused(revisions.agree_by_code, statement=statement, code=agreement)
    refused(revisions.record_agreement, sign_on=row, evidence="A letter", by=None)
    assert coalitions.names(statement) == ["Dockers United"]
    assert sign_ons.withdraw_sign_on(sign_on=row, by=None, at=NOW).state == "withdrawn", "told to an organizer"


def test_who_waited_for_a_cancelled_statement_is_not_listed():
    statement = coalitions.opened()
    row = coalitions.waiting(statement)
    joint_statements.cancel_statement(statement=statement, by=None, at=NOW)
    refused(sign_ons.list_sign_on, sign_on=row, by=None)
    assert sign_ons.decline_sign_on(sign_on=row, by=None, at=NOW).state == "declined"


def test_pages_of_a_delivered_statement_offer_what_is_still_done(client):
    people = cast()
    statement = coalitions.opened(campaign=make.campaign(group=people.group))
    row = coalitions.listed(statement)
    joint_statements.deliver_statement(statement=statement, by=None, at=NOW)
    address = reverse("petitions:sign-on-withdraw", args=[statement.address])
    page = text(client.get(address))
    assert "writes to the organizers" in page and "<form" not in page
    assert client.post(address, {"sign_on": row.pk, "typed_address": MAILBOX}).status_code == 409
    page = text(people.client("owner").get(reverse("statements-desk:sign-on-edit", args=[statement.slug, row.pk])))
    assert "Take it off the list" in page and "Save how it is listed" not in page


def test_what_an_investor_manages_is_for_those_who_decide():
    people = cast()
    statement = coalitions.of_investors(campaign=make.campaign(group=people.group))
    coalitions.listed(statement, **coalitions.MONEY)
    for persona, sees in (("organizer", True), ("viewer", False)):
        page = text(people.client(persona).get(reverse("statements-desk:sign-on-desk", args=[statement.slug])))
        assert "Dockers United" in page
        assert (f"{coalitions.MONEY['assets']:,}" in page, "Assets (" in page) == (sees, sees)

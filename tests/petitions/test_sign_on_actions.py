"""An organization signs on: authority by a typed code, the group's decision, order, duplicates, and what is erased."""

import datetime

import pytest

from organize.models import Trail, TypedAsk
from organize.refusals import Refusal
from petitions import contacts, rolls
from petitions.actions import joint_statements, known_lists, retention, sign_ons, sums
from petitions.actions.shredding import REWRITTEN
from petitions.models import Consent, Contact, JointStatement, Revision, SignOn
from tests import make
from tests.petitions import coalitions

pytestmark = pytest.mark.django_db
NOW = coalitions.NOW


def refused(action, status=400, **given):
    with pytest.raises(Refusal) as refusal:
        action(**given, at=NOW)
    assert refusal.value.status == status, refusal.value.sentence
    return str(refusal.value.sentence)


def test_typed_code_makes_a_sign_on_that_waits_and_freezes_the_text():
    statement = coalitions.opened()
    revision = Revision.objects.get(statement=statement)
    assert revision.frozen_on is None
    row = coalitions.waiting(statement)
    revision.refresh_from_db()
    assert (row.state, row.authority, row.name, row.country) == ("waiting", "code", "Dockers United", "NO")
    assert revision.frozen_on == NOW.date()
    assert Consent.objects.get().sign_on == row
    assert coalitions.names(statement) == []
    said = contacts.read_contact(SignOn.objects.select_related("contact").get())
    assert said == {"name": "Wilhelmina Sundqvist", "role": "secretary", "mailbox": "wilhelmina@dockers.example"}
    assert not Trail.objects.filter(verb__contains="sign").exists()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"typed_address": "wilhelmina@elsewhere.example"}, 400),
        ({"typed_address": "wilhelmina@notdockers.example"}, 400),
        ({"typed_address": "no address"}, 400),
        ({"typed_address": "wil+1@dockers.example"}, 400),
        ({"domain": "gmail.com", "typed_address": "dockers@gmail.com"}, 400),
        ({"domain": "co.uk", "typed_address": "ada@dockers.co.uk"}, 400),
        ({"domain": "github.io", "typed_address": "ada@dockers.github.io"}, 400),
        ({"domain": "com", "typed_address": "ada@dockers.com"}, 400),
        ({"name": " "}, 400),
        ({"name": "x" * 201}, 400),
        ({"name": "Dock\x00ers"}, 400),
    ],
)
def test_what_shows_no_authority_is_refused_by_what_was_typed_alone(fields, status):
    statement = coalitions.opened()
    coalitions.listed(statement)
    refused(sign_ons.ask_sign_on, status, statement=statement, **coalitions.ASK | fields)
    assert not TypedAsk.objects.exists()


def test_mailbox_beneath_the_organizations_domain_is_enough():
    statement = coalitions.opened()
    assert coalitions.waiting(statement, typed_address="w@post.dockers.example").domain == "dockers.example"


def test_nothing_is_asked_of_a_statement_that_is_not_open():
    statement = coalitions.opened()
    code = coalitions.ask(statement)
    joint_statements.close_statement(statement=statement, by=None, at=NOW)
    refused(sign_ons.ask_sign_on, 409, statement=statement, **coalitions.ASK)
    refused(sign_ons.sign_on_by_code, 409, statement=statement, code=code)
    joint_statements.reopen_statement(statement=statement, by=None, at=NOW)
    assert sign_ons.sign_on_by_code(statement=statement, code=code, at=NOW), "a refusal does not use the code up"


def test_text_that_changed_after_the_asking_is_not_signed():
    statement = coalitions.opened()
    code = coalitions.ask(statement)
    coalitions.translate(statement)
    assert refused(sign_ons.sign_on_by_code, 409, statement=statement, code=code) == str(sign_ons.CHANGED)
    assert not SignOn.objects.exists()


def test_repeat_of_the_same_domain_renews_what_waits():
    statement = coalitions.opened()
    first = coalitions.waiting(statement)
    later = NOW + datetime.timedelta(hours=1)
    again = coalitions.waiting(statement, at=later, name="The Dockers’ United", representative="Ana Ruiz")
    assert again.pk == first.pk
    assert SignOn.objects.get().name == "The Dockers’ United"
    sorted_by = rolls.derived("The Dockers’ United", articles=["the"], pk=first.pk)["sort_key"]
    assert bytes(SignOn.objects.get().sort_key) == sorted_by != bytes(first.sort_key)
    assert contacts.read_contact(SignOn.objects.select_related("contact").get())["name"] == "Ana Ruiz"
    assert Consent.objects.count() == 1


def test_one_domain_cannot_fill_the_desk():
    statement = coalitions.opened()
    for at in range(sign_ons.MOST_OF_ONE_DOMAIN):
        domain = f"{'port.' * at}dockers.example"
        coalitions.waiting(statement, name=f"Dockers {at}", domain=domain, typed_address=f"box{at}@{domain}")
    for domain in ("dockers.example", "other.dockers.example"):
        code = coalitions.ask(statement, name="One more", domain=domain, typed_address=f"more@{domain}")
        refused(sign_ons.sign_on_by_code, 409, statement=statement, code=code)
    assert coalitions.waiting(statement, name="Alike", domain="old-dockers.example")
    assert coalitions.waiting(statement, name="Others", domain="others.example")


@pytest.mark.parametrize("domain", ["co.uk", "gmail.com"])
def test_organizers_cannot_let_everybody_answer_for_an_organization(domain):
    given = {"country": "", "parent": None, "evidence": "Minutes", "by": None}
    statement = coalitions.opened()
    refused(sign_ons.record_sign_on, 400, statement=statement, name="Dockers", domain=domain, **given)
    assert sign_ons.record_sign_on(statement=statement, name="Dockers", domain="", at=NOW, **given)


@pytest.mark.parametrize("decide", [sign_ons.list_sign_on, sign_ons.decline_sign_on, sign_ons.withdraw_sign_on])
def test_who_asked_is_erased_with_the_decision(decide):
    row = coalitions.waiting(coalitions.opened())
    assert Contact.objects.count() == 1
    decide(sign_on=row, by=None, at=NOW)
    assert Contact.objects.count() == 0
    assert Contact in REWRITTEN
    assert b"ilhelmina" not in repr(list(SignOn.objects.values())).encode()


@pytest.mark.parametrize("end", [joint_statements.deliver_statement, joint_statements.cancel_statement])
def test_policy_keeps_contacts_of_the_listed_until_the_end(end):
    statement = coalitions.opened(terms={"contacts": "delivery"})
    coalitions.listed(statement)
    sign_ons.decline_sign_on(sign_on=coalitions.waiting(statement, domain="b.example", name="B"), by=None, at=NOW)
    assert Contact.objects.get().sign_on.state == "listed"
    end(statement=statement, by=None, at=NOW)
    assert Contact.objects.count() == 0


def test_who_asked_is_erased_in_time_where_nobody_decides():
    coalitions.waiting(coalitions.opened())
    row = coalitions.waiting(coalitions.opened(), at=NOW + datetime.timedelta(days=1))
    before = NOW.date() + datetime.timedelta(days=1)
    assert retention.erase_contacts(row.group, before) == 0, "another group's"
    assert retention.erase_contacts(row.group, before + datetime.timedelta(days=1)) == 1
    row.refresh_from_db()
    assert row.state == "waiting"
    assert Contact.objects.count() == 1


def test_contacts_lie_enclosed_and_all_look_alike():
    statement = coalitions.opened()
    coalitions.waiting(statement)
    coalitions.waiting(statement, name="B", domain="b.example", representative="x" * 100, role="")
    rows = [bytes(row.enclosed) for row in Contact.objects.all()]
    assert len({len(row) for row in rows}) == 1
    assert not any(b"ilhelmina" in row or b"dockers" in row for row in rows)


def test_parents_come_first_then_their_affiliates_then_the_alphabet():
    statement = coalitions.opened()
    union = coalitions.recorded(statement, "Union of Ports")
    for name in ("Ångström House", "The Anchor", "zebra dock", "Étoile", "Bert’s Pier"):
        coalitions.recorded(statement, name)
    for name in ("Union of Ports, South", "A Union of Ports in the North"):
        coalitions.recorded(statement, name, parent=union)
    beneath = ["A Union of Ports in the North", "Union of Ports, South"]
    order = ["The Anchor", "Ångström House", "Bert’s Pier", "Étoile", "Union of Ports", *beneath, "zebra dock"]
    assert coalitions.names(statement) == order
    coalitions.set_terms(statement, articles=[])
    assert coalitions.names(statement) == [
        "Ångström House", "Bert’s Pier", "Étoile", "The Anchor", "Union of Ports", *beneath, "zebra dock",
    ]  # fmt: skip
    sign_ons.withdraw_sign_on(sign_on=union, by=None, at=NOW)
    alone = coalitions.names(statement)
    assert alone[0] == "A Union of Ports in the North", "without their parent they stand in the alphabet"


def test_lists_have_two_levels_and_stay_within_one_statement():
    statement = coalitions.opened()
    top, child, other = (coalitions.recorded(statement, name) for name in ("Top", "Child", "Other"))
    edit = {"name": "Child", "country": "", "by": None}
    sign_ons.edit_sign_on(sign_on=child, parent=top, **edit, at=NOW)
    child.refresh_from_db()
    refused(sign_ons.edit_sign_on, sign_on=other, parent=child, **edit | {"name": "Other"})
    refused(sign_ons.edit_sign_on, sign_on=top, parent=other, **edit | {"name": "Top"})
    refused(sign_ons.edit_sign_on, sign_on=top, parent=top, **edit | {"name": "Top"})
    foreign = coalitions.recorded(coalitions.opened(), "Foreign")
    refused(sign_ons.edit_sign_on, sign_on=other, parent=foreign, **edit | {"name": "Other"})


def test_no_name_stands_on_a_list_twice():
    statement = coalitions.opened()
    coalitions.recorded(statement, "Dockers & Drivers")
    given = {"country": "", "domain": "", "parent": None, "evidence": "seen", "by": None}
    refused(sign_ons.record_sign_on, 409, statement=statement, name="The Dockers and Drivers", **given)
    row = coalitions.waiting(statement, name="dockers and drivers")
    refused(sign_ons.list_sign_on, 409, sign_on=row, by=None)
    row.refresh_from_db()
    assert row.state == "waiting"
    other = coalitions.recorded(statement, "Other")
    refused(sign_ons.edit_sign_on, 409, sign_on=other, name="DOCKERS & Drivers", country="", parent=None, by=None)


def test_representative_withdraws_alone_and_the_organization_may_return():
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    given = {"statement": statement, "sign_on": row, "at": NOW}
    for address, works in (("someone@elsewhere.example", False), ("chair@dockers.example", True)):
        sign_ons.ask_withdrawal(typed_address=address, **given)
        coalitions.send_codes()
        code = coalitions.code_of(address)
        if works:
            assert sign_ons.withdraw_by_code(statement=statement, code=code, at=NOW).state == "withdrawn"
        else:
            refused(sign_ons.withdraw_by_code, 403, statement=statement, code=code)
            assert coalitions.names(statement) == ["Dockers United"]
    assert coalitions.names(statement) == []
    assert coalitions.listed(statement, at=NOW + datetime.timedelta(hours=1)).pk != row.pk


def test_codes_open_what_they_were_asked_for_alone():
    statement, other = coalitions.opened(), coalitions.opened()
    row = coalitions.listed(statement)
    code = coalitions.ask(statement, name="B", domain="b.example")
    refused(sign_ons.sign_on_by_code, 403, statement=other, code=code)
    refused(sign_ons.withdraw_by_code, 403, statement=statement, code=code)
    row.refresh_from_db()
    assert row.state == "listed"


def test_known_list_is_taken_in_whole_or_not_at_all_and_nothing_is_sent():
    statement = coalitions.opened()
    coalitions.recorded(statement, "Dockers & Drivers")
    rows = [
        {"name": "Port Union, North", "country": "NO", "domain": "", "parent": "Port Union"},
        {"name": "Port Union", "country": "", "domain": "union.example", "parent": ""},
        {"name": "Dockers and Drivers", "country": "", "domain": "", "parent": ""},
    ]
    given = {"statement": statement, "evidence": "Their letters of May", "by": None}
    refused(known_lists.take_in_list, rows=[*rows, rows[0] | {"name": "X", "parent": "Nobody"}], **given)
    assert coalitions.names(statement) == ["Dockers & Drivers"]
    assert known_lists.take_in_list(rows=rows, **given, at=NOW) == (2, 1)
    assert coalitions.names(statement) == ["Dockers & Drivers", "Port Union", "Port Union, North"]
    assert known_lists.take_in_list(rows=rows, **given, at=NOW) == (0, 3)
    assert not TypedAsk.objects.exists()


def test_milestones_keep_their_first_day():
    statement = coalitions.opened()
    for at in range(10):
        coalitions.recorded(statement, f"Organization {at}")
    assert JointStatement.objects.get().milestones == {"10": NOW.date().isoformat()}
    sign_ons.withdraw_sign_on(sign_on=SignOn.objects.first(), by=None, at=NOW)
    coalitions.recorded(statement, "Late", at=NOW + datetime.timedelta(days=3))
    assert JointStatement.objects.get().milestones == {"10": NOW.date().isoformat()}


def test_delivery_waits_for_decisions():
    statement = coalitions.opened()
    row = coalitions.waiting(statement)
    refused(joint_statements.deliver_statement, 409, statement=statement, by=None)
    sign_ons.list_sign_on(sign_on=row, by=None, at=NOW)
    assert joint_statements.deliver_statement(statement=statement, by=None, at=NOW).delivered_on == NOW.date()


def test_sum_of_investors_moves_at_set_points_only():
    statement = coalitions.of_investors()
    shown = []
    for at in range(21):
        coalitions.recorded(statement, f"Fund {at}", **coalitions.MONEY)
        sums.weigh_assets(statement=statement, at=NOW)
        statement.refresh_from_db()
        shown.append((statement.sum_of, statement.sum_shown))
    assert [sum_of for sum_of, _sum in shown] == [0] * 9 + [10] * 10 + [20] * 2
    assert shown[-1] == (20, 100_000_000)
    assert shown[9] == (10, 50_000_000)


def test_assets_of_a_withdrawn_investor_are_forgotten():
    statement = coalitions.of_investors()
    row = coalitions.recorded(statement, "Fund", **coalitions.MONEY)
    sign_ons.withdraw_sign_on(sign_on=row, by=None, at=NOW)
    row = SignOn.objects.get()
    assert (row.assets, row.assets_on, row.may_count) == (None, None, False)


def test_roll_costs_one_statement_whatever_its_length(django_assert_num_queries):
    statement = coalitions.opened()
    for at in range(30):
        coalitions.recorded(statement, f"Organization {at}")
    with django_assert_num_queries(1):
        assert len(rolls.in_order(rolls.listed(statement))) == 30


def test_groups_rows_belong_to_their_group():
    statement = coalitions.opened(campaign=make.campaign())
    row = coalitions.waiting(statement)
    assert {row.group_id, row.contact.group_id, Consent.objects.get().group_id} == {statement.group_id}

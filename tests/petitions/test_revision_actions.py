"""The text is frozen at the first sign-on; a change is a new text, and nobody is moved to it who has not agreed."""

import pytest

from organize.refusals import Refusal
from petitions import rolls, statement_queries
from petitions.actions import joint_statements, revisions, sign_ons
from petitions.models import Consent, Revision, Wording
from tests.petitions import coalitions

pytestmark = pytest.mark.django_db
NOW = coalitions.NOW


def refused(action, status=409, **given):
    with pytest.raises(Refusal) as refusal:
        action(**given, at=NOW)
    assert refusal.value.status == status, refusal.value.sentence


def agree(statement, row, address):
    revisions.ask_agreement(statement=statement, sign_on=row, typed_address=address, at=NOW)
    coalitions.send_codes()
    return revisions.agree_by_code(statement=statement, code=coalitions.code_of(address), at=NOW)


def words(**changes):
    return {name: coalitions.WORDS[name] for name in ("title", "body", "demands")} | changes


def test_text_changes_freely_until_somebody_signs_and_not_after():
    statement = coalitions.opened(languages=["de"])
    revision = statement_queries.editable(statement)
    joint_statements.write_words(revision=revision, language="en", **words(title="Other"), by=None, at=NOW)
    statement.refresh_from_db()
    assert statement.title == "Other"
    coalitions.waiting(statement)
    assert statement_queries.editable(statement) is None
    for language in ("en", "de", "fr"):
        refused(joint_statements.write_words, revision=revision, language=language, **words(), by=None)
    refused(joint_statements.remove_words, revision=revision, language="de", by=None)
    assert Wording.objects.get(language="en").title == "Other"


def test_languages_have_the_same_demands():
    statement = coalitions.opened()
    revision = statement_queries.editable(statement)
    given = {"revision": revision, "by": None}
    refused(joint_statements.write_words, language="de", **coalitions.GERMAN | {"demands": ["eine"]}, **given)
    coalitions.translate(statement)
    refused(joint_statements.write_words, language="en", **words(demands=["One."]), **given)
    refused(joint_statements.remove_words, status=400, revision=revision, language="en", by=None)


def test_new_text_needs_the_consent_of_each():
    statement = coalitions.opened()
    stays = coalitions.listed(statement)
    goes = coalitions.recorded(statement, "Quay Action", domain="quay.example")
    revision = coalitions.proposed(statement)
    assert coalitions.names(statement) == ["Dockers United", "Quay Action"], "the old text is in force until then"
    agree(statement, stays, "chair@dockers.example")
    revisions.adopt_revision(revision=revision, by=None, at=NOW)
    assert coalitions.names(statement) == ["Dockers United"]
    assert coalitions.names(statement, agreed=False) == ["Quay Action"]
    agree(statement, goes, "board@quay.example")
    assert coalitions.names(statement) == ["Dockers United", "Quay Action"]
    states = list(Revision.objects.order_by("number").values_list("state", flat=True))
    assert states == ["past", "current"]


def test_whoever_signs_while_a_text_is_proposed_agrees_to_both():
    statement = coalitions.opened()
    coalitions.listed(statement)
    revision = coalitions.proposed(statement)
    coalitions.listed(statement, name="Newcomers", domain="new.example")
    assert "Newcomers" in coalitions.names(statement)
    revisions.adopt_revision(revision=revision, by=None, at=NOW)
    assert coalitions.names(statement) == ["Newcomers"]


def test_other_mailboxes_agree_to_nothing():
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    coalitions.proposed(statement)
    with pytest.raises(Refusal) as refusal:
        agree(statement, row, "chair@elsewhere.example")
    assert refusal.value.status == 403
    assert Consent.objects.count() == 1


def test_code_for_a_text_that_was_dropped_agrees_to_nothing():
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    revision = coalitions.proposed(statement)
    revisions.ask_agreement(statement=statement, sign_on=row, typed_address="c@dockers.example", at=NOW)
    coalitions.send_codes()
    revisions.drop_revision(revision=revision, by=None, at=NOW)
    code = coalitions.code_of("c@dockers.example")
    refused(revisions.agree_by_code, statement=statement, code=code)
    assert coalitions.names(statement) == ["Dockers United"]


def test_organizer_records_an_agreement_with_what_was_seen():
    statement = coalitions.opened()
    row = coalitions.recorded(statement, "Quay Action")
    revision = coalitions.proposed(statement)
    refused(revisions.record_agreement, status=400, sign_on=row, evidence=" ", by=None)
    made = revisions.record_agreement(sign_on=row, evidence="Their letter of 3 May", by=None, at=NOW)
    assert (made.revision, made.authority) == (revision, "hand")
    revisions.record_agreement(sign_on=row, evidence="Once more", by=None, at=NOW)
    assert Consent.objects.filter(revision=revision).count() == 1


def test_one_text_is_on_its_way_at_a_time_and_must_differ():
    statement = coalitions.opened()
    refused(revisions.begin_revision, statement=statement, by=None)  # nobody has signed: the text itself may change
    coalitions.listed(statement)
    revision = revisions.begin_revision(statement=statement, by=None, at=NOW)
    refused(revisions.begin_revision, statement=statement, by=None)
    refused(revisions.propose_revision, revision=revision, why="Why", by=None)  # not a word differs
    refused(revisions.adopt_revision, revision=revision, by=None)
    joint_statements.write_words(revision=revision, language="en", **words(body="New."), by=None, at=NOW)
    refused(revisions.propose_revision, status=400, revision=revision, why="", by=None)
    revisions.propose_revision(revision=revision, why="Shorter", by=None, at=NOW)
    refused(joint_statements.write_words, revision=revision, language="en", **words(), by=None)
    refused(joint_statements.deliver_statement, statement=statement, by=None)
    first = Revision.objects.get(number=1)
    refused(revisions.drop_revision, revision=first, by=None)


def test_fingerprint_covers_every_word_of_every_language_and_the_addressees():
    statement = coalitions.opened(languages=["de"])
    seen = set()
    for language, changes in (
        ("en", {}), ("en", {"title": "T"}), ("en", {"body": "B"}), ("en", {"demands": ["1", "2"]}),
        ("en", {"addressees": [("Nobody", "")]}), ("de", coalitions.GERMAN | {"body": "Anders."}),
    ):  # fmt: skip
        given = words(**changes)
        joint_statements.write_words(
            revision=statement_queries.editable(statement), language=language, **given, by=None, at=NOW
        )
        seen.add(statement_queries.fingerprint(statement_queries.editable(statement)))
    assert len(seen) == 6


def test_withdrawn_organizations_agree_to_nothing():
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    coalitions.proposed(statement)
    sign_ons.withdraw_sign_on(sign_on=row, by=None, at=NOW)
    refused(revisions.record_agreement, sign_on=row, evidence="seen", by=None)
    assert not rolls.listed(statement).exists()

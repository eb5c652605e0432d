"""Signing a public petition: one code, one signature for an address, a contact that only key holders can read."""

import datetime

import pytest

from organize.models import Subscriber, TypedAsk, TypedCode
from organize.refusals import Refusal
from petitions import petition_queries, vault
from petitions.actions import moderation, petitions, supporting
from petitions.models import Supporter
from petitions.petition_states import NameState
from tests import mailbox, make
from tests.make import NOW
from tests.petitions import supporters
from tests.petitions.supporters import code_for, counted, leave_code, opened, opened_contacts, said, send_all, sign

pytestmark = pytest.mark.django_db
WIL = "wilhelmina.canary@private.example"
LATER = NOW + datetime.timedelta(hours=1)


def test_typed_code_makes_one_signature_that_only_a_holder_can_read():
    made = opened(holders=(supporters.SEED, bytes(32)))
    sign(made, WIL, name="Wilhelmina Canary", updates=[1])
    row = Supporter.objects.get()
    assert (row.name, bytes(row.sort_key), row.name_state) == ("", b"", NameState.PRIVATE)
    assert not TypedAsk.objects.exists() and not TypedCode.objects.exists()
    stored = b"".join(str(value).encode() + bytes(value if isinstance(value, bytes) else b"") for value in
                      Supporter.objects.values_list().get())  # fmt: skip
    assert b"canary" not in stored.lower() and b"private.example" not in stored
    expected = {"mailbox": WIL, "name": "Wilhelmina Canary", "country": "PT", "public": False, "updates": [1],
                "source": "web", "day": "2026-11-23"}  # fmt: skip
    assert opened_contacts(made) == {WIL: expected}
    assert opened_contacts(made, bytes(32), 2) == {WIL: expected}
    assert counted(made).confirmed == 1
    assert made.countries == {"PT": 1}


def test_who_signs_again_replaces_what_they_said_and_counts_once():
    made = opened()
    sign(made, WIL, name="Wil Canary", public=True)
    assert counted(made).names_shown == 1
    sign(made, "W" + WIL[1:], at=LATER, name="Wil C", country="DE", updates=[0])
    assert Supporter.objects.count() == 1
    assert counted(made, LATER).confirmed == 1
    assert (made.names_shown, made.countries) == (0, {"PT": 1}), "a country counts as it was first said"
    assert opened_contacts(made)[WIL]["name"] == "Wil C"
    assert Supporter.objects.get().name == ""


def test_hidden_name_stays_hidden_when_it_is_given_again():
    made = opened()
    sign(made, WIL, name="Wil Canary", public=True)
    counted(made)
    Supporter.objects.update(name_state=NameState.HIDDEN)
    sign(made, WIL, at=LATER, name="Wil Canary", public=True)
    assert counted(made, LATER).names_shown == 0


def test_hidden_name_that_was_taken_back_is_nowhere_and_does_not_return():
    made = opened()
    sign(made, WIL, name="Wil Canary", public=True)
    counted(made)
    Supporter.objects.update(name_state=NameState.HIDDEN)
    sign(made, WIL, at=LATER, name="Wil Canary")
    row = Supporter.objects.get()
    assert (row.name, bytes(row.sort_key)) == ("", b"")
    assert petition_queries.names_in(made, NameState.HIDDEN) == ([], False)
    with pytest.raises(Refusal, match="have changed"):
        moderation.moderate_names(petition=made, keys=[row.pk], verb="show name", by=None, at=LATER)
    sign(made, WIL, at=LATER + datetime.timedelta(hours=1), name="Wil Canary", public=True)
    assert counted(made, LATER).names_shown == 0
    assert [row.name for row in petition_queries.names_in(made, NameState.HIDDEN)[0]] == ["Wil Canary"]


def test_what_stands_beside_the_code_wins_over_what_somebody_else_filled_in():
    made = opened()
    code = code_for(made, WIL, name="Not My Name", public=True)
    supporting.confirm(petition=made, code=code, said=said("Wil Canary"), at=NOW)
    assert opened_contacts(made)[WIL]["name"] == "Wil Canary"
    assert Supporter.objects.get().name_state == NameState.PRIVATE


def test_address_that_signed_is_asked_and_mailed_like_any_other():
    made = opened()
    sign(made, WIL)
    rows = [supporting.ask_to_sign(petition=made, address=one, said=said(), at=LATER) for one in (WIL, "b@c.example")]
    assert len({len(bytes(row.enclosed)) for row in rows}) == 1
    send_all(LATER)
    first, other = mailbox.received()[-2:]
    codes = supporters.CODE
    assert codes.sub("", first.body) == codes.sub("", other.body)


@pytest.mark.parametrize("address", ["", "ana", "ana+x@private.example", "Ana <ana@private.example>", "a@b\r\nBcc: c"])
def test_what_is_no_address_is_refused_before_anything(address):
    with pytest.raises(Refusal, match="not a plain mail address"):
        supporting.ask_to_sign(petition=opened(), address=address, said=said(), at=NOW)
    assert not TypedAsk.objects.exists()


@pytest.mark.parametrize("words", [{"name": ""}, {"name": "аdmin Ruiz"}, {"name": "a\u202eb"}, {"updates": [2]}])
def test_name_or_consent_that_cannot_be_taken_is_refused(words):
    made = opened()
    with pytest.raises(Refusal):
        supporting.ask_to_sign(petition=made, address=WIL, said=said(**words), at=NOW)
    code = code_for(made, WIL)
    with pytest.raises(Refusal):
        supporting.confirm(petition=made, code=code, said=said(**words), at=NOW)
    supporting.confirm(petition=made, code=code, at=NOW)
    assert Supporter.objects.count() == 1, "a refused form does not use the code up"


def test_code_of_another_petition_or_purpose_does_not_sign():
    made, other = opened(), opened()
    code = code_for(made, WIL)
    with pytest.raises(Refusal):
        supporting.confirm(petition=other, code=code, at=NOW)
    with pytest.raises(Refusal):
        supporting.confirm(petition=made, code=leave_code(made, WIL), at=NOW)
    assert not Supporter.objects.exists()


def test_tag_differs_between_petitions_and_leads_nowhere_without_the_key():
    first, second = opened(), opened()
    sign(first, WIL)
    sign(second, WIL)
    tags = {bytes(tag) for tag in Supporter.objects.values_list("tag", flat=True)}
    assert len(tags) == 2
    assert vault.dup_load(first.pk) != vault.dup_load(second.pk)


def test_leaving_erases_the_signature_and_its_number():
    made = opened()
    sign(made, WIL, public=True)
    sign(made)
    counted(made)
    supporting.leave(petition=made, code=leave_code(made, WIL), at=NOW)
    made.refresh_from_db()
    assert (made.confirmed, made.countries, made.names_shown) == (2, {"PT": 2}, 1), "only the clock moves a number"
    assert made.has_erased
    assert (counted(made).confirmed, made.countries, made.names_shown, made.gone) == (1, {"PT": 1}, 0, {})
    assert WIL not in opened_contacts(made)
    assert supporting.leave(petition=made, code=leave_code(made, "never@private.example"), at=NOW)
    sign(made, WIL, at=LATER)
    assert counted(made).confirmed == 2


def test_closed_petition_takes_no_code_and_lets_people_leave():
    made = opened()
    sign(made, WIL)
    code = code_for(made, "late@private.example")
    petitions.close_petition(petition=made, by=None, at=NOW)
    for act in (
        lambda: supporting.ask_to_sign(petition=made, address=WIL, said=said(), at=NOW),
        lambda: supporting.confirm(petition=made, code=code, at=NOW),
    ):
        with pytest.raises(Refusal, match="no signatures now"):
            act()
    supporting.leave(petition=made, code=leave_code(made, WIL), at=NOW)
    assert not Supporter.objects.exists()
    petitions.reopen_petition(petition=made, by=None, at=NOW)
    supporting.confirm(petition=made, code=code, at=NOW)
    assert Supporter.objects.count() == 1


def test_updates_come_by_mail_only_to_those_who_asked_where_the_campaign_is_public():
    public = opened(campaign=make.public_campaign())
    sign(public, WIL, updates=[0])
    sign(public, "b@private.example", updates=[1])
    sign(public, "c@private.example")
    sign(opened(), "d@private.example", updates=[0])
    found = Subscriber.objects.get()
    assert found.campaign == public.campaign
    assert b"canary" not in bytes(found.enclosed)
    assert opened_contacts(public)[WIL]["updates"] == [0]


def test_row_holds_no_time_and_no_address():
    kinds = {field.get_internal_type() for field in Supporter._meta.get_fields()}
    assert not kinds & {"DateTimeField", "DateField", "TimeField", "EmailField"}
    assert not [field for field in Supporter._meta.get_fields() if "user" in field.name or "mail" in field.name]

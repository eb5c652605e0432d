"""The desk of a petition: from the draft to its erasure through the pages, names that are looked at, paper, export."""

import hashlib
import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organize.models import Trail
from petitions import petition_queries
from petitions.actions import supporting
from petitions.models import Petition, Sheet, Supporter
from petitions.petition_states import PetitionState
from petitions.sealing import contacts, xwing
from tests import make
from tests.personas import cast
from tests.petitions import supporters
from tests.petitions.supporters import counted, opened, opened_contacts, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
HEADING = "name,mailbox,country,public,updates\n"


def url(name, made, *args):
    return reverse(f"petition-desk:{name}", args=[made.slug, *args])


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
def desk():
    """(the owner's browser, an open petition of theirs)."""
    people = cast()
    return people.client("owner"), opened(campaign=make.campaign(group=people.group), by=people.owner)


def test_organizer_writes_keys_opens_closes_and_erases():
    people = cast()
    client, campaign = people.client("organizer"), make.campaign(group=people.group)
    form = {name: value for name, value in supporters.WORDS.items() if name != "partners"} | {
        "language": "en", "partners": "Port neighbours", "offers_updates": "on"
    }  # fmt: skip
    address = f"{reverse('petition-desk:petition-draft')}?campaign={campaign.slug}"
    assert client.post(address, form | {"title": ""}).status_code == 400
    assert client.post(address, form).status_code == 302
    made = Petition.objects.get()
    assert (made.partners, made.offers_updates, made.state) == (["Port neighbours"], True, "draft")
    assert client.post(url("petition-edit", made), form | {"title": "Rest"}).status_code == 302
    assert "who can read contacts" in text(client.get(url("petition-read", made)))
    assert client.post(url("holder-add", made), {"text": "{}"}).status_code == 400
    file = SimpleUploadedFile("contacts-public.json", supporters.key_file())
    assert client.post(url("holder-add", made), {"file": file}).status_code == 302
    assert contacts.fingerprint(xwing.public(supporters.SEED)) in text(client.get(url("petition-open", made)))
    days = {"closes_on": "2027-01-10", "erase_on": "2027-02-10"}
    assert client.post(url("petition-open", made), days).status_code == 400, "nobody has said that they are sure"
    assert client.post(url("petition-open", made), days | {"sure": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.address in text(client.get(url("petition-read", made)))
    assert client.post(url("petition-list", made)).status_code == 302
    for step, state in (("close", "closed"), ("reopen", "open")):
        assert client.post(url(f"petition-{step}", made)).status_code == 302
        made.refresh_from_db()
        assert (made.state, made.listed) == (state, True)
    assert client.post(url("petition-erase", made)).status_code == 400
    assert client.post(url("petition-erase", made), {"sure": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.state == PetitionState.ERASED
    assert client.post(url("petition-close", made)).status_code == 409


def test_names_are_found_hidden_and_shown_and_no_private_one_is_there(desk):
    client, made = desk
    for name, public in (("Zoe Adams", True), ("Wil Canary", False), ("Zora Berg", True), ("Ana Ruiz", True)):
        sign(made, name=name, public=public)
    counted(made)
    page = text(client.get(url("name-moderate", made)))
    assert "Ana Ruiz" in page and "Canary" not in page
    found = text(client.post(url("name-moderate", made), {"state": "shown", "begins": "zo"}))
    assert "Zoe Adams" in found and "Zora Berg" in found and "Ana Ruiz" not in found
    key = str(Supporter.objects.get(name="Zoe Adams").pk)
    given = {"state": "shown", "begins": "", "keys": [key]}
    client.post(url("name-moderate", made), given | {"verb": "hide name"})
    rows, _more = petition_queries.names_after(made)
    assert [row.name for row in rows] == ["Ana Ruiz", "Zora Berg"]
    assert "Zoe Adams" in text(client.post(url("name-moderate", made), {"state": "hidden", "begins": ""}))
    client.post(url("name-moderate", made), given | {"state": "hidden", "verb": "show name"})
    assert petition_queries.names_after(made)[0][1].name == "Zoe Adams"
    assert client.post(url("name-moderate", made), {"state": "shown", "verb": "hide name"}).status_code == 400
    made.refresh_from_db()
    assert made.names_shown == 3


def test_desk_lists_cost_the_same_at_one_and_at_thirty(desk):
    from tests.counting import statements

    client, made = desk
    paths = [url(name, made) for name in ("petition-read", "name-moderate", "sheet-record", "holder-add")]
    costs = []
    for number in (1, 29):
        for at in range(number):
            sign(made, name="Ana Ruiz", public=True)
            supporters.sheet(made, label=f"Sheet {number} {at}")
        counted(made)
        costs.append([statements(client, path) for path in paths])
    assert costs[0] == costs[1]


def test_sheet_counts_by_its_total_and_keeps_only_the_mark_of_its_scan(desk):
    client, made = desk
    scan = b"%PDF of names"
    form = {"label": "Market", "total": "31", "collected_on": "2026-11-20", "scan": SimpleUploadedFile("s.pdf", scan)}
    assert client.post(url("sheet-record", made), form).status_code == 302
    sheet = Sheet.objects.get()
    assert sheet.scan_sha256 == hashlib.sha256(scan).hexdigest()
    assert counted(made).on_paper == 31
    assert made.confirmed == 0
    assert client.post(url("sheet-record", made), form | {"scan": ""}).status_code == 409, "each sheet once"
    assert client.post(url("sheet-remove", made, sheet.pk)).status_code == 302
    assert counted(made).on_paper == 0
    assert set(Trail.objects.filter(object_id=sheet.pk).values_list("verb", flat=True)) == {"record", "remove"}


def rows(client, made, sheet, lines, **more):
    return client.post(url("sheet-rows", made, sheet.pk), {"text": HEADING + lines} | more)


def test_rows_are_first_looked_at_then_sealed_and_never_counted(desk):
    client, made = desk
    sheet = supporters.sheet(made, total=3)
    lines = "Ana Ruiz,ana@private.example,pt,yes,1;2\n=1+1 Name,,,,\n"
    bad = rows(client, made, sheet, lines, take="1")
    assert bad.status_code == 422
    assert "sign or a picture" in text(bad)
    assert not Supporter.objects.exists()
    lines = "Ana Ruiz,ana@private.example,pt,yes,1;2\nBo Berg,,,,\n"
    assert rows(client, made, sheet, lines).status_code == 200
    assert not Supporter.objects.exists(), "a dry run writes nothing"
    assert rows(client, made, sheet, lines, take="1").status_code == 302
    found = opened_contacts(made)
    assert found["ana@private.example"] == {
        "mailbox": "ana@private.example", "name": "Ana Ruiz", "country": "PT", "public": True, "updates": [0, 1],
        "source": "paper", "day": "2026-11-23",
    }  # fmt: skip
    assert found[""]["name"] == "Bo Berg"
    assert counted(made).confirmed == 0
    assert (made.on_paper, made.names_shown) == (3, 1)
    assert rows(client, made, sheet, "A B,,,,\nC D,,,,\n", take="1").status_code == 409, "more rows than signatures"
    assert client.post(url("sheet-remove", made, sheet.pk)).status_code == 409
    assert not [row for row in Trail.objects.values() if "private.example" in str(row)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [("Ana Ruiz,nobody,,,\n", "plain mail address"), ("Ana Ruiz,,XX,,\n", "two letters"),
     ("Ana Ruiz,,,maybe,\n", "yes"), ("Ana Ruiz,,,,3\n", "Updates are numbers"), ("Ana Ruiz,,,\n", "cells instead"),
     ("Ana,a@b.example,,,\n" * 2, "line 2"), ('"Ana', "no CSV"), ("", "no row under it")],
)  # fmt: skip
def test_fault_of_a_row_is_told_by_its_line(desk, lines, words):
    client, made = desk
    answer = rows(client, made, supporters.sheet(made), lines, take="1")
    assert answer.status_code in (400, 422)
    assert words in text(answer)
    assert not Supporter.objects.exists()


def probed(client, made, address):
    """All that the desk and the public see after a row with a public name was taken in for this address."""
    sheet = supporters.sheet(made)
    answer = rows(client, made, sheet, f"Zoe Probe,{address},pt,yes,\n", take="1")
    sheet.refresh_from_db()
    waiting = [row.name for row in petition_queries.names_in(made, "waiting")[0]]
    counted(made)
    shown = [row.name for row in petition_queries.names_in(made, "shown")[0]]
    export = b"".join(client.post(url("contact-export", made)).streaming_content)
    return (answer.status_code, sheet.rows, waiting, shown, made.confirmed, made.names_shown, len(export), export[-4:])


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("looks_first", [True, False])
def test_row_from_paper_tells_nobody_whether_its_address_has_signed(looks_first, public):
    people, seen = cast(), []
    client, campaign = people.client("owner"), make.campaign(group=people.group)
    for address in ("ana@private.example", "eve@private.example"):
        made = opened(campaign=campaign, by=people.owner, looks_first=looks_first)
        sign(made, "ana@private.example", name="Ana Ruiz", public=public)
        seen.append(probed(client, made, address))
    assert seen[0] == seen[1]
    assert "Zoe Probe" in seen[0][2]


def test_who_signed_on_paper_too_counts_by_their_code_and_takes_both_back(desk):
    client, made = desk
    rows(client, made, supporters.sheet(made), "Eve D,eve@private.example,de,yes,\n", take="1")
    sign(made, "eve@private.example", name="Eve Doe", country="PT", public=True)
    sign(made, "ana@private.example", name="Ana Ruiz")
    assert (counted(made).confirmed, made.names_shown, made.countries) == (2, 2, {"PT": 2})
    supporting.leave(petition=made, code=supporters.leave_code(made, "eve@private.example"), at=supporters.NOW)
    assert list(opened_contacts(made)) == ["ana@private.example"]
    assert (counted(made).confirmed, made.names_shown, made.countries) == (1, 0, {"PT": 1})


def test_who_stands_on_paper_alone_can_take_that_back(desk):
    client, made = desk
    rows(client, made, supporters.sheet(made), "Eve D,eve@private.example,,yes,\n", take="1")
    supporting.leave(petition=made, code=supporters.leave_code(made, "eve@private.example"), at=supporters.NOW)
    assert not Supporter.objects.exists()
    assert counted(made).confirmed == 0


def test_export_opens_for_its_holder_alone_and_is_on_the_trail(desk):
    client, made = desk
    for at in range(7):
        sign(made, f"p{at}@private.example", updates=[1])
    petition_queries.CHUNK, kept = 3, petition_queries.CHUNK
    try:
        answer = client.post(url("contact-export", made))
        raw = b"".join(answer.streaming_content)
    finally:
        petition_queries.CHUNK = kept
    assert b"private.example" not in raw
    header, sealed = contacts.read_export(io.BytesIO(raw))
    assert (header.petition_id, header.organizations) == (made.pk.bytes, ["Dock workers of Halden", "Port neighbours"])
    private = xwing.private(supporters.SEED)
    found = [contacts.open(private, petition_id=made.pk.bytes, i=1, sealed=one)["mailbox"] for one in sealed]
    assert sorted(found) == [f"p{at}@private.example" for at in range(7)]
    assert Trail.objects.filter(object_id=made.pk, verb="export").count() == 1


def test_what_has_ended_has_no_export(desk):
    client, made = desk
    client.post(url("petition-erase", made), {"sure": "on"})
    assert client.post(url("contact-export", made)).status_code == 409

"""A filer's letters: what the rule asks for stands on them, no number of shares does, and nothing of them is kept."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from shareholder import days
from shareholder.models import Filing
from shareholder.rulebook import papers
from tests.factors import Browser
from tests.shareholder import world
from tests.shareholder.test_holding_judge import dump

pytestmark = pytest.mark.django_db
DATA = {
    "letter": "intent", "place": "Halden", "on": "2026-11-20", "sender": "Harbour Pension Fund\n12 Quay Street, Halden",
    "recipient": "Corporate Secretary\nMeridian Freight\n1 Depot Road", "contact": "filer@harbour.example",
    "representative": "", "topic": "two people at every dock", "signatory": "Robin Marsh, trustee",
}  # fmt: skip


@pytest.fixture
def scene():
    users, made, filing = world.cast()
    Filing.objects.filter(pk=filing.pk).update(slots=["2026-12-01T10:30"], sent_on=world.FILED_ON)
    client = Browser()
    client.force_login(users["cofiler"])
    return client, reverse("shareholder:letter-print", args=[filing.slug]), made, filing


def text_of(answer):
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def test_each_letter_says_what_the_rule_asks_for(scene):
    client, address, made, _filing = scene
    said = {
        "intent": ["intends to continue to hold", "through the date of the annual meeting", "held in 2027"],
        "availability": ["Tuesday, 1 December 2026, 10:30 AM", "filer@harbour.example", "teleconference"],
        "cofiling": ["Order of Saint Brendan is the lead filer", "qualifies on its own"],
        "authorisation": ["Tern Advisers", "two people at every dock", "supports this proposal"],
    }
    for letter, phrases in said.items():
        answer = client.post(address, DATA | {"letter": letter, "representative": "Tern Advisers"})
        text = text_of(answer)
        for phrase in [*phrases, "Harbour Pension Fund", made.company.name, "Halden, 20 November 2026", "Robin Marsh"]:
            assert phrase in text, (letter, phrase)


def test_authorisation_has_all_seven_things(scene):
    client, address, made, _filing = scene
    text = text_of(client.post(address, DATA | {"letter": "authorisation", "representative": "Tern Advisers"}))
    found = {
        "company": made.company.name, "meeting": "annual meeting of shareholders to be held in 2027",
        "proponent": "Harbour Pension Fund (the proponent)", "representative": "Tern Advisers (the representative)",
        "authority": "to act on its behalf", "topic": "two people at every dock", "support": "supports this proposal",
    }  # fmt: skip
    said = {item for item, phrase in found.items() if phrase in text}
    assert papers.missing_of_authorisation(said, days.rules_for(made)) == ()
    assert client.post(address, DATA | {"letter": "authorisation"}).status_code == 422


def test_packet_holds_what_this_filer_sends_a_letter_a_page(scene):
    client, address, _made, _filing = scene
    for representative, headings in (
        ("Tern Advisers", ["Authorisation of a representative", "Statement of intent to hold",
                           "Statement of availability to meet", "Co-filing of a shareholder proposal"]),
        ("", ["Statement of intent to hold", "Statement of availability to meet",
              "Co-filing of a shareholder proposal"]),
    ):  # fmt: skip
        answer = client.post(address, DATA | {"letter": "packet", "representative": representative})
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
        assert len(pages) == len(headings)
        for page, heading in zip(pages, headings, strict=True):
            assert heading in page and "Robin Marsh" in page and "12 Quay Street" in page
    assert 'filename="packet.pdf"' in answer["Content-Disposition"]


def test_letter_that_would_be_a_defect_is_not_made(scene):
    client, address, made, filing = scene
    Filing.objects.filter(pk=filing.pk).update(slots=[])
    for letter in ("availability", "packet"):
        answer = client.post(address, DATA | {"letter": letter})
        assert answer.status_code == 422 and "Without times to meet" in answer.content.decode()
    lead = made.filings.get(role="lead")
    Filing.objects.filter(pk=lead.pk).update(slots=["2026-12-01T10:30"])
    assert "Order of Saint Brendan, the lead filer, offers" in text_of(
        client.post(address, DATA | {"letter": "availability"})
    )
    Filing.objects.filter(pk=lead.pk).update(state="dropped")
    Filing.objects.filter(pk=filing.pk).update(slots=["2026-12-01T10:30"])
    for letter in ("cofiling", "packet"):
        answer = client.post(address, DATA | {"letter": letter})
        assert answer.status_code == 422 and "Nobody leads now" in answer.content.decode()


def test_nothing_of_a_letter_is_kept(scene):
    client, address, _made, _filing = scene
    before = dump()
    assert "12 Quay Street" in text_of(client.post(address, DATA))
    after = dump()
    assert "12 Quay Street" not in after and "filer@harbour.example" not in after
    assert len(before.splitlines()) == len(after.splitlines())


def test_same_letter_is_the_same_bytes_and_names_no_machine(scene):
    client, address, _made, _filing = scene
    first, second = (client.post(address, DATA).content for _time in range(2))
    assert first == second and not PdfReader(io.BytesIO(first)).metadata.get("/Author")

"""EDGAR's list of a company's filings: read in one answer, compared by a person, kept nowhere."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shareholder.forms.meetings import EdgarForm
from shareholder.models import Meeting
from tests import make
from tests.factors import browser
from tests.readers.test_edgar import submissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """(an editor's browser, company, address of the page)"""
    owner = make.user()
    company = make.company(group=make.group(owner=owner))
    return browser(owner), company, reverse("shareholder:edgar-read", args=[company.slug])


def send(client, address, raw):
    return client.post(address, {"file": SimpleUploadedFile("CIK0000000001.json", raw)})


def test_list_is_read_and_its_days_stand_in_the_form_of_a_meeting(scene):
    client, company, address = scene
    page = send(client, address, submissions(reportDate=["2024-05-16", "2024-05-15", ""]))
    text = page.content.decode()
    assert page.status_code == 200 and "Example Widgets, Inc." in text and "Example Gears" in text
    assert "https://www.sec.gov/Archives/edgar/data/1/000000000124000003/a.htm" in text, "the report of the votes"
    assert "CIK0000000001-submissions-001.json" in text and "1 line could not be read" in text
    assert 'name="last_on" value="2024-05-15"' in text and 'name="released_on" value="2024-04-01"' in text
    assert 'value="2025"' in text, "the year after that meeting"
    assert not Meeting.objects.exists(), "a person writes it down"
    fields = page.context["meeting_form"].initial | {"on": "", "stated_where": ""}
    made = client.post(reverse("shareholder:meeting-create", args=[company.slug]),
                       {name: value for name, value in fields.items() if value is not None})  # fmt: skip
    assert made.status_code == 302
    row = Meeting.objects.get()
    assert (row.year, str(row.released_on), str(row.last_on)) == (2025, "2024-04-01", "2024-05-15")


def test_list_of_another_company_is_told(scene):
    client, company, address = scene
    type(company).objects.filter(pk=company.pk).update(cik="0000000002")
    assert "Look whether this is the right list." in send(client, address, submissions()).content.decode()
    type(company).objects.filter(pk=company.pk).update(cik="0000000001")
    assert "Look whether this is the right list." not in send(client, address, submissions()).content.decode()


@pytest.mark.parametrize("raw", [b"no", b"{}", b"[" * 100_000, json.dumps({"cik": "1", "name": "A"}).encode()])
def test_what_is_no_such_list_is_refused_with_a_sentence(scene, raw):
    client, _company, address = scene
    answer = send(client, address, raw)
    assert answer.status_code == 422 and "not EDGAR&#x27;s list" in answer.content.decode()


def test_too_large_a_file_is_refused(scene, monkeypatch):
    client, _company, address = scene
    monkeypatch.setattr(EdgarForm, "MOST_BYTES", 100)
    assert "at most 4 MB" in send(client, address, submissions()).content.decode()


def test_hostile_words_of_a_list_are_shown_as_words(scene):
    client, _company, address = scene
    hostile = json.loads(submissions()) | {"name": "<script>alert(1)</script>", "tickers": ["<b>"]}
    hostile["filings"]["recent"]["primaryDocument"] = ["javascript:alert(1)", '"><b>', "c"]
    text = send(client, address, json.dumps(hostile).encode()).content.decode()
    assert "<script>alert" not in text and "<b>" not in text
    assert 'href="javascript' not in text

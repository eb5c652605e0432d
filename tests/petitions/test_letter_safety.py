"""The safety page stands before the letter: the same for all, nothing of the letter in it, nothing remembered."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from petitions import publication
from petitions.states import PUBLIC
from tests.petitions import letters
from tests.petitions.signatories import opened
from tests.petitions.visits import text, url

pytestmark = pytest.mark.django_db
ONION = "a" * 56 + ".onion"


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_it_comes_first_in_every_state_and_leads_on(client, state):
    made = letters.in_state(state)
    page = text(client.get(f"/l/{made.letter.address}/"))
    assert "assume your employer sees what you see and what you type" in page
    assert f'href="/l/{made.letter.address}/read/"' in page
    assert "Leave now" in page
    assert "<title>Document</title>" in page


def test_nothing_of_the_letter_is_on_it(client):
    made = opened()
    page = text(client.get(url("letter-safety", made)))
    letter = text(client.get(url("letter-show", made)))
    for words in (made.letter.title, "open dock", "Ana Ruiz", "Robin Marsh", "signed", made.letter.campaign.title):
        assert (words in letter) == (words != made.letter.campaign.title)  # what could have been shown
        assert words not in page, words


def test_everybody_gets_the_same_bytes_and_no_cookie_however_often_they_come(django_assert_num_queries):
    made = opened()
    address = url("letter-safety", made)
    first = Client().get(address)
    again = Client()
    again.force_login(made.by)
    for _visit in range(2):
        with django_assert_num_queries(0):
            answer = again.get(
                address, headers={"Cookie": "seen=1", "Accept-Language": "ar", "Referer": "https://intranet.example/"}
            )
        assert (answer.status_code, answer.content, dict(answer.items())) == (200, first.content, dict(first.items()))
        assert not answer.cookies


def test_language_stays_on_the_way_to_the_letter(client):
    made = opened()
    page = text(client.get(url("letter-safety-in", made, "ar")))
    assert '<html lang="ar" dir="rtl">' in page
    assert f'href="{url("letter-show-in", made, "ar")}"' in page


def test_code_to_scan_holds_the_address_that_is_printed(client, settings):
    import qrcode

    settings.PUBLIC_ORIGIN = "https://letters.example"
    made = opened()
    address = f"https://letters.example{reverse('petitions:letter-safety', args=[made.letter.address])}"
    page = text(client.get(url("letter-safety", made)))
    assert f'<code class="address">{address}</code>' in page
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, is_dark in enumerate(row) if is_dark}
    drawn = re.search(r'fill="#000" d="([^"]+)"', page)[1]
    assert {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn)} == dark
    assert len(dark) > 200


def test_onion_address_is_text_and_no_link_and_only_there_when_there_is_one(client, settings):
    made = opened()
    assert ".onion" not in text(client.get(url("letter-safety", made)))
    settings.ONION = ONION
    publication.publish(made.letter)
    page = text(client.get(url("letter-safety", made)))
    assert f'<code class="address">http://{ONION}/l/{made.letter.address}/</code>' in page
    assert not re.search(r'(?:href|src|action)="[^"]*onion', page)


def test_source_is_offered_as_text_without_a_foreign_request(client, settings):
    made = opened()
    assert "Ask the people who run this site for its source." in text(client.get(url("letter-show", made)))
    settings.SOURCE_URL = "https://source.example/undersigned"
    publication.publish(made.letter)
    for name in ("letter-safety", "letter-show", "letter-verify", "letter-assist-withdraw"):
        page = text(client.get(url(name, made)))
        assert '<span class="address">https://source.example/undersigned</span>' in page, name
        assert 'href="https://source.example' not in page
    assert 'href="https://source.example/undersigned"' in text(client.get("/"))


def test_changed_setting_is_published_by_the_next_process(settings):
    made = opened()
    publication._look.cache_clear()
    publication.refresh(made.letter)
    before = publication.mark_of(made.letter)
    settings.ONION = ONION
    publication._look.cache_clear()
    assert publication.mark_of(made.letter) != before
    publication._look.cache_clear()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(url("letter-safety", letters.frozen())).status_code == 405

"""Beginning a letter: from nothing, from a text that comes with the product, or from a letter of one's own."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from petitions import starts
from petitions.models import Letter
from tests import make
from tests.petitions import letters

pytestmark = pytest.mark.django_db


def begin(client, campaign, **query):
    return client.get(reverse("petitions-desk:letter-draft"), {"campaign": campaign.slug} | query)


@pytest.mark.parametrize("name", starts.STARTS)
def test_a_text_to_begin_from_fills_the_form_and_says_what_to_replace(client, name):
    owner = make.user()
    client.force_login(owner)
    page = begin(client, make.campaign(group=make.group(owner=owner)), **{"from": name}).content.decode()
    words = starts.words_of(name)
    assert escape(words["title"]) in page
    assert escape(words["body"].split("\n")[0]) in page
    assert all(escape(line) in page for line in words["demands"])
    assert "[" in words["body"]


def test_a_letter_of_ones_own_fills_the_form(client):
    owner = make.user()
    campaign = make.campaign(group=make.group(owner=owner))
    made = letters.draft(campaign=campaign, by=owner)
    client.force_login(owner)
    page = begin(client, campaign, **{"from": made.letter.slug}).content.decode()
    assert "Nobody should stand at an open dock" in page
    assert "operations director" in page
    assert Letter.objects.count() == 1


def test_a_letter_of_another_group_is_missing(client):
    owner = make.user()
    client.force_login(owner)
    foreign = letters.draft().letter
    campaign = make.campaign(group=make.group(owner=owner))
    assert begin(client, campaign, **{"from": foreign.slug}).status_code == 404
    assert begin(client, campaign, **{"from": "nothing"}).status_code == 404


def test_who_is_led_comes_from_the_letter_to_its_terms_and_trustees(client):
    owner = make.user()
    campaign = make.campaign(group=make.group(owner=owner))
    client.force_login(owner)
    rows = {"to-TOTAL_FORMS": 1, "to-INITIAL_FORMS": 0, "to-0-name": "The board"}
    words = {"title": "Two people", "body": "We load at night.", "demands": "", "language": "en"}
    address = f"{reverse('petitions-desk:letter-draft')}?campaign={campaign.slug}"
    answer = client.post(f"{address}&guided=1", words | rows)
    letter = Letter.objects.get()
    terms = reverse("petitions-desk:letter-terms", args=[letter.slug])
    assert answer.headers["Location"] == f"{terms}?guided=1"
    page = client.get(f"{terms}?guided=1").content.decode()
    assert 'aria-current="step"' in page
    assert "Save and find trustees" in page
    assert "guided" not in client.get(terms).content.decode()
    answer = client.post(address, words | rows)
    assert answer.headers["Location"].endswith(f"/{Letter.objects.exclude(pk=letter.pk).get().slug}/")

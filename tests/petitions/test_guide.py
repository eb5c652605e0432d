"""The guides: for everybody the same, with a picture wherever one is promised."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from petitions.views.guides import READERS
from tests.journeys.guides import FOLDER, PICTURES

LARGEST = 120_000  # bytes: people read this on a telephone


@pytest.mark.parametrize("reader", READERS)
def test_guide_is_read_without_a_cookie_a_question_or_a_script_of_its_own(reader, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = Client().get(f"/l/guides/{reader}/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Vary" not in answer
    page = answer.content.decode()
    assert f'<a href="/l/guides/{reader}/">' in Client().get("/l/guides/").content.decode()
    assert page.count("<li>") >= 4


def test_every_picture_that_is_shown_can_be_taken_again_and_none_lies_about():
    shown = set()
    for reader in READERS:
        page = Client().get(f"/l/guides/{reader}/").content.decode()
        for name, alt in re.findall(r'guides/([a-z]+)\.(?:[0-9a-f]+\.)?jpg" alt="([^"]*)"', page):
            assert len(alt) > 20, name
            shown.add(name)
    assert shown == set(PICTURES)
    assert {path.stem for path in FOLDER.iterdir()} == shown
    for name in shown:
        assert finders.find(f"petitions/guides/{name}.jpg")
        assert (FOLDER / f"{name}.jpg").stat().st_size < LARGEST


def test_guide_for_nobody_is_missing():
    answer = Client().get("/l/guides/somebody/")
    assert answer.status_code == 404

"""What a page says about its language is true of every part, so that it can be read out: text and interface apart."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from organize.languages import spoken
from petitions.letter_text import HEADINGS, letter_md
from tests import make
from tests.catalogs import translate_into
from tests.petitions import coalitions, supporters, wordings

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'<html lang="(\w+)" dir="(\w+)">.*<title([^>]*)>.*<body([^>]*)>', re.DOTALL)


@pytest.fixture
def speaks_arabic(settings, tmp_path):
    """The interface's sentences are translated into Arabic."""
    translate_into("ar", settings=settings, folder=tmp_path)


def page(name, *args, **headers):
    return Client(headers=headers).get(reverse(name, args=args)).content.decode()


def test_interface_speaks_what_it_is_translated_into(speaks_arabic):
    assert [spoken(code) for code in ("en", "de", "ar", "xx")] == ["en", "en", "ar", "en"]


def test_arabic_page_marks_the_sentences_that_are_english():
    made = wordings.translated()
    shown = page("petitions:letter-show-in", made.letter.address, "ar")
    assert HEAD.search(shown).groups() == ("ar", "rtl", ' lang="en"', ' lang="en" dir="ltr"')
    shown = page("petitions:letter-show-in", made.letter.address, "de")
    assert HEAD.search(shown).groups() == ("de", "ltr", ' lang="en"', ' lang="en" dir="ltr"')
    assert '<h1 lang="de" dir="ltr">Zwei an jedem Tor</h1>' in shown
    assert '<div class="text" lang="de" dir="ltr">' in shown
    assert re.search(r"closes \d+ [A-Z][a-z]+ \d{4}|opens for signatures|trustees are reading", shown)
    shown = page("petitions:letter-safety-in", made.letter.address, "ar")
    assert HEAD.search(shown).groups() == ("ar", "rtl", ' lang="en"', ' lang="en" dir="ltr"')
    english = page("petitions:letter-show", made.letter.address)
    assert HEAD.search(english).groups() == ("en", "ltr", "", "")


def test_page_is_of_one_language_where_the_interface_speaks_it(speaks_arabic):
    statement = coalitions.opened(languages=["ar"])
    shown = page("petitions:statement-show-in", statement.address, "ar")
    assert HEAD.search(shown).groups() == ("ar", "rtl", ' lang="ar"', "")
    made = wordings.translated()
    assert HEAD.search(page("petitions:letter-show-in", made.letter.address, "ar")).groups() == ("ar", "rtl", "", "")


def test_days_are_in_the_language_of_their_sentence():
    statement = coalitions.opened(languages=["ar"])
    type(statement).objects.filter(pk=statement.pk).update(state="delivered", delivered_on=make.NOW.date())
    shown = page("petitions:statement-show-in", statement.address, "ar")
    assert f"It was delivered on {make.NOW:%-d %B %Y}." in shown
    assert HEAD.search(shown).groups() == ("ar", "rtl", ' lang="ar"', ' lang="en" dir="ltr"')


def test_title_of_a_petition_is_in_its_language_on_every_page():
    made = supporters.opened(title="Ruhe zwischen zwei Nächten", language="de")
    for name in ("petition-show", "petition-sign", "petition-confirm", "petition-leave", "petition-names"):
        shown = page(f"petition:{name}", made.address)
        assert HEAD.search(shown).groups() == ("en", "ltr", ' lang="de"', "")
        assert re.search(r'<(a|h1) lang="de" dir="\w+"[^>]*>Ruhe zwischen', shown), name


def test_browsers_language_is_taken_where_the_interface_speaks_it(speaks_arabic):
    for asked, told in (("de", ("en", "ltr")), ("ar", ("ar", "rtl")), ("xx", ("en", "ltr"))):
        answer = Client(headers={"Accept-Language": asked}).get(reverse("front"))
        assert HEAD.search(answer.content.decode()).groups()[:2] == told
        assert answer["Content-Language"] == told[0]


def test_headings_of_a_letter_are_in_its_language(settings):
    assert set(HEADINGS) == {code for code, _name in settings.LANGUAGES}
    made = letter_md(title="T", body="B", demands=["D"], addressees=[("N", "")], language="de").decode()
    assert "## An\n" in made and "## Was wir fordern\n" in made

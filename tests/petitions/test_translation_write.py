"""A letter in other languages: written until the freeze, then fixed with it and covered by its fingerprint."""

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from organize.refusals import Refusal
from petitions import publication
from petitions.actions import wording
from petitions.models import Translation
from petitions.sealing import bundle, manifest
from petitions.sealing.encoding import sha256
from petitions.sealing.verify import verify
from tests.factors import Browser
from tests.petitions import letters
from tests.petitions.wordings import GERMAN, edit, translate, translated

pytestmark = pytest.mark.django_db


def test_frozen_translation_is_in_the_manifest_and_served_as_it_was_hashed():
    made = translated()
    row = Translation.objects.get(letter=made.letter)
    read = manifest.parse(bytes(made.letter.manifest), complete=True)
    assert [(one.lang, one.sha256, one.title) for one in read.translations] == [
        ("de", sha256(bytes(row.letter_md)), GERMAN["title"])
    ]
    client = Client()
    answer = client.get(reverse("petitions:letter-text-in", args=[made.letter.address, "de"]))
    assert answer.content == bytes(row.letter_md)
    assert answer.content.decode().startswith("# Zwei an jedem Tor\n\n## An\n\n- Robin Marsh")
    assert client.get(reverse("petitions:letter-text-in", args=[made.letter.address, "fr"])).status_code == 404
    assert not answer.cookies


def test_page_in_that_language_shows_the_translation_and_names_the_text_that_is_signed():
    made = translated()
    client = Client()

    def shown(language):
        return client.get(reverse("petitions:letter-show-in", args=[made.letter.address, language])).content.decode()

    german, english, french = shown("de"), shown("en"), shown("fr")
    assert '<h1 lang="de" dir="ltr">Zwei an jedem Tor</h1>' in german
    assert "This is a translation" in german
    assert "Two people at every dock" not in german
    for page in (english, french):  # no French text: the first one is shown, whatever the interface speaks
        assert '<h1 lang="en" dir="ltr">Two people at every dock</h1>' in page
        assert "This is a translation" not in page
        assert reverse("petitions:letter-show-in", args=[made.letter.address, "de"]) in page


def test_bundle_holds_every_language_and_verifies(tmp_path):
    made = translated()
    for position in (1, 2, 3):
        letters.give_approval(made, position)
    publication.publish(made.letter)
    packed = publication.file_path(made.facts, "bundle.zip").read_bytes()
    tmp_path = tmp_path / "bundle"
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    assert (tmp_path / "letter.de.md").read_bytes() == bytes(made.letter.translations.get().letter_md)
    with bundle.Bundle.open(tmp_path) as found:
        assert verify(found).failures == []
    (tmp_path / "letter.de.md").write_text("# Anders\n")
    with bundle.Bundle.open(tmp_path) as found:
        assert verify(found).failures == [("letter", "The translation “de” is not the one in the manifest.")]


def test_letter_without_translations_has_the_manifest_it_always_had():
    made = letters.frozen(codes=2)
    assert b"translations" not in bytes(made.letter.manifest)
    page = Client().get(reverse("petitions:letter-show", args=[made.letter.address])).content.decode()
    assert "in other languages" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"demands": ["Nur eine."]}, "as many demands"),
        ({"title": " "}, "every demand"),
        ({"body": ""}, "every demand"),
        ({"demands": ["Eins.", " "]}, "every demand"),
        ({"title": "x" * 201}, "at most 200"),
        ({"language": "en"}, "language the letter is written in"),
        ({"language": "xx"}, "languages offered"),
    ],
)
def test_translation_that_does_not_match_the_letter_is_refused(changes, words):
    made = letters.draft()
    with pytest.raises(Refusal, match=words):
        translate(made, **changes)
    assert not Translation.objects.exists()


def test_nothing_is_translated_after_the_freeze():
    made = translated()
    for change in (lambda: translate(made, title="Anders"), lambda: translate(made, "fr"), lambda: remove(made)):
        with pytest.raises(Refusal, match="no longer be changed") as found:
            change()
        assert found.value.status == 409
    assert Translation.objects.get().title == GERMAN["title"]


def remove(made):
    wording.remove_translation(letter=made.letter, language="de", by=made.by, at=letters.NOW)


def test_letter_whose_demands_changed_after_the_translation_is_not_frozen():
    made = letters.coded(codes=2)
    translate(made)
    edit(made, demands=["Two people at every open dock."])
    with pytest.raises(Refusal, match="another number of demands"):
        letters.freeze(made)
    remove(made)
    assert letters.freeze(made).letter.address


def test_letter_cannot_take_the_language_of_its_translation():
    made = letters.draft()
    translate(made)
    with pytest.raises(Refusal, match="remove it first"):
        edit(made, language="de")


def test_page_takes_one_line_a_demand_and_keeps_what_was_typed():
    made = letters.draft()
    client = Browser()
    client.force_login(made.letter.group.memberships.get().user)
    address = reverse("petitions-desk:translation-write", args=[made.letter.slug, "de"])
    fields = re.findall(r"<(?:input type=.text.|textarea)[^>]*>", client.get(address).content.decode())
    assert len(fields) == 3 and all('lang="de" dir="ltr"' in field for field in fields)  # its labels are English
    typed = {"title": GERMAN["title"], "body": GERMAN["body"], "demands": "Zwei.\nEin Licht.\nEins zu viel."}
    answer = client.post(address, typed)
    assert answer.status_code == 400
    assert "Eins zu viel." in answer.content.decode()
    assert "asks for 2 things; here are 3 lines" in answer.content.decode()
    answer = client.post(address, typed | {"demands": "Zwei.\n\nEin Licht.\n"})
    assert answer.status_code == 302
    assert Translation.objects.get().demands == ["Zwei.", "Ein Licht."]
    read = client.get(reverse("petitions-desk:translation-read", args=[made.letter.slug, "de"])).content.decode()
    assert 'lang="de"' in read
    assert "Wir laden nachts." in read
    client.post(reverse("petitions-desk:translation-remove", args=[made.letter.slug, "de"]))
    assert not Translation.objects.exists()


def test_marks_in_a_translation_are_told_removed_and_never_frozen():
    made = letters.coded(codes=6)
    client, address = Browser(), reverse("petitions-desk:translation-write", args=[made.letter.slug, "de"])
    client.force_login(made.letter.campaign.group.memberships.get(role="owner").user)
    words = GERMAN | {"demands": "\n".join(GERMAN["demands"])}
    told = client.post(address, words | {"body": "Wir la\u200bden."})
    assert told.status_code == 400 and "zero width space" in told.content.decode()
    told = client.post(address, words | {"body": "Wir  laden."})
    assert told.status_code == 200 and "Save it as it is" in told.content.decode()
    cleaned = client.post(address, words | {"body": "Wir la\u200bden.", "clean": "1"}).content.decode()
    assert "Wir laden." in cleaned and "Nothing is saved yet." in cleaned
    assert not Translation.objects.exists()
    translate(made, body="Wir la\u200bden.")  # what came another way than by the form
    with pytest.raises(Refusal, match="or its translation"):
        letters.freeze(made)

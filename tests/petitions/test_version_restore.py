"""What the words were before an edit: kept for the group, brought back in one step, erased at the freeze."""

import pytest
from django.urls import reverse

from petitions.actions import wording
from petitions.models import Letter, Version
from tests.factors import Browser
from tests.petitions import letters
from tests.petitions.wordings import edit

pytestmark = pytest.mark.django_db


def owner_of(made):
    client = Browser()
    client.force_login(made.letter.group.memberships.get().user)
    return client


def test_each_edit_keeps_the_words_before_it():
    made = letters.draft()
    edit(made, title="Second", demands=["Only one."])
    edit(made, title="Third")
    second, first = Version.objects.order_by("-number")
    assert (first.number, first.words["title"]) == (1, letters.WORDS["title"])
    assert first.words["addressees"] == [["Robin Marsh", "operations director"], ["The board", ""]]
    assert (second.number, second.words["title"], second.words["demands"]) == (2, "Second", ["Only one."])


def test_version_comes_back_whole_and_what_it_replaces_is_kept():
    made = letters.draft()
    edit(made, title="Second", body="Other words.", demands=[], addressees=[("The board", "")])
    client, address = owner_of(made), reverse("petitions-desk:version-restore", args=[made.letter.slug, 1])
    page = client.get(address).content.decode()
    assert "<del># Two people at every dock</del>" in page
    assert "<ins># Second</ins>" in page
    assert client.post(address).status_code == 302
    letter = Letter.objects.get(pk=made.letter.pk)
    assert (letter.title, letter.body) == (letters.WORDS["title"], letters.WORDS["body"])
    assert list(letter.demands.values_list("text", flat=True)) == letters.WORDS["demands"]
    assert list(letter.addressees.values_list("name", "title")) == letters.WORDS["addressees"]
    assert Version.objects.get(number=2).words["title"] == "Second"
    listed = client.get(reverse("petitions-desk:version-list", args=[made.letter.slug])).content.decode()
    assert "Second" in listed


def test_version_of_another_letter_is_missing():
    made, other = letters.draft(), letters.draft()
    edit(other, title="Second")
    address = reverse("petitions-desk:version-restore", args=[made.letter.slug, 1])
    assert owner_of(made).get(address).status_code == 404


def test_freeze_erases_every_version():
    made = letters.coded(codes=2)
    edit(made, title="Second")
    assert Version.objects.exists()
    letters.freeze(made)
    assert not Version.objects.exists()
    page = owner_of(made).get(reverse("petitions-desk:version-list", args=[made.letter.slug])).content.decode()
    assert "erased at the freeze" in page


def test_only_the_last_hundred_versions_are_kept():
    made = letters.draft()
    for number in range(wording.MOST_VERSIONS + 3):
        edit(made, title=f"Title {number}")
    numbers = list(Version.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(4, wording.MOST_VERSIONS + 4))

"""The organizers' desk of letters in tests: who asks, and what each of them must get. Plain functions."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organize.models import Trail
from tests import make
from tests.personas import PERSONAS, cast
from tests.petitions import letters

EDITORS = frozenset({"organizer", "owner"})
READERS = EDITORS | {"viewer", "reviewer"}


def url(name, letter, *args):
    return reverse(f"petitions-desk:{name}", args=[letter.slug, *args])


def letter_of(people, state="draft", **parts):
    """A letter in `state` that belongs to the cast's group."""
    return letters.in_state(state, campaign=make.campaign(group=people.group), by=people.owner, **parts)


def scene(state="draft", **parts):
    """(owner's browser, Made, cast)."""
    people = cast()
    return people.client("owner"), letter_of(people, state, **parts), people


def check_door(name, people, letter, *args, reads=EDITORS):
    """A page of the letter opens for `reads`, sends nobody-in-particular to sign in, and is not there for the rest."""
    for persona in PERSONAS:
        response = people.client(persona).get(url(name, letter, *args))
        if persona in reads:
            assert response.status_code == 200, persona
        elif persona == "nobody":
            assert response.status_code == 302 and response["Location"].startswith("/accounts/login/"), persona
        else:
            assert response.status_code == 404, persona


def check_post_door(name, people, letter, *args, data=None):
    """Only editors may send it; GET is not an answer that changes anything."""
    for persona in PERSONAS:
        if persona in EDITORS:
            continue
        response = people.client(persona).post(url(name, letter, *args), data or {})
        assert response.status_code == (302 if persona == "nobody" else 404), persona
        if persona == "nobody":
            assert response["Location"].startswith("/accounts/login/")


def text(response):
    return response.content.decode()


def trail_of(letter):
    """The verbs on the trail of the letter's group, oldest first."""
    return list(Trail.objects.filter(group=letter.group_id).order_by("at", "id").values_list("verb", flat=True))


def upload(name, content):
    return SimpleUploadedFile(name, content)

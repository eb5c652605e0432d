"""Visits to a letter's public pages: what is sent, what must not have changed, how a refusal must look."""

from html import unescape

from django.apps import apps
from django.urls import reverse

OCTETS = "application/octet-stream"
JSON = {"Accept": "application/json"}


def url(name, made, *args):
    return reverse(f"petitions:{name}", args=[made.letter.address, *args])


def send(client, name, made, body, *, kind=OCTETS, headers=None):
    """POST octets as the signing page does."""
    return client.post(url(name, made), body, content_type=kind, headers=headers or {})


def text(answer):
    return unescape(answer.content.decode())


def rows():
    """Every row of every table of the product, so that two of these tell whether anything was written."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("organize", "petitions")]
    return {model._meta.label: sorted(map(repr, model._base_manager.order_by("pk").values())) for model in models}


def check_refused(post, status, words):
    """`post(headers)` is refused with a sentence that holds `words`: as JSON when asked, else as a page; twice alike.

    Nothing may change, and neither answer may hold a trace of the program.
    """
    before = rows()
    answer, page = post(JSON), post({})
    assert (answer.status_code, page.status_code) == (status, status), text(page)[-600:]
    assert list(answer.json()) == ["error"]
    assert words in answer.json()["error"]
    assert words in text(page)
    assert "Leave now" in text(page)
    for one in (answer, page):
        assert not one.cookies
        assert "Vary" not in one
        assert "Traceback" not in text(one)
    assert rows() == before

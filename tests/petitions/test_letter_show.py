"""The letter's page: in every state, the same bytes for everybody, and nothing asked of the database."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from petitions import jobs, publication
from petitions.states import FINISHED, PUBLIC, LetterState
from tests.petitions import letters
from tests.petitions.signatories import SMALL, at, crowd, opened, reloaded
from tests.petitions.visits import text, url

pytestmark = pytest.mark.django_db
KEYS = Path(__file__).resolve().parents[2] / "petitions" / "client" / "page" / "sentences.js"

SAYS = {
    "The trustees are reading this letter.": {LetterState.FROZEN},
    "opens for signatures on 24 November 2026": {LetterState.APPROVED},
    "A signature can still be withdrawn until the last notice ends.": {LetterState.CLOSED},
    "This letter is closed.": FINISHED,
    "It was delivered on 31 December 2026.": {LetterState.DELIVERED, LetterState.ANSWERED},
    "We will think about it.": {LetterState.ANSWERED},
    "This letter was cancelled.": {LetterState.CANCELLED},
    "The envelopes that were never opened have been destroyed here": {LetterState.DESTROYED},
}
PASSES = {LetterState.APPROVED, LetterState.OPEN}


def placed(state):
    made = letters.in_state(state)
    if state in (LetterState.DELIVERED, LetterState.ANSWERED):
        made.letter.delivered_on = letters.CLOSES
    if state == LetterState.ANSWERED:
        made.letter.answer, made.letter.answered_on = "We will think about it.", letters.CLOSES
    made.letter.save()
    return made


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_every_state_shows_its_own_page_and_no_other(client, state):
    made = placed(state)
    page = text(client.get(url("letter-show", made)))
    said = {sentence for sentence in SAYS if sentence in page}
    assert said == {sentence for sentence, states in SAYS.items() if state in states}
    assert "Two people at every open dock." in page
    assert "Preview: not for real letters yet" in page
    assert (made.letter.client_sha256 + '.js" integrity' in page) == (state in PASSES | {LetterState.CLOSED})
    assert page.count("<script ") == 1  # where nothing is sealed, a small one for leaving
    assert ('id="withdraw"' in page) == (state in PASSES | {LetterState.CLOSED})
    assert ('data-do="sign">' in page) == (state == LetterState.OPEN)
    assert ('/assisted/"' in page) == (state == LetterState.OPEN)


@pytest.mark.parametrize("state", sorted(set(LetterState) - PUBLIC))
def test_before_the_freeze_nothing_is_here(client, state):
    made = letters.in_state(state)
    assert made.letter.address is None
    assert client.get(f"/l/{made.letter.slug}/").status_code == 404


def test_unknown_letter_looks_like_any_other_missing_page(client):
    made = letters.frozen()
    assert client.get(url("letter-show", made)).status_code == 200
    missing = {client.get(f"/l/{path}").content for path in ("a" * 32 + "/", "b" * 32 + "/", "nothing/", "x")}
    missing |= {client.get(url(name, made) + "xx/").content for name in ("letter-safety", "letter-show")}
    missing.add(client.get(url("client-file", made, "0" * 64)).content)
    assert len(missing) == 1
    assert b"Nothing is here" in missing.pop()


def test_everybody_gets_the_same_bytes_without_a_question_to_the_database(django_assert_num_queries):
    made = opened()
    address = url("letter-show", made)
    first = Client().get(address)
    visitors = [
        {"Cookie": "sid=abc; csrf=def; django_language=ar"}, {"Accept-Language": "ar"}, {"User-Agent": "Canary/9"},
        {"Referer": "https://intranet.example/"}, {"X-Forwarded-For": "10.1.2.3"}, {"Accept": "application/json"},
        {"Authorization": "Basic Y2FuYXJ5"}, {"If-None-Match": "*"},
    ]  # fmt: skip
    signed_in = Client()
    signed_in.force_login(made.by)
    for who, headers in [(Client(REMOTE_ADDR="127.9.9.9"), one) for one in visitors] + [(signed_in, {})]:
        with django_assert_num_queries(0):
            answer = who.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (200, first.content)
        assert dict(answer.items()) == dict(first.items())
        assert not answer.cookies
        assert "Vary" not in answer


def test_no_middleware_of_the_desk_sees_the_page(client, monkeypatch):
    """First that the desk's pages do pass through them, then that the letter's page does not."""
    made, seen = opened(), []
    for path in (
        "django.contrib.sessions.middleware.SessionMiddleware.process_request",
        "django.contrib.auth.middleware.AuthenticationMiddleware.process_request",
        "django.contrib.messages.middleware.MessageMiddleware.process_request",
        "django.middleware.locale.LocaleMiddleware.process_request",
        "django.middleware.csrf.CsrfViewMiddleware.process_request",
    ):
        monkeypatch.setattr(path, lambda self, request: seen.append(type(self).__name__))
    with pytest.raises(AttributeError):  # the desk's page misses the session that was kept from it
        client.get("/desk/")
    assert len(seen) == 5
    del seen[:]
    assert client.get(url("letter-show", made)).status_code == 200
    assert seen == []


def test_every_sentence_of_the_script_is_on_the_page_once(client):
    keys = re.findall(r'"([a-z_]+)"', KEYS.read_text().split("SENTENCE_KEYS = [")[1].split("];")[0])
    assert len(keys) > 30
    page = text(client.get(url("letter-show", opened())))
    assert sorted(re.findall(r'data-key="([a-z_]+)">\S', page)) == sorted(keys)


def test_language_comes_from_the_path(client):
    made = opened()
    arabic = text(client.get(url("letter-show-in", made, "ar"), headers={"Accept-Language": "de"}))
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<html lang="en" dir="ltr">' in text(client.get(url("letter-show", made), headers={"Accept-Language": "ar"}))
    assert client.get(url("letter-safety", made) + "xx/read/").status_code == 404


def test_page_follows_the_count_and_the_wave_without_anybody_asking(client):
    made = opened(terms=SMALL)
    before = text(client.get(url("letter-show", made)))
    assert "not counted yet" in before
    crowd(made, 6, 3)
    assert text(client.get(url("letter-show", made))) == before  # a signature moves nothing that anyone can see
    jobs.tick(at=at(1))
    reloaded(made)
    counted = text(client.get(url("letter-show", made)))
    assert re.search(r'<p class="count">6 <small>colleagues have signed', counted)
    assert "4 named together" in counted and "<b>6 ready</b>" in counted
    assert "Crowd" not in counted


def test_page_is_made_anew_when_its_file_is_gone(client):
    made = opened()
    page = client.get(url("letter-show", made)).content
    (publication.folder_of(made.letter.address) / "page.en.html").unlink()
    assert client.get(url("letter-show", made)).content == page


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(url("letter-show", letters.frozen())).status_code == 405


def test_address_is_the_only_way_to_the_page(client):
    made = letters.frozen()
    assert reverse("petitions:letter-show", args=[made.letter.address]) == f"/l/{made.letter.address}/read/"
    assert client.get(f"/l/{made.letter.slug}/").status_code == 404

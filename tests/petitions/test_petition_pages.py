"""A petition's public pages: one answer for everybody, the same bytes for all, the same cost at one and at thirty."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from organize import pressure
from organize.models import TypedAsk
from petitions.models import Supporter
from petitions.petition_states import PetitionState
from tests.counting import statements
from tests.petitions import supporters
from tests.petitions.supporters import counted, in_state, opened, opened_contacts, sign

pytestmark = pytest.mark.django_db
WIL = "wil.canary@private.example"
FORM = {"name": "Wil Canary", "mailbox": WIL, "country": "PT"}


def url(name, made, *args):
    return reverse(f"petition:petition-{name}", args=[made.address, *args])


def text(answer):
    return unescape(answer.content.decode())


def hidden(answer):
    """What the page after the form carries along, as a browser would send it."""
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', answer.content.decode())
    return {name: unescape(value) for name, value in found}


def test_supporter_signs_without_a_script(client, at_noon):
    made = opened()
    page = text(client.get(url("show", made)))
    for words in (made.title, "eleven hours", "Who sees what", "Dock workers of Halden may write to me", "next goal"):
        assert words in page
    assert "checked" not in page, "every consent is asked for unticked"
    sent = client.post(url("sign", made), FORM | {"updates-1": "on"})
    assert sent.status_code == 200
    supporters.send_all()
    done = client.post(url("confirm", made), hidden(sent) | {"code": supporters.last_code()})
    assert "You have signed" in text(done)
    assert opened_contacts(made)[WIL] | {"day": ""} == {
        "mailbox": WIL, "name": "Wil Canary", "country": "PT", "public": False, "updates": [1], "source": "web",
        "day": "",
    }  # fmt: skip
    assert not sent.cookies and not done.cookies


def test_code_alone_is_enough_on_another_device(client, at_noon):
    made = opened()
    client.post(url("sign", made), FORM)
    supporters.send_all()
    assert "You have signed" in text(Client().post(url("confirm", made), {"code": supporters.last_code().lower()}))


def test_answer_is_one_for_an_address_that_signed_and_one_that_never_did(client, at_noon):
    made = opened()
    sign(made, WIL)
    answers = []
    for address in (WIL, "wil.xanary@private.example"):
        answer = client.post(url("sign", made), FORM | {"mailbox": address})
        answers.append((answer.status_code, answer.content, str(answer.headers)))
    assert answers[0] == answers[1]
    wrong = [client.post(url("confirm", made), {"code": code}) for code in ("ABCDE-FGHJK", "ZZZZZ-ZZZZZ")]
    assert {answer.status_code for answer in wrong} == {403}
    left = [client.post(url("leave", made), {"mailbox": one}).content for one in (WIL, "x@private.example")]
    assert left[0] == left[1]


def test_form_that_does_not_hold_keeps_what_was_typed_and_asks_nobody(client, at_noon):
    made = opened()
    for changes, words in (({"name": ""}, "Write your name"), ({"mailbox": "wil"}, "not a plain mail address"),
                           ({"country": "XX"}, "valid choice"), ({"name": "a\u202eb"}, "cannot be seen")):  # fmt: skip
        answer = client.post(url("sign", made), FORM | changes)
        assert answer.status_code == 400
        assert words in text(answer)
        assert 'value="wil' in text(answer)
    assert not TypedAsk.objects.exists()


def test_supporter_takes_the_signature_back(client, at_noon):
    made = opened()
    sign(made, WIL)
    assert "A mail is on its way" in text(client.post(url("leave", made), {"mailbox": WIL}))
    supporters.send_all()
    code = supporters.last_code()
    left = text(client.post(url("leave-confirm", made), {"code": code}))
    assert "Your signature is taken back" in left
    assert "stays on that list until you leave it" in left
    assert not Supporter.objects.exists()
    assert client.post(url("leave-confirm", made), {"code": code}).status_code == 403


@pytest.mark.parametrize("state", [PetitionState.CLOSED, PetitionState.ERASED])
def test_petition_that_takes_nothing_says_so_and_keeps_its_numbers(client, state, at_noon):
    made = in_state(state)
    page = text(client.get(url("show", made)))
    assert "<form" not in page
    assert ("takes no signatures now" if state == PetitionState.CLOSED else "were erased here") in page
    answer = client.post(url("sign", made), FORM)
    assert answer.status_code == 409
    assert client.get(url("count", made)).json()["state"] == state
    assert client.post(url("leave", made), {"mailbox": WIL}).status_code == (200 if state == "closed" else 410)


def test_numbers_are_public_as_json_and_paper_is_never_added_up(client):
    made = opened()
    sign(made)
    supporters.sheet(made, total=30)
    counted(made)
    found = client.get(url("count", made)).json()
    assert {key: found[key] for key in ("confirmed", "on_paper", "goal", "counted_on")} == {
        "confirmed": 1, "on_paper": 30, "goal": 100, "counted_on": "2026-11-23"
    }  # fmt: skip
    page = text(client.get(url("show", made)))
    assert "31" not in re.sub("<[^>]*>", "", page)  # the name of a style sheet may hold it
    assert "30 signatures on paper" in page


def test_only_public_names_are_read_and_by_name(client):
    made = opened()
    for name, public in (("Zoe Adams", True), ("Ännchen Berg", True), ("Wil Canary", False), ("ana ruiz", True)):
        sign(made, name=name, public=public)
    assert "Zoe" not in text(client.get(url("names", made))), "names come with the next count"
    counted(made)
    page = text(client.get(url("names", made)))
    places = [page.index(name) for name in ("ana ruiz", "Ännchen Berg", "Zoe Adams")]
    assert places == sorted(places)
    assert "Canary" not in page
    assert "Portugal" in page


def test_names_turn_page_by_page_with_an_address_that_names_nobody(client, monkeypatch):
    monkeypatch.setattr("petitions.petition_queries.PAGE", 2)
    made = opened()
    for number in range(5):
        sign(made, name=f"Person {chr(65 + number)}", public=True)
    counted(made)
    path, seen = url("names", made), []
    while path:
        page = text(client.get(path))
        assert "Person" not in path
        seen += [word for word in ("A", "B", "C", "D", "E") if f"Person {word}<" in page]
        more = page.partition('rel="next" href="')[2].partition('"')[0]
        path = more or None
    assert seen == ["A", "B", "C", "D", "E"]
    hidden_row = Supporter.objects.filter(petition=made).first()
    Supporter.objects.filter(pk=hidden_row.pk).update(name_state="hidden")
    assert client.get(url("names-after", made, hidden_row.pk)).status_code == 404


def test_pages_cost_the_same_at_one_and_at_thirty(client):
    made = opened()
    paths = [url(name, made) for name in ("show", "sign", "confirm", "leave", "names", "count")]

    def cost():
        counted(made)
        return {path: statements(client, path) for path in paths}

    sign(made, name="Wil Canary", public=True)
    client.get(paths[0])  # the holders' keys are read once in the life of a process
    one = cost()
    for number in range(29):
        sign(made, name=f"Person {chr(65 + number % 26)}", public=True)
    assert cost() == one
    assert max(one.values()) <= 2


def test_everybody_reads_the_same_bytes(client):
    made = opened()
    pages = {Client(headers={"Accept-Language": one, "Cookie": "sid=1"}).get(url("show", made)).content
             for one in ("de", "ar", "en")}  # fmt: skip
    assert len(pages) == 1


def test_too_many_asking_from_one_connection_are_told_and_lose_nothing(client, at_noon):
    made = opened()
    answers = [client.post(url("sign", made), FORM) for _ask in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "What you typed is still here" in text(answers[-1])
    assert "Wil Canary" in text(answers[-1])


def test_petition_in_the_news_has_a_bound_of_its_own_and_a_puzzle_beyond_it(client, at_noon, settings):
    settings.BUSY_PETITION, settings.BUSY_LETTER, settings.BUSY_SITE = 10**9, 0, 0
    made = opened()

    def typed(work=""):
        headers = {"X-Work": work} if work else {}
        return client.post(url("confirm", made), {"code": "ABCDE-FGHJK"}, headers=headers).status_code

    assert typed() == 403, "letters that are busy do not keep anybody from a petition, nor the other way round"
    settings.BUSY_PETITION = 0
    assert typed() == 429
    solution = pressure.answer(client.get(url("challenge", made)).json())
    assert typed(solution) == 403, "the code is looked at"
    assert typed(solution) == 429, "a puzzle buys one try"

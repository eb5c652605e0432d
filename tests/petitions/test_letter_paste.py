"""The paste page: what the offline page made is taken as text, exactly as the direct requests are."""

import base64

import pytest

from organize import limits
from petitions import vault
from petitions.models import Redemption, Waiting
from petitions.sealing import entries, log
from petitions.sealing.passes import blind, finalize
from petitions.states import PUBLIC
from tests.petitions import letters
from tests.petitions.signatories import newcomer, opened
from tests.petitions.visits import rows, send, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]


def pasted(raw, width=64):
    """As people paste it: in lines, with Windows' line ends and a stray space."""
    code = base64.b64encode(raw).decode()
    return " " + "\r\n".join(code[at : at + width] for at in range(0, len(code), width)) + "\r\n"


def paste(client, made, words):
    return client.post(url("letter-paste", made), {"text": words})


def answer_of(page):
    assert page.status_code == 200, text(page)[-800:]
    shown = text(page).partition('id="answer"')[2].partition(">")[2].partition("</textarea>")[0]
    return base64.b64decode("".join(shown.split()), validate=True)


@pytest.mark.parametrize("tier", [3, entries.COUNT_ONLY, entries.NAMED])
def test_pasted_signature_gets_the_receipt_of_the_direct_one(client, tier):
    made = opened()
    content = b"".join(newcomer(made).entry(tier, "Ada Example"))
    receipt = answer_of(paste(client, made, pasted(content)))
    leaf, _day = log.verify_receipt(vault.log_public(), made.facts.letter_id, receipt)
    assert leaf == entries.parse(content[:583]).leaf
    assert send(client, "letter-sign", made, content).content == receipt
    assert Waiting.objects.count() == 1


def test_pasted_request_for_a_pass_gets_a_pass_that_verifies_and_the_same_one_again(client):
    made = opened()
    blinded, kept = blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    body = made.code().replace(" ", "").replace("-", "").encode() + blinded
    first = answer_of(paste(client, made, pasted(body)))
    assert len(finalize(kept, first).raw) == 448
    assert answer_of(paste(client, made, pasted(body, width=10_000))) == first
    assert Redemption.objects.count() == 1


def test_pasted_withdrawal_gets_its_receipt(client):
    made = opened()
    person = newcomer(made)
    answer_of(paste(client, made, pasted(b"".join(person.entry(3, "Ada Example")))))
    raw = entries.make_withdraw(letter_id=made.facts.letter_id, seq=1, ssk=person.pass_.ssk)
    receipt = answer_of(paste(client, made, pasted(raw)))
    assert log.verify_receipt(vault.log_public(), made.facts.letter_id, receipt)[0] == entries.parse(raw).leaf


def test_refusals_are_those_of_the_direct_path_and_keep_what_was_pasted(client):
    made = opened()
    content = bytearray(b"".join(newcomer(made).entry(3, "Ada Example")))
    content[-1] ^= 1
    before = rows()
    direct = send(client, "letter-sign", made, bytes(content), headers={"Accept": "application/json"})
    page = paste(client, made, pasted(bytes(content)))
    assert page.status_code == direct.status_code == 400
    assert direct.json()["error"] in text(page)
    assert base64.b64encode(bytes(content)).decode()[:64] in text(page)
    assert rows() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Paste the text"),
        ("not base64 at all!", "not the text that the offline page made"),
        ("AAAA", "A part of the text is missing"),
        ("é" * 40, "not the text that the offline page made"),
        ("A" * 30_000, "at most 20000 characters"),
        ("\0", "Null characters"),
    ],
)
def test_what_is_no_request_is_told_in_a_sentence(client, words, sentence):
    made = opened()
    before = rows()
    page = paste(client, made, words)
    assert page.status_code == 400
    assert sentence in text(page)
    assert rows() == before


def test_limits_are_shared_with_the_direct_path(client, monkeypatch):
    made = opened()
    monkeypatch.setitem(limits.LIMITS, "sign", (1, 3600))
    content = b"".join(newcomer(made).entry(3, "Ada Example"))
    assert send(client, "letter-sign", made, content).status_code == 200
    page = paste(client, made, pasted(content))
    assert page.status_code == 429
    assert "Too many tries" in text(page)


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_page_is_the_same_for_everybody_in_every_state(client, state):
    made = letters.in_state(state)
    first = client.get(url("letter-paste", made))
    second = client.get(url("letter-paste", made), headers={"Cookie": "sid=x", "User-Agent": "Other"})
    assert first.status_code == 200
    assert first.content == second.content
    assert not second.cookies
    assert "csrf" not in text(first)

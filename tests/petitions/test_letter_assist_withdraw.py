"""Withdrawing with JavaScript off: the kept file, chosen or pasted, is used once in memory."""

import base64
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from petitions.models import Waiting
from petitions.states import PUBLIC, LetterState
from tests.petitions import letters
from tests.petitions.signatories import newcomer, opened
from tests.petitions.test_letter_assist import saved
from tests.petitions.visits import check_refused, rows, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]


def signed(client, made, **changes):
    """The file of somebody who signed by the form."""
    given = {"code": made.code(), "choice": "count", "understood": "on"} | changes
    return saved(client.post(url("letter-assist", made), given))


def post(client, made, headers=None, **given):
    return client.post(url("letter-assist-withdraw", made), given, headers=headers or {})


def pasted(client, made, file, headers=None):
    return post(client, made, headers, pasted=file if isinstance(file, str) else json.dumps(file))


def refused(client, made, file, status, words):
    check_refused(lambda headers: pasted(client, made, file, headers), status, words)


def test_pasted_text_withdraws_and_gives_the_next_file(client):
    made = opened()
    file = signed(client, made)
    answer = pasted(client, made, f"  {json.dumps(file, indent=2)}\n")
    assert answer.status_code == 200
    assert "Your signature is withdrawn" in text(answer)
    following = saved(answer)
    assert (following["seq"], following["kind"], following["pass"]) == (1, "withdraw", file["pass"])
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [65535, None]
    kept = repr(rows())
    assert file["pass"][:40] not in kept
    refused(client, made, following, 409, "already been withdrawn")


def test_chosen_file_withdraws(client):
    made = opened()
    file = SimpleUploadedFile("undersigned.json", json.dumps(signed(client, made)).encode())
    answer = post(client, made, saved=file)
    assert answer.status_code == 200
    assert saved(answer)["seq"] == 1


def test_same_file_again_gives_the_same_answer(client):
    made = opened()
    file = signed(client, made)
    first = saved(pasted(client, made, file))
    assert saved(pasted(client, made, file)) == first
    assert Waiting.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pass": "AAAA"}, "damaged"),
        ({"pass": None}, "damaged"),
        ({"pass": base64.b64encode(bytes(448)).decode()}, "nothing to change"),
        ({"letter_id": "00" * 32}, "made for another letter"),
        ({"letter_id": 7}, "made for another letter"),
        ({"seq": None}, "holds a pass only"),
        ({"seq": "0"}, "damaged"),
        ({"seq": True}, "damaged"),
        ({"seq": -1}, "damaged"),
        ({"seq": 16}, "too often"),
        ({"seq": 10**30}, "damaged"),
        ({"seq": 7}, "out of date"),
        ({"v": 2}, "damaged"),
    ],
)
def test_file_that_is_not_ours_is_refused(client, change, words):
    made = opened()
    file = signed(client, made) | change
    before = rows()
    answer = pasted(client, made, file)
    assert answer.status_code in (400, 409)
    assert words in text(answer)
    assert rows() == before


@pytest.mark.parametrize(
    "file", ["[]", "{}", "null", "7", "{", "NaN", '"' * 100, "[" * 4000, '{"v":1,"v":1}', "é\ufeff"]
)
def test_text_that_is_no_file_is_refused(client, file):
    refused(client, opened(), file, 400, "damaged")


def test_another_letters_file_and_a_stolen_letter_id_are_refused(client):
    made, other = opened(), opened()
    file = signed(client, other)
    refused(client, made, file, 400, "made for another letter")
    refused(client, made, file | {"letter_id": made.facts.letter_id.hex()}, 409, "no signature with this pass")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "one of the two"),
        ({"pasted": "{}", "saved": SimpleUploadedFile("a.json", b"{}")}, "one of the two"),
        ({"pasted": "x" * 4097}, "at most 4096 characters"),
        ({"pasted": "\x00"}, "Null characters are not allowed"),
        ({"saved": SimpleUploadedFile("a.json", b"x" * 4097)}, "not a file you saved"),
        ({"saved": SimpleUploadedFile("a.json", b"")}, "empty"),
    ],
)
def test_mistake_in_the_form_is_told_and_changes_nothing(client, given, words):
    made = opened()
    before = rows()
    answer = post(client, made, **given)
    assert answer.status_code == 400
    assert words in text(answer)
    assert rows() == before


@pytest.mark.parametrize("content", [bytes(range(256)), b"\xff\xfe{\x00}\x00", b"\x89PNG\r\n"])
def test_binary_file_is_refused(client, content):
    made = opened()
    check_refused(
        lambda headers: post(client, made, headers, saved=SimpleUploadedFile("a.json", content)), 400, "damaged"
    )


def test_large_upload_is_refused(client):
    made = opened()
    check_refused(
        lambda headers: post(client, made, headers, saved=SimpleUploadedFile("a.json", bytes(10_000_000))),
        413, "larger than this address accepts",
    )  # fmt: skip


def test_page_says_what_happens_to_the_secret_and_is_the_same_for_all(client, django_assert_num_queries):
    made = opened()
    first = client.get(url("letter-assist-withdraw", made))
    assert "used once, in the server's memory, to sign the withdrawal, and forgotten" in text(first)
    assert "csrf" not in text(first)
    with django_assert_num_queries(0):
        again = client.get(url("letter-assist-withdraw", made), headers={"Cookie": "sid=1", "Accept-Language": "ar"})
    assert again.content == first.content
    assert "Vary" not in again


@pytest.mark.parametrize("state", sorted(PUBLIC - {LetterState.OPEN, LetterState.CLOSED}))
def test_other_states_take_none(client, state):
    made = opened()
    file = signed(client, made)
    letters.placed(made, state)
    early = state in (LetterState.FROZEN, LetterState.APPROVED)
    refused(client, made, file, 409, "not open for signatures yet" if early else "closed")


def test_file_of_the_browser_is_taken_too(client):
    made = opened()
    person = newcomer(made).sign(3)
    file = {
        "v": 1, "letter": made.letter.address, "letter_id": made.facts.letter_id.hex(), "seq": 0, "kind": "sign",
        "pass": base64.b64encode(person.pass_.raw).decode(), "entry_leaf": person.leaf.hex(),
        "receipt": person.receipt.hex(),
    }  # fmt: skip
    assert saved(pasted(client, made, file))["seq"] == 1


def test_other_sites_and_other_methods_are_refused(client):
    made = opened()
    file = signed(client, made)
    check_refused(
        lambda more: pasted(client, made, file, {"Sec-Fetch-Site": "cross-site"} | more), 403, "from another site"
    )
    assert client.delete(url("letter-assist-withdraw", made)).status_code == 405

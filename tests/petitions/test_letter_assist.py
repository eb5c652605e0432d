"""Signing with JavaScript off: the form says what the server sees, and forgets everything but the entry."""

import base64
import json
import re

import pytest

from organize.models import Trail
from organize.templatetags.assets import module
from petitions.models import Redemption, Waiting
from petitions.sealing import entries, passes
from petitions.states import PUBLIC, LetterState
from tests.petitions import letters
from tests.petitions.signatories import opened
from tests.petitions.visits import check_refused, rows, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_first_day")]
NAME = "Zoë Canary-Äpfel"


def fields(made, **changes):
    return {"code": made.code(), "choice": "sealed", "tier": "3", "name": NAME, "understood": "on"} | changes


def saved(answer):
    """Both files on the page as one; the secret's text and its link must be the same, and hold no receipt."""
    page = text(answer)
    shown = re.search(r'<textarea class="raw" id="content"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    link = r'download="undersigned-[a-z2-7]{8}-%s\.json" href="data:application/json;base64,([^"]+)"'
    assert base64.b64decode(re.search(link % "secret", page)[1]).decode() == shown
    assert not {"receipt", "entry_leaf"} & set(json.loads(shown))
    receipt = json.loads(base64.b64decode(re.search(link % "receipt", page)[1]))
    assert "pass" not in receipt
    return receipt | json.loads(shown)


@pytest.mark.parametrize(("choice", "tier"), [("sealed", 3), ("count", entries.COUNT_ONLY), ("named", entries.NAMED)])
def test_each_choice_signs_and_shows_the_file_once(client, choice, tier):
    made = opened()
    answer = client.post(url("letter-assist", made), fields(made, choice=choice))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    file = saved(answer)
    assert (file["seq"], file["kind"], file["letter"]) == (0, "sign", made.letter.address)
    row = Waiting.objects.get()
    entry = entries.parse(bytes(row.entry))
    assert (entry.tier, entry.seq, entry.flags) == (tier, 0, entries.ASSISTED)
    assert file["entry_leaf"] == bytes(row.leaf).hex()
    assert (NAME.encode() in bytes(row.sealed)) == (choice == "named")
    assert NAME not in text(answer)


def test_nothing_remains_of_name_code_or_secret(client):
    """First that the look would find them: a public name is there."""
    made = opened()
    code = made.codes[1]
    client.post(url("letter-assist", made), fields(made, choice="named"))
    assert NAME.encode() in bytes(Waiting.objects.get().sealed)
    Waiting.objects.all().delete()
    trail = Trail.objects.count()
    file = saved(client.post(url("letter-assist", made), fields(made, code=code)))
    kept = repr(rows()).encode() + b"".join(bytes(row.sealed) + bytes(row.entry) for row in Waiting.objects.all())
    secret = passes.Pass.parse(base64.b64decode(file["pass"]))
    for what in (
        NAME.encode(),
        repr(NAME.encode())[2:-1].encode(),
        code.encode(),
        secret.ssk,
        repr(secret.ssk).encode(),
    ):
        assert what not in kept
    assert Trail.objects.count() == trail


def test_form_says_what_the_server_sees_and_holds_no_token(client, django_assert_num_queries):
    made = opened()
    first = client.get(url("letter-assist", made))
    page = text(first)
    assert "The server sees your name for a moment; a hostile operator could keep it, link it to your code" in page
    assert "csrf" not in page
    # The one script is the one for leaving at once; nothing here signs or seals.
    assert page.count("<script") == 1 and module("client/leave.js") in page
    with django_assert_num_queries(1):  # is it open?
        again = client.get(url("letter-assist", made), headers={"Cookie": "sid=1", "Accept-Language": "ar"})
    assert again.content == first.content
    assert "Vary" not in again


WRONG = [
    ({"code": ""}, "Type the code you were given."),
    ({"code": "short"}, "This is not a code"),
    ({"code": "0" * 65}, "at most 64 characters"),
    ({"choice": ""}, "Choose how you want to sign."),
    ({"choice": "sealed", "tier": ""}, "Choose how many must be named together with you."),
    ({"choice": "sealed", "tier": "4"}, "Select a valid choice"),
    ({"choice": "sealed", "name": ""}, "Write your name as it should appear"),
    ({"choice": "named", "name": "   "}, "Write your name as it should appear"),
    ({"name": "x" * 121}, "at most 120 characters"),
    ({"name": "Ada\x00Example"}, "Null characters are not allowed"),
    ({"understood": ""}, "Tick the box"),
    ({"choice": "everything"}, "Select a valid choice"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG)
def test_mistake_is_told_at_its_field_and_costs_nothing(client, changes, words):
    made = opened()
    before = rows()
    answer = client.post(url("letter-assist", made), fields(made, **changes))
    page = text(answer)
    assert answer.status_code == 400
    assert words in page
    assert rows() == before
    assert 'class="errors"' in page
    if changes.get("name", NAME) == NAME:
        assert f'value="{NAME}"' in page  # what was typed is still there


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "\u202eadA"}, "cannot be seen"),
        ({"title": "日" * 80, "team": "日" * 80}, "too long"),
        ({"team": "a\nb"}, "cannot be seen"),
    ],
)
def test_name_that_cannot_be_sealed_is_refused_before_the_code_is_used(client, changes, words):
    made = opened()
    before = rows()
    answer = client.post(url("letter-assist", made), fields(made, **changes))
    assert answer.status_code == 400
    assert words in text(answer)
    assert rows() == before
    assert Redemption.objects.count() == 0


def test_unknown_and_used_codes_are_refused(client):
    made, other = opened(), opened()
    code = made.code()
    for given, status, words in ((passes.new_code(), 403, "not one of this"), (other.code(), 403, "not one of this")):
        check_refused(
            lambda headers, given=given: client.post(
                url("letter-assist", made), fields(made, code=given), headers=headers
            ),
            status, words,
        )  # fmt: skip
    assert client.post(url("letter-assist", made), fields(made, code=code)).status_code == 200
    check_refused(
        lambda headers: client.post(url("letter-assist", made), fields(made, code=code), headers=headers),
        409, "already been used",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"code=%ff%fe&choice=sealed&name=%00%01", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe\x00" * 100, "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe\x00" * 100, "application/octet-stream", 400),
        (b"no boundary here", "multipart/form-data", 400),
        (b"--x\r\n\xff\xff\r\n", "multipart/form-data; boundary=x", 400),
        (b"&".join(b"a%d=1" % number for number in range(1000)), "application/x-www-form-urlencoded", 400),
        (b"name=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"x" * 10_000_000, "application/octet-stream", 413),
    ],
    ids=["bad utf-8", "bytes", "octets", "no boundary", "broken parts", "too many fields", "too long", "10 MB"],
)
def test_binary_where_text_belongs_gets_a_sentence(client, content, kind, status):
    made = opened()
    before = rows()
    answer = client.post(url("letter-assist", made), content, content_type=kind)
    assert answer.status_code == status
    assert "Leave now" in text(answer)
    assert "Traceback" not in text(answer)
    assert rows() == before


@pytest.mark.parametrize("state", sorted(PUBLIC - {LetterState.OPEN}))
def test_letter_that_takes_no_signature_says_so_and_shows_no_form(client, state):
    made = opened()
    given = fields(made)
    letters.placed(made, state)
    early = state in (LetterState.FROZEN, LetterState.APPROVED)
    words = "not open for signatures yet" if early else "This letter is closed."
    check_refused(lambda headers: client.post(url("letter-assist", made), given, headers=headers), 409, words)
    check_refused(lambda headers: client.get(url("letter-assist", made), headers=headers), 409, words)


def test_other_sites_cannot_sign(client):
    made = opened()
    for who in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        check_refused(
            lambda headers, who=who: client.post(url("letter-assist", made), fields(made), headers=who | headers),
            403, "from another site",
        )  # fmt: skip


def test_other_methods_are_refused(client):
    assert client.put(url("letter-assist", opened())).status_code == 405

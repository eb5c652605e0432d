"""GET challenge/: a puzzle, and what its solution is good for when many requests arrive."""

import base64
import json
import time

import pytest
from django.core.cache import cache

from organize import pressure
from organize.limits import LIMITS
from organize.pressure import answer, puzzle
from petitions.models import Redemption
from petitions.sealing import passes
from tests.petitions import work_mail
from tests.petitions.signatories import opened
from tests.petitions.test_letter_assist import fields
from tests.petitions.visits import send, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings):
    settings.BUSY_LETTER = 3


def ask_pass(client, made, *, work=None, address="127.0.0.1"):
    blinded, _kept = passes.blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    headers = {"X-Work": work} if work else {}
    return client.post(
        url("pass-issue", made), made.code().encode() + blinded, content_type="application/octet-stream",
        headers=headers, REMOTE_ADDR=address,
    )  # fmt: skip


def solved(client, made):
    return answer(client.get(url("letter-challenge", made)).json())


def fill_up(client, made):
    """As many requests as a minute takes without work. A test that begins at its end would see two minutes."""
    if time.time() % 60 > 52:
        time.sleep(61 - time.time() % 60)
    for number in range(3):
        assert ask_pass(client, made, address=f"127.0.1.{number}").status_code == 200
    assert ask_pass(client, made, address="127.0.1.9").status_code == 429


def test_solution_opens_the_way_once_and_for_this_letter(client):
    made, other = opened(), opened()
    fill_up(client, made)
    work = solved(client, made)
    assert ask_pass(client, made, work=solved(client, other)).status_code == 429
    assert ask_pass(client, made, work=work).status_code == 200
    assert ask_pass(client, made, work=work).status_code == 429
    assert ask_pass(client, other).status_code == 200, "another letter is not under pressure"
    assert Redemption.objects.filter(letter=made.letter).count() == 4


def test_whole_site_has_a_budget_too(client, settings):
    settings.BUSY_SITE = 3
    made, other = opened(), opened()
    fill_up(client, made)
    assert ask_pass(client, other).status_code == 429
    assert ask_pass(client, other, work=solved(client, other)).status_code == 200


def changed(work, change):
    found = json.loads(base64.b64decode(work))
    change(found)
    return base64.b64encode(json.dumps(found).encode()).decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["solution"].update(derivedKey="00" * 32),
        lambda found: found["challenge"]["parameters"].update(cost=1),
        lambda found: found["challenge"]["parameters"].update(expiresAt=2_000_000_000),
        lambda found: found["challenge"]["parameters"].update(data={"place": "another"}),
        lambda found: found["challenge"].update(signature="00" * 32),
        lambda found: found["challenge"].pop("signature"),
    ],
)
def test_changed_solution_opens_nothing(client, change):
    made = opened()
    fill_up(client, made)
    work = solved(client, made)
    assert ask_pass(client, made, work=changed(work, change)).status_code == 429
    assert ask_pass(client, made, work=work).status_code == 200


@pytest.mark.parametrize("work", ["x", "e30=", "[" * 2000, "A" * 5000, "bnVsbA=="])
def test_what_is_no_solution_is_no_error_of_ours(client, work):
    made = opened()
    fill_up(client, made)
    assert ask_pass(client, made, work=work).status_code == 429


def test_old_puzzle_opens_nothing(client):
    made = opened()
    fill_up(client, made)
    old = answer(puzzle(place=made.letter.address, now=time.time() - 700))
    assert ask_pass(client, made, work=old).status_code == 429


def test_puzzles_of_five_minutes_end_together_and_nothing_is_kept_of_them(client):
    made = opened()
    ends = {puzzle(place="a", now=now)["parameters"]["expiresAt"] for now in (3000, 3001, 3299)}
    assert ends == {3600}
    first, second = (client.get(url("letter-challenge", made)) for _visit in range(2))
    assert first.content != second.content
    assert not first.cookies
    assert first["Cache-Control"] == "no-store"
    # The letter's page is the same for all, whatever the pressure.
    before = client.get(url("letter-show", made)).content
    fill_up(client, made)
    assert client.get(url("letter-show", made)).content == before


def test_pressure_is_counted_without_an_address(client, settings):
    made = opened()
    fill_up(client, made)
    if settings.REDIS_URL:
        keys = [key.decode() for key in cache._cache.get_client().scan_iter()]
    else:
        keys = list(cache._cache)
    counted = [key for key in keys if "pressure" in key]
    assert counted
    assert all("127." not in key for key in keys)
    assert {key.split("pressure:")[1].split(":")[0] for key in counted} == {made.letter.address, "all"}


def test_crowded_connection_is_let_in_for_work_but_not_for_mail(client, settings, on_the_first_day):
    settings.BUSY_LETTER = 10_000
    made = opened(codes=LIMITS["pass"][0] + 10)
    for _try in range(LIMITS["pass"][0]):
        assert send(client, "pass-issue", made, b"x").status_code == 400
    assert ask_pass(client, made).status_code == 429
    assert ask_pass(client, made, work=solved(client, made)).status_code == 200
    mailed = work_mail.opened()
    for _try in range(LIMITS["ask"][0]):
        assert send(client, "code-ask", mailed, b"x").status_code == 400
    work = {"X-Work": solved(client, mailed)}
    assert send(client, "code-ask", mailed, work_mail.ANA.encode().ljust(256, b"\0"), headers=work).status_code == 429


def test_page_without_script_says_when_to_come_back_and_keeps_what_was_typed(client, on_the_first_day):
    made = opened()
    fill_up(client, made)
    given = fields(made, name="Wilhelmina Example")
    told = client.post(url("letter-assist", made), given)
    assert told.status_code == 429
    assert "wait some minutes" in text(told)
    assert 'value="Wilhelmina Example"' in text(told)
    assert given["code"] in text(told)
    mailed = work_mail.opened()
    pressure.limits.count(f"pressure:{mailed.letter.address}:{int(time.time() // 60)}", 60)
    for _more in range(3):
        pressure.limits.count(f"pressure:{mailed.letter.address}:{int(time.time() // 60)}", 60)
    told = client.post(url("code-ask", mailed), {"mailbox": work_mail.ANA})
    assert told.status_code == 429
    assert f'value="{work_mail.ANA}"' in text(told)


def test_one_connection_beyond_its_limit_makes_no_work_for_others(client, settings, on_the_first_day, monkeypatch):
    settings.BUSY_LETTER = 20
    monkeypatch.setitem(LIMITS, "pass", (10, 3600))
    made = opened()
    told = [send(client, "pass-issue", made, b"x").status_code for _try in range(60)]
    assert told == [400] * 10 + [429] * 50
    assert ask_pass(client, made, address="127.0.1.1").status_code == 200


def test_puzzles_have_a_limit_for_a_connection_and_one_for_all(client, settings, monkeypatch):
    """Each costs this machine some milliseconds, so handing them out without end would itself be a way to stop it."""
    made = opened()
    if time.time() % 60 > 52:
        time.sleep(61 - time.time() % 60)
    monkeypatch.setitem(LIMITS, "puzzle", (5, 3600))
    monkeypatch.setattr(pressure, "MOST_PUZZLES", 8)
    address = url("letter-challenge", made)
    told = [client.get(address, REMOTE_ADDR="127.0.3.1").status_code for _ask in range(7)]
    assert told == [200] * 5 + [429] * 2
    told = [client.get(address, REMOTE_ADDR=f"127.0.4.{number}").status_code for number in range(5)]
    assert told == [200] * 3 + [429] * 2
    assert client.get(url("letter-show", made)).status_code == 200

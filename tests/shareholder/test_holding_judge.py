"""A holding is judged on the filer's own page, and no number of it is anywhere afterwards."""

import io
import logging
import zipfile

import pytest
from django.db import connection
from django.urls import reverse

from shareholder.actions.steps import note_step
from shareholder.models import Filing
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
SHARES, PRICE = "73519", "91.37"
LOTS = {"submitted": "2026-11-20", "bought": f"2020-03-02 {SHARES}", "sold": "", "high_price": PRICE}


@pytest.fixture
def scene():
    users, made, filing = world.cast()
    client = Browser(raise_request_exception=False)
    client.force_login(users["cofiler"])
    return users, made, filing, client


def judge(client, filing, **fields):
    return client.post(reverse("shareholder:holding-judge", args=[filing.slug]), LOTS | fields)


def dump():
    """Every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name from the catalog
            rows += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(rows)


def test_answer_is_given_and_nothing_kept_without_the_tick(scene):
    _users, _made, filing, client = scene
    before = Filing.objects.values().get(pk=filing.pk)
    page = judge(client, filing)
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"
    assert "You may file, under tier C." in page.content.decode()
    assert Filing.objects.values().get(pk=filing.pk) == before
    page = judge(client, filing, bought="2026-11-01 5")
    assert "By these numbers you may not file." in page.content.decode()


def test_tick_keeps_tier_and_day_and_others_read_yes_or_no(scene):
    users, made, filing, client = scene
    assert judge(client, filing, keep="on").status_code == 302
    filing.refresh_from_db()
    assert (filing.eligibility, filing.tier, filing.judged_on is not None) == ("yes", "C", True)
    desk = Browser()
    desk.force_login(users["coordinator"])
    page = desk.get(reverse("shareholder:filer-list", args=[made.slug])).content.decode()
    assert "yes" in page and "tier C" not in page
    judge(client, filing, keep="on", bought="2026-11-01 5")
    filing.refresh_from_db()
    assert (filing.eligibility, filing.tier) == ("no", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"bought": SHARES}, {"bought": f"2020-03-02 {SHARES} x"}, {"bought": f"2020-13-02 {SHARES}"},
        {"bought": f"2020-03-02 -{SHARES}"}, {"sold": f"2021-03-02 {SHARES}1"}, {"high_price": f"x{SHARES}"},
        {"submitted": ""},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_without_repeating_it(scene, fields):
    _users, _made, filing, client = scene
    page = judge(client, filing, **fields)
    assert page.status_code == 422
    said = page.content.decode().partition('class="errors"')[2].partition("</div>")[0]
    assert said and SHARES not in said


@pytest.mark.parametrize("shares", ["40,5", "4,05", "0,5", "1,2500", ",5", "1,25,000"])
def test_comma_that_is_not_of_thousands_is_refused(scene, shares):
    """40,5 shares at 91.37 are too few under every tier; 405 of them are enough."""
    _users, _made, filing, client = scene
    page = judge(client, filing, bought=f"2020-03-02 {shares}")
    assert page.status_code == 422 and "You may file" not in page.content.decode()
    assert "such as 40.5" in page.content.decode()


@pytest.mark.parametrize(
    "bought", ["2020-03-02 1,250", "2020-03-02, 1250.5", "2020-03-02 1,250.5", "2020-03-02 1,234,567"]
)
def test_comma_of_thousands_is_taken(scene, bought):
    _users, _made, filing, client = scene
    page = judge(client, filing, bought=bought)
    assert page.status_code == 200 and "You may file, under tier C." in page.content.decode()


def test_no_share_count_is_in_any_row_export_page_mail_or_log(scene, caplog, mailoutbox):
    users, made, filing, client = scene
    caplog.set_level(logging.DEBUG)
    for fields in ({}, {"keep": "on"}, {"bought": f"x {SHARES}"}, {"high_price": f"{PRICE} {SHARES}"}):
        assert judge(client, filing, **fields).status_code in (200, 302, 422)
    desk, owner = Browser(), Browser()
    desk.force_login(users["coordinator"]), owner.force_login(users["owner"])
    pages = [
        desk.get(reverse("shareholder:filer-list", args=[made.slug])),
        desk.get(reverse("shareholder:resolution-read", args=[made.slug])),
        desk.get(reverse("shareholder:filing-step", args=[made.slug, filing.pk])),
        owner.get(reverse("trail", args=[made.group.slug])),
        client.get(reverse("shareholder:filing-read", args=[filing.slug])),
    ]
    export = owner.post(reverse("export", args=[made.group.slug]))
    assert export["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(export.streaming_content)))
    exported = "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert made.title in exported and "Harbour Pension Fund" not in exported, "who files is in no export of a group"
    places = {
        "tables": dump(), "export": exported, "logs": caplog.text, "mails": repr([m.body for m in mailoutbox]),
        "pages": "\n".join(page.content.decode() for page in pages), "sessions": repr(dict(client.session)),
    }  # fmt: skip
    for place, text in places.items():
        assert SHARES not in text and PRICE not in text, place
    # There is something that would be found: the same number, where nobody may write it.
    note_step(resolution=made, verb="edit", note=f"{SHARES} shares", by=None, at=world.NOW)
    assert SHARES in dump()
    assert SHARES in desk.get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()


def test_broken_page_tells_nobody_what_was_typed(scene, caplog):
    """An error while judging: neither the log nor the answer holds a number."""
    _users, _made, filing, client = scene
    caplog.set_level(logging.DEBUG)
    page = judge(client, filing, submitted="0001-01-01")
    assert page.status_code in (422, 500)
    assert SHARES not in caplog.text
    assert SHARES not in page.content.decode().partition("<form")[0]

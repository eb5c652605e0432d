"""A joint statement as PDF, CSV and JSON: what stands in them, and that no name in them is more than text."""

import csv
import io
import json
import random
import re

import pypdf
import pytest
from django.urls import reverse

from organize.spreadsheets import STARTS
from petitions import rolls
from petitions.documents import coalition
from petitions.models import Consent, SignOn
from petitions.states import Authority
from tests import make
from tests.personas import cast
from tests.petitions import coalitions
from tests.petitions.named import PEOPLE
from tests.web.payloads import BLNS

pytestmark = pytest.mark.django_db
BEGINNINGS = ["=", "+", "-", "@", "|", "%", "\u2212", "＝", "＋", "－", "＠", " =", "\u00a0=", "\u200b=", "'=", '"=']
ENDINGS = ["1+1", "HYPERLINK(1)", "cmd|' /C calc'!A0", 'SUM(A1:A9)*";"', "<script>alert(1)</script>", "x", "{{ 7*7 }}"]


def scene():
    people = cast()
    statement = coalitions.opened(campaign=make.campaign(group=people.group), languages=["de"])
    top = coalitions.recorded(statement, "Port Union", country="NO")
    coalitions.recorded(statement, "Port Union South", parent=top, country="DE")
    coalitions.recorded(statement, "The Anchor")
    return people, statement


def put(statement, names):
    """Names as they may have come to lie in the table, past every form."""
    first = statement.revisions.get(state="current")
    for name in names:
        row = SignOn(group_id=statement.group_id, statement=statement, name=name, state="listed", asked_on="2026-11-23",
                     authority=Authority.HAND)  # fmt: skip
        for column, value in rolls.derived(name, articles=[], pk=row.pk).items():
            setattr(row, column, value)
        row.likeness = row.pk.bytes
        row.save(force_insert=True)
        Consent.objects.create(
            group_id=row.group_id, sign_on=row, revision=first, authority=Authority.HAND, on="2026-11-23"
        )


def read_csv(lines):
    return list(csv.reader(io.StringIO("".join(lines).removeprefix("\ufeff"), newline="")))


def test_pdf_has_the_text_the_counts_and_the_names_with_affiliates_beneath():
    people, statement = scene()
    client = people.client("viewer")
    address = reverse("statements-desk:statement-pdf", args=[statement.slug])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    for part in (coalitions.WORDS["title"], "Robin Marsh", "3 organizations have signed.", statement.address[:10]):
        assert part in said.replace("\n", " "), part
    signed = said[said.index("3 organizations") :].replace("\n", " ")
    assert re.search("The Anchor.*Port Union.*Port Union South", signed)
    assert client.get(address).content == answer.content, "the same statement gives the same bytes"
    german = pypdf.PdfReader(io.BytesIO(client.get(address + "?language=de").content)).pages[0].extract_text()
    assert "Keine Kameras" in german.replace("\n", " ")


def test_names_of_every_script_and_nasty_strings_are_set():
    _people, statement = scene()
    nasty = [text for text in json.loads(BLNS.read_text()) if text.strip() and "\0" not in text][:250]
    put(statement, [*PEOPLE, *(text[:200] for text in nasty)])
    made = coalition.statement_pdf(statement)
    assert made.startswith(b"%PDF")
    assert json.loads(coalition.roll_json(statement))["signed"] == 3 + len(PEOPLE) + len(nasty)


def test_five_hundred_hostile_cells_are_inert():
    _people, statement = scene()
    chance = random.Random(5)
    hostile = [begin + end for begin in BEGINNINGS for end in ENDINGS]
    hostile += [chance.choice(BEGINNINGS) + "".join(chance.choices("=+-@|\t\r\n,\";'A1()", k=12)) for _at in range(400)]
    put(statement, hostile)
    rows = read_csv(coalition.roll_csv(statement))[1:]
    cells = [cell for row in rows for cell in row]
    assert len(rows) == 3 + len(hostile) > 500
    assert not [cell for cell in cells if cell[:1] in STARTS]
    assert sum(cell.startswith("'") for cell in cells) > 400, "they were there"


def test_csv_and_json_hold_the_roll_in_its_order_and_no_more(client):
    people, statement = scene()
    rows = read_csv(coalition.roll_csv(statement))
    assert rows[1:] == [
        ["The Anchor", "", "", ""],
        ["Port Union", "", "Norway", "NO"],
        ["Port Union South", "Port Union", "Germany", "DE"],
    ]
    public = b"".join(client.get(reverse("petitions:statement-roll", args=[statement.address])).streaming_content)
    desk = people.client("viewer").get(reverse("statements-desk:statement-csv", args=[statement.slug]))
    assert b"".join(desk.streaming_content) == public
    found = client.get(reverse("petitions:statement-json", args=[statement.address])).json()
    assert [one["name"] for one in found["organizations"]] == ["The Anchor", "Port Union"]
    assert found["organizations"][1]["affiliates"] == [{"name": "Port Union South", "country": "DE"}]
    assert (found["signed"], found["languages"], found["text"]) == (3, ["de", "en"], 1)
    assert "assets" not in found


def test_draft_has_no_papers():
    people = cast()
    statement = coalitions.draft(campaign=make.campaign(group=people.group))
    for name in ("statement-pdf", "statement-csv"):
        answer = people.client("owner").get(reverse(f"statements-desk:{name}", args=[statement.slug]))
        assert answer.status_code == 409

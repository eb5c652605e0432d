"""A copy of what one may read of resolutions: the same as the pages say, to each their own, inert in a spreadsheet."""

import csv
import io
import json

import pytest
from django.urls import reverse

from shareholder.actions import intentions
from tests import make
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.voted import propose, voted

pytestmark = pytest.mark.django_db
SAID = "They will publish the audit."


def take(user, form="json", **data):
    answer = client(user).post(reverse("shareholder:resolution-export"), {"form": form} | data)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == f'attachment; filename="resolutions.{form}"'
    text = answer.content.decode()
    if form == "json":
        return json.loads(text)["resolutions"], text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))), text


def test_everybody_takes_what_their_part_lets_them_read_and_nothing_else():
    users, made, filing = world.cast()
    world.with_everything(made, by=users["coordinator"])
    for name, works, has_part, is_in_it in (
        ("coordinator", True, True, True), ("lead", True, True, True), ("cofiler", False, True, True),
        ("owner", False, False, True), ("stranger", False, False, False),
    ):  # fmt: skip
        rows, text = take(users[name])
        assert len(rows) == is_in_it, name
        assert ("filers" in text and "Order of Saint Brendan" in text) is works, name
        assert (world.BODY.splitlines()[0] in text) is has_part, name
        assert ("Tern Fund" in text) is works, "an intention"
        table, lines = take(users[name], "csv")
        assert len(table) == is_in_it and ("Order of Saint Brendan" in lines) is works, name
        assert (world.BODY.splitlines()[0] in lines) is has_part, name
    said = {"stance": "undecided", "why": "We read it again.", "on": world.DAY, "by": None, "at": world.NOW}
    intentions.state_own_intention(filing=filing, **said)
    assert take(users["cofiler"])[0][0]["own_part"]["vote"]["why"] == "We read it again."
    assert "We read it again." not in take(users["owner"])[1]
    own = {"tier": "B", "band": "15000", "eligibility": "yes", "representative": "Ada Lark"}
    type(filing).objects.filter(pk=filing.pk).update(**own)
    assert take(users["cofiler"])[0][0]["own_part"]["band"] == "15000"
    for other in ("coordinator", "lead"):
        text = take(users[other])[1]
        assert "15000" not in text and "Ada Lark" not in text, "that is its filer's own"


def test_filer_who_left_takes_nothing():
    users, made, filing = world.cast()
    assert len(take(users["cofiler"])[0]) == 1
    type(filing).objects.filter(pk=filing.pk).update(state="dropped")
    assert take(users["cofiler"])[0] == []


def test_words_of_talks_leave_only_when_asked_for_and_only_to_their_readers():
    users, made, _filing = world.cast()
    world.talk(made, by=users["lead"], summary=SAID, audience="lead")
    rows, text = take(users["lead"])
    assert [talk["on"] for talk in rows[0]["talks"]] == ["2026-11-20"] and SAID not in text
    assert SAID in take(users["lead"], with_words="on")[1]
    assert SAID not in take(users["lead"], "csv", with_words="on")[1]
    for name in ("cofiler", "owner"):
        rows, text = take(users[name], with_words="on")
        assert rows[0]["talks"] == [] and SAID not in text and "note talk" not in text


def test_counts_and_estimates_stand_apart():
    owner = make.user()
    made = voted(by=owner, group=make.group(owner=owner))
    propose(made, by=owner, votes_for=30, votes_against=70, abstentions=0, broker_non_votes=0)
    world.estimate(made, by=owner, insider_votes=10)
    row = take(owner)[0][0]
    assert row["percentages"]["for_and_against"] == "30.00"
    assert [one["about"] for one in row["estimates"]] == ["33.33"]
    line = take(owner, "csv")[0][0]
    assert (line["votes_for"], line["for_and_against"], line["state"]) == ("30", "30.00", "recorded")
    assert "33.33" not in str(line)


def test_no_cell_is_a_formula():
    owner = make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner), title="=cmd()")
    world.edit(made, by=owner, title="=cmd()")
    assert take(owner, "csv")[0][0]["resolution"] == "'=cmd()"


def test_copy_takes_a_second_factor():
    user = make.user(factor=False)
    answer = client(user).post(reverse("shareholder:resolution-export"), {"form": "csv"})
    assert answer.status_code == 302 and "resolutions" not in answer.get("Content-Disposition", "")

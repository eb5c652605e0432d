"""The desk and the trustee's command-line tool, file by file: what one writes, the other takes."""

import json

import pytest

from petitions.actions import trustees
from petitions.models import Trustee
from petitions.sealing import trustee as tool
from petitions.sealing.encoding import day_number
from petitions.sealing.trustee_home import Home
from petitions.states import TrusteeState, TrusteeWay
from tests.petitions import letters

pytestmark = pytest.mark.django_db
WORDS = {"name": "Ana Ruiz", "contact": "ana@union.example", "url": "https://ruiz.example/keys"}


def test_tool_and_desk_understand_each_other_from_invitation_to_destruction(tmp_path):
    made = letters.inviting()
    letters.give_key(made, 1)
    letters.give_key(made, 3)
    seat = Trustee.objects.select_related("letter").get(letter=made.letter, position=2)
    by = {"by": made.by, "at": letters.NOW}

    home = Home(tmp_path / "home")
    tool.init(home, **WORDS, passphrase="long enough to type twice")
    invitation = tool.read_draft(trustees.draft_file(seat))
    answer = tool.join(home, invitation, passphrase="long enough to type twice")
    trustees.take_key(trustee=seat, join=json.dumps(answer).encode(), way=TrusteeWay.TOOL, **by)
    letters.passes.make_codes(letter=made.letter, number=30, **by)
    letters.freeze(made)

    folder = tmp_path / "letter"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(bytes(made.letter.manifest))
    (folder / "letter.md").write_bytes(bytes(made.letter.letter_md))
    reading = tool.read_letter(home, folder)
    assert reading.seat == 2
    assert reading.text == bytes(made.letter.letter_md).decode()
    fingerprint = made.facts.manifest.fingerprint
    approval = tool.approve(home, reading, fingerprint=fingerprint, passphrase="long enough to type twice")

    letters.give_approval(made, 1)
    letters.give_approval(made, 3)
    trustees.take_approval(trustee=seat, approval=json.dumps(approval).encode(), **by)
    made.letter.refresh_from_db()
    assert made.letter.state == "approved"

    day = day_number("2026-11-23")
    statement = tool.destroy(home, made.letter.address, passphrase="long enough to type twice", day=day)
    trustees.take_destruction(trustee=seat, statement=json.dumps(statement).encode(), **by)
    seat.refresh_from_db()
    assert seat.state == TrusteeState.DESTROYED

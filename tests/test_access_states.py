"""Every address of a letter, in the states that matter, for everybody: what it answers stands in a table.

A row says GET/POST, with an empty form: at the desk for an organizer of the group, on a letter's public pages for
anybody. Whoever lacks the power gets the one answer of a page that is not there, in every state. (People without an
account are led to the door before any state is asked: test_access.py.)
"""

import pytest
from django.db import transaction
from django.urls import reverse

from petitions.actions import wording
from petitions.models import Dispute, Proposal, Version, Wave
from petitions.states import LetterState
from tests import make, test_access
from tests.personas import cast, plain
from tests.petitions import letters
from tests.web.places import body_of

pytestmark = pytest.mark.django_db
STATES = (LetterState.DRAFT, LetterState.FROZEN, LetterState.OPEN, LetterState.RELEASED, LetterState.DESTROYED)

DESK = """
code-make              200/400
code-upload            200/400
count-export           409/405 200/405 200/405 200/405 200/405
letter-answer          200/400
letter-archive         200/409 200/409 200/409 200/302 200/409
letter-cancel          200/400
letter-close           200/400
letter-deliver         200/409
letter-destroy         200/400
letter-disputes        200/405
letter-edit            200/400
letter-freeze          200/409
letter-invite          200/302 200/409 200/409 200/409 200/409
letter-list            200/409 200/302 200/302 200/302 200/302
letter-preview         200/405
letter-read            200/405
letter-terms           200/400
name-decline           200/400
name-export            409/405 200/405 200/405 200/405 200/405
name-strike            200/400
paper-read             200/405
poster-take            409/405 200/405 200/405 200/405 200/405
printout-order         405/409 405/302 405/302 405/302 405/302
printout-take          410/405
release-take           405/400
translation-list       200/405
translation-read       404/405 200/405 200/405 200/405 200/405
translation-remove     405/302 405/409 405/409 405/409 405/409
translation-write      200/400
trustee-approval       200/400
trustee-destruction    200/400
trustee-draft          409/405 200/405 200/405 200/405 200/405
trustee-key            200/400
trustee-remove         405/302 405/409 405/409 405/409 405/409
trustee-seat           200/400
version-list           200/405
version-restore        200/302 200/409 200/409 200/409 200/409
wave-announce          200/409
wave-confirm           405/409
wave-open              405/409
wave-read              200/405
wave-take-back         405/302
"""
PUBLIC = """
client-file            200/405
client-page            200/405
code-ask               404/404
letter-assist          409/409 200/400 409/409 409/409
letter-assist-withdraw 200/400
letter-blobs           405/403
letter-bundle          200/405
letter-challenge       200/405
letter-checkpoints     200/405
letter-leaves          200/405
letter-manifest        200/405
letter-paste           200/400
letter-receipts        200/405
letter-safety          200/405
letter-safety-in       200/405
letter-show            200/405
letter-show-in         200/405
letter-sign            405/415
letter-text            200/405
letter-text-in         200/405
letter-trustee         200/400
letter-trustee-page    200/405
letter-verify          200/405
letter-withdraw        405/415
name-dispute           404/404
name-list              200/405
pass-issue             405/415
"""

NOWHERE = "/desk/letters/" + "a" * 26 + "/"
NEW_EACH_TIME = {"letter-challenge"}


def table(text, states=STATES):
    """{address: {state: (GET, POST)}}; one cell stands for every state."""
    rows = {}
    for line in text.strip().splitlines():
        name, *cells = line.split()
        answers = [tuple(int(status) for status in cell.split("/")) for cell in cells]
        rows[name] = dict(zip(states, answers * (len(states) if len(answers) == 1 else 1), strict=True))
    return rows


def made_in(state, people):
    """A letter of the cast's group in `state`, in two languages from the freeze on."""
    parts = {"campaign": make.campaign(group=people.group), "by": people.owner}
    if state == LetterState.DRAFT:
        return letters.draft(**parts)
    made = letters.coded(**parts)
    words = {"language": "de", "title": "Zwei an jedem Tor", "body": "Nachts.", "demands": ["Zwei.", "Licht."]}
    wording.write_translation(letter=made.letter, **words, by=people.owner, at=make.NOW)
    letters.freeze(made)
    for position in range(1, 1 + (state != LetterState.FROZEN) * len(made.trustees)):
        letters.give_approval(made, position)
    return letters.placed(made, state)


def add_rows(letter):
    """One of each row that an address of the desk may name."""
    part = {"group": letter.group, "letter": letter}
    words = {"title": "Before", "body": "", "language": "en", "demands": [], "addressees": []}
    Version.objects.create(number=1, replaced_at=make.NOW, words=words, **part)
    day = make.NOW.date()
    Dispute.objects.create(leaf=b"l" * 32, kind="other", day=day, **part)
    wave = Wave.objects.create(number=1, kind="now", size=1, root=b"r" * 32, k_notice=1, announced_on=day,
                               snapshot_day=day, notice=b"", **part)  # fmt: skip
    Proposal.objects.create(group=letter.group, wave=wave)


def answers(client, address):
    """((GET, POST) statuses, the two responses); nothing that the empty form did stays."""
    with transaction.atomic():
        found = client.get(address), client.post(address, {"nothing": ""})
        transaction.set_rollback(True)
    return tuple(response.status_code for response in found), found


def test_tables_name_every_address_of_a_letter():
    assert set(table(DESK)) == test_access.LETTERS_READ | test_access.LETTERS_EDIT
    assert set(table(PUBLIC, STATES[1:])) == test_access.SIGNATORY


@pytest.mark.parametrize("state", STATES)
def test_letters_desk_answers_in_every_state(state):
    people = cast()
    letter = made_in(state, people).letter
    add_rows(letter)
    clients = {persona: people.client(persona) for persona in ("stranger", "viewer", "organizer")}
    missing = {persona: plain(clients[persona].get(NOWHERE)) for persona in ("stranger", "viewer")}
    for name, row in table(DESK).items():
        address = reverse(f"petitions-desk:{name}", args=test_access.arguments(name, letter))
        assert answers(clients["organizer"], address)[0] == row[state], name
        for persona in ("stranger", "viewer"):
            for asked, answer in zip(row[state], answers(clients[persona], address)[1], strict=True):
                if persona == "viewer" and name in test_access.LETTERS_READ:
                    assert answer.status_code == asked, name
                elif answer.status_code != 405:
                    assert answer.status_code == 404, (persona, name)
                    assert plain(answer) == missing[persona], (persona, name)


@pytest.mark.parametrize("state", STATES[1:])  # a draft has no public address that anybody could ask for
def test_letters_public_pages_answer_in_every_state(state):
    people = cast()
    made = made_in(state, people)
    facts = made.facts
    extra = test_access.EXTRA | {
        "client-file": [facts.manifest.client_sha256[0].hex()], "client-page": [facts.manifest.client_sha256[1].hex()],
    }  # fmt: skip
    for name, row in table(PUBLIC, STATES[1:]).items():
        address = reverse(f"petitions:{name}", args=[made.letter.address, *extra.get(name, [])])
        pages = set()
        for persona in ("nobody", "owner"):
            statuses, (answer, _posted) = answers(people.client(persona), address)
            assert statuses == row[state], (persona, name)
            assert not answer.cookies
            pages.add(body_of(answer))
        assert len(pages) == 1 or name in NEW_EACH_TIME, f"{name} is not the same for everybody"

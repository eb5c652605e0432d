"""A supporter of a petition, canaries in every field: after the code is typed no readable address is in any sink."""

import re
from urllib.parse import urlencode

import pytest

from petitions.sealing import contacts, xwing
from tests.leaks.canaries import ADDRESS, BROWSER
from tests.leaks.sweep import sweep
from tests.stack.visitor import FORM, Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
SEED = bytes([9]) * 32
PRIVATE = {"name": "Perpetua Snorkelwhistle-Ångström", "mailbox": "perpetua.snorkelwhistle@lanternfish.example"}
PUBLIC = {"name": "Cornelius Thrumblebadger", "mailbox": "c.thrumblebadger@lanternfish.example", "public": "on"}
ASKING = {"name": "Eudora Wobblethwaite", "mailbox": "eudora.wobblethwaite@lanternfish.example", "updates-0": "on"}
CODE = re.compile(r"^([A-Z2-9]{5}-[A-Z2-9]{5})\r?$", re.MULTILINE)
MAIL = "mail that was sent"


class Supporter:
    """A browser at a petition's pages, over the wire."""

    def __init__(self, stack, path):
        self.stack, self.path, self.visitor = stack, path, Visitor(stack, ADDRESS, BROWSER)

    def send(self, beneath, **fields):
        answer = self.visitor.post(self.path + beneath, urlencode(fields).encode(), FORM)
        assert answer.status == 200, answer.text[-300:]
        return answer

    def code(self, beneath, **fields):
        mails = self.stack.mail.taken
        self.send(beneath, **fields)
        return CODE.search(self.stack.mail.wait_for(mails + 1).decode())[1]

    def sign(self, fields):
        """By the form, the mail, and the form that carries along what was typed."""
        code = self.code("sign/", **fields)
        self.send("confirm/", code=code, **{key: value for key, value in fields.items() if key != "mailbox"})
        return self


@pytest.fixture(scope="module")
def signed(stack):
    """(petition, {what: word}, what a sweep found): in private, with a public name, asking for updates."""
    made = stack.step("petition", "petitioner@desk.example", SEED.hex())
    path = f"/p/{made['address']}/"
    for fields in (PRIVATE, PUBLIC, ASKING):
        Supporter(stack, path).sign(fields)
    stack.step("tick_petitions")
    people = {"private": PRIVATE, "public": PUBLIC, "asking": ASKING}
    words = {f"{kind} {key}": fields[key].encode() for kind, fields in people.items() for key in ("name", "mailbox")}
    words["address"] = ADDRESS.encode()
    return made, words, sweep(stack, words)


def test_p1_no_address_of_a_supporter_is_at_rest_after_the_code_was_typed(stack, signed, reach):
    """Mailboxes are found in the mail itself and nowhere else; a public name is found where it is public."""
    made, words, found = signed
    mailboxes = {what for what in words if what.endswith("mailbox")}
    assert found.pop(MAIL) & set(words) == mailboxes, "the sweep sees what there is to see"
    seen = set().union(*found.values())
    assert seen == {"public name"}, found
    assert {"database: tables and indexes", "backup: pg_dump"} <= set(found)
    rows = stack.sql("SELECT sealed FROM petitions_supporter WHERE petition_id = %s", [made["pk"]])
    private, petition_id = xwing.private(SEED), bytes.fromhex(made["pk"].replace("-", ""))
    read = [contacts.open(private, petition_id=petition_id, i=1, sealed=bytes(row)) for (row,) in rows]
    assert {PRIVATE["mailbox"], PUBLIC["mailbox"]} <= {fields["mailbox"] for fields in read}
    reach.reached(f"petition: 3 mailboxes and 2 names in no sink but the mail; 1 public name in {len(found)} sinks")

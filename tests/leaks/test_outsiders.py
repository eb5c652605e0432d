"""People outside who ask for updates, a signature or a sign-on and fail, and who leave again: searched for everywhere.

That nothing of them is at rest once they have joined is searched for in test_supporter.py and test_sign_ons.py.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest

from tests.leaks.canaries import ADDRESS, BROWSER
from tests.leaks.sweep import sweep
from tests.stack.visitor import FORM, Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

MAILED = "mail that was sent"  # the recipient's own mail server in this test: it must have the address
NAME, ROLE = "Quillfeather Ozymandøs-Brackwater", "Underwharf Comptrollership 77"
UPDATES, PETITION = "plumbean.updates@private-quibble.example", "plumbean.petition@private-quibble.example"
FAILED = "plumbean.fails@quibblestone-union.example"
WORDS = {
    "mailbox for updates": UPDATES.encode(), "mailbox for the petition": PETITION.encode(), "name": NAME.encode(),
    "role": ROLE.encode(), "client address": ADDRESS.encode(), "browser": BROWSER["User-Agent"].encode(),
}  # fmt: skip
CODE = re.compile(r"^([A-Z0-9]{5}-[A-Z0-9]{5})\r?$", re.MULTILINE)
SAID = {"name": NAME, "country": "PT"}


class Outsider:
    """A browser without account that fills in plain forms and types what comes by mail."""

    def __init__(self, stack):
        self.stack, self.visitor = stack, Visitor(stack, ADDRESS, BROWSER)

    def send(self, path, **fields):
        answer = self.visitor.post(path, urlencode(fields).encode(), FORM)
        assert answer.status == 200, (path.split("/")[-2], answer.status)
        assert not self.visitor.cookies

    def ask(self, path, **fields):
        """The code that came by mail after this form was sent."""
        mails = self.stack.mail.taken
        self.send(path, **fields)
        return CODE.search(self.stack.mail.wait_for(mails + 1).decode())[1]


@dataclass
class Way:
    """One way to join. address: the name of the field for the mailbox."""

    where: str
    ask: str
    confirm: str
    address: str
    fields: dict


WAYS = (
    Way("campaign", "updates/", "updates/code/", "mailbox", {}),
    Way("petition", "sign/", "confirm/", "mailbox", SAID),
    Way("statement", "sign/", "sign/code/", "typed_address", {
        "name": "Second Quay Union", "country": "NO", "domain": "quibblestone-union.example", "may_sign": "on",
        "representative": NAME, "role": ROLE,
    }),
)  # fmt: skip


@pytest.fixture(scope="module")
def joined(stack):
    """(addresses of campaign, petition and statement, the Outsider who asked for updates and signed the petition)."""
    made, outsider = stack.step("outsiders"), Outsider(stack)
    code = outsider.ask(made["campaign"] + "updates/", mailbox=UPDATES)
    outsider.send(made["campaign"] + "updates/code/", code=code)
    code = outsider.ask(made["petition"] + "sign/", mailbox=PETITION, **SAID)
    outsider.send(made["petition"] + "confirm/", code=code)
    return made, outsider


def test_p2_nothing_of_people_outside_is_left_where_it_fails(stack, joined, reach):
    """Forms that do not hold, wrong codes, foreign pages, and a mail server that refuses, puts off or breaks off."""
    made, outsider = joined
    paths = 0

    def post(way, path, *, headers=None, **changes):
        fields = urlencode(way.fields | {way.address: FAILED} | changes).encode()
        return outsider.visitor.post(made[way.where] + path, fields, FORM, **headers or {}).status

    foreign = {"Origin": "https://elsewhere.example", "Sec_Fetch_Site": "cross-site"}
    for way in WAYS:
        assert post(way, way.ask, **{way.address: f"<{NAME}>@x@{ROLE}"}) == 400
        assert post(way, way.ask, headers=foreign) == 403
        assert post(way, way.confirm, code="ABCDE-FGHJK") == 403
        assert post(way, way.confirm, code=NAME) == 400
        assert post(way, way.ask + "?who=" + quote(NAME), name="x" * 200_000) == 413
        paths += 5
    for fault in ("refuse", "later", "cut"):
        stack.mail.fault = fault
        try:
            paths += len([post(way, way.ask, **{way.address: fault + FAILED}) for way in WAYS])
            stack.step("send_typed")
        finally:
            stack.mail.fault = None
    stack.step("send_typed")
    found = sweep(stack, WORDS | {"failed": b"plumbean.fails"})
    seen = found.pop(MAILED)
    assert seen == {"mailbox for updates", "mailbox for the petition", "failed"}, "what was put off came later"
    assert found == {}
    reach.reached(f"people outside: {paths} failing paths, 0 hits; asking for updates: 0 hits")


def test_p43_who_leaves_is_gone_from_the_disk(stack, joined, reach):
    """Not only what they typed: what was encrypted of them is gone too, from tables, the log and new backups."""
    made, outsider = joined
    kept = {
        "subscriber": bytes(stack.sql("SELECT enclosed FROM organize_subscriber")[0][0])[-64:-32],
        "contact": bytes(stack.sql("SELECT s.sealed FROM petitions_supporter s JOIN petitions_petition p "
                                   "ON p.id = s.petition_id WHERE p.address = %s",
                                   [made["petition"].split("/")[2]])[0][0])[-64:-32],
    }  # fmt: skip
    stack.sql("CHECKPOINT")
    assert set().union(*sweep(stack, kept, backups=False).values()) == set(kept)
    stack.step("leave_updates")
    code = outsider.ask(made["petition"] + "leave/", mailbox=PETITION)
    outsider.send(made["petition"] + "leave/confirm/", code=code)
    stack.step("shred")
    found = sweep(stack, kept | WORDS)
    found.pop(MAILED)
    assert found == {}
    reach.reached(f"people outside: 0 of {len(kept)} encrypted addresses on the disk or in backups after they left")

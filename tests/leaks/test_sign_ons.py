"""Who asks for an organization is readable for its moderators alone, and for nobody once they have decided."""

import re
from urllib.parse import urlencode

import pytest

from tests.leaks.canaries import ADDRESS, BROWSER, words
from tests.leaks.controls import sweep_beside_leaks
from tests.leaks.sweep import sweep
from tests.petitions.coalitions import CODE
from tests.stack.people import Organizer
from tests.stack.visitor import FORM, Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

WHO = {"representative": "Quillhelmina Brackwater-Sundqvist", "role": "Underwharf Lanternsecretary",
       "typed_address": "quillhelmina.brackwater@dockers.example"}  # fmt: skip
SAID = {"name": "Dockers United", "country": "NO", "part_of": "", "domain": "dockers.example", "may_sign": "on"}


def ask_and_type(stack, path):
    """A representative signs on: nothing of the mail stays on the host, whose mail server is the recipient's here."""
    visitor, before = Visitor(stack, ADDRESS, BROWSER), stack.mail.taken
    answer = visitor.post(path + "sign/", urlencode(SAID | WHO).encode(), FORM)
    assert answer.status == 200 and "A mail is on its way" in answer.text
    mail = stack.mail.wait_for(before + 1)
    (stack.mail.folder / f"{before + 1}.eml").unlink()
    code = CODE.search(mail.decode().replace("\r\n", "\n"))[0]
    assert "Thank you" in visitor.post(path + "sign/code/", urlencode({"code": code}).encode(), FORM).text


def test_nothing_of_a_representative_is_at_rest(stack):
    made = stack.step("statement", "desk@signing-on.example")
    path, desk = f"/s/{made['address']}/", f"/desk/statements/{made['slug']}/organizations/"
    wanted = words({what: said.encode() for what, said in WHO.items()})
    ask_and_type(stack, path)
    organizer = Organizer(stack, "desk@signing-on.example").sign_in().visitor
    page = organizer.get(desk).text
    assert all(said in page for said in WHO.values()), "the moderators read it"
    assert sweep(stack, wanted) == {}, "and nobody else who holds the disks"
    (one,) = set(re.findall(f"{desk}[0-9a-f-]{{36}}/", page))
    assert organizer.submit(one + "list/", page=one).status == 302
    assert SAID["name"] in organizer.get(path).text
    shown = organizer.get(desk).text
    assert not any(said in shown for said in WHO.values())
    stack.step("shred")
    found, _figures = sweep_beside_leaks(stack, wanted)
    assert found == {}
    assert stack.sql("SELECT count(*) FROM petitions_contact")[0][0] == 0

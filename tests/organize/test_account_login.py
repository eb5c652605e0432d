import re

import pytest

from tests import mailbox, make
from tests.factors import digits

pytestmark = pytest.mark.django_db(transaction=True)


def _ask(client, address):
    return client.post("/accounts/login/", {"login": address})


def _code():
    (message,) = mailbox.received()
    return re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$", message.body, re.MULTILINE).group()


def test_code_from_the_mailbox_leads_to_the_desk(client, run_jobs):
    user = make.user(factor=False)
    asked = _ask(client, user.mailbox)
    assert not mailbox.received(), "nothing is sent while somebody waits for the page"
    run_jobs()
    answer = client.post(asked.headers["Location"], {"code": _code()})
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_who_has_a_second_factor_is_not_in_before_it_is_shown(client, run_jobs):
    user = make.user()
    asked = _ask(client, user.mailbox)
    run_jobs()
    answer = client.post(asked.headers["Location"], {"code": _code()})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    assert "Use a passkey or security key" in client.get("/accounts/2fa/authenticate/").content.decode()
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000" if digits() != "000000" else "111111"})
    assert wrong.status_code == 200 and client.get("/desk/").status_code == 302
    for _turn in range(2):  # a code that ends between being read and being sent is refused, and the next one is not
        answer = client.post("/accounts/2fa/authenticate/", {"code": digits()})
        if answer.status_code == 302:
            break
    assert answer.headers["Location"] == "/desk/"
    assert client.get("/desk/groups/new/").status_code == 200


def test_wrong_code_leads_nowhere(client, run_jobs):
    user = make.user()
    asked = _ask(client, user.mailbox)
    run_jobs()
    answer = client.post(asked.headers["Location"], {"code": "WRONG1"})
    assert 'role="alert"' in answer.content.decode()
    assert client.get("/desk/").status_code == 302


def test_unknown_mailbox_gets_no_mail_and_the_same_pages(client, run_jobs):
    user = make.user()
    known = _ask(client, user.mailbox)
    page_of_known = client.get(known.headers["Location"]).content
    run_jobs()
    assert len(mailbox.received()) == 1
    client.cookies.clear()
    unknown = _ask(client, "nobody@desk.example")
    run_jobs()
    assert len(mailbox.received()) == 1
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert _plain(client.get(unknown.headers["Location"]).content) == _plain(page_of_known)


def _plain(page):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_mail_with_the_code_is_neutral(client, run_jobs):
    user = make.user()
    make.campaign(group=make.group(owner=user, name="Night shift"), title="Safe docks")
    _ask(client, user.mailbox)
    run_jobs()
    (message,) = mailbox.received()
    assert message.subject == "Your code"
    for word in ("Undersigned", "Night shift", "Safe docks", "letter", "sign", "http", user.mailbox):
        assert word not in message.body


def test_sign_out_needs_a_post(client):
    client.force_login(make.user())
    client.get("/accounts/logout/")
    assert client.get("/desk/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/desk/").status_code == 302


def test_nobody_makes_an_account_uninvited(client):
    page = client.get("/accounts/signup/").content.decode()
    assert "by invitation" in page
    assert "<input" not in page.split("<main")[1]

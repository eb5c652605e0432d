"""What nginx and the application refuse. Each function is a path: its name says how it fails, its checks that it did.

here: what a path is given (here.py).
"""

import json
import secrets
import socket
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

from petitions.sealing import entries
from tests.leaks.canaries import ADDRESS, BROWSER, SIGNATORY
from tests.leaks.paths.here import MAILBOX, NAME, SEALED, head, is_raw, is_refused, junk
from tests.stack.people import Person
from tests.stack.visitor import FORM, Visitor

QUERY = "?who=quibblestone-plumbean-4477&" + urlencode(SIGNATORY)


def _assisted(here, code=None, **changes):
    """The answer to the form without JavaScript."""
    given = {"code": code or here.letter.code(), "choice": "sealed", "tier": SEALED, "understood": "on"} | SIGNATORY
    given |= changes
    return here.visitor.post(here.letter.path + "assisted/", urlencode(given).encode(), FORM)


def a_body_of_the_wrong_length(here):
    is_refused(here.visitor.post(here.letter.path + "sign/", NAME + junk(100)), 400, "wrong length")


def a_form_where_octets_are_taken(here):
    answer = here.visitor.post(here.letter.path + "sign/", urlencode(SIGNATORY).encode(), FORM)
    is_refused(answer, 415, "what the signing page sends")


def an_address_that_is_no_utf_8(here):
    body = (NAME + b"\xff\xfe@" + MAILBOX.encode()).ljust(256, b"\0")
    is_refused(here.visitor.post(here.mailed.path + "code/", body), 400, "not a plain mail address")


def an_upload_that_is_no_utf_8(here):
    path = f"/desk/letters/{here.letter.made['slug']}/codes/leaves/"
    answer = here.owner.submit(path, files={"file": b"\xff\xfe" + NAME + junk(2_000_000)})
    is_refused(answer, 400, "not the text file that was asked for")


def a_request_line_that_nginx_cannot_read(here):
    is_raw(here.raw(b"GE\x01T /l/" + NAME + b" HTTP/1.1\r\nReferer: " + NAME + b"\r\n\r\n"), 400, "could not be read")


def plain_http_where_tls_is_spoken(here):
    with closing(socket.create_connection(("127.0.0.1", here.stack.https), 30, (ADDRESS, 0))) as line:
        line.sendall(head(here.letter.path + QUERY, 0))
        is_raw(line.recv(65536), 400, "could not be read")


def a_header_that_gunicorn_cannot_read(here):
    with here.said("web", "WARNING gunicorn.error"):
        is_raw(here.raw(b"GET / HTTP/1.1\r\nX " + NAME + b"\r\n\r\n", to_application=True), 400)


def a_foreign_host(here):
    found = here.raw(head(here.letter.path + "sign/", 0, host="plumbean.quibblestone.example"), to_application=True)
    is_raw(found, 400, "could not be read")


def more_fields_than_are_taken(here):
    body = urlencode([(f"name{at}", SIGNATORY["name"]) for at in range(300)]).encode()
    is_refused(here.visitor.post(here.letter.path + "assisted/", body, FORM), 400, "could not be read")


def a_form_without_its_edge(here):
    answer = here.visitor.post(here.letter.path + "assisted/withdraw/", NAME + junk(100), "multipart/form-data")
    is_refused(answer, 400, "could not be read")


def half_a_body(here):
    """The sender goes away in the middle, as the application sees it."""
    sent = head(here.letter.path + "assisted/", 5000, kind=FORM) + urlencode(SIGNATORY).encode()
    is_raw(here.raw(sent, to_application=True, is_cut=True), 400, "Type the code you were given")


def half_a_body_at_nginx(here):
    before = here.waiting()
    found = here.raw(head(here.letter.path + "sign/", 5000) + NAME, is_cut=True)
    assert b"HTTP" not in found, "the line was closed without an answer"
    assert here.waiting() == before


def an_unknown_code(here):
    is_refused(_assisted(here, code="0" * 20), 403, "not one of this letter's codes")


def another_site(here):
    answer = here.visitor.post(here.letter.path + "sign/", NAME, Sec_Fetch_Site="cross-site")
    is_refused(answer, 403, "sent from another site")


def a_desk_form_without_its_token(here):
    path = f"/desk/letters/{here.letter.made['slug']}/codes/leaves/"
    answer = here.owner.post(path, urlencode(SIGNATORY).encode(), FORM)
    is_refused(answer, 403, "This form has expired")


def a_work_address_of_another_domain(here):
    answer = here.visitor.post(here.mailed.path + "code/", f"{MAILBOX}.example".encode().ljust(256, b"\0"))
    is_refused(answer, 403, "addresses of other domains only")


def a_mailed_code_that_never_was(here):
    answer = here.visitor.post(here.mailed.path + "pass/", b"0123456789\0" + junk(383))
    is_refused(answer, 403, "gives no pass")


def no_such_letter(here):
    is_refused(here.visitor.get("/l/" + "a" * 32 + "/" + QUERY), 404, "nothing at this address")


def a_desk_page_that_is_not_there(here):
    is_refused(here.owner.get(f"/desk/letters/{secrets.token_urlsafe(8)}/{QUERY}"), 404, "nothing at this address")


def a_method_that_nginx_does_not_take(here):
    is_refused(here.visitor.ask("PUT", here.letter.path + QUERY, NAME), 405, "not to be used this way")


def a_page_where_only_sending_works(here):
    is_refused(here.visitor.get(here.letter.path + "sign/" + QUERY), 405, "not a page to open")


def a_code_that_was_used(here):
    first = here.person()
    is_refused(_assisted(here, code=first.code), 409, "already been used")


def a_pass_that_signed_already(here):
    person = here.person()
    assert here.try_to_sign(person).status == 200
    is_refused(here.try_to_sign(person), 409, "already been used")


def a_withdrawal_of_nothing(here):
    person = here.person()
    raw = entries.make_withdraw(letter_id=here.letter.manifest.letter_id, seq=1, ssk=person.pass_.ssk)
    is_refused(person.visitor.post(here.letter.path + "withdraw/", raw), 409, "no signature with this pass")


def a_letter_that_is_closed(here):
    person = here.person()
    with here.letter_as(state="closed"):
        is_refused(here.say_openly(person), 409, "letter is closed")


def a_clock_that_stands_still(here):
    person = here.person()
    with here.letter_as(receipt_day="2001-01-01"):
        is_refused(here.say_openly(person), 503, "clock has stopped")


def a_body_too_large_for_nginx(here):
    is_refused(here.visitor.post(here.letter.path + "sign/", NAME * 4000), 413, "larger than this address accepts")


def a_body_too_large_for_the_application(here):
    body = NAME * 4000
    found = here.raw(head(here.letter.path + "sign/", len(body)) + body, to_application=True)
    is_raw(found, 413, "larger than this address accepts")


def an_address_that_is_too_long(here):
    is_refused(here.visitor.get(here.letter.path + QUERY + "&" + "plumbean" * 1200), 414, "could not be read")


def a_header_that_is_too_long(here):
    is_refused(here.visitor.get(here.letter.path, Referer=BROWSER["Referer"] * 500), 400, "could not be read")


def a_form_that_lacks_something(here):
    is_refused(_assisted(here, understood=""), 400, "Tick the box")


def a_name_that_deceives(here):
    is_refused(_assisted(here, name=SIGNATORY["name"] + "\u202e"), 400, "cannot be seen")


def a_signature_that_does_not_verify(here):
    person = here.person()
    raw = person.signature(SEALED, SIGNATORY)
    broken = raw[: entries.SIGN_LENGTH - 1] + bytes([raw[entries.SIGN_LENGTH - 1] ^ 1]) + raw[entries.SIGN_LENGTH :]
    is_refused(person.visitor.post(here.letter.path + "sign/", broken), 400, "does not verify")


def a_pass_of_another_letter(here):
    person = here.person()
    answer = person.visitor.post(here.mailed.path + "sign/", person.signature(SEALED, SIGNATORY))
    is_refused(answer, 400, "made for another letter")


def a_damaged_file_of_a_signatory(here):
    body = urlencode({"pasted": json.dumps({"v": 1, "pass": SIGNATORY["name"], "letter": here.letter.path})}).encode()
    is_refused(here.visitor.post(here.letter.path + "assisted/withdraw/", body, FORM), 400, "damaged")


def a_paste_that_is_no_signature(here):
    body = urlencode({"text": SIGNATORY["name"]}).encode()
    is_refused(here.visitor.post(here.letter.path + "paste/", body, FORM), 400, "not the text that the offline page")


def more_tries_than_an_hour_allows(here):
    """More than the limit of `pass`, 120 an hour. The counters are then taken away, or nobody here could go on."""
    body = b"0" * 20 + junk(384)
    try:
        for _try in range(200):
            answer = here.visitor.post(here.letter.path + "pass/", body)
            if answer.status == 429:
                break
        is_refused(answer, 429, "Too many tries from this connection")
    finally:
        with closing(here.stack.redis()) as client:
            client.delete(*client.scan_iter("limit:pass:*"))


def more_requests_than_nginx_takes(here):
    """Four browsers at one address, until nginx refuses; who waits is taken again, 50 requests for each second."""
    met = []

    def hurry():
        with closing(Visitor(here.stack, ADDRESS, BROWSER)) as visitor:
            for _request in range(1500):
                answer = visitor.get(here.letter.path + "sign/" + QUERY)
                if answer.status == 429 or met:
                    met.append(answer)
                    return

    threads = [threading.Thread(target=hurry) for _browser in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    is_refused(next(answer for answer in met if answer.status == 429), 429, "Too many requests from this connection")
    time.sleep(2)  # asking on at once would take each place that comes free
    assert {here.visitor.get(here.letter.path).status for _request in range(50)} == {200}


def a_stranger_with_somebody_elses_code(here):
    """Two at one code: the second has another question."""
    first = here.person()
    second = Person(here.letter, address=ADDRESS, browser=BROWSER, code=first.code)
    asked = first.code.encode() + b"\0" + junk(383)
    is_refused(second.visitor.post(here.letter.path + "pass/", asked), 409, "already been used")

"""Every way in which a request, a job or a mail can fail, each with canaries in it: {what fails: function}.

A function gets the Scene and returns what was seen of the failure: a status, or an error's class. EXPECTED is next to
it, so that a path that no longer fails fails the test.
"""

import contextlib
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import psycopg

from tests.leaks.canaries import ADDRESS, BROWSER, SIGNATORY
from tests.leaks.life import HIDDEN, without
from tests.stack.people import Letter, Organizer, Person, Refused
from tests.stack.visitor import FORM, Visitor

WHERE = {"address": ADDRESS, "browser": BROWSER}
TRAIL = "?who=" + quote(SIGNATORY["name"])
PATHS, EXPECTED = {}, {}


@dataclass
class Scene:
    """A letter, its organizer at the desk, and somebody who has a pass and has not signed."""

    letter: Letter
    organizer: Organizer
    person: Person

    @property
    def stack(self):
        return self.letter.stack

    def visitor(self):
        return Visitor(self.stack, ADDRESS, BROWSER)

    def signing(self):
        """The status of signing with the canary name."""
        try:
            self.person.send("sign/" + TRAIL, self.person.signature(HIDDEN, SIGNATORY))
        except Refused as refused:
            return refused.answer.status
        return 200

    def sql(self, statement, **settings):
        """The class of the error of a statement that the product's role runs."""
        with self.stack.connect_database(user="undersigned") as connection:
            for name, value in settings.items():
                connection.execute(f"SET {name} = '{value}'")
            try:
                connection.execute(statement)
            except psycopg.Error as error:
                return type(error).__name__
        return None


def path(expected):
    def keep(function):
        name = function.__name__.replace("_", " ")
        PATHS[name], EXPECTED[name] = function, expected
        return function

    return keep


@path(400)
def not_http(scene):
    with contextlib.closing(scene.stack.connect(ADDRESS)) as line:
        line.sendall(f"GET /{SIGNATORY['name']} HTTP/9.9 {BROWSER['Referer']}\r\n\r\n".encode())
        return int(line.recv(4096).split()[1])


@path(400)
def wrong_length(scene):
    return scene.visitor().post(scene.letter.path + "sign/" + TRAIL, str(SIGNATORY).encode()).status


@path(400)
def not_blinded(scene):
    return scene.visitor().post(scene.letter.path + "pass/", scene.letter.code().encode() + bytes(384)).status


@path(400)
def a_form_that_is_not_valid(scene):
    given = {"code": "too short", "choice": "sealed", "tier": HIDDEN, "understood": "on"} | SIGNATORY
    return scene.visitor().post(scene.letter.path + "assisted/", urlencode(given).encode(), FORM).status


@path(400)
def a_name_that_cannot_be_sealed(scene):
    given = {"code": scene.letter.code(), "choice": "sealed", "tier": HIDDEN, "understood": "on"} | SIGNATORY
    given["name"] += "\u202e"
    return scene.visitor().post(scene.letter.path + "assisted/", urlencode(given).encode(), FORM).status


@path(403)
def a_code_that_is_not_known(scene):
    given = {"code": "7" * 20, "choice": "sealed", "tier": HIDDEN, "understood": "on"} | SIGNATORY
    return scene.visitor().post(scene.letter.path + "assisted/", urlencode(given).encode(), FORM).status


@path(403)
def from_another_site(scene):
    body = scene.person.signature(HIDDEN, SIGNATORY)
    return scene.visitor().post(scene.letter.path + "sign/", body, Sec_Fetch_Site="cross-site").status


@path(403)
def a_desk_form_without_its_token(scene):
    return scene.visitor().post("/accounts/login/code/", urlencode(SIGNATORY).encode(), FORM).status


@path(404)
def another_letter(scene):
    body = scene.person.signature(HIDDEN, SIGNATORY)
    return scene.visitor().post("/l/" + "a" * 32 + "/sign/" + TRAIL, body).status


@path(404)
def no_such_page(scene):
    return scene.visitor().get("/" + quote(SIGNATORY["name"]) + TRAIL).status


@path(404)
def no_such_file(scene):
    return scene.visitor().get("/static/" + quote(SIGNATORY["name"]) + TRAIL).status


@path(405)
def a_page_that_only_takes(scene):
    return scene.visitor().get(scene.letter.path + "sign/" + TRAIL).status


@path(405)
def a_method_that_nobody_uses(scene):
    return scene.visitor().ask("PUT", "/" + quote(SIGNATORY["name"]), str(SIGNATORY).encode()).status


@path(409)
def a_used_code(scene):
    person = Person(scene.letter, **WHERE).take_pass()
    again = Person(scene.letter, code=person.code, **WHERE)
    try:
        again.sign_assisted(HIDDEN, SIGNATORY)
    except Refused as refused:
        return refused.answer.status
    return 200


@path(409)
def a_pass_that_has_signed(scene):
    person = Person(scene.letter, **WHERE).sign(HIDDEN, SIGNATORY)
    person.seq = -1
    try:
        person.sign(HIDDEN, SIGNATORY)
    except Refused as refused:
        return refused.answer.status
    return 200


@path(413)
def too_large(scene):
    body = str(SIGNATORY).encode() * 1000
    return scene.visitor().post(scene.letter.path + "sign/" + TRAIL, body).status


@path(413)
def too_large_without_a_length(scene):
    parts = iter([str(SIGNATORY).encode()] * 1000)
    return scene.visitor().post(scene.letter.path + "sign/" + TRAIL, parts).status


@path(415)
def another_kind_of_body(scene):
    return scene.visitor().post(scene.letter.path + "sign/", urlencode(SIGNATORY).encode(), FORM).status


@path(429)
def too_often(scene):
    visitor = Visitor(scene.stack, "127.77.66.54", BROWSER)
    for _number in range(130):
        answer = visitor.post(scene.letter.path + "pass/" + TRAIL, b"7" * 20 + bytes(384))
        if answer.status == 429:
            return answer.status
    return answer.status


_TRIGGER = """
CREATE FUNCTION planted_fault() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'no %', NEW.spk; END $$;
CREATE {kind} TRIGGER planted_fault {when} INSERT ON petitions_waiting {more}
FOR EACH ROW EXECUTE FUNCTION planted_fault()
"""


def _with_trigger(scene, **parts):
    scene.stack.sql(_TRIGGER.format(**parts))
    try:
        return scene.signing()
    finally:
        scene.stack.sql("DROP FUNCTION planted_fault CASCADE")


@path(500)
def an_error_before_the_commit(scene):
    return _with_trigger(scene, kind="", when="BEFORE", more="")


@path(500)
def an_error_at_the_commit(scene):
    return _with_trigger(scene, kind="CONSTRAINT", when="AFTER", more="DEFERRABLE INITIALLY DEFERRED")


@path(500)
def an_error_after_the_commit(scene):
    """The row is written, then the receipt cannot be signed: the log key's file is damaged."""
    key = scene.stack.var / "keys" / "log.seed"
    kept = key.read_bytes()
    with without(scene.stack, "web"):
        key.write_bytes(kept[:5])
    try:
        status = scene.signing()
    finally:
        with without(scene.stack, "web"):
            key.write_bytes(kept)
    scene.person.seq += 1  # it was accepted
    return status

"""What a failing path is given: a letter of each kind, a desk, people and browsers full of canaries, and eyes."""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

from petitions.sealing.entries import NAMED
from tests.leaks.canaries import ADDRESS, BROWSER, SIGNATORY, words
from tests.leaks.life import Life
from tests.stack.people import Letter, Organizer, Person
from tests.stack.programs import HOST
from tests.stack.visitor import ORIGIN, Visitor

SEALED = 500  # a tier that is never reached
NAME = SIGNATORY["name"].encode()
PERSON = "plumbean.vexwright.quibblestone"
MAILBOX = f"{PERSON}@meridian.example"


class Here:
    """One stack, a letter with codes and one with work mail, and everybody who fails there."""

    def __init__(self, stack):
        self.stack = stack
        self.letter = Letter(stack, stack.step("letter", "desk@failing.example", 90))
        self.mailed = Letter(stack, stack.step("mailed_letter", "mailed@failing.example"))
        self.owner = Organizer(stack, "desk@failing.example", address=ADDRESS, browser=BROWSER).sign_in().visitor
        self.visitor = Visitor(stack, ADDRESS, BROWSER)
        self.people = []
        self._number = itertools.count(1)

    def mailbox(self):
        """A work address that has asked for nothing yet: each gets one code in half an hour."""
        return f"{PERSON}{next(self._number)}@meridian.example"

    @property
    def words(self):
        """{what: bytes} of all that must be found nowhere."""
        return Life(self.letter, self.people).words | words({"work mail": PERSON.encode()})

    def person(self):
        """Somebody with a pass who has not signed."""
        self.people.append(Person(self.letter, address=ADDRESS, browser=BROWSER))
        return self.people[-1].take_pass()

    def try_to_sign(self, person=None, tier=SEALED):
        """The answer to a signature with the canaries in it."""
        person = person or self.person()
        return person.visitor.post(self.letter.path + "sign/", person.signature(tier, SIGNATORY))

    def say_openly(self, person=None):
        """The answer to a signature that carries the name legibly, for paths on which it must not arrive."""
        return self.try_to_sign(person, NAMED)

    def waiting(self):
        return self.stack.sql("SELECT count(*) FROM petitions_waiting")[0][0]

    # To see that something failed

    def log(self, name):
        return self.stack.logs / f"{name}.log"

    @contextlib.contextmanager
    def said(self, name, *told, seconds=60):
        """The block must make a process say each of `told` in one new line of its log. Yields a function that tells
        whether it has."""
        before = self.log(name).stat().st_size

        def is_there():
            lines = self.log(name).read_bytes()[before:].decode(errors="replace").splitlines()
            return any(all(word in line for word in told) for line in lines)

        yield is_there
        until(is_there, seconds, f"{told} in the log of {name}")

    @contextlib.contextmanager
    def table_away(self, table):
        self.stack.sql(f"ALTER TABLE {table} RENAME TO away")
        try:
            yield
        finally:
            self.stack.sql(f"ALTER TABLE away RENAME TO {table}")

    @contextlib.contextmanager
    def letter_as(self, **columns):
        """The letter's row, changed by hand while the block runs."""
        names, pk = ", ".join(columns), self.letter.made["pk"]
        before = self.stack.sql(f"SELECT {names} FROM petitions_letter WHERE id = %s", [pk])[0]
        change = f"UPDATE petitions_letter SET {', '.join(f'{name} = %s' for name in columns)} WHERE id = %s"
        self.stack.sql(change, [*columns.values(), pk])
        try:
            yield
        finally:
            self.stack.sql(change, [*before, pk])

    @contextlib.contextmanager
    def nobody_may_write(self):
        """Every signature and batch waits while the block runs; gives the connection that holds them."""
        with self.stack.connect_database() as holder:
            holder.execute("BEGIN; LOCK TABLE petitions_waiting IN ACCESS EXCLUSIVE MODE")
            yield holder

    def held(self, number=1):
        """The server processes that wait for a lock, once there are so many."""
        asked = "SELECT pid FROM pg_locks WHERE NOT granted"
        return until(lambda: (found := self.stack.sql(asked)) and len(found) >= number and [pid for (pid,) in found])

    @contextlib.contextmanager
    def meanwhile(self, work):
        """Run `work` in a thread while the block runs; what it answered is in the list that is given."""
        answers = []
        thread = threading.Thread(target=lambda: answers.append(work()), daemon=True)
        thread.start()
        yield answers
        thread.join(60)
        if not answers:
            raise TimeoutError("no answer came")

    def children(self, name):
        pid = self.stack.processes[name].pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    @contextlib.contextmanager
    def full_disk(self, pids, most):
        """These processes can write no file beyond `most` bytes."""
        for pid in pids:
            _limit(pid, most)
        try:
            yield
        finally:
            for pid in pids:
                if Path(f"/proc/{pid}").exists():
                    _limit(pid, "unlimited")

    # Beneath the level of a browser

    def raw(self, sent, *, to_application=False, is_cut=False):
        """What comes back for these bytes. is_cut: nothing more will come from here."""
        with contextlib.closing(self.application() if to_application else self.stack.connect(ADDRESS)) as line:
            line.settimeout(30)
            line.sendall(sent)
            if is_cut:
                line.shutdown(socket.SHUT_WR)
            found = b""
            with contextlib.suppress(ConnectionResetError):
                while got := line.recv(65536):
                    found += got
            return found

    def application(self):
        """A connection to gunicorn, past nginx."""
        line = socket.socket(socket.AF_UNIX)
        line.connect(str(self.stack.run / "app.sock"))
        return line

    def until_it_answers(self):
        until(lambda: self.visitor.get(self.letter.path).status == 200)


def _limit(pid, most):
    subprocess.run([shutil.which("prlimit"), "--pid", str(pid), f"--fsize={most}:"], check=True)


def head(path, length, *, host=HOST, kind="application/octet-stream"):
    """The head of a POST that a browser full of canaries sends."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {length}", f"Content-Type: {kind}",
             f"X-Real-IP: {ADDRESS}", "X-Forwarded-Proto: https", "Sec-Fetch-Site: same-origin", f"Origin: {ORIGIN}",
             "Connection: close",
             *(f"{name}: {value}" for name, value in BROWSER.items() if name != "X-Real-IP")]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode()


def until(holds, seconds=60, what="it"):
    """What `holds` gives, once that is true."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come")
        time.sleep(0.05)
    return found


def is_refused(answer, status, sentence):
    """The path ended as it is named."""
    assert answer.status == status, (answer.status, answer.text[-500:])
    assert sentence in answer.text, answer.text[-2000:]


def is_raw(found, status, sentence=""):
    assert found.startswith(f"HTTP/1.1 {status}".encode()), found[:500]
    assert sentence.encode() in found, found[-1000:]


def junk(number):
    return os.urandom(number)

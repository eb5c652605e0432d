"""A whole letter's life over the wire, with canaries planted wherever a person or a browser can put something."""

import contextlib
import datetime
import time
from dataclasses import dataclass, field

from petitions.sealing.entries import COUNT_ONLY, NAMED
from tests.leaks.canaries import ADDRESS, BROWSER, SIGNATORY, words
from tests.stack.people import Letter, Organizer, Person

OPENED = [{"name": f"Openly Opened Person {number}"} for number in range(5)]
NAMED_NOW = {"name": "Nowly Namedperson Gladsome"}
HIDDEN = 500  # a tier that is never reached
LASTS = 3  # days until it closes; whoever ends it moves the clock for every letter of the stack


@dataclass
class Life:
    """What a life leaves in the hands of its people."""

    letter: Letter
    sealed: list = field(default_factory=list)  # Persons who signed with the canary name, never to be opened
    opened: list = field(default_factory=list)
    organizer: Organizer = None

    @property
    def secrets(self):
        """{what: bytes} of codes and private keys, which only their people may hold."""
        people = [*self.sealed, *self.opened]
        found = {f"code {at}": person.code.encode() for at, person in enumerate(people)}
        grouped = {f"code {at}, as printed": _grouped(person.code) for at, person in enumerate(people)}
        keys = {f"signatory key {at}": person.pass_.ssk for at, person in enumerate(people) if person.pass_}
        return found | grouped | keys

    @property
    def words(self):
        return words(self.secrets.items())


def _grouped(code):
    return "-".join(code[at : at + 4] for at in range(0, 20, 4)).encode()


def sign(stack):
    """A new letter; people sign in every way, all with the canary browser from the canary address."""
    life = Life(Letter(stack, stack.step("letter", "organizer@desk.example", 60, f"5,20,{HIDDEN}", LASTS)))
    where = {"address": ADDRESS, "browser": BROWSER}
    read_everything(life.letter, where)
    for tier in (HIDDEN, HIDDEN, COUNT_ONLY):
        life.sealed.append(Person(life.letter, **where).sign(tier, SIGNATORY))
    life.sealed.append(Person(life.letter, **where).sign_assisted(HIDDEN, SIGNATORY))
    life.opened += [Person(life.letter, **where).sign(5, fields) for fields in OPENED]
    life.opened.append(Person(life.letter, **where).sign(NAMED, NAMED_NOW))
    life.sealed[0].withdraw().sign(HIDDEN, SIGNATORY)
    life.sealed[1].withdraw()
    return life


def read_everything(letter, where):
    """Every page and file of the letter, with a question mark and words behind it."""
    visitor = Person(letter, code="unused", **where).visitor
    for name in ("", "names/", "verify/", "manifest.json", "letter.md", "leaves.bin", "checkpoints.txt", "assisted/"):
        assert visitor.get(letter.path + name + "?who=quibblestone-plumbean-4477").status == 200, name


def release(life):
    """The first wave, from the desk: announced, waited for, two release files, names opened and published."""
    letter, stack = life.letter, life.letter.stack
    now = datetime.datetime.now(datetime.UTC)
    stack.step("batch", letter.made["pk"])  # the clock asks once a day, and may have asked when few had signed
    stack.step("tick", now.isoformat())
    desk = f"/desk/letters/{letter.made['slug']}/"
    life.organizer = Organizer(stack, address=ADDRESS, browser=BROWSER).sign_in()
    life.organizer.press(desk + "waves/")
    tomorrow = datetime.datetime.combine(now.date() + datetime.timedelta(1), datetime.time(0, 1), datetime.UTC)
    stack.step("tick", tomorrow.isoformat())
    for trustee in (1, 2):
        keys = (letter.made["identities"][trustee - 1], letter.made["seeds"][trustee - 1])
        raw = bytes.fromhex(stack.step("release_file", letter.made["pk"], 1, trustee, *keys))
        life.organizer.press(f"{desk}waves/1/files/", page=f"{desk}waves/1/", files={"file": raw})
    life.organizer.press(f"{desk}waves/1/open/", page=f"{desk}waves/1/")
    _wait(lambda: OPENED[0]["name"] in life.organizer.visitor.get(letter.path + "names/").text)
    return life


def unopened(life):
    """{what: 32 bytes} from every sealed envelope that no wave was to open, as the database keeps them now."""
    asked = (
        "SELECT blob FROM petitions_blob b WHERE letter_id = %s AND NOT EXISTS (SELECT 1 FROM petitions_hold h "
        "WHERE h.letter_id = b.letter_id AND h.leaf = b.leaf AND h.due)"
    )
    found = [bytes(blob) for (blob,) in life.letter.stack.sql(asked, [life.letter.made["pk"]])]
    # Long values are kept in pieces of about 2,000 bytes: from the first one, and from the last.
    places = {"first": slice(4, 36), "last": slice(-36, -4)}
    return {f"envelope {at}, {name}": blob[place] for at, blob in enumerate(found) for name, place in places.items()}


def end(life):
    """From the desk: closed, released by the final wave, delivered, destroyed; then the day's erasing by the clock."""
    letter, stack, press = life.letter, life.letter.stack, life.organizer.press
    desk = f"/desk/letters/{letter.made['slug']}/"
    press(desk + "close/", sure="on")
    after = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(LASTS + 2)  # no notice ends before closing
    stack.step("tick", f"{after.isoformat()}T00:01:00+00:00")
    press(desk + "deliver/")
    press(desk + "destroy/", sure="on")
    stack.step("shred")


def _wait(holds, seconds=60):
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("the worker did not do it")
        time.sleep(0.2)


@contextlib.contextmanager
def without(stack, *names, kill=False):
    """Processes that are away while the block runs."""
    for name in names:
        stack.kill(name) if kill else stack.stop(name)
    try:
        yield
    finally:
        for name in reversed(names):
            stack.start(name)

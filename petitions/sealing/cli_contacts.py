"""A key holder's tool: `python -m petitions.sealing contacts`. It makes a key, and opens an export into a table."""

import csv
import os
import unicodedata
from pathlib import Path

from petitions.sealing import contacts, keyfile, xwing
from petitions.sealing.errors import Malformed, Rejected
from petitions.sealing.trustee_home import write_private

COLUMNS = ("mailbox", "name", "country", "public", "source", "day")
# What spreadsheets take for the beginning of a formula or a command. organize/spreadsheets.py has the same rule, which
# this package cannot import: a test holds the two together.
STARTS = frozenset("=+-@|%\t\r\n\0\u2212")
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")


def add(tools, passphrase):
    """Put the commands below into the argparse `tools`; `passphrase(args, new=False)` asks for one."""
    steps = tools.add_parser("contacts", help="hold a key to a petition's contacts").add_subparsers(required=True)

    def step(name, run, words):
        found = steps.add_parser(name, help=words)
        found.add_argument("--passphrase-file", metavar="PATH", help="read the passphrase there, - for standard input")
        found.set_defaults(run=lambda args, _home, _now: run(args, passphrase), home=None)
        return found

    found = step("key", _key, "make a key, once for a petition")
    found.add_argument("--name", required=True, help="yours, as the other holders know it")
    found.add_argument("--out", default="contacts.key", help="where the key is kept, under the passphrase")
    found.add_argument("--public", default="contacts-public.json", help="what the petition is given")
    found = step("open", _open, "open an export into a CSV table")
    found.add_argument("export")
    found.add_argument("--key", default="contacts.key")
    found.add_argument("--out", default="contacts.csv")


def _key(args, passphrase):
    seed = os.urandom(xwing.SEED_LENGTH)
    public = xwing.public(seed)
    if Path(args.out).exists():
        raise Rejected("key", "There is a key in that place already. Choose another one with --out.")
    told = contacts.key_file(name=args.name, public=public)
    contacts.read_key_file(told)
    write_private(Path(args.out), keyfile.encrypt(seed, passphrase(args, new=True)))
    Path(args.public).write_bytes(told)
    print(f"Give {args.public} to the petition. Keep {args.out} and a copy of it in a safe place: without it, and")
    print("without another holder's, nobody can ever read the contacts. Its fingerprint, to read out:")
    print(contacts.fingerprint(public))
    return 0


def _open(args, passphrase):
    seed = keyfile.decrypt(Path(args.key).read_bytes(), passphrase(args))
    own = contacts.fingerprint(xwing.public(seed))
    with Path(args.export).open("rb") as file:
        header, rows = contacts.read_export(file)
        if own not in header.holders:
            raise Rejected("key", "This export was not sealed to your key.")
        opened = _opened(xwing.private(seed), header, header.holders.index(own) + 1, rows)
        number = _write(Path(args.out), header, _each_once(opened))
    print(
        f"{number} contacts of {clean(header.title)} are in {args.out}. Only people with an x asked to be written to."
    )
    return 0


def _opened(private, header, i, rows):
    for sealed in rows:
        yield contacts.open(private, petition_id=header.petition_id, i=i, sealed=sealed)


def _each_once(opened):
    """Contacts without rows from paper whose mailbox was confirmed on the site too: what its owner said there holds.

    Rows from paper wait in memory until all were read, with every confirmed mailbox.
    """
    confirmed, paper = set(), []
    for fields in opened:
        if fields.get("source") == "paper" and fields.get("mailbox"):
            paper.append(fields)
            continue
        confirmed.add(fields.get("mailbox"))
        yield fields
    yield from (fields for fields in paper if fields["mailbox"] not in confirmed)


def _write(path, header, opened):
    """A table that spreadsheets take for text, readable for its owner alone; the number of its rows."""
    number = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([*COLUMNS, *map(inert, header.organizations)])
        for fields in opened:
            asked = fields.get("updates", [])
            if not isinstance(asked, list):
                raise Malformed("contact", "A contact holds no list of consents.")
            cells = [fields.get(column, "") for column in COLUMNS]
            marks = ["x" if at in asked else "" for at in range(len(header.organizations))]
            writer.writerow([*map(inert, cells), *marks])
            number += 1
    return number


def clean(text):
    """One printable line of a text from elsewhere."""
    return "".join(one if one.isprintable() else " " for one in str(text))


def inert(cell):
    """The text of a cell, with ' before it where a spreadsheet would make it more than text."""
    text = str(cell)
    seen = next((one for one in text if unicodedata.category(one) not in UNSEEN), "")
    begins = bool(text[:1]) and (text[0] in STARTS or unicodedata.normalize("NFKC", seen)[:1] in STARTS)
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    return f"'{plain}" if begins else plain

"""Make codes on a machine of your own, without this site's database: the site gets only their leaves."""

import json
import os
import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from petitions.documents.codes import PART, parts, spelled
from petitions.sealing import passes

MOST_CODES = 20_000


class Command(BaseCommand):
    help = (
        "Make codes for a letter offline. Print the codes (--pdf makes sheets to cut), upload the leaves file at the "
        "letter's desk page."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="how many codes, 1 to 20000")
        parser.add_argument("--scope", required=True, help="the letter's scope, 64 characters, from its desk page")
        parser.add_argument("--leaves", required=True, type=Path, help="write the leaves here, to upload")
        parser.add_argument("--codes", type=Path, help="write the codes here (mode 0600); default: print them")
        parser.add_argument("--pdf", type=Path, help="write sheets to cut here instead, 1,000 codes in each file")

    def handle(self, *, number, scope, leaves, codes, pdf, **options):
        if not 1 <= number <= MOST_CODES:
            raise CommandError("Make between 1 and 20,000 codes.")
        if not re.fullmatch("[0-9a-f]{64}", scope):
            raise CommandError("The scope has 64 characters, 0 to 9 and a to f.")
        made = [passes.new_code() for _number in range(number)]
        hashed = sorted(passes.roster_leaf(passes.code_hash(bytes.fromhex(scope), code)) for code in made)
        if len(set(hashed)) != number:
            raise CommandError("Two codes came out equal: this machine's randomness is broken. Nothing was written.")
        listed = "".join(f"{spelled(code)}\n" for code in made)
        if codes:
            _write(codes, listed.encode())
        if pdf:
            for at, sheets in enumerate(parts(made, language=settings.LANGUAGE_CODE), start=1):
                _write(pdf if number <= PART else pdf.with_stem(f"{pdf.stem}-{at}"), sheets)
        _write(leaves, json.dumps({"v": 1, "scope": scope, "leaves": [leaf.hex() for leaf in hashed]}).encode() + b"\n")
        if codes is None and pdf is None:
            self.stdout.write(listed, ending="")
        self.stderr.write(f"{number} codes made. Upload {leaves.name}; keep the codes off every server.")


def _write(path, content):
    """Write a new file that only its owner may read; never over another one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path.name} cannot be written: {error.strerror}.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)

"""python -m shareholder.readers: what a filing says, as JSON."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from shareholder.readers import form_8k, npx
from shareholder.readers.npx_votes import json_of
from shareholder.readers.refused import Unreadable

STEP = 16_000_000  # bytes between two lines of progress


def parser():
    out = argparse.ArgumentParser(prog="python -m shareholder.readers", description=__doc__)
    kinds = out.add_subparsers(dest="kind", required=True)
    votes = kinds.add_parser(
        "8k", help="the votes in Item 5.07 of a Form 8-K (HTML, plain text, or a whole submission)"
    )
    votes.add_argument("file", type=Path)
    votes.add_argument("--text", action="store_true", help="also the text that the offsets speak of")
    funds = kinds.add_parser("npx", help="the rows of a Form N-PX (XML, or a whole submission), of any size")
    funds.add_argument("file", type=Path)
    return out


def dump(value, out, indent=2):
    json.dump(value, out, ensure_ascii=False, indent=indent)


def votes(options, out, _err):
    reading = form_8k.read(options.file.read_bytes())
    found = reading.json()
    if options.text:
        found["text"] = reading.text
    dump(found, out)
    out.write("\n")


def funds(options, out, err):
    """Rows are printed as they are read. The file is checked whole before, so that a broken one prints none."""
    size = options.file.stat().st_size
    with options.file.open("rb") as file:
        npx.check(file, progress_to(err, "checked", size))
        reading = npx.read(file, progress_to(err, "read", size))
        unread = []
        out.write('{"items": [')
        for vote in reading:
            out.write(",\n" if vote.number > 1 else "\n")
            dump(json_of(vote), out, None)
            unread += [{"item": str(vote.number), "reason": problem, "at": vote.at} for problem in vote.problems]
    out.write('\n],\n"unread": ')
    dump(unread, out, None)
    out.write(',\n"cover": ')
    dump(asdict(reading.cover) if reading.cover else None, out, None)
    out.write("}\n")


def progress_to(err, verb, size):
    """Writes a line to standard error every 16 MB; nothing for small files."""
    told = 0

    def tell(done):
        nonlocal told
        if done - told >= STEP:
            told = done
            print(f"{verb} {done // 1_000_000} of {size // 1_000_000} MB", file=err, flush=True)

    return tell


def main(arguments, out=None, err=None):
    """Print JSON; 2 and a sentence for a file that can't be read."""
    out, err = out or sys.stdout, err or sys.stderr
    options = parser().parse_args(arguments)
    try:
        {"8k": votes, "npx": funds}[options.kind](options, out, err)
    except Unreadable as refusal:
        print(refusal, file=err)
        return 2
    except OSError:
        print("The file can't be opened.", file=err)
        return 2
    return 0

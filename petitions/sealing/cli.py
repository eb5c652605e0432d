"""The command line: what to ask, what to print. The only file of this package that reads the clock."""

import argparse
import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

from petitions.sealing import bundle as bundles
from petitions.sealing import cli_contacts, trustee, trustee_fetch, trustee_file, trustee_release, verify
from petitions.sealing.encoding import grouped, hex_bytes, sha256
from petitions.sealing.errors import Malformed, Rejected, SealingError
from petitions.sealing.promise import read_promise
from petitions.sealing.trustee_home import Home, default_home, to_json, write_private

OK, FAILED, UNREADABLE = 0, 1, 2
STDIN = "-"


def _passphrase(args, *, new=False):
    source = args.passphrase_file
    if source:
        try:
            text = sys.stdin.readline() if source == STDIN else Path(source).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise Malformed("passphrase", "The passphrase file is not UTF-8 text.") from None
        return text.partition("\n")[0].rstrip("\r")
    typed = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("Once more: ") != typed:
        raise Rejected("passphrase", "The two passphrases differ.")
    return typed


def _ask(question):
    try:
        return input(question)
    except EOFError:
        raise Rejected("answer", "There was no answer.") from None


def _size_and_root(text):
    size, _, root = text.strip().partition(":")
    if not size.isascii() or not size.isdigit():
        raise Malformed("compared", "Write what was read out as SIZE:ROOT.")
    return int(size), hex_bytes("".join(root.split()).lower(), 32)


def _progress(done, total):
    print(f"\r{done} of {total} opened", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _init(args, home, _now):
    passphrase = _passphrase(args, new=True)
    made = trustee.init(home, name=args.name, contact=args.contact, url=args.url, passphrase=passphrase)
    print(f"Identity made for {made['name']}. Keep a copy of {home.path} in a safe place.")
    return OK


def _join(args, home, _now):
    draft = trustee.read_draft(Path(args.draft).read_bytes())
    answer = trustee.join(home, draft, passphrase=_passphrase(args))
    print(f"“{draft['title']}”: {draft['t']} of {draft['n']} trustees open it.")
    print(f"You are invited as {draft['trustee']} and answer as {answer['name']}.")
    Path(args.out).write_bytes(to_json(answer))
    print(f"Send {args.out} back. Your key's fingerprint, to read to the other trustees:")
    print(trustee.key_fingerprint(bytes.fromhex(answer["ed25519"]), bytes.fromhex(answer["xwing"])))
    return OK


def _approve(args, home, _now):
    reading = trustee.read_letter(home, args.letter)
    letter = reading.manifest
    print(reading.text)
    print("-" * 72)
    print(f"letter_id    {letter.letter_id.hex()}")
    print(f"fingerprint  {letter.fingerprint}")
    print(f"passes       {_passes(letter.eligibility)}")
    for i, one in enumerate(letter.trustees, 1):
        mine = " (you)" if i == reading.seat else ""
        print(f"trustee {i}    {trustee.key_fingerprint(one.ed25519, one.xwing)}  {one.name}{mine}, {one.contact}")
    print("Compare the letter's fingerprint and every trustee's with the other trustees, by voice or in person:")
    print("never through the organizer or this server.")
    typed = args.fingerprint or _ask("The letter's fingerprint as the other trustees read it: ")
    approval = trustee.approve(home, reading, fingerprint=typed, passphrase=_passphrase(args))
    Path(args.out).write_bytes(to_json(approval))
    print(f"Approved as trustee {reading.seat}: send {args.out} back, and publish the letter_id at {_own_url(reading)}")
    return OK


def _passes(rule):
    if rule.mode == "email":
        return f"by work mail at {', '.join(rule.domains)}: the employer can make up people, THE COUNT RESTS ON TRUST"
    return f"for {rule.roster_size} codes: compare that with the number of people who work there"


def _own_url(reading):
    return reading.manifest.trustees[reading.seat - 1].url


def _selftest(args, home, _now):
    if trustee.selftest(home, args.letter, passphrase=_passphrase(args)):
        print("pass: the key on this device opens what is sealed to you.")
        return OK
    print("fail: the key on this device does not open what is sealed to you. Tell the other trustees at once.")
    return FAILED


def _fetch(args, home, now):
    passphrase = _passphrase(args)
    trustee_fetch.fetch(home, args.address, now=now, passphrase=passphrase, target=args.out, out=print)
    print(f"The trustee bundle is in {args.out}.")
    return OK


def _look(args, home, now):
    with bundles.Bundle.open(args.bundle) as bundle:
        trustee_release.look(home, bundle, now=now, out=print)
    return OK


def _withdrawal(args, home, now):
    trustee_release.hand_in(home, trustee_release.read_withdrawal(Path(args.file).read_bytes()), now=now)
    print("Kept. No release of a later snapshot on this device will pass over it.")
    return OK


def _release(args, home, now):
    handed = [trustee_release.read_withdrawal(Path(file).read_bytes()) for file in args.withdrawal]
    with bundles.Bundle.open(args.bundle) as bundle:
        plan = trustee_release.prepare(home, bundle, args.wave, now=now, withdrawals=handed, out=print)
        size, root = plan.snapshot
        notice = plan.record.notice
        print(f"notice    {notice.size}:{grouped(notice.root.hex(), 4)}")
        print(f"snapshot  {size}:{grouped(root.hex(), 4)}")
        print(plan.summary)
        print("Compare both lines with another trustee by voice or in person, and publish them, before you go on.")
        typed = args.compared or _ask("The snapshot as the other trustee reads it (SIZE:ROOT): ")
        raw = trustee_release.carry_out(
            home,
            plan,
            compared=_size_and_root(typed),
            passphrase=_passphrase(args),
            progress=_progress,
        )
    out = args.out or f"{args.wave}-{plan.look.seat}.bin"
    print(f"sha256 {sha256(raw).hex()}  (publish this first)")
    Path(out).write_bytes(raw)
    print(f"Then give {out} to the other trustees and the server together.")
    return OK


def _destroy(args, home, now):
    letter = home.find(args.letter).manifest()
    print(f"This deletes your key for the letter {letter.fingerprint}. What was not opened stays shut for ever.")
    typed = args.fingerprint or _ask("Type the letter's fingerprint to go on: ")
    if "".join(typed.split()).lower() != letter.address:
        raise Rejected("fingerprint", "This is not the letter's fingerprint. Nothing was deleted.")
    day = trustee_release.day_of(now)
    Path(args.out).touch()  # a place to write is proven before the key goes
    statement = trustee.destroy(home, args.letter, passphrase=_passphrase(args), day=day)
    Path(args.out).write_bytes(to_json(statement))
    print(f"Deleted. Destroy your backup too, then send {args.out} to the server.")
    return OK


def _pack(args, home, _now):
    write_private(Path(args.file), trustee_file.pack(home))
    print(f"{args.file} holds what this device keeps: choose it on the trustee's page. Use one of the two from now on.")
    return OK


def _unpack(args, home, _now):
    trustee_file.unpack(Path(args.file).read_bytes(), home.path)
    print(f"{home.path} holds what was in the trustee file. Use one of the two from now on.")
    return OK


def _verify(args, _home, now):
    promise = None
    if args.receipt:
        promise = read_promise(Path(args.receipt).read_bytes(), today=trustee_release.day_of(now))
    with bundles.Bundle.open(args.bundle) as bundle:
        seen = _size_and_root(args.seen) if args.seen else None
        asked = {"seen": seen, "promise": promise}
        report = verify.verify(bundle, out=print, processes=args.processes, sealed=args.trustee, **asked)
    if report.failures:
        print(f"FAILED: {', '.join(check for check, _sentence in report.failures)}")
        return FAILED
    print(f"All checks hold. {report.names} names are published, and they are what was sealed or stated.")
    print("This does not prove that passes went to real employees.")
    return OK


def _parser():
    parser = argparse.ArgumentParser(prog="python -m petitions.sealing", description="Verify and open letters.")
    tools = parser.add_subparsers(required=True)
    checker = tools.add_parser("verify", help="check a public bundle: 0 all holds, 1 something fails, 2 unreadable")
    checker.add_argument("bundle", help="the folder or zip")
    checker.add_argument("--seen", metavar="SIZE:ROOT", help="a checkpoint that the log must extend")
    checker.add_argument("--receipt", metavar="FILE", help="a saved receipt or proof: was its promise kept?")
    checker.add_argument("--trustee", action="store_true", help="it is a trustee bundle, with sealed blobs")
    checker.add_argument("--processes", type=int, help="how many at most (all cores)")
    checker.set_defaults(run=_verify, home=None)
    steps = tools.add_parser("trustee", help="hold a share of the opening power").add_subparsers(required=True)

    def step(name, run, words):
        found = steps.add_parser(name, help=words)
        found.add_argument("--home", type=Path, default=default_home(), help="where keys are kept")
        found.add_argument("--passphrase-file", metavar="PATH", help="read the passphrase there, - for standard input")
        found.set_defaults(run=run)
        return found

    found = step("init", _init, "make your identity, once")
    for option in ("--name", "--contact", "--url"):
        found.add_argument(option, required=True)
    found = step("join", _join, "make a fresh key for a letter")
    found.add_argument("draft", help="the invitation")
    found.add_argument("--out", default="join.json")
    found = step("approve", _approve, "read and approve a frozen letter")
    found.add_argument("letter", help="folder or zip with manifest.json and letter.md")
    found.add_argument("--fingerprint", help="as the other trustees read it")
    found.add_argument("--out", default="approval.json")
    step("selftest", _selftest, "see that your key opens").add_argument("letter", help="address or letter_id")
    found = step("fetch", _fetch, "get the log and the sealed blobs")
    found.add_argument("address", help="the letter's page")
    found.add_argument("--out", default="trustee-bundle.zip")
    step("look", _look, "verify a public bundle and remember it").add_argument("bundle")
    step("withdrawal", _withdrawal, "keep a withdrawal handed to you").add_argument("file")
    found = step("release", _release, "open what is due in a wave")
    found.add_argument("bundle", help="a trustee bundle")
    found.add_argument("--wave", type=int, required=True)
    found.add_argument("--withdrawal", action="append", default=[], metavar="FILE", help="handed to you in time")
    found.add_argument("--compared", metavar="SIZE:ROOT", help="the snapshot as another trustee reads it")
    found.add_argument("--out")
    found = step("destroy", _destroy, "delete your key for a letter")
    found.add_argument("letter", help="address or letter_id")
    found.add_argument("--fingerprint", help="the letter's, to confirm")
    found.add_argument("--out", default="destroyed.json")
    step("pack", _pack, "write a trustee file for the browser page").add_argument("file")
    step("unpack", _unpack, "make a home folder from a trustee file").add_argument("file")
    cli_contacts.add(tools, _passphrase)
    return parser


def main(argv, *, now=None):
    """Run one command and return its exit code: 0, 1 for a refusal or failed check, 2 for unreadable input."""
    args = _parser().parse_args(argv)
    try:
        return args.run(args, Home(args.home) if args.home else None, now or datetime.now(UTC))
    except SealingError as refusal:
        if refusal.check == "unreadable" and args.run is _verify:
            print(refusal, file=sys.stderr)
            return UNREADABLE
        if args.run is _verify:
            print(f"FAIL  {refusal.check}: {refusal}")
            print(f"FAILED: {refusal.check}")
        else:
            print(refusal, file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"A file could not be read or written: {error.strerror}.", file=sys.stderr)
        return UNREADABLE if args.run is _verify else FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return FAILED

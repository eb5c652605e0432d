"""The command line: what to ask, what to print. Answers are JSON on standard output; bad input is a sentence, status 2.

Nothing is read from the clock and nothing is written anywhere.
"""

import argparse
import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

from shareholder.rulebook import abroad, deadlines, eligibility, percentages, resubmission, rules, wording
from shareholder.rulebook.errors import RulebookError

OK, BAD_INPUT = 0, 2
NO_ADVICE = "Nothing here is legal advice. Check every day and number with counsel and the company's own papers."
MOST_BYTES = 1_000_000


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RulebookError("Write days as YYYY-MM-DD.") from None


def _day_and(text, parts):
    """(day, part, …) of text like 2026-06-15:40."""
    day, *rest = text.split(":")
    if len(rest) != parts:
        raise RulebookError("Write the day and what belongs to it with colons between.")
    return (_day(day), *rest)


def _count(text):
    plain = text.replace(",", "").replace("_", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 20:
        raise RulebookError("Counts are whole numbers that are not below zero.")
    return int(plain)


def _text(path):
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if path == "-" else _bytes(Path(path))
        if len(raw) > MOST_BYTES:
            raise RulebookError("The file is too long to be read.")
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RulebookError("The file cannot be read as UTF-8 text.") from None


def _bytes(path):
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _deadline(one):
    shown = {"name": one.name, "kind": one.kind, "day": one.day, "first_day": one.first, "computed": one.computed}
    steps = [{"step": name, "value": value} for name, value in one.steps]
    return {key: value for key, value in shown.items() if value is not None} | {
        "day": one.day,
        "weekday": one.day.strftime("%A") if one.day else None,
        "rule": one.rule.id,
        "cite": one.rule.cite,
        "steps": steps,
        "warnings": list(one.warnings),
    }


def _deadlines(args, book):
    applies = args.meeting or args.submitted or args.received or args.stated or args.released or args.last_meeting
    if applies is None:
        raise RulebookError("Give at least one day, for example --released or --meeting.")
    if args.meeting is None and args.released:
        applies = deadlines.anniversary(args.released)
    in_force = book.on(applies, submission=args.submitted)
    if args.country == "US":
        names = "released last_meeting meeting special stated submitted received noticed definitive revised solicited"
        facts = deadlines.Facts(**{name: getattr(args, name) for name in names.split()})
        found = deadlines.all_deadlines(facts, in_force)
    else:
        days = {name: getattr(args, name) for name in ("meeting", "last_meeting", "stated")}
        found = abroad.all_deadlines(args.country, in_force, **days)
    answer = {"country": args.country, "deadlines": [_deadline(one) for one in found]}
    if args.barred_after is not None:
        answer["barred_in"] = list(deadlines.barred_years(args.barred_after.year, in_force))
    season = book.season_on(args.submitted or applies)
    if args.country == "US" and season:
        answer["season"] = {"id": season.id, "status": season.status, "note": season.note, "source": season.source}
    return answer, [one.rule for one in found]


def _eligibility(args, book):
    facts = _eligibility_facts(args)
    in_force = book.on(facts["meeting"] or facts["submitted"], submission=facts["submitted"])
    submitted, splits = facts["submitted"], facts["splits"]
    high = facts["high"]
    if high is None:
        high = eligibility.highest_price(facts["prices"], submitted, in_force, splits=splits)
    found = eligibility.judge(
        submitted=submitted, bought=facts["bought"], sold=facts["sold"], splits=splits, high_price=high, rules=in_force
    )
    first, last = eligibility.price_window(submitted, in_force)
    tiers = [
        {
            "rule": tier.rule.id,
            "tier": tier.rule.numbers["tier"],
            "cite": tier.rule.cite,
            "held_since": tier.since,
            "lowest_shares": tier.lowest,
            "value": tier.value,
            "needed": tier.needed,
            "reached": tier.reached,
        }
        for tier in found.tiers
    ]
    answer = {
        "eligible": found.is_eligible,
        "tier": found.tier.rule.numbers["tier"] if found.tier else None,
        "tiers": tiers,
        "price_window": {"first_day": first, "last_day": last},
    }
    return answer, [*(tier.rule for tier in found.tiers), *found.rules]


def _eligibility_facts(args):
    """From the options, or from a JSON file, which leaves no trace of a holding in the shell's history."""
    if args.file:
        try:
            given = json.loads(_text(args.file), parse_float=str)
            facts = {
                "submitted": _day(given["submitted"]),
                "meeting": _day(given["meeting"]) if given.get("meeting") else None,
                "high": given.get("high_price"),
                "prices": [(_day(day), price) for day, price in given.get("prices", ())],
                "bought": [(_day(day), shares) for day, shares in given["lots"]],
                "sold": [(_day(day), shares) for day, shares in given.get("sales", ())],
                "splits": [(_day(day), new, old) for day, new, old in given.get("splits", ())],
            }
        except (ValueError, KeyError, TypeError, RecursionError):
            raise RulebookError("The file needs submitted, lots, and high_price or prices, as JSON.") from None
    else:
        facts = {
            "submitted": args.submitted,
            "meeting": args.meeting,
            "high": args.high_price,
            "prices": [_day_and(text, 1) for text in args.price],
            "bought": [_day_and(text, 1) for text in args.lot],
            "sold": [_day_and(text, 1) for text in args.sale],
            "splits": [_day_and(text, 2) for text in args.split],
        }
    if facts["submitted"] is None or not facts["bought"] or (facts["high"] is None and not facts["prices"]):
        raise RulebookError("Give the day of submission, at least one lot, and the highest price or prices.")
    return facts


def _resubmission(args, book):
    votes = [
        resubmission.Vote(_year_or_day(when), _count(in_favour), _count(against))
        for when, in_favour, against in (_three(text) for text in args.vote)
    ]
    year = _year_or_day(args.meeting).year
    if args.version:
        rule = book.version("US-RESUB", args.version)
    else:
        rule = book.on(date(year, 12, 31))["US-RESUB"]
    verdict = resubmission.judge(votes, year, rule)
    shown = [
        {
            "meeting": vote.meeting.year,
            "for": vote.for_,
            "against": vote.against,
            "percentage": percentages.shown(vote.percentage, 4),
        }
        for vote in sorted(votes, key=lambda vote: vote.meeting)
    ]
    answer = {
        "meeting": year,
        "excludable": verdict.is_excludable,
        "result": "excludable" if verdict.is_excludable else "eligible",
        "why": verdict.why,
        "times_voted": verdict.times,
        "last_vote": verdict.last.meeting.year if verdict.last else None,
        "threshold": verdict.threshold,
        "may_be_put_again_from": verdict.clear_from,
        "votes": shown,
    }
    return answer, [rule]


def _three(text):
    parts = text.split(":")
    if len(parts) != 3:
        raise RulebookError("Write each vote as YEAR:FOR:AGAINST.")
    return parts


def _year_or_day(text):
    if len(text) == 4 and text.isascii() and text.isdigit() and text != "0000":
        return date(int(text), 1, 1)
    return _day(text)


def _words(args, book):
    in_force = book.on(args.meeting) if args.meeting else book.on(max(rule.starts for rule in book.versions))
    counted = wording.count([_text(path) for path in args.files], in_force)
    limit = counted.rule.numbers["words"]
    answer = {"lenient": counted.lenient, "strict": counted.strict, "limit": limit, "verdict": counted.verdict}
    return answer, [counted.rule]


def _parser():
    parser = _Parser(prog="python -m shareholder.rulebook", description=__doc__.split("\n")[0])
    parser.add_argument("--rules", action="append", default=[], metavar="FILE", help="your own rules over ours")
    commands = parser.add_subparsers(required=True, dest="command", parser_class=_Parser)

    one = commands.add_parser("deadlines", help="every day that follows from what is known")
    one.set_defaults(run=_deadlines)
    one.add_argument("--country", default="US", help="US, GB, CA, DE, … (US)")
    one.add_argument("--released", type=_day, help="last proxy statement was released to shareholders")
    one.add_argument("--last-meeting", "--previous-meeting", type=_day, help="the annual meeting before")
    one.add_argument("--meeting", type=_day, help="the meeting that the proposal is for")
    one.add_argument("--special", action="store_true", help="it is no regular annual meeting")
    one.add_argument("--stated", type=_day, help="the deadline that the company printed")
    one.add_argument("--submitted", type=_day, help="the proposal was submitted")
    one.add_argument("--received", type=_day, help="the company received the proposal")
    one.add_argument("--noticed", type=_day, help="a notice of defects was received")
    one.add_argument("--definitive", type=_day, help="the company plans to file its definitive proxy")
    one.add_argument("--revised", type=_day, help="the company received a required revision")
    one.add_argument("--solicited", type=_day, help="an exempt solicitation was first sent")
    one.add_argument("--barred-after", type=_year_or_day, metavar="YEAR", help="it was not presented")

    one = commands.add_parser("eligibility", help="may one holder submit a proposal")
    one.set_defaults(run=_eligibility)
    one.add_argument("file", nargs="?", help="a JSON file, or - for standard input, instead of the options")
    one.add_argument("--submitted", type=_day)
    one.add_argument("--meeting", type=_day, help="the meeting decides which rules are in force (the submission)")
    one.add_argument("--high-price", "--high", help="highest selling price in the 60 days before the submission")
    one.add_argument("--price", action="append", default=[], metavar="DAY:PRICE", help="instead of the highest one")
    one.add_argument("--lot", action="append", default=[], metavar="DAY:SHARES", help="a purchase; again for each")
    one.add_argument("--sale", action="append", default=[], metavar="DAY:SHARES")
    one.add_argument("--split", action="append", default=[], metavar="DAY:NEW:OLD", help="2 for 1 is DAY:2:1")

    one = commands.add_parser("resubmission", help="may a proposal be put to the vote again")
    one.set_defaults(run=_resubmission)
    one.add_argument("--meeting", required=True, metavar="YEAR", help="the year, or day, of the next meeting")
    one.add_argument("--vote", action="append", default=[], metavar="YEAR:FOR:AGAINST", help="again for each vote")
    one.add_argument("--version", help="look at it under 1998 or 2022, whatever the year")

    one = commands.add_parser("words", help="count the words of a proposal, strictly and leniently")
    one.set_defaults(run=_words)
    one.add_argument("files", nargs="+", metavar="FILE", help="text files, counted together; - is standard input")
    one.add_argument("--meeting", type=_day)
    return parser


class _Parser(argparse.ArgumentParser):
    """Says no with our own sentences: argparse's would repeat what was typed, which may be a holding."""

    def error(self, _message):
        raise RulebookError(f"The command was not understood. See {self.prog} --help.")


def _plain(value):
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        whole, rest = divmod(round(value * 1_000_000), 1_000_000)
        return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    return value.isoformat()


def main(argv):
    """Run one command. The exit status: 0, or 2 for input that cannot be computed with."""
    try:
        args = _parser().parse_args(argv)
        answer, used = args.run(args, rules.read(args.rules) if args.rules else rules.ours())
    except RulebookError as refused:
        print(refused, file=sys.stderr)
        return BAD_INPUT
    named = {(rule.id, rule.version): rule.named() for rule in used}
    answer |= {"rules": list(named.values()), "note": NO_ADVICE}
    print(json.dumps(answer, indent=2, ensure_ascii=False, default=_plain))
    return OK

"""What the items of one meeting say about each other. A disagreement is a doubt to report, never a reason to change."""

import re
from collections import Counter

from shareholder.readers.ballot import FREQUENCY
from shareholder.readers.labels import ABSTAIN, AGAINST, BROKER, FOR, WITHHELD

DEFINED = r"[(\[]\s*(?:the\s+)?[“\"]([^”\"]{{0,40}}\b(?:proposal|item)\s+(?:no\.?\s*|number\s*)?{number})[”\"]\s*[)\]]"
CLAUSE = re.compile(r"(?:\((?:[ivx]+|\d{1,2}|[a-z])\)|(?<=[.:;])\s|;\s*(?:and\s)?)", re.I)
VAGUE = re.compile(
    r"\W*(?:with respect to|regarding|as to|on|results? (?:of|for)|vote on|the)?\W*"
    r"(?:(?:the )?(?:share|stock)holder )?(?:proposal|item|matter)\s*(?:no\.?|number)?\s*"
    r"\w{1,5}\W*",
    re.I,
)

SAME_TOTAL = "It has no column of broker non-votes, and its votes add up to what the meeting's other items have in all."


def check(items):
    """Sentences about what doesn't agree; fills in broker non-votes of zero where the totals prove them."""
    doubts = []
    for share_class in dict.fromkeys(item.share_class for item in items):
        group = [item for item in items if item.share_class == share_class]
        doubts += check_class(group)
    return doubts + check_numbers(items)


def check_class(items):
    doubts = []
    counted = [item for item in items if item.total() is not None]
    totals = Counter(item.total() for item in counted)
    if not totals:
        return doubts
    usual, times = totals.most_common(1)[0]
    for item in items:
        silent = BROKER not in item.counts or item.counts[BROKER].number is None
        cast = [item.number(role) for role in item.counts if role != BROKER]
        if silent and None not in cast and sum(cast) == usual:
            item.derived[BROKER] = (0, SAME_TOTAL)
    if times > 1 or len(counted) == 2:
        for item in counted:
            if item.total() != usual:
                doubts.append(
                    f"{name_of(item)}: all its votes and broker non-votes add up to {item.total():,}, "
                    f"those of most items to {usual:,}."
                )
    brokers = Counter(item.number(BROKER) for item in items if item.number(BROKER))
    if len(brokers) > 1:
        listed = ", ".join(f"{number:,}" for number in sorted(brokers))
        doubts.append(f"The broker non-votes are not the same for all items: {listed}.")
    return doubts


def check_numbers(items):
    """Doubts about which item a count belongs to."""
    doubts = []
    whole = [item for item in items if not item.heading and item.kind != "election"]
    seen = Counter((item.item, item.share_class) for item in whole if item.item)
    doubts += [f"Two votes have the item number {number}." for (number, _), times in seen.items() if times > 1]
    doubts += ["A vote has no title that could be found." for item in items if not item.title]
    for item in items:
        if item.kind == FREQUENCY:
            continue
        if item.number(FOR) == 0 and (item.number(AGAINST) or item.number(WITHHELD) or item.number(ABSTAIN)):
            doubts.append(f"{name_of(item)}: nobody at all voted for it.")
    return doubts


def name_of(item):
    return f"Item {item.item}" if item.item else (item.title or "An item without a title")[:80]


def settle_titles(items, text):
    """Give "Proposal No. 1" the words that define it, and tell shareholders' own numbering from the ballot's."""
    for item in items:
        if item.title and item.item and VAGUE.fullmatch(item.title):
            item.title = defined(item.item, text) or item.title
    if any(item.sponsored and item.item == "1" for item in items):  # item 1 of a ballot is the company's
        for item in items:
            if item.sponsored and item.item and item.item.isdigit():
                item.item = f"SP{item.item}"


def defined(number, text):
    """The clause that ends in (“Proposal No. 1”), where there is one."""
    found = re.search(DEFINED.format(number=re.escape(number)), text, re.I)
    if not found:
        return None
    before = text[: found.start()]
    cuts = [cut.end() for cut in CLAUSE.finditer(before)]
    words = " ".join(before[cuts[-1] if cuts else 0 :].split())
    return words if 2 < len(words.split()) < 90 else None

"""Votes in lines of text: label lists, bullets, label and value in one row, and prose.

A number is taken only if the label beside it is joined to it by nothing but words such as "votes were cast". Within a
run of lines all labels stand before their numbers or all stand behind; where both readings are as good, none is taken.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from shareholder.readers.ballot import LIST, Item
from shareholder.readers.counts import COUNT, NONE, Value, number_of, without_notes
from shareholder.readers.labels import ABSTAIN, AGAINST, BROKER, COUNTED, FOR, OTHER, WITHHELD, is_filler, role_of
from shareholder.readers.titles import is_class, title_of
from shareholder.readers.vote_rows import is_enough

NUMBER = re.compile(
    r"(?<![\w.,$€£/])(?P<digits>\d{1,3}(?:,\d{3}){1,5}+|\d{1,15}+)(?P<part>\.\d{1,6}+)?+(?![\d,]*\d)"
    r"(?!\s?(?:%|percent))(?![\w/])(?!\s{0,9},\s{0,9}\d{3}(?!\d))"  # "12,345, 678" is no 12,345
)
TORN = re.compile(r"\d\s{0,9},\s{1,9}$")  # what stands before the second half of such a number
YEAR_LABEL = (
    r"(?:every\s+|once\s+(?:every\s+)?)?(?:1|one|2|two|3|three)[\s-]+years?|every\s+year|annual(?:ly)?|biennial(?:ly)?"
    r"|triennial(?:ly)?"
)
# "votes for approval: 1,234" is one label; with more words behind it, it is a sentence about something else.
OBJECT = r"\s+(?:approval|election|adoption|ratification)(?=\W{0,9}\d)"
LABELS = (
    (BROKER, r"(?:broker(?:age|s|['’]s)?\s+)?non\s?[-–—‐]?\s?vot(?:es?|ing|ed)"),
    (ABSTAIN, r"abst(?:ain(?:ed|ing|s)?|entions?)(?:\s+from\s+voting)?"),
    (WITHHELD, r"(?:authority\s+)?with(?:held|hold|holding)(?:\s+authority)?"),
    (AGAINST, rf"against(?:(?<=votes\sagainst){OBJECT})?|opposed(?:\s+to)?|in\s+opposition(?:\s+to)?|negative"),
    (FOR, rf"in\s+favou?r(?:\s+of)?|for(?:(?<=votes\sfor){OBJECT})?|affirmative"),
)
LABEL = re.compile(
    rf"(?<![\w-])(?:(?P<years>(?:for\s+)?(?:{YEAR_LABEL}))|"
    + "|".join(f"(?P<{role}>{pattern})" for role, pattern in LABELS)
    + r")(?![\w])",
    re.I,
)
# A dot can begin a share or be a dot: the share comes first and no loop gives back what it took, or k dots would have
# 2^k readings.
SHARE = r"(?:\(\s{0,9}(?:approximately |about )?[\d.]{1,12}+\s?%[^()]{0,80}\)|[\d.]{1,12}+\s?%)"
AFTER = re.compile(  # between a number and the label behind it
    rf"(?:{SHARE}|[\s\"“”'‘’(]|\b(?:votes?|shares?|were|was|are|voted|voting|cast|of|the|common|stock|ordinary|class|[abc]|"
    r"units|ballots|being|in|have|had|been|company['’]s|proxies|an?)\b)*+",
    re.I,
)
BEFORE = re.compile(  # between a label and the number behind it
    rf"(?:{SHARE}|[\s:=\"“”'‘’(|\-–—.…]|\b(?:votes?|shares?|were|was|are|is|cast|total|totall?ed|received|of|voted)\b)*+",
    re.I,
)
NOTHING = re.compile(r"(?<!\w)(?:no|zero)(?=\s)", re.I)
VALUE_ONLY = re.compile(
    r"(?::|\t|\.{3,}|…|\s[-–—])\s*(?P<v>[-–—]|-0-|none|nil|zero|n/a|not applicable)\s*(?=$|[\n\t;,.])", re.I
)
TOGETHER = re.compile(r"\s*(?:and(?:/or)?|or|/|&|\+)\s*(?:votes?\s+|shares?\s+)?", re.I)
REACH = 120  # characters between a number and its label


class Label:
    __slots__ = ("end", "role", "start")

    def __init__(self, role, start, end):
        self.role, self.start, self.end = role, start, end


def labels_in(text):
    """Labels by their place; two that are joined ("abstentions and broker non-votes") are one that counts neither."""
    labels = []
    for found in LABEL.finditer(text):
        role = found.lastgroup
        if role == "years":
            role = role_of(re.sub(r"^for\s+", "", found.group(), flags=re.I)) or OTHER
        label = Label(role, found.start(), found.end())
        if labels and TOGETHER.fullmatch(text[labels[-1].end : label.start]) and labels[-1].role != role:
            labels[-1] = Label(OTHER, labels[-1].start, label.end)
        else:
            labels.append(label)
    return labels


def numbers_in(text):
    """Every number that could be a count, as (Value, side): side is where its label must be, or None for either."""
    out = []
    for found in NUMBER.finditer(text):
        number = number_of(found.group())
        if found["part"] and number < 1000:
            continue
        if re.match(r"\d{3}(?!\d)", found.group()) and TORN.search(text[max(0, found.start() - 20) : found.start()]):
            continue
        before = text[max(0, found.start() - 12) : found.start()].lower()
        if number < 100 and re.search(r"(?:proposal|item|no\.|number|#|page)\s*$", before):
            continue
        if number < 100 and text[found.end() : found.end() + 1] in (".", ")") and is_line_start(text, found.start()):
            continue
        out.append((Value(COUNT, number, found.start(), found.end()), None))
    for found in NOTHING.finditer(text):
        out.append((Value(COUNT, 0, found.start(), found.end()), "after"))
    for found in VALUE_ONLY.finditer(text):
        kind, number = (NONE, None) if found["v"].lower() in ("n/a", "not applicable") else (COUNT, 0)
        start, end = found.span("v")
        out = [entry for entry in out if not start <= entry[0].start < end]  # the digit in "-0-"
        out.append((Value(kind, number, start, end), "before"))
    return sorted(out, key=lambda entry: entry[0].start)


def is_line_start(text, at):
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t(")


def label_before(text, value, labels):
    place = bisect_right(labels, value.start, key=lambda label: label.end) - 1
    if place < 0 or value.start - labels[place].end > REACH:
        return None
    return labels[place] if BEFORE.fullmatch(text[labels[place].end : value.start]) else None


def label_after(text, value, labels):
    place = bisect_left(labels, value.end, key=lambda label: label.start)
    if place == len(labels) or labels[place].start - value.end > REACH:
        return None
    return labels[place] if AFTER.fullmatch(text[value.end : labels[place].start]) else None


def pairs_in(text):
    """[(Label, Value)] in the order of the text; none where the text can be read in two ways."""
    text = without_notes(text)
    labels = labels_in(text)
    before, after, fixed = {}, {}, {}
    numbers = numbers_in(text)
    crowded = crowded_in(text, [value for value, _ in numbers])
    for value, side in numbers:
        if value in crowded:
            continue
        left = label_before(text, value, labels) if side != "after" else None
        right = label_after(text, value, labels) if side != "before" else None
        if side == "after" and right and right.role in (ABSTAIN, BROKER, AGAINST, WITHHELD, FOR):
            fixed[right] = value
        elif side == "before" and left:
            fixed[left] = value
        elif side is None:
            if left and left not in before:
                before[left] = value
            if right and right not in after:
                after[right] = value
    weights = [sum(weight(text, *pair) for pair in side.items()) for side in (before, after)]
    if weights[0] == weights[1] and before:
        return []
    chosen = before if weights[0] > weights[1] else after
    chosen = dict(chosen)
    for label, value in fixed.items():
        chosen.setdefault(label, value)
    return sorted(chosen.items(), key=lambda pair: min(pair[0].start, pair[1].start))


def weight(text, label, value):
    """A label on the line of its number says twice as much as one on the next."""
    between = text[min(label.end, value.end) : max(label.start, value.start)]
    return 1 if "\n" in between else 2


def crowded_in(text, values):
    """Numbers that stand side by side on a line with no word between: no label can belong to one of them alone."""
    out = set()
    for one, other in pairwise(values):
        if re.fullmatch(r"[ \t|]*", text[one.end : other.start]):
            out |= {one, other}
    return out


def has_pairs(text):
    """Whether a line could be part of a run of counts."""
    text = without_notes(text)
    labels = labels_in(text)
    return any(label_before(text, v, labels) or label_after(text, v, labels) for v, _ in numbers_in(text))


class Run:
    """Lines of counts that follow one another, read together."""

    def __init__(self, page, headings):
        self.page, self.headings = page, headings
        self.start = self.end = None

    def add(self, start, end):
        self.start = start if self.start is None else self.start
        self.end = end

    def read(self):
        """The items in the run."""
        if self.start is None:
            return []
        offset, text = self.start, self.page.text[self.start : self.end]
        self.start = self.end = None
        groups, lead = [], 0
        for label, value in pairs_in(text):
            begin, end = min(label.start, value.start), max(label.end, value.end)
            if not groups or label.role in groups[-1][0] or self.parts(text, groups[-1][2], begin):
                groups.append(({}, begin, end, text[lead:begin], lead))
            counts, first, _, words, at = groups[-1]
            counts[label.role] = Value(value.kind, value.number, value.start + offset, value.end + offset)
            groups[-1] = (counts, first, end, words, at)
            lead = end
        items = []
        for counts, _, _, words, at in groups:
            counts = {role: value for role, value in counts.items() if role in COUNTED}
            self.lead(words, at + offset)
            if not is_enough(counts):
                continue
            item = Item(counts, layout=LIST)
            title = self.headings.take()
            if title and title.text and is_class(title.text):
                item.share_class, title = title.text.rstrip(":"), items[-1] if items else self.headings.take()
            if title:
                is_item = isinstance(title, Item)
                item.item = title.item
                item.sponsored, item.heading = title.sponsored, title.heading
                item.title = title.title if is_item else title.text
                item.title_at = title.title_at if is_item else title.at
            items.append(item)
        return items

    @staticmethod
    def parts(text, before, after):
        """Whether a new numbered heading stands between two counts."""
        between = text[before:after]
        return "\n" in between and any(
            title_of(line.strip(), 0).numbered and len(line.strip()) > 12
            for line in between.split("\n")[1:]
            if line.strip()
        )

    def lead(self, words, start):
        for line in words.split("\n"):
            stripped = line.strip(" \t•·●▪◦*-–—;,.")
            if re.search(r"[A-Za-z]{3}", stripped) and not re.fullmatch(r"[\W\d]*(?:of the [a-z ]+)\W*", stripped):
                if not role_of(stripped) and not is_remark(stripped) and not is_filler(stripped):
                    self.headings.add(stripped, start + line.index(stripped))
            start += len(line) + 1


def is_remark(text):
    """What stands in brackets behind a count: "(26.3% of the voted shares)"."""
    return bool(re.fullmatch(r"\(?[^()]*%[^()]*\)?|\(.*\)|(?:and|with|were|there were|shares|votes)[\s:]*", text, re.I))

"""A list of organizations as people paste it: lines broken where a column ended, names more than once. Pure.

What comes out is one clean list, and beside each name everything that was put together to make it, so that a person can
see each merge before anything is written. Nothing is merged only because it is similar: that is told, not done.

How broken lines are found. A name that stands in the list more than once is broken at different places, or not at all:
a line break that another copy of the same words does not have is no end of a name. What stands there once is joined
where a bracket is still open, or where a line ends or begins with a word that ends or begins no name ("of", "with").
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from petitions.name_rules import HIDDEN, shown, tidy
from petitions.organization_names import BETWEEN, DROPPED, bare, findings, squeezed

MOST_LINES, MOST_NAME = 3_000, 200
WINDOW = 5  # lines that one name may be broken into
OPENS = frozenset(  # no name ends with one of these
    "of for the and & with on in to a an at der die das und für von la le les et de del du des los las y e o da".split()
)
CARRIES_ON = frozenset(
    "of for and & with in to at und für von et de del du des da".split()
)  # nor begins, in lower case
POINTS = re.compile(r"^\s*(?:[-*•·–]\s+|[0-9]{1,4}[.)]\s+)")
RULES = re.compile(r"[-*_=~•·–\s]+")  # lines that only divide


@dataclass
class Found:
    """One organization of the list. spellings: {as written: [numbers of the lines it begins in]}, the first is kept."""

    name: str
    spellings: dict
    joined: bool = False  # whether one of them was put together from several lines
    alike: list = field(default_factory=list)  # [(kind of likeness, other name)]: told, not merged
    was: list = field(default_factory=list)  # the same with names that stand there already

    @property
    def seen(self):
        return sum(map(len, self.spellings.values()))

    @property
    def lines(self):
        return sorted(number for numbers in self.spellings.values() for number in numbers)


def read(text):
    """([Found] in the order of the text, [(number of the line, what is wrong)]): "long", "hidden" or "many"."""
    lines, wrong = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        plain = tidy(POINTS.sub("", line)) if not RULES.fullmatch(line) else ""
        if number > MOST_LINES:
            wrong.append((number, "many"))
            break
        if len(plain) > MOST_NAME:
            wrong.append((number, "long"))
            plain = ""
        elif HIDDEN in shown(plain):
            wrong.append((number, "hidden"))
            plain = ""
        lines.append((number, plain))
    names = [name for block in _blocks(lines) for name in _names(*block)]
    return _merged(names), wrong


def _blocks(lines):
    """[(lines of a block, the set of places in it where a line does not end a name)]."""
    blocks, block = [], []
    for number, line in [*lines, (0, "")]:
        if line:
            block.append((number, line))
        elif block:
            blocks.append(block)
            block = []
    soft = _breaks_that_copies_lack(blocks)
    return [(block, soft[at] | _breaks_inside(block)) for at, block in enumerate(blocks)]


def _letters(line):
    return BETWEEN.sub("", DROPPED.sub("", line.casefold()).replace("&", "and"))


def _breaks_that_copies_lack(blocks):
    """[set of places] for each block: breaks inside a run of lines whose words stand elsewhere with other breaks."""
    runs = defaultdict(list)
    for at, block in enumerate(blocks):
        letters = [_letters(line) for _number, line in block]
        for start in range(len(block)):
            ends = []
            for size in range(1, min(WINDOW, len(block) - start) + 1):
                words = "".join(letters[start : start + size])
                runs[words].append((at, start, frozenset(ends)))
                ends.append(len(words))
    soft = [set() for _block in blocks]
    for places in runs.values():
        kinds = {ends for _at, _start, ends in places}
        if len(kinds) < 2:
            continue
        for at, start, ends in places:
            if ends and any(not ends & others for others in kinds if others != ends):
                soft[at] |= {start + step for step in range(len(ends))}
    return soft


def _breaks_inside(block):
    """Places after which the name must go on, by what stands there alone."""
    found, depth = set(), 0
    for at, (_number, line) in enumerate(block[:-1]):
        depth = max(depth + line.count("(") - line.count(")"), 0)
        following = block[at + 1][1]
        last = line.split()[-1].casefold()
        closes = depth > 0 and ")" in " ".join(later for _n, later in block[at + 1 : at + WINDOW])
        ends_open = last in OPENS or last in ("-", "–", ",")
        carries_on = following.split()[0] in CARRIES_ON
        if closes or ends_open or carries_on:
            found.add(at)
        else:
            depth = 0
    return found


def _names(block, soft):
    """(name, number of its first line, whether it was joined) for each name of a block."""
    parts, number = [], 0
    for at, (here, line) in enumerate(block):
        number = number if parts else here
        parts.append(line)
        if at in soft and len(parts) < WINDOW:
            continue
        yield _join(parts), number, len(parts) > 1
        parts = []


def _join(parts):
    whole = parts[0]
    for part in parts[1:]:
        whole += part if re.search(r"\w-$", whole) else f" {part}"
    return tidy(whole)


def _merged(names):
    """Each name once. Two are one when only spelling, or what stands in brackets, tells them apart."""
    groups = {}
    for name, number, joined in names:
        groups.setdefault(squeezed(bare(name)), []).append((name, number, joined))
    return note_alike([_found(group) for group in groups.values()])


def _found(group):
    lines = defaultdict(list)
    for name, number, _joined in group:
        lines[name].append(number)
    order = sorted(lines, key=lambda name: (-len(lines[name]), lines[name][0]))
    spellings = {name: lines[name] for name in order}
    return Found(order[0], spellings, any(joined for _name, _number, joined in group))


def note_alike(found, known=()):
    """The same, each told which others it is like, and which of `known` names, that stand on the list already."""
    names = [*(one.name for one in found), *known]
    for kind, i, j in findings(names):
        for here, other in ((i, j), (j, i)):
            if here < len(found):
                (found[here].alike if other < len(found) else found[here].was).append((kind, names[other]))
    return found

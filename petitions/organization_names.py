"""Names of organizations: what they are when spelling does not count, which are alike, who is whose parent. Pure.

Nothing here decides: it finds what a person should look at.
"""

import re
import unicodedata
from collections import defaultdict
from hashlib import sha256

from petitions.name_rules import skeleton, tidy

# At the beginning of a name, for comparing. What is ignored in sorting is each group's own choice.
ARTICLES = frozenset("the a an der die das le la les el los las il lo o os as".split())
LEGAL_FORMS = frozenset("inc incorporated ltd limited llc llp plc corp corporation gmbh ggmbh ev".split())
AND = frozenset(("&", "and", "und", "et", "y"))
DROPPED = re.compile("['’ʼ`´.]")
BETWEEN = re.compile(r"[^\w&]+|_+")
BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
ACRONYM = re.compile(r"[A-Z][A-Z0-9&.\-]{1,11}")
DIACRITICS = re.compile("[\u0300-\u036f]")
MOST_SAID = 200  # characters of a name that are looked at: no name that is taken is longer
MOST_WORDS = 24  # of a name in which typing errors are looked for
MOST_ALIKE = 20  # names of a group that are told of each other; in a larger one, each is told of its first alone
MOST_NEAR = 50  # words in one place that are compared letter by letter, each with each
NEIGHBOURS = 10  # those that a word is compared with where more stand: the next ones in the alphabet
SHORT, LONG = 4, 8  # letters: a word shorter than the first has no typing errors, one from the second on may have two


def words(name):
    """What a name says, as a list of words: no case, accents, punctuation, article before or legal form after it."""
    plain = DIACRITICS.sub("", unicodedata.normalize("NFKD", tidy(name)[:MOST_SAID].casefold()))
    plain = BETWEEN.sub(" ", DROPPED.sub("", plain).replace("&", " & "))
    found = ["and" if word in AND else word for word in plain.split()]
    while len(found) > 1 and found[0] in ARTICLES:
        found = found[1:]
    while len(found) > 1 and found[-1] in LEGAL_FORMS:
        found = found[:-1]
    return found


def bare(name):
    """The name without what stands in brackets; as it is when nothing else would be left."""
    return " ".join(BRACKETS.sub(" ", name).split()) or name


def squeezed(name):
    """A name's words without the spaces between them: a hyphen, a space and nothing are the same."""
    return "".join(words(name))


def likeness(name):
    """16 bytes that two names share when only spelling tells them apart. No two of them stand on one list."""
    return sha256(squeezed(name).encode()).digest()[:16]


def look(name):
    """16 bytes that two names share when they look alike, whatever letters they are written with (UTS 39)."""
    return sha256(skeleton(" ".join(words(name))).encode()).digest()[:16]


def acronyms(name):
    """The short forms that a name gives of itself: "ACLU" of "American Civil Liberties Union (ACLU)"."""
    parts = [bare(name), *IN_BRACKETS.findall(name)]
    return {part for part in map(str.strip, parts) if ACRONYM.fullmatch(part)}


KINDS = ("same", "brackets", "look", "short", "order", "spelling")  # the surest first


def findings(names):
    """[(kind, i, j)] with i < j for pairs of `names` that may be one organization, each pair once with its surest kind.

    same: only spelling differs · brackets: so does what is in brackets · look: letters that look alike · short: one is
    the other's acronym · order: the same words in another order · spelling: one word differs by a letter or two.

    The work and what comes out grow with the names and not with their pairs, also where somebody made them up to be
    all alike: of more than MOST_ALIKE in a group, each is told of the first alone, and where more than MOST_NEAR words
    stand in one place, they are compared with their neighbours in the alphabet alone.
    """
    found = {}

    def note(kind, group):
        for at, first in enumerate(group if len(group) <= MOST_ALIKE else group[:1]):
            for second in group[at + 1 :]:
                found.setdefault((first, second), kind)

    for kind, key in (
        ("same", likeness),
        ("brackets", lambda name: squeezed(bare(name))),
        ("look", look),
    ):
        for group in _together(names, key):
            note(kind, group)
    _note_acronyms(names, note)
    for group in _together(names, lambda name: " ".join(sorted(words(name)))):
        note("order", group)
    for first, second in _misspelled(names):
        note("spelling", [first, second])
    return sorted((kind, *pair) for pair, kind in found.items())


def _together(names, key):
    groups = defaultdict(list)
    for at, name in enumerate(names):
        groups[key(name)].append(at)
    return [group for group in groups.values() if len(group) > 1]


def _note_acronyms(names, note):
    whole = defaultdict(list)
    for at, name in enumerate(names):
        if ACRONYM.fullmatch(tidy(name)):
            whole[tidy(name)].append(at)
    for at, name in enumerate(names):
        for short in acronyms(name):
            for other in whole.get(short, ())[:MOST_ALIKE]:
                if other != at:
                    note("short", sorted((at, other)))


def _misspelled(names):
    """Pairs whose words are the same but for one, which differs by little. Compared only where all others agree."""
    places = defaultdict(list)
    for at, name in enumerate(names):
        said = words(name)
        for place, word in enumerate(said if len(said) <= MOST_WORDS else ()):
            if len(word) >= SHORT:
                places[place, *said[:place], None, *said[place + 1 :]].append((word, at))
    for group in places.values():
        if len(group) > MOST_NEAR:
            group.sort()
        reach = MOST_NEAR if len(group) <= MOST_NEAR else NEIGHBOURS
        for number, (word, at) in enumerate(group):
            for other, where in group[number + 1 : number + 1 + reach]:
                if where != at and _is_near(word, other):
                    yield tuple(sorted((at, where)))


def _is_near(one, other):
    """Whether one word could be the other, mistyped. A changed digit is another year or another local."""
    if one == other or any(sign.isdigit() for sign in one + other):
        return False
    most = 2 if min(len(one), len(other)) >= LONG else 1
    return _distance(one, other, most) <= most


def _distance(one, other, most):
    """Damerau–Levenshtein (adjacent transpositions count one), by dynamic programming; most + 1 where it is more.

    Only the band about the diagonal is filled in that a distance of `most` can stay within (Ukkonen 1985).
    """
    far = most + 1
    if abs(len(one) - len(other)) > most:
        return far
    before, row = None, [min(j, far) for j in range(len(other) + 1)]
    for i, left in enumerate(one, start=1):
        older, before, row = before, row, [min(i, far)] + [far] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            right = other[j - 1]
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right), far)
            if older is not None and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row[j] = cost
        if min(row) == far:
            break
    return row[-1]


def parents(name, others):
    """Those of `others` that may be the parent of `name`: it begins with their words, or carries their acronym."""
    said = words(name)
    upper = set(re.findall(r"[A-Z][A-Z0-9&]+", name))
    found = []
    for other in others:
        own = words(bare(other))
        begins = len(own) > 1 and said[: len(own)] == own and own != words(bare(name))
        if begins or (acronyms(other) & upper) - acronyms(name):
            found.append(other)
    return found


def without_article(name, articles):
    """The name as it is sorted: without the first of `articles` (a list of words; "l'" is joined to the next word)."""
    for article in articles:
        joined = article.endswith(("'", "’", "-")) or article == "ال"
        begins = (
            name.casefold().replace("’", "'").startswith(article.casefold().replace("’", "'") + ("" if joined else " "))
        )
        rest = name[len(article) :].strip()
        if begins and rest:
            return rest
    return name

"""Which words before a count are the title of its ballot item, and which number that item has."""

import re
from dataclasses import dataclass

WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
NUMERALS = {word: str(n) for n, word in enumerate(WORDS, 1)} | {word.lower(): str(n) for n, word in enumerate(ROMAN, 1)}
ORDINAL = rf"(?P<n>\d{{1,2}}(?:\s?\([a-z]\)|[a-z](?![a-z]))?|[ivx]{{1,5}}|{'|'.join(WORDS)})(?![.,]?\d)(?!\w)"
NAMED = (
    r"(?P<who>share|stock)?(?:holder|owner)?s?['’]?s?\s*(?:proposal|item|matter|resolution|question|proxy item)s?"
    rf"\s*(?:no\.?|number|num\.?|#)?\s*{ORDINAL}"
)
AT_START = re.compile(rf"[\W_]*(?:\(?(?:[ivx]{{1,6}}|[a-z]|\d{{1,2}})[.)]\s+)?{NAMED}[\s.:)\-–—]*", re.I)
ANYWHERE = re.compile(rf"(?<![\w]){NAMED}", re.I)
MARK = re.compile(r"\W{0,3}\(?(?P<n>\d{1,2}(?:\s?\([a-z]\)|[a-z])?|[a-z]|[ivx]{1,6})[.):]\)?(?:\s+|$)", re.I)
BARE = re.compile(r"(?P<n>\d{1,2})\s+(?=[A-Z])")
EMPTY = re.compile(
    r"(?:.{0,200}\b(?:results?|votes?|voting|tabulat\w+|totals?|counts?|shares|vote totals)\b.{0,160}"
    r"\b(?:as follows|follow|below|following|set forth|were|was|are|is)\b[^.]{0,80}[:.]?"
    r"|(?:final |the )?(?:voting |vote |votes |number of |total )*(?:results?|votes?|shares|totals?|tabulation)[:.]?"
    r"|table of contents|\d{1,3}|page \d+|\W*)",
    re.I | re.S,
)
INTRO = re.compile(
    r".*\b(?:(?:meeting|adjourn\w+)\b.{0,120}\b(?:held|convened|present|considered|submitted|voted)|quorum|record date"
    r"|following (?:matters|proposals|items|results)|final (?:voting )?results|were present|entitled to vote)\b.*",
    re.I | re.S,
)
TAIL = re.compile(
    r"[\s,:;–—-]*\b(?:received|by (?:a|the) vote of|with(?: a vote of)?|and|there were"
    r"|the votes? (?:was|were)(?: cast)?)\W*$",
    re.I,
)
# "With respect to the vote on pay, the votes were:" announces counts, and says what they are about.
ABOUT = re.compile(
    r"(?:with respect to|with regard to|as to|regarding|concerning) (?P<what>(?:the|an?)\b[^:;]{8,250}?),?"
    r" (?:the )?(?:final )?(?:votes?|voting results?|results?|shareholders|stockholders)\b[^,;]{0,60}"
    r"\b(?:were|was|are|as follows|voted)\b.*",
    re.I | re.S,
)
MANY = re.compile(r"\b(?:matters|proposals|items|following|each)\b", re.I)
BARE_MARK = re.compile(r"\(?\d{1,2}[.)]\)?")
NAME_PART = r"(?:[A-Z][\w'’.-]*+|de|van|von|der|den|la|le|du|di|del|da|dos|bin|al|“\w++”|\(\w++\))"
# Something stands between two parts: else one run of letters could be parted in n^5 ways.
NAME = re.compile(
    rf"{NAME_PART}(?:(?:,\s*+|\s++){NAME_PART}){{1,5}}+,?\s*+(?:(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D|Esq)\.?)?"
)
LONGEST_NAME = 200
RESULT = re.compile(
    r"(?:.{0,80}\b(?:proposal|nominees?|directors?|resolution|matter|item|plan|amendment|appointment|compensation)\b"
    r".{0,120}\b(?:was|were|has been|have been|is|did) (?:therefore |duly |not |thus )*"
    r"(?:approved|elected|ratified|passed|adopted|defeated|rejected|carried|pass|receive)\b.{0,300})",
    re.I | re.S,
)
LONGEST = 400
LONGEST_INTRO = 600
CLASS = re.compile(
    r"(?:(?:holders of )?(?:the )?(?:class|series) [a-z0-9]{1,3}\b.{0,40}"
    r"|(?:holders of )?[a-c] (?:ordinary )?(?:shares|stock)|(?:series \w+ )?preferred(?: stock| shares)?"
    r"|(?:(?:subordinate|multiple|restricted|limited|common) ){0,3}(?:non-?)?voting (?:shares|stock)"
    r"|common(?: stock| shares)?|ordinary shares|common and preferred.{0,40}|(?:grand )?total\w*(?: votes| shares)?"
    r"|combined.{0,30}|all classes.{0,20})(?:\s+(?:shares|stock|votes))?[:.]?",
    re.I,
)
ALL_CLASSES = re.compile(r"\b(?:total\w*|combined|all classes|together|common and preferred)\b", re.I)
GENERIC = re.compile(
    r"(?:(?:number|total number|total) of )?(?:the )?(?:votes?|shares|ballots)(?: cast| voted)?|results?|"
    r"(?:final )?(?:vote |voting )?(?:results|totals?|tally|count)|number|votes? totals?|[\W_]*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Title:
    item: str | None
    text: str | None
    at: tuple[int, int] | None
    numbered: bool = False
    sponsored: bool = False  # "Shareholder Proposal No. 1": its own count may begin at one
    heading: str | None = None  # of a nominee: the election


def number_in(text):
    return NUMERALS.get(text.lower(), re.sub(r"\s", "", text).lower())


def is_empty(text):
    """Words that announce counts or nothing at all, and are no title."""
    text = text.strip()
    if not re.search(r"[A-Za-z]{2}", text):
        return True
    if AT_START.match(text) or MARK.match(text) or len(text) > LONGEST_INTRO:
        return False
    return bool(EMPTY.fullmatch(text) or INTRO.fullmatch(text))


def announced(text):
    """Match whose "what" is the matter that a sentence announces the counts of; None if it names none."""
    found = ABOUT.fullmatch(text)
    return found if found and not MANY.search(found["what"]) else None


def is_class(text):
    return bool(text) and len(text) < 80 and bool(CLASS.fullmatch(text.strip()))


def is_total(share_class):
    """Whether what is said to be a class of shares is all of them together."""
    return bool(ALL_CLASSES.search(share_class))


def is_generic(text):
    return bool(GENERIC.fullmatch(text.strip().rstrip(":")))


def shorten(text):
    """The title without the sentence that announces the counts, and no longer than a title can be."""
    text = " ".join(text.split())
    sentences = re.split(r"(?<=[.:;])\s+(?=[A-Z])", text)
    while len(sentences) > 1 and is_empty(sentences[-1]):
        sentences.pop()
    text = TAIL.sub("", " ".join(sentences)).strip(" :;–—-,") if len(sentences) == 1 else " ".join(sentences)
    text = TAIL.sub("", text).strip(" :;–—-")
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def title_of(text, start, in_row=False):
    """The number and the words of one heading that begins at `start`; `in_row`: it stands beside its counts."""
    at = (start, start + len(text))
    named = AT_START.match(text)
    if named:
        words = shorten(text[named.end() :])
        return Title(number_in(named["n"]), words or None, at, True, bool(named["who"]))
    inside = ANYWHERE.search(text[:250]) if len(text) < 250 else None
    mark = MARK.match(text) or BARE.match(text)
    if mark and in_row and mark["n"].isalpha() and len(mark["n"]) == 1 and "(" not in text[: mark.end()]:
        mark = None  # an initial: "R. Example" is a nominee
    if mark and mark["n"].isalpha() and len(mark["n"]) == 1 and mark["n"].isupper() and mark["n"] not in "IVX":
        mark = None
    words = shorten(text[mark.end() :] if mark else text)
    if inside:
        return Title(number_in(inside["n"]), words or None, at, True, bool(inside["who"]))
    if mark:
        item = mark["n"].lower() if mark["n"].isalpha() else number_in(mark["n"])
        return Title(item, words or None, at, True)
    return Title(None, words or None, at)


def is_election(title):
    words = (title.text or "").lower()
    return "elect" in words and any(word in words for word in ("director", "nominee", "trustee"))


def is_name(text):
    """Whether a line could be nothing but a person's name."""
    words = {word.lower().strip(".,") for word in text.split()}
    return (
        len(text) <= LONGEST_NAME
        and bool(NAME.fullmatch(text.strip(" :")))
        and not words
        & {
            "proposal",
            "item",
            "election",
            "directors",
            "nominees",
        }
    )


class Headings:
    """The lines that have been passed since the last counts, and what they say about the next."""

    def __init__(self):
        self.lines = []  # (text, start)
        self.mark = None  # a number that stands on a line of its own, before the words that it counts
        self.election = None  # the heading over nominees, each with a list of counts

    def add(self, text, start):
        stripped = text.strip()
        if BARE_MARK.fullmatch(stripped):
            self.mark = (stripped, start)
        elif stripped and is_empty(stripped):
            if (about := announced(stripped)) and not self.mark:
                self.lines.append((about["what"], start + text.index(stripped) + about.start("what")))
        elif stripped:
            if self.mark and not title_of(text, start).numbered:
                text, start = f"{self.mark[0]} {text}", self.mark[1]
            self.mark = None
            self.lines.append((text, start))

    def take(self):
        """The Title of what comes next, or None; the lines are used up."""
        lines, self.lines = self.lines, []
        if not lines:
            return None
        titles = [title_of(*line) for line in lines]
        last = titles[-1]
        numbered = next((title for title in reversed(titles) if title.numbered), None)
        if numbered:
            self.election = numbered if is_election(numbered) else None
        if self.election and not last.numbered and is_name(lines[-1][0]):
            return Title(self.election.item, last.text, last.at, heading=self.election.text)
        if last.numbered:
            return last
        for back in range(2, min(4, len(titles)) + 1):
            before = titles[-back]
            if not before.numbered:
                continue
            listed = len(titles) > back and titles[-back - 1].numbered
            if listed and not AT_START.match(lines[-back][0]):
                break
            return self.joined(before, titles[-back + 1 :])
        plain = [title for title in titles if not RESULT.fullmatch(title.text or "")] or titles
        return plain[-1]

    @staticmethod
    def joined(first, rest):
        """A heading that is only a number takes its words from the next line."""
        if first.text and len(first.text.split()) > 1:
            return first
        following = rest[0]
        at = (first.at[0], following.at[1])
        return Title(first.item, following.text or first.text, at, True, first.sponsored)

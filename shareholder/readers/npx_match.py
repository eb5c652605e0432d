"""Which rows of a Form N-PX are about one company's meeting, and how likely each of its items is the one looked for.

Nothing here decides: a row is found by its security's number or by the company's exact name, what stands in the way of
that is told, and an item is only put first, for a person to confirm.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

BY_SECURITY, BY_NAME = "security", "name"
NUMBERED = re.compile(r"(?:item|proposal|no\.?)?\s*#?(\d{1,2}[a-z]?)\b", re.I)
WORD = re.compile(r"[^\W_]{3,}")
CUSIP, ISIN = 9, 12  # characters
# Forms that companies have, which reports write, shorten or leave out as they like.
FORMS = frozenset(
    "inc incorporated corp corporation co company companies ltd limited plc llc lp sa ag se nv asa ab oyj spa the "
    "class cl a b c common stock shares com new adr".split()
)
EMPTY_WORDS = frozenset(
    "the and for that with its report proposal shareholder shareholders stockholder regarding".split()
)
DAY_UNREAD = "The day of the meeting cannot be read."
TOO_EXACT = "The number of shares has more digits than are kept."


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Without a day any meeting of the year is it."""

    names: tuple[str, ...]
    securities: tuple[str, ...] = ()
    day: date | None = None
    year: int | None = None
    _names: frozenset = field(init=False, repr=False)
    _securities: frozenset = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "_names", frozenset(filter(None, map(name_key, self.names))))
        keys = (key for one in self.securities for key in security_keys(one))
        object.__setattr__(self, "_securities", frozenset(keys))

    def found_by(self, vote):
        """How a row's company is the one looked for: BY_SECURITY, BY_NAME, or "" for another one."""
        keys = {key for text in (vote.cusip, vote.isin) if text for key in security_keys(text)}
        if keys & self._securities:
            return BY_SECURITY
        return BY_NAME if vote.issuer and name_key(vote.issuer) in self._names else ""

    def is_day(self, day):
        return day == self.day if self.day else day.year == self.year


@lru_cache(maxsize=4096)  # the same company stands in many rows
def name_key(text):
    """A company's name without what reports write in different ways; "" for what is only that."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\(.*?\)", " ", text)).casefold().replace("&", " and ")
    words = re.sub(r"[.'\u2019]", "", plain)
    kept = re.sub(r"[\W_]+", " ", words).split()
    while kept and kept[0] == "the":
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in FORMS:
        kept.pop()
    return " ".join(kept)


@lru_cache(maxsize=4096)
def security_keys(text):
    """What a CUSIP or ISIN is compared by. An American or Canadian ISIN holds the CUSIP without its check digit."""
    plain = re.sub(r"[\W_]+", "", text).upper()
    keys = {plain} if plain else set()
    if len(plain) == ISIN and plain[:2] in ("US", "CA"):
        keys.add(plain[2:10])
    if len(plain) == CUSIP:
        keys.add(plain[:8])
    return frozenset(keys)


def words_of(text):
    return set(WORD.findall(text.casefold())) - EMPTY_WORDS


def likeness(description, *, item, titles):
    """From 0 to 2, how much a row's description is like the item: 1 for its number, up to 1 for common words."""
    numbered = NUMBERED.match((description or "").strip())
    same = bool(item and numbered and numbered[1].casefold() == item.casefold().strip(". "))
    words = words_of(description or "")
    best = max((len(words & other) / len(words | other) for other in map(words_of, titles) if words | other), default=0)
    return same + best

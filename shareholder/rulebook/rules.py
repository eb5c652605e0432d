"""The rules as data: stanzas of TOML, each one version of one rule with its citation, its days and how sure we are.

`rules.on(day)` gives the versions in force. A file of one's own can be laid over ours: `rules.read([path])`; so can
single versions: `rules.ours().over(versions)`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from shareholder.rulebook.errors import RulebookError

FILES = ("united_states.toml", "other_countries.toml")
APPLIES_BY = ("meeting", "submission", "season")
CONFIDENCES = ("seen", "recalled", "computed", "unverified")
NEEDED = ("id", "title", "cite", "applies_by", "starts", "source", "confidence")


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule. `starts` and `ends` (None: still in force) are inclusive, of the kind applies_by."""

    id: str
    title: str
    cite: str
    applies_by: str
    starts: date
    source: str
    confidence: str
    ends: date | None = None
    country: str = "US"
    version: str = ""
    numbers: Mapping = field(default_factory=lambda: MappingProxyType({}))

    def holds_on(self, day):
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def named(self):
        """dict of plain values that say which rule this is and how far to trust it."""
        named = {key: getattr(self, key) for key in ("id", "cite", "title", "source", "confidence")}
        return named | ({"version": self.version} if self.version else {})


@dataclass(frozen=True, slots=True)
class Season:
    """What the staff of the SEC said it would do in one season (1 October to 30 September)."""

    id: str
    starts: date
    ends: date
    status: str
    note: str
    source: str
    confidence: str


class InForce(Mapping):
    """The versions in force, by id, for one case; a rule that is not in force is a RulebookError, never a default."""

    def __init__(self, found):
        self._found = found

    def __getitem__(self, rule_id):
        try:
            return self._found[rule_id]
        except KeyError:
            raise RulebookError("That rule is not known for that day.") from None

    def __contains__(self, rule_id):
        return rule_id in self._found

    def __iter__(self):
        return iter(self._found)

    def __len__(self):
        return len(self._found)


class Rulebook:
    """All versions of all rules, the seasons, the bases of exclusion, and what calendars need."""

    def __init__(self, versions, seasons, bases, holidays, closings):
        self.versions, self.seasons, self.bases = versions, seasons, bases
        self.holidays, self.closings = holidays, closings

    def on(self, day, *, country=None, meeting=None, submission=None, season=None):
        """InForce on `day`; meeting, submission and season say the days by which rules apply, `day` stands for each."""
        days = {"meeting": meeting or day, "submission": submission or day, "season": season or day}
        return InForce(
            {
                rule.id: rule
                for rule in self.versions
                if (country is None or rule.country == country) and rule.holds_on(days[rule.applies_by])
            }
        )

    def over(self, laid):
        """The same Rulebook with the versions `laid` over it.

        Each takes the place of ours with its id from its own first day on, and leaves what was in force before that.
        """
        laid = tuple(laid)
        _refuse_overlaps(laid)
        firsts = {}
        for rule in laid:
            firsts[rule.id] = min(rule.starts, firsts.get(rule.id, rule.starts))
        kept = (_until(rule, firsts.get(rule.id)) for rule in self.versions)
        versions = (*(rule for rule in kept if rule is not None), *laid)
        return Rulebook(versions, self.seasons, self.bases, self.holidays, self.closings)

    def version(self, rule_id, version):
        """One version by its name, whatever the day: for looking at a case under another generation of the rule."""
        for rule in self.versions:
            if rule.id == rule_id and rule.version == version:
                return rule
        raise RulebookError("There is no such version of that rule.")

    def season_on(self, day):
        """The Season that `day` lies in, or None where no record was written yet."""
        return next((season for season in self.seasons if season.starts <= day <= season.ends), None)


def _rule(stanza):
    missing = [key for key in NEEDED if key not in stanza]
    if missing or stanza["applies_by"] not in APPLIES_BY or stanza["confidence"] not in CONFIDENCES:
        raise RulebookError("A rule lacks a field, or has one that is not known.")
    try:
        return Rule(**{**stanza, "numbers": MappingProxyType(stanza.get("numbers", {}))})
    except TypeError:
        raise RulebookError("A rule has a field that is not known.") from None


def _until(rule, first):
    """`rule` as it is in force before the day `first` (None: no such day), or None where it is not."""
    if first is None or (rule.ends is not None and rule.ends < first):
        return rule
    return replace(rule, ends=first - timedelta(days=1)) if rule.starts < first else None


def _refuse_overlaps(versions):
    for i, one in enumerate(versions):
        for other in versions[i + 1 :]:
            if one.id == other.id and _overlap(one, other):
                raise RulebookError("Two versions of one rule are in force on the same day.")


def _overlap(one, other):
    first, second = sorted((one, other), key=lambda rule: rule.starts)
    return first.ends is None or second.starts <= first.ends


def _parsed(path):
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise RulebookError("The file of rules cannot be read.") from None


def read(over=()):
    """The Rulebook of our files with the files `over` laid over them.

    A stanza there takes the place of ours with the same id and the same first day; a season that of the same id.
    """
    versions, seasons, bases, holidays, closings = {}, {}, {}, [], {}
    here = Path(__file__).parent
    for path in (*(here / name for name in FILES), *over):
        data = _parsed(path)
        for stanza in data.get("rule", ()):
            rule = _rule(stanza)
            versions[rule.id, rule.starts] = rule
        for stanza in data.get("season", ()):
            seasons[stanza.get("id")] = _season(stanza)
        bases |= {basis["id"]: basis for basis in data.get("basis", ())}
        holidays += data.get("holiday", ())
        closings |= {closing["day"]: closing["name"] for closing in data.get("closing", ())}
    _refuse_overlaps(list(versions.values()))
    return Rulebook(tuple(versions.values()), tuple(seasons.values()), tuple(bases.values()), tuple(holidays), closings)


def _season(stanza):
    try:
        return Season(**stanza)
    except TypeError:
        raise RulebookError("A season lacks a field, or has one that is not known.") from None


@cache
def ours():
    """The Rulebook of our own files, read once."""
    return read()


def on(day, **days):
    """The rules in force on `day`: see Rulebook.on."""
    return ours().on(day, **days)

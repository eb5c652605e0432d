"""What a reader hands back: ballot items with the place of every number, what it could not read, and its doubts."""

from dataclasses import dataclass, field
from decimal import Decimal

from shareholder.readers.labels import ABSTAIN, AGAINST, BROKER, COUNTED, FOR, WITHHELD, YEARS

PROPOSAL, ELECTION, FREQUENCY = "proposal", "election", "frequency"
TABLE, LIST = "table", "text"


@dataclass(slots=True)
class Item:
    """One row of a ballot. `counts` has a Value for each label that was found, `None` inside where it says "n/a"."""

    counts: dict
    item: str | None = None
    title: str | None = None
    heading: str | None = None
    share_class: str | None = None
    title_at: tuple[int, int] | None = None
    layout: str = TABLE
    sponsored: bool = False  # it is called a shareholder's proposal where its number stands
    derived: dict = field(default_factory=dict)  # a count that is not printed, and the sentence that says why it is so

    @property
    def kind(self):
        if any(year in self.counts for year in YEARS):
            return FREQUENCY
        if WITHHELD in self.counts:
            return ELECTION
        words = (self.heading or "").lower()
        return ELECTION if "elect" in words and ("director" in words or "nominee" in words) else PROPOSAL

    def number(self, role):
        value = self.counts.get(role)
        if value is not None:
            return value.number
        return self.derived[role][0] if role in self.derived else None

    def total(self):
        """Everything counted for it, or None while a count is missing."""
        numbers = [self.number(role) for role in self.counts if role != BROKER]
        broker = self.number(BROKER)
        if None in numbers or broker is None:
            return None
        return sum(numbers) + broker

    def json(self):
        out = {
            "item": self.item,
            "title": self.title,
            "for": plain(self.number(FOR)),
            "against": plain(self.number(AGAINST)),
            "abstain": plain(self.number(ABSTAIN)),
            "broker_non_votes": plain(self.number(BROKER)),
            "kind": self.kind,
            "layout": self.layout,
        }
        if WITHHELD in self.counts:
            out["withheld"] = plain(self.number(WITHHELD))
        if self.kind == FREQUENCY:
            out["years"] = {str(n): plain(self.number(year)) for n, year in enumerate(YEARS, 1)}
        if self.heading:
            out["heading"] = self.heading
        if self.share_class:
            out["class"] = self.share_class
        out["at"] = {role: [self.counts[role].start, self.counts[role].end] for role in COUNTED if role in self.counts}
        if self.title_at:
            out["at"]["title"] = list(self.title_at)
        if self.derived:
            out["derived"] = {role: why for role, (_, why) in self.derived.items()}
        return out


@dataclass(frozen=True, slots=True)
class Unread:
    """Something with numbers in it that was not read, where it stands, and why."""

    reason: str
    text: str
    start: int
    end: int

    def json(self):
        return {"reason": self.reason, "text": self.text, "at": [self.start, self.end]}


@dataclass(slots=True)
class Reading:
    form: str
    amendment: bool
    text: str
    items: list[Item]
    unread: list[Unread]
    doubts: list[str]
    meeting_date: object = None

    def json(self):
        return {
            "form": self.form,
            "amendment": self.amendment,
            "meeting_date": self.meeting_date.isoformat() if self.meeting_date else None,
            "items": [item.json() for item in self.items],
            "unread": [piece.json() for piece in self.unread],
            "doubts": self.doubts,
        }


def plain(number):
    """A whole number as it is; a fraction as the float that prints the same digits, else as text."""
    if not isinstance(number, Decimal):
        return number
    close = float(number)
    return close if Decimal(repr(close)) == number else str(number)

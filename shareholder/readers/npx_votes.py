"""The nouns of Form N-PX: a row of the vote table, its records, and the cover page."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Record:
    how: str | None
    shares: Decimal | None
    management: str | None


@dataclass(slots=True)
class Vote:
    """One row of the vote table. `at` is the byte up to which its XML had been read; `problems` are sentences."""

    number: int
    at: int
    issuer: str | None
    cusip: str | None
    isin: str | None
    figi: str | None
    meeting: date | None
    description: str | None
    categories: list[str]
    source: str | None
    shares: Decimal | None
    on_loan: Decimal | None
    records: list[Record]
    managers: list[str]
    series: str | None
    other: str | None
    problems: list[str] = field(default_factory=list)

    @property
    def by_holders(self):
        return self.source == "SECURITY HOLDER"

    def shares_voted(self, how):
        """The shares that went one way, or None where a record doesn't say how many, or which way."""
        if any(record.how is None for record in self.records):
            return None
        found = [record.shares for record in self.records if record.how == how]
        return None if None in found else sum(found, Decimal(0))


@dataclass(slots=True)
class Cover:
    """What the cover page says: one value for each name, and lists of series and managers."""

    form: str | None = None
    cik: str | None = None
    period: str | None = None
    year: str | None = None
    name: str | None = None
    report: str | None = None
    file_number: str | None = None
    amendment: str | None = None
    series: dict = field(default_factory=dict)
    managers: dict = field(default_factory=dict)


def json_of(vote):
    """A row as JSON: an item like those of the other readers, with what only this form tells."""
    return {
        "item": str(vote.number),
        "title": vote.description,
        "for": printed(vote.shares_voted("FOR")),
        "against": printed(vote.shares_voted("AGAINST")),
        "abstain": printed(vote.shares_voted("ABSTAIN")),
        "broker_non_votes": None,
        "issuer": vote.issuer,
        "cusip": vote.cusip,
        "isin": vote.isin,
        "figi": vote.figi,
        "meeting_date": vote.meeting.isoformat() if vote.meeting else None,
        "categories": vote.categories,
        "source": vote.source,
        "shares_voted": printed(vote.shares),
        "shares_on_loan": printed(vote.on_loan),
        "votes": [
            {"how": record.how, "shares": printed(record.shares), "management": record.management}
            for record in vote.records
        ],
        "managers": vote.managers,
        "series": vote.series,
        "other": vote.other,
        "at": vote.at,
    }


def printed(number):
    """A whole number of shares as such; a fraction as text, since a float could not hold it."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else format(number, "f")

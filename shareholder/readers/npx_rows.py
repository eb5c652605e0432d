"""What expat says of an N-PX document, gathered into rows."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from shareholder.readers.npx_votes import Cover, Record, Vote
from shareholder.readers.refused import Unreadable

LONGEST_TEXT = 1 << 20  # characters of one element
MOST_RECORDS = 5_000  # of one row; the form allows 999
FIELDS = set(
    "issuerName cusip isin figi meetingDate voteDescription otherVoteDescription voteSource sharesOnLoan "
    "voteSeries voteOtherInfo managementRecommendation".split()
)
SHARES_TEXT = re.compile(r"(?:\d{1,15}+|\d{1,3}(?:,\d{3}){1,4}+)(?:\.\d{0,12}+)?+|\.\d{1,12}+", re.ASCII)
MOST_NAMES = 1_000  # of elements; the form has some sixty, and each is kept for as long as the file is read
LISTS = {"categoryType": "categories", "otherManager": "managers"}

TOO_LONG = "A text in the file is longer than any filing has."
TOO_VARIED = "The file has more kinds of elements than the form knows."
TOO_MANY = "A row of the file has more votes than the form allows."
BAD_SHARES = "The number of shares is no number."
BAD_DATE = "The meeting's date is none that can be read."
NO_VOTE = "The row says nothing about how its shares were voted."
NO_WAY = "A record of this row does not say which way was voted."


PAIRS = {"name", "idOfSeries", "nameOfSeries", "serialNo"}
# What a cover page calls them, and what they are called here.
COVER = {
    "submissionType": "form",
    "cik": "cik",
    "periodOfReport": "period",
    "reportCalendarYear": "year",
    "reportType": "report",
    "fileNumber": "file_number",
    "amendmentType": "amendment",
}


@lru_cache(maxsize=4096)
def date_of(text):
    """MM/DD/YYYY, or the ISO form that a few filers use; None for anything else."""
    try:
        if text[2:3] == "/":
            month, day, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        return None


def decimal_of(text):
    """A number of shares as people print it, never with an exponent: "1e1000000" would be a million digits."""
    return Decimal(text.replace(",", "")) if SHARES_TEXT.fullmatch(text) else None


def given(text):
    """A text that says something: None for nothing and for "N/A"."""
    return None if not text or text.upper() in ("N/A", "NONE") else text


IGNORED, FIELD, LIST, HOW, SHARES, RECORD_END, ROW_END = range(7)
KINDS = {"howVoted": HOW, "sharesVoted": SHARES, "voteRecord": RECORD_END, "proxyTable": ROW_END}


def code_of(local):
    """What to do at the end of an element with that name, and under which name."""
    if local in KINDS:
        return KINDS[local], local
    if local in LISTS:
        return LIST, LISTS[local]
    return (FIELD, local) if local in FIELDS else (IGNORED, local)


def fresh():
    return {"records": [], "categories": [], "managers": []}


class Rows:
    """Collects the rows of one XML document, and its cover page where it is one.

    Expat's calls are answered by `list.append` alone and looked at once a chunk: a Python function for each tag and
    text would take twice the time. Only ends of elements are heard; they tell enough, since every value stands in an
    element of its own. A text could be spelled like the name of an element: names are told from it by being the very
    strings that expat keeps (`intern`).
    """

    def __init__(self, parser, first=1):
        self.parser = parser
        self.rows = []
        self.number = first - 1
        self.cover = None
        self.last = None  # the element that ended last: the root, once all is read
        self.events = []
        self.codes = {}
        self.text = ""
        self.row, self.record = fresh(), {}
        self.pair = {}
        parser.EndElementHandler = self.events.append
        parser.CharacterDataHandler = self.events.append

    def drain(self):
        """Look at what expat said since the last time."""
        codes, intern = self.codes, self.parser.intern
        text, row, record = self.text, self.row, self.record
        for event in self.events:
            code = codes.get(event)
            if code is None or intern.get(event) is not event:
                if code is None and intern.get(event) is event:
                    code = codes[event] = code_of(event.rpartition(":")[2])
                    if len(codes) > MOST_NAMES:
                        raise Unreadable(TOO_VARIED)
                else:
                    text = text + event if text else event
                    if len(text) > LONGEST_TEXT:
                        raise Unreadable(TOO_LONG)
                    continue
            kind, name = code
            if kind == FIELD:
                target = record if name == "managementRecommendation" else row
                target[name] = text.strip()
            elif kind == SHARES:  # of the row, which come first, or of the record that is being told
                target = record if record or "sharesVoted" in row else row
                target[name] = text.strip()
            elif kind == HOW:
                record[name] = text.strip()
            elif kind == RECORD_END:
                row["records"].append(record)
                record = {}
            elif kind == LIST:
                row[name].append(text.strip())
            elif kind == ROW_END:
                self.close(row)
                row, record = fresh(), {}
            elif not self.number:
                self.on_cover(name, " ".join(text.split()))
            self.last = name
            text = ""
        self.events.clear()
        self.text, self.row, self.record = text, row, record
        if len(row["records"]) + len(row["categories"]) + len(row["managers"]) > MOST_RECORDS:
            raise Unreadable(TOO_MANY)

    def close(self, row):
        self.number += 1
        self.rows.append(vote_of(row, self.number, self.parser.CurrentByteIndex))

    def on_cover(self, name, text):
        """Cover pages are small: what comes in pairs (a series and its name) is remembered until its second half."""
        if name not in COVER and name not in PAIRS:
            return
        cover = self.cover = self.cover or Cover()
        if name in COVER:
            if text and getattr(cover, COVER[name]) is None:
                setattr(cover, COVER[name], text)
        elif name in ("idOfSeries", "serialNo"):
            self.pair[name] = text
        elif name == "nameOfSeries" and self.pair.get("idOfSeries"):
            cover.series[self.pair.pop("idOfSeries")] = text
        elif name == "name" and self.pair.get("serialNo"):
            cover.managers[self.pair.pop("serialNo")] = text
        elif name == "name" and cover.name is None:
            cover.name = text


@lru_cache(maxsize=1024)
def word_of(text):
    """One of the few words that the form knows, in capitals."""
    return given(text.upper()) if text else None


def shares_of(text, problems):
    if not text:
        return None
    number = decimal_of(text)
    if number is None and BAD_SHARES not in problems:
        problems.append(BAD_SHARES)
    return number


def record_of(found, problems):
    get = found.get
    how = word_of(get("howVoted"))
    if how is None and NO_WAY not in problems:
        problems.append(NO_WAY)
    return Record(how, shares_of(get("sharesVoted"), problems), word_of(get("managementRecommendation")))


def vote_of(row, number, at):
    problems = []
    get = row.get
    meeting = date_of(get("meetingDate", ""))
    if meeting is None:
        problems.append(BAD_DATE)
    records = [record_of(found, problems) for found in row["records"]]
    if not records:
        problems.append(NO_VOTE)
    issuer = get("issuerName")
    if issuer and ("\n" in issuer or "  " in issuer):
        issuer = " ".join(issuer.split())
    return Vote(
        number,
        at,
        issuer,
        given(get("cusip")),
        given(get("isin")),
        given(get("figi")),
        meeting,
        get("voteDescription") or get("otherVoteDescription"),
        row["categories"],
        word_of(get("voteSource")),
        shares_of(get("sharesVoted"), problems),
        shares_of(get("sharesOnLoan"), problems),
        records,
        row["managers"],
        given(get("voteSeries")),
        given(get("voteOtherInfo")),
        problems,
    )

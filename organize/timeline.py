"""What happened in a campaign, as one list: the page draws it, the feeds repeat it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template

from organize import queries, text
from organize.states import CommitmentState, Grain


@dataclass(frozen=True)
class Event:
    """Something with a date that anybody may read. `key` is the same for ever and stands in the page as an id.

    `words` is the template that says it in one line from `row`. `text` is plain, `html` is safe; at most one is set.
    """

    key: str
    on: datetime.date
    kind: str
    words: str
    row: Any
    grain: str = Grain.DAY
    text: str = ""
    html: str = ""
    href: str = ""  # a path on this site
    source: str = ""
    source_url: str = ""

    @property
    def title(self):
        """The line as plain text: whoever puts it into a page or a feed escapes it there."""
        words = get_template(self.words).template
        return words.render(Context({"event": self, "row": self.row}, autoescape=False)).strip()


def story_of(campaign, shelves):
    """[Event] of a campaign, newest first: its own, and those that the products put on its `shelves`.

    Of one day, what is written later in this list comes first; nothing here says anything about who signed.
    """
    found = [event for shelf in shelves for event in shelf["events"]]
    if campaign.published_on is not None:  # a preview has no such day yet
        found.append(Event("published", campaign.published_on, "published", WORDS, campaign))
    found += [_response(row) for row in queries.responses_of(campaign)]
    for row in queries.commitments_of(campaign):
        found += _commitment(row)
    found += [_update(row) for row in queries.published_updates(campaign)]
    return sorted(found, key=lambda event: (event.on, RANK.get(event.kind, 0), event.key), reverse=True)


PAGE = 50


def page(events, at, size=PAGE):
    """One page of a story: (events, key of the first event of the next page or "").

    at: the key of the event that this page begins with; anything else begins with the newest.
    """
    start = next((number for number, event in enumerate(events) if event.key == at), 0)
    rest = events[start : start + size + 1]
    return rest[:size], rest[size].key if len(rest) > size else ""


WORDS = "organize/event.txt"
RANK = {"response": 1, "promised": 2, "evidence": 3, "overdue": 4, "update": 5}  # of one day, the last comes first


def _sourced(key, kind, row, **more):
    return Event(
        f"{key}-{row.pk.hex}", row.on, kind, WORDS, row, grain=row.grain, text=row.text, source=row.source,
        source_url=row.source_url, **more,
    )  # fmt: skip


def _response(row):
    return _sourced("response", "response", row)


def _commitment(row):
    """The promise, each verdict with its evidence, and the day that was missed while nobody has judged it."""
    found = [_sourced("commitment", "promised", row)]
    for evidence in row.judged:
        evidence.commitment = row
        found.append(_sourced("evidence", "evidence", evidence))
    if row.state == CommitmentState.OVERDUE:
        found.append(Event(f"overdue-{row.pk.hex}", row.due_on, "overdue", WORDS, row))
    return found


def _update(row):
    return Event(f"update-{row.pk.hex}", row.published_on, "update", WORDS, row, html=text.render(row.body))

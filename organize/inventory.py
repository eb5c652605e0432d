"""What is kept: one line for every table there is, so that the page about it, the clock and the export forget none.

Each app has a `keeping.py` (named in settings.KEEPING) with PERIODS, KINDS, ERASERS, ERASABLE, FIELDS and VERBS; here
is what they are made of, and all of them together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.text import format_lazy


@dataclass(frozen=True)
class Period:
    """How long a group keeps something, in days: what it chooses, else `default`, within `least` and `most`."""

    name: str
    title: Any  # lazily translated, like everything here that is read by people
    help: Any
    default: int
    least: int
    most: int


@dataclass(frozen=True)
class Kind:
    """One table. `until` says how long a row stays; {days} in it is what the group chose for `period`.

    `group` is the path from a row to its group, "" for what belongs to none. A kind is exported with `fields` (names
    with spaces between them; name:path where the column stands in another table), or says in `left_out` why not.
    """

    model: str
    what: Any
    until: Any
    period: str = ""
    group: str = "group"
    fields: str = ""
    left_out: Any = ""

    @property
    def table(self):
        return apps.get_model(self.model)

    @property
    def columns(self):
        """{name in the export: path to the column} beside the key, in order."""
        pairs = (field.partition(":") for field in self.fields.split())
        return {name: path or name for name, _colon, path in pairs}

    @property
    def file_name(self):
        """ "petitions.Letter" as "petitions/letter"."""
        return self.model.replace(".", "/").lower()

    def until_for(self, days):
        """`until` with the group's own number in it. days: {name of a period: days}."""
        return format_lazy(self.until, days=days[self.period]) if self.period else self.until

    def rows_of(self, group):
        """All rows of this kind that belong to `group`."""
        return self.table._base_manager.filter(**{self.group: group.pk})


def nothing(row):
    """For what is nothing but rows, and may always go."""


@dataclass(frozen=True)
class Erasable:
    """Something that an owner may have erased as a whole, with all that refers to it.

    reason(row): the sentence that says why not now, or None. files(row): a function to be called once the rows are
    gone, which erases what is not in the database, or None. in_campaign: the path from a row to its campaign, "" if it
    is in none.
    """

    label: str  # of the model, in lower case
    reason: Callable = nothing
    files: Callable = nothing
    in_campaign: str = ""


def _all(name):
    """The tables of that name; what an app has none of, it leaves out."""
    return [getattr(import_module(module), name, ()) for module in settings.KEEPING]


def kinds():
    """Every Kind, in settings' order."""
    return [kind for table in _all("KINDS") for kind in table]


def periods():
    """{name: Period} in settings' order."""
    return {period.name: period for table in _all("PERIODS") for period in table}


def erasers():
    """[(name of a period, function(group, before) -> how many rows)]: what erases the rows older than `before`."""
    return [pair for table in _all("ERASERS") for pair in table]


def meanings():
    """{name of an exported field: what it says}. A name means the same wherever it stands."""
    return {name: words for table in _all("FIELDS") for name, words in dict(table).items()}


def verbs():
    """{verb of the trail, as it is stored: its words}."""
    return {verb: words for table in _all("VERBS") for verb, words in dict(table).items()}


def in_force(chosen):
    """{name: days} of every period; `chosen`: the same for those that the group has set itself."""
    return {name: chosen.get(name, period.default) for name, period in periods().items()}


def erasables():
    """{label of a model: Erasable} in settings' order."""
    return {one.label: one for table in _all("ERASABLE") for one in table}


def _kind(label):
    return next(kind for kind in kinds() if kind.model.lower() == label)


def row_to_erase(group_pk, label, pk):
    """The row `pk` of an erasable kind in the group with that key; None if there is none."""
    if label not in erasables():
        return None
    kind = _kind(label)
    return kind.table._base_manager.filter(**{kind.group: group_pk}).filter(pk=pk).first()


def beneath(row):
    """Every erasable row that goes when `row` goes: of a campaign what is in it, of a group everything."""
    return [one for rows in _beneath(row) for one in rows]


def _beneath(row):
    """The same, as rows of one table after another."""
    label = row._meta.label_lower
    for one in erasables().values():
        kind = _kind(one.label)
        path = {"organize.group": kind.group, "organize.campaign": one.in_campaign}.get(label)
        if path and one.label != label:
            yield kind.table._base_manager.filter(**{path: row.pk})


def hold(row):
    """Until the transaction ends, nothing of `row` comes alive and nothing is added to it: both wait, and then miss it.

    What is in it first, and what holds that last: whoever works on a letter reads its campaign while writing.
    """
    for rows in (*reversed(list(_beneath(row))), type(row)._base_manager.filter(pk=row.pk)):
        list(rows.order_by("pk").select_for_update().values_list("pk"))


def reason_to_keep(row):
    """Why `row` may not be erased now: its own reason, or the first one of what is in it; None when it may.

    The reason of something that is in no campaign, such as a company, counts for itself alone.
    """
    known, found = erasables(), [row]
    found += [one for one in beneath(row) if known[one._meta.label_lower].in_campaign]
    return next(filter(None, (known[one._meta.label_lower].reason(one) for one in found)), None)


def files_of(row):
    """[function that erases the files of `row` once it is gone], or []."""
    clear = erasables()[row._meta.label_lower].files(row)
    return [] if clear is None else [clear]

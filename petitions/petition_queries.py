"""What is read of public petitions. Nothing here counts supporters: numbers stand in the petition's own row."""

from functools import lru_cache
from typing import NamedTuple

from petitions import bulk
from petitions.models import KeyHolder, Petition, Sheet, Supporter
from petitions.petition_states import NameState

PAGE = 200  # names on a page
CHUNK = 500  # contacts in memory at once
_CONTACTS = "SELECT tag, sealed FROM petitions_supporter WHERE petition_id = %s AND tag > %s ORDER BY tag LIMIT %s"
LONG = ("body",)


@lru_cache(maxsize=256)
def publics(petition_pk):
    """The holders' public keys in order. Kept in the process: they are fixed before the petition takes anything."""
    rows = KeyHolder.objects.filter(petition=petition_pk).values_list("xwing", flat=True)
    return tuple(bytes(raw) for raw in rows)


def locked_petition(petition):
    """The petition's row, held until the transaction ends. Signatures are still taken: they only refer to its key."""
    return Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)


def holders_of(petition):
    return list(KeyHolder.objects.filter(petition=petition))


def sheets_of(petition):
    return list(Sheet.objects.filter(petition=petition))


def petitions_of(campaign):
    """A campaign's petitions by title."""
    return Petition.objects.filter(campaign=campaign).defer(*LONG).order_by("title", "id")


def listed_petitions(campaign):
    """Those that the group put on the campaign's public page."""
    return petitions_of(campaign).filter(listed=True, address__isnull=False)


class Shown(NamedTuple):
    """A name that everybody may read. key: of its row, which says nothing."""

    key: object
    name: str
    country: str


def _page(rows):
    found = list(rows.order_by("sort_key").values_list("pk", "name", "country")[: PAGE + 1])
    more = found[PAGE - 1][0] if len(found) > PAGE else None
    return [Shown(*row) for row in found[:PAGE]], more


def names_after(petition, key=None):
    """([Shown], key of the last one or None when no more follow): a page of shown names, by name.

    key: of the row that the page begins after. One walk along an index, wherever it begins. None for a key that is no
    shown name.
    """
    rows = Supporter.objects.filter(petition=petition, name_state=NameState.SHOWN)
    if key is None:
        return _page(rows)
    last = rows.filter(pk=key).values_list("sort_key", flat=True).first()
    return None if last is None else _page(rows.filter(sort_key__gt=bytes(last)))


def sealed_contacts(petition):
    """Yield every sealed contact in the order of their tags, which is no order, in memory for a chunk of them."""
    for _tag, sealed in bulk.by_leaf(_CONTACTS, (petition.pk.hex,), chunk=CHUNK):
        yield sealed


def names_in(petition, state):
    """([Shown], whether there are more) of the public names in this state, for the desk."""
    return _some(Supporter.objects.filter(petition=petition, name_state=state).order_by("sort_key"))


def names_in_range(petition, state, keys):
    """The same of those whose sort key lies from keys[0] to before keys[1] (names.beginning)."""
    rows = Supporter.objects.filter(petition=petition, name_state=state, sort_key__gte=keys[0], sort_key__lt=keys[1])
    return _some(rows.order_by("sort_key"))


def _some(rows):
    # Without a name: hidden, and then taken back by its owner. There is nothing to look at.
    found = list(rows.exclude(name="").values_list("pk", "name", "country")[: PAGE + 1])
    return [Shown(*row) for row in found[:PAGE]], len(found) > PAGE

"""Offices and role families: which of them may be shown beside published names without singling anybody out.

Pure: no Django. What is shown divides the names into groups of at least LEAST, and every count that is published is a
sum of whole groups. So no count, complement or difference of two counts is about fewer people, unless about none.
"""

from collections import Counter

from petitions.sealing.encoding import load_json
from petitions.sealing.errors import Malformed

LEAST = 10
MOST_ITEMS = 20
MOST_ITEM = 60  # characters
NO_LISTS = ((), ())


def lists_of(raw):
    """(offices, role families) that the manifest in these bytes offers; both empty where it has no such field.

    The field `groups` is no part of the protocol: whatever is not two lists of short texts is ignored by every reader.
    """
    try:
        groups = load_json(bytes(raw), 64 * 1024).get("groups")
    except Malformed:
        return NO_LISTS
    if not isinstance(groups, dict):
        return NO_LISTS
    found = tuple(groups.get(name, []) for name in ("offices", "roles"))
    return tuple(map(tuple, found)) if all(map(_is_list, found)) else NO_LISTS


def _is_list(items):
    fine = isinstance(items, list) and len(items) <= MOST_ITEMS and all(isinstance(item, str) for item in items)
    return fine and all(1 <= len(item) <= MOST_ITEM for item in items) and len(set(items)) == len(items)


def fault(identity, lists):
    """The field ("team" or "title") that holds something else than the lists offer, or None."""
    for field, offered in zip(("team", "title"), lists, strict=True):
        if any(lists) and identity.get(field, "") and identity[field] not in offered:
            return field
    return None


def cell_of(identity, lists):
    """(office, role family) of a name's fields, None for what it does not say or what is on no list."""
    found = ((identity.get(field), offered) for field, offered in zip(("team", "title"), lists, strict=True))
    return tuple(said if said in offered else None for said, offered in found)


def labels(counts):
    """What is shown for each cell: {(office, role): n} -> {(office, role): (office or None, role or None)}.

    Whole cells of at least LEAST are shown as they are. The others show their office, else their role, where at least
    LEAST of them share it, else nothing; and if nothing is shown for fewer than LEAST, the smallest groups join them.
    """
    left, shown = {cell: n for cell, n in counts.items() if n}, {}
    for keep in (lambda cell: cell, lambda cell: (cell[0], None), lambda cell: (None, cell[1])):
        sizes = _sizes({cell: keep(cell) for cell in left}, left)
        for cell in list(left):
            if keep(cell) != (None, None) and sizes[keep(cell)] >= LEAST:
                shown[cell] = keep(cell)
                del left[cell]
    while shown and 0 < sum(left.values()) < LEAST:
        sizes = _sizes(shown, counts)
        smallest = min(sizes, key=lambda label: (sizes[label], str(label)))
        for cell in [cell for cell, label in shown.items() if label == smallest]:
            left[cell] = counts[cell]
            del shown[cell]
    return shown | dict.fromkeys(left, (None, None))


def _sizes(shown, counts):
    sizes = Counter()
    for cell, label in shown.items():
        sizes[label] += counts[cell]
    return sizes


def table(counts):
    """([(office, n)], [(role, n)]): how many names show each, those that nothing is shown for left out."""
    found = Counter(), Counter()
    for label, n in _sizes(labels(counts), counts).items():
        for counter, item in zip(found, label, strict=True):
            if item is not None:
                counter[item] += n
    return tuple(sorted(counter.items()) for counter in found)

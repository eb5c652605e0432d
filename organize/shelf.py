"""What the desk shows of a group's own records. Named in settings like those of the products; no clock is read here."""

from organize import queries
from organize.states import ErasureState


def attention(group):
    """Promises that the clock found overdue, the longest overdue first."""
    return {"template": "organize/_shelf_attention.html", "items": list(queries.overdue_commitments(group))}


def erasures(group):
    """What an owner wants erased and another one has not confirmed."""
    asked = [one for one in queries.erasures_of(group).values() if one.state == ErasureState.ASKED]
    return {"template": "organize/_shelf_erasures.html", "items": asked}

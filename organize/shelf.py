"""What the desk shows of a group's own records. Named in settings like those of the products; no clock is read here."""

from organize import queries


def attention(group):
    """Promises that the clock found overdue, the longest overdue first."""
    return {"template": "organize/_shelf_attention.html", "items": list(queries.overdue_commitments(group))}

"""Where shapes stand in a picture: numbers in, percent and pixels out. Templates draw them, and the words beside them.

Widths are percent of whatever the page gives, so text keeps its size on a phone; strings, because a language that
writes 12,5 would break an attribute.
"""

from organize.states import CommitmentState

ROW, BAR = 52, 14  # pixels a row takes, and a bar in it
COLUMN, WIDEST = 120, 16  # pixels of the highest column; percent of the widest


def _percent(part, whole):
    return f"{100 * part / whole:.2f}%" if whole else "0%"


def progress(rows):
    """`rows`: [{"value", "goal", …}] → {"height", "rows": the same with y, text_y, width, goal_at, end}.

    All rows share one scale, so that they can be compared: the largest value or goal is the whole width.
    """
    whole = max((max(row["value"], row["goal"]) for row in rows), default=0)
    placed = [
        row
        | {
            "text_y": ROW * at + 16,
            "y": ROW * at + 24,
            "end": ROW * at + 24 + BAR,
            "width": _percent(row["value"], whole),
            "goal_at": _percent(row["goal"], whole),
        }
        for at, row in enumerate(rows)
    ]
    return {"height": ROW * len(rows), "bar": BAR, "rows": placed}


def columns(rows):
    """`rows`: [{"value", …}] in time → {"height", "base", "width", "rows"}: one column each of all that came so far.

    Each row gets `total` and x, middle, y, tall, number_y, label_y.
    """
    if not rows:
        return {"height": 0, "base": 0, "rows": []}
    whole, total, placed = sum(row["value"] for row in rows), 0, []
    step = 100 / len(rows)
    wide = min(step * 0.6, WIDEST)
    for at, row in enumerate(rows):
        total += row["value"]
        tall = round(COLUMN * total / whole) if whole else 0
        placed.append(
            row
            | {
                "total": total,
                "x": f"{at * step + (step - wide) / 2:.2f}%",
                "middle": f"{at * step + step * 0.5:.2f}%",
                "width": f"{wide:.2f}%",
                "y": 24 + COLUMN - tall,
                "tall": tall,
                "number_y": 18 + COLUMN - tall,
            }
        )
    return {"height": COLUMN + 50, "base": COLUMN + 24, "label_y": COLUMN + 42, "rows": placed}


def shares(commitments):
    """How many commitments are in each state that occurs: [{"state", "label", "n", "x", "width", "middle"}]."""
    states = [commitment.state for commitment in commitments]
    found, before = [], 0
    for state in CommitmentState:
        number = states.count(state)
        if number:
            x, width = _percent(before, len(states)), _percent(number, len(states))
            middle = _percent(before + number / 2, len(states))
            found.append(
                {"state": state.value, "label": state.label, "n": number, "x": x, "width": width, "middle": middle}
            )
        before += number
    return found

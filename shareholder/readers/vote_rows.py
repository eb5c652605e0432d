"""What one row of a table of votes holds: which of its numbers stand under which label, or that it is not certain."""

import re
from decimal import Decimal

from shareholder.readers.columns import filled, overlap
from shareholder.readers.counts import COUNT, FRACTION, NONE, PERCENT, WORDS, values_of
from shareholder.readers.labels import AGAINST, COUNTED, FOR, WITHHELD, YEARS, is_filler
from shareholder.readers.labels import PERCENT as PERCENT_COLUMN

NAMES = set(
    "nominee nominees name names director directors proposal proposals item items matter description election of for "
    "director's class candidate candidates no number s the name(s) nominee(s) director(s) trustee trustees".split()
)


def is_enough(counts):
    years = sum(1 for year in YEARS if year in counts)
    return years > 1 or (FOR in counts and (AGAINST in counts or WITHHELD in counts or len(counts) > 2))


def names_others(rows, header):
    """Whether a row without counts puts words over two columns of counts or more, none of which can be read."""
    for row in rows:
        over = [cell for cell in filled(row) if cell.right > header.left and not cell.inherited]
        words = [cell for cell in over if values_of(cell.text, cell.start)[0].kind == WORDS]
        if len([cell for cell in words if not is_filler(cell.text)]) > 1:
            return True
    return False


def is_torn(cell, values):
    """Whether a line of a stack is a part of a number: "12,345," over "678"."""
    return len(values) > 1 and any(
        value.kind == WORDS and re.search(r"\d", cell.text[value.start - cell.start : value.end - cell.start])
        for value in values
    )


def is_column_name(text):
    return all(word.strip("().:'’").lower() in NAMES for word in text.split())


def place(values, group):
    """{role: Value} for the values of one group of columns, or None where it is not certain."""
    by_place, loose = {}, 0
    whole = any(isinstance(value.number, Decimal) and value.kind == COUNT for _, value in values)
    for cell, value in values:
        under = [column for column in group if overlap(cell, column)]
        if value.kind == PERCENT:
            continue
        if value.kind == FRACTION and not whole:
            continue
        exact = [column for column in under if column.role != PERCENT_COLUMN] if len(under) > 1 else under
        if len(exact) != 1:
            loose += 1
            continue
        if exact[0] in by_place:
            return None
        by_place[exact[0]] = value
    if loose:
        numbers = [value for _, value in values if value.kind in (COUNT, NONE)]
        columns = [column for column in group if column.role != PERCENT_COLUMN]
        if len(numbers) != len(columns):
            return None
        by_order = dict(zip(columns, numbers, strict=True))
        if any(by_order[column] is not value for column, value in by_place.items() if column in by_order):
            return None
        by_place = by_order
    return {column.role: value for column, value in by_place.items() if column.role in COUNTED}


def lines_of(row, header):
    """A row as one or several: cells that hold a stack of numbers are taken apart. None where the stacks differ."""
    cells = []
    for cell in filled(row):
        values = values_of(cell.text, cell.start)
        if is_torn(cell, values) and cell.right > header.left:
            return None
        is_right = cell.right > header.left and any(value.kind in (COUNT, NONE, PERCENT, FRACTION) for value in values)
        cells.append((cell, values if is_right else None))
    stacks = {len(values) for _, values in cells if values}
    if stacks <= {1}:
        return [[(cell, values[0] if values else None) for cell, values in cells]]
    tall = max(stacks)
    out = [[] for _ in range(tall)]
    for cell, values in cells:
        if values and len(values) not in (tall,):
            return None
        texts = cell.text.split("\n")
        if not values and len(texts) != tall:
            return None
        at = cell.start
        for number in range(tall):
            if values:
                out[number].append((cell, values[number]))
            else:
                part = type(cell)(texts[number], at, cell.left, cell.right)
                at += len(texts[number]) + 1
                out[number].append((part, None))
    return out

"""The header of a table of votes: which columns hold which counts."""

from dataclasses import dataclass

from shareholder.readers.counts import BLANK, COUNT, NONE, value_of
from shareholder.readers.labels import COUNTED, OTHER, PERCENT, role_of

DEEPEST = 3  # rows that one header may have
FARTHEST = 12  # rows that may stand between a header and its counts


@dataclass(frozen=True, slots=True)
class Column:
    role: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Header:
    """One or several groups of columns side by side; each group is read as a ballot item of its own."""

    groups: tuple[tuple[Column, ...], ...]
    names: tuple[str | None, ...]

    @property
    def left(self):
        return min(column.left for group in self.groups for column in group)

    @property
    def roles(self):
        return [column.role for group in self.groups for column in group if column.role in COUNTED]


def filled(row):
    return [cell for cell in row.cells if cell.text.strip() and value_of(cell.text, 0).kind != BLANK]


def overlap(one, other):
    return min(one.right, other.right) > max(one.left, other.left)


def is_header_text(cell):
    return value_of(cell.text.replace("\n", " "), 0).kind not in (COUNT, NONE)


def stacked(rows, base, cell):
    """The texts over a cell, nearest first; one that stands over several cells names all of them."""
    texts = []
    for row in reversed(rows[max(0, base - DEEPEST + 1) : base]):
        above = [other for other in filled(row) if overlap(other, cell)]
        if len(above) == 1:
            texts.append(above[0].text)
    return texts


def role_in_column(rows, base, cell):
    """What the column under a header cell counts, by its own words and those over it."""
    own = role_of(flat(cell.text))
    words, found = [cell.text], own
    for above in stacked(rows, base, cell):
        words.insert(0, above)
        together = role_of(flat(" ".join(words)))
        if together == PERCENT or role_of(flat(above)) == PERCENT:
            return PERCENT
        found = found or together
    return found


def flat(text):
    return " ".join(text.replace("-\n", "-").split())


def columns_at(rows, base):
    """The columns whose labels end in row `base` or, where that is blank there, up to two rows above it."""
    cells = []
    for number in range(base, max(-1, base - DEEPEST), -1):
        for cell in filled(rows[number]):
            if is_header_text(cell) and not any(overlap(cell, other) for _, other in cells):
                cells.append((number, cell))
    columns, used = [], set()
    for number, cell in cells:
        role = role_in_column(rows, number, cell)
        if role:
            columns.append(Column(role, cell.left, cell.right))
            used.add(cell)
    return sorted(columns, key=lambda column: column.left), used


def header_of(rows):
    """(Header, the rows' texts that are no labels) from the rows before a row of counts; (None, …) without one."""
    for base in range(len(rows) - 1, max(-1, len(rows) - 1 - FARTHEST), -1):
        columns, used = columns_at(rows, base)
        if len({column.role for column in columns if column.role in COUNTED}) < 2:
            continue
        first = min(column.left for column in columns)
        if any(cell.right > first and not is_header_text(cell) for cell in filled(rows[base])):
            continue  # labels with numbers between them: a list, and no header
        others = []
        for cell in filled(rows[base]):
            taken = any(overlap(cell, column) for column in columns)
            if cell not in used and not taken and cell.left > first:
                others.append(Column(OTHER, cell.left, cell.right))
        columns = sorted([*columns, *others], key=lambda column: column.left)
        header = grouped(columns, rows[:base], used)
        over = {cell for row in rows[: base + 1] for cell in row.cells if is_over(cell, columns, rows, base)}
        rest = []
        for number, row in enumerate(rows):
            left = [cell for cell in filled(row) if cell not in used and (number > base or cell not in over)]
            if number == base:
                left = [cell for cell in left if cell.right <= first]
            if left:
                rest.append(left)
        return header, rest
    return None, [filled(row) for row in rows if filled(row)]


def is_over(cell, columns, rows, base):
    """Whether a text is part of the labels under it ("Votes" over "For"), and so no title."""
    below = [column for column in columns if overlap(cell, column)]
    return bool(below) and role_of(flat(cell.text + " for")) is not None


def grouped(columns, above, used):
    """Columns in groups: a label that comes again begins the next group, named by what stands over it."""
    groups, seen = [[]], set()
    for column in columns:
        if column.role in seen and column.role in COUNTED:
            while groups[-1][-1].role == OTHER:
                groups[-1].pop()  # it belongs to what follows: the second "Nominee"
            groups.append([])
            seen = set()
        if column.role in COUNTED:
            seen.add(column.role)
        groups[-1].append(column)
    names = []
    for group in groups:
        left, right = group[0].left, group[-1].right
        over = [
            cell.text
            for row in above
            for cell in filled(row)
            if cell not in used and cell.right > left and cell.left < right and cell.right <= right + 1
        ]
        names.append(flat(over[-1]) if over and len(groups) > 1 else None)
    return Header(tuple(tuple(group) for group in groups), tuple(names))

"""Everything a group owns, as a zip: a JSON and a CSV file for each kind of row, what is public as files, and a README.

Which kinds and which columns stands in each app's keeping.py (organize.inventory). What is left out is left out there,
with its reason, and the README says so.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from organize import archive, inventory
from organize.spreadsheets import csv_lines

CHUNK = 200
_encode = DjangoJSONEncoder(ensure_ascii=False).encode


def export(group):
    """Yield the bytes of the zip of everything that `group` owns; memory holds a few hundred rows at most."""
    return archive.stream(members(group))


def members(group):
    """(name, blocks, length or None) of each file in the zip, the README first."""
    exported = [kind for kind in inventory.kinds() if kind.fields]
    yield "README.txt", [readme(exported).encode()], None
    for kind in exported:
        yield f"{kind.file_name}.json", _json(kind, group), None
        yield f"{kind.file_name}.csv", _csv(kind, group), None
    for name in settings.EXPORTED_FILES:
        yield from import_string(name)(group)


def readme(exported):
    """What is in the zip, file by file and field by field, and what is not."""
    meanings = inventory.meanings()
    files = [{"kind": kind, "fields": [(name, meanings[name]) for name in ["id", *kind.columns]]} for kind in exported]
    left_out = [kind for kind in inventory.kinds() if not kind.fields and kind.group]
    return render_to_string("organize/export_readme.txt", {"files": files, "left_out": left_out})


def rows_of(kind, group):
    """Yield a tuple for each row: its key, then the exported columns. A key orders nothing: it is random."""
    rows = kind.rows_of(group).order_by("pk")
    return rows.values_list("pk", *kind.columns.values()).iterator(chunk_size=CHUNK)


def _json(kind, group):
    names = ["id", *kind.columns]
    between = "[\n"
    for row in rows_of(kind, group):
        yield (between + _encode(dict(zip(names, row, strict=True)))).encode()
        between = ",\n"
    yield b"\n]\n" if between == ",\n" else b"[]\n"


def _csv(kind, group):
    header = ["id", *kind.columns]
    return (line.encode() for line in csv_lines(header, (map(_cell, row) for row in rows_of(kind, group))))


def _cell(value):
    """Text for a spreadsheet: nothing for what is empty, JSON for what is no single value."""
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return _encode(value)
    return str(value)

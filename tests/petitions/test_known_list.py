"""A list as people paste it: columns that broke names, three copies with other spellings, a letter around it."""

import pytest

from petitions import known_list
from petitions.forms import known_lists

WHOLE = """Harbour Civil Liberties Union (HCLU)
HCLU of the North
18MillionDocks.org
Alliance (The Alliance for a Kinder Port)
Quay Friends Service Committee
Muslim Dockers Network-Muslim
Association of the Sound
Muslims of the Sound
El Centro de La Costa
Relations Council, North
Relations-Council, South
Free Pier
The Greenwater Institute
Restore The Quay

Robin Marsh
Chief Executive
"""
COLUMNS = """Harbour Civil Liberties Union
HCLU of the North
18MillionDocks.org
Alliance (The Alliance for a
Kinder Port)
Quay Friends Service
Committee
Muslim Dockers
Network-Muslim Association of
the Sound
Muslims of the Sound

El Centro de la Costa
Relations Council, North
Relations Council, South
Free Pier
The Greenwater
Institute
Restore the Quay
Single Column Advisers
of the Port
"""
CLEAN = [
    "Harbour Civil Liberties Union (HCLU)", "HCLU of the North", "18MillionDocks.org",
    "Alliance (The Alliance for a Kinder Port)", "Quay Friends Service Committee",
    "Muslim Dockers Network-Muslim Association of the Sound", "Muslims of the Sound", "El Centro de La Costa",
    "Relations Council, North", "Relations-Council, South", "Free Pier", "The Greenwater Institute",
    "Restore The Quay", "Robin Marsh", "Chief Executive", "Single Column Advisers of the Port",
]  # fmt: skip


def test_copies_with_other_breaks_and_spellings_become_one_clean_list():
    found, wrong = known_list.read(WHOLE + "\n" + COLUMNS)
    assert [one.name for one in found] == CLEAN
    assert wrong == []
    once = [one.name for one in found if one.seen == 1]
    assert once == ["Robin Marsh", "Chief Executive", "Single Column Advisers of the Port"]


def test_every_merge_says_what_it_was_made_of():
    found = {one.name: one for one in known_list.read(WHOLE + "\n" + COLUMNS)[0]}
    union = found["Harbour Civil Liberties Union (HCLU)"]
    assert union.spellings == {"Harbour Civil Liberties Union (HCLU)": [1], "Harbour Civil Liberties Union": [19]}
    assert found["Quay Friends Service Committee"].joined
    assert found["Quay Friends Service Committee"].lines == [5, 24]
    assert not found["Free Pier"].joined
    assert set(found["El Centro de La Costa"].spellings) == {"El Centro de La Costa", "El Centro de la Costa"}


def test_order_of_copies_changes_no_name():
    forwards = {one.name.casefold().replace("-", " ") for one in known_list.read(WHOLE + "\n" + COLUMNS)[0]}
    backwards = {one.name.casefold().replace("-", " ") for one in known_list.read(COLUMNS + "\n" + WHOLE)[0]}
    different = forwards ^ backwards
    assert different == {"harbour civil liberties union (hclu)", "harbour civil liberties union"}


def test_clean_list_is_left_as_it_is():
    plain = "\n".join(name for name in CLEAN)
    found, wrong = known_list.read(plain)
    assert [one.name for one in found] == CLEAN
    assert not wrong
    assert not any(one.joined for one in found)


def test_what_is_only_similar_is_told_and_not_merged():
    found, _wrong = known_list.read("Electronic Quay Foundation\nElectronic Quay Fundation\nFree Pier\n")
    assert [one.name for one in found] == ["Electronic Quay Foundation", "Electronic Quay Fundation", "Free Pier"]
    assert found[0].alike == [("spelling", "Electronic Quay Fundation")]
    known_list.note_alike(found, ["The Free Pier"])
    assert found[2].was == [("same", "The Free Pier")]


def test_faults_are_told_by_line_and_points_are_dropped():
    found, wrong = known_list.read(
        "- Free Pier\n2. Quay Action\n----\n" + "x" * 201 + "\nHid\u202eden Pier\n\n• Dock 9\n"
    )
    assert [one.name for one in found] == ["Free Pier", "Quay Action", "Dock 9"]
    assert wrong == [(4, "long"), (5, "hidden")]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t\n", "-----\n"])
def test_nothing_is_an_empty_list(text):
    assert known_list.read(text) == ([], [])


def test_long_text_is_read_in_a_moment_and_cut():
    most = known_list.MOST_LINES
    found, wrong = known_list.read("Free Pier\n" * (most + 1))
    assert (len(found), wrong) == (1, [(most + 1, "many")])


def test_uploaded_table_is_cut_as_well(monkeypatch):
    monkeypatch.setattr(known_list, "MOST_LINES", 30)
    rows, wrong = known_lists.read("name\n" + "Free Pier\n" * 31)
    assert (len(rows), len(rows[0].lines), wrong) == (1, 30, [(32, known_lists.FAULTS["many"])])


def test_rows_with_faults_are_compared_with_nothing():
    rows, _wrong = known_lists.read("name,country\nFree Pier,XX\nThe Pier Free,\nPier Free,\n" + "abcd " * 8000 + ",\n")
    assert [(bool(row.errors), bool(row.alike)) for row in rows] == [(True, False), (False, False), (True, False)]

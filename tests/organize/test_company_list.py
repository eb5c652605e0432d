"""Companies from a CSV: nothing is written on a dry run, errors stand by row, hostile cells stay text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organize.models import Company, Trail
from tests import make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db
LIST = """name,kind,aliases,domains,ticker,cik
Meridian Freight,company,MF; Meridian Group,meridian.example,MFX,789019
Port of Halden,agency,,,,
City of Halden,city,,,,
"""


def scene():
    people = cast()
    return people.client("owner"), people.group, reverse("company-list", args=[people.group.slug])


def named(group):
    return list(Company.objects.filter(group=group).values_list("name", flat=True))


def test_dry_run_says_what_would_happen_and_writes_nothing():
    client, group, address = scene()
    make.company(group=group, name="Port of Halden")
    trail = Trail.objects.count()
    with CaptureQueriesContext(connection) as asked:
        page = client.post(address, {"text": LIST}).content.decode()
    writes = [one["sql"] for one in asked if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert [one for one in writes if "session" not in one] == []
    assert named(group) == ["Port of Halden"]
    assert Trail.objects.count() == trail
    assert page.count(">new</span>") == 2 and page.count(">changed</span>") == 1
    assert "Take them in" in page


def test_second_press_takes_all_of_it_in_and_a_third_changes_nothing():
    client, group, address = scene()
    make.company(group=group, name="Port of Halden")
    assert client.post(address, {"text": LIST, "take": "1"})["Location"] == reverse("group", args=[group.slug])
    assert named(group) == ["City of Halden", "Meridian Freight", "Port of Halden"]
    row = Company.objects.get(name="Meridian Freight")
    assert (row.aliases, row.domains, row.ticker) == (["MF", "Meridian Group"], ["meridian.example"], "MFX")
    assert row.cik == "0000789019"
    assert Company.objects.get(name="Port of Halden").kind == "agency"
    trail = Trail.objects.count()
    assert client.post(address, {"text": LIST}).content.decode().count("stays as it is") == 3
    client.post(address, {"text": LIST, "take": "1"})
    assert Trail.objects.count() == trail


def test_column_that_is_left_out_leaves_what_is_there():
    client, group, address = scene()
    client.post(address, {"text": LIST, "take": "1"})
    client.post(address, {"text": "name,ticker\nMeridian Freight,NEW\n", "take": "1"})
    row = Company.objects.get(name="Meridian Freight")
    assert (row.ticker, row.aliases, row.kind) == ("NEW", ["MF", "Meridian Group"], "company")


def test_file_is_read_as_its_text_is():
    client, group, address = scene()
    file = SimpleUploadedFile("list.csv", "\ufeff".encode() + LIST.encode(), content_type="text/csv")
    page = client.post(address, {"file": file}).content.decode()
    assert page.count(">new</span>") == 3
    assert "Meridian Group" in page, "it is in the page again, so that the second press can send it"
    assert named(group) == []


FAULTS = [
    ("Meridian,planet,,,,", "kind"),
    ("Meridian,,,not a domain,,", "domains"),
    ("Meridian,,,,,12x", "cik"),
    (",company,,,,", "name"),
    ("Meri\u200bdian,,,,,", "cannot be seen"),
    ("Meridian,company", "2 cells instead of 6"),
    ("x" * 201 + ",,,,,", "name"),
    ("City of Halden,,,,,", "stands in line 4 already"),
]


@pytest.mark.parametrize(("row", "said"), FAULTS)
def test_one_wrong_row_is_told_by_its_line_and_nothing_is_taken_in(row, said):
    client, group, address = scene()
    for step in ({}, {"take": "1"}):
        answer = client.post(address, {"text": LIST + row + "\n", **step})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'data-label="Line">5<' in page and said in page
        assert "Take them in" not in page
        assert named(group) == []


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "name\n", "ticker\nMFX\n", "name,name\na,b\n", "name,colour\na,red\n", 'name\n"open\n',
     "name\n" + "".join(f"C{at}\n" for at in range(1001)), "name\n" + "x" * 300_001, "name\nNul\x00l\n"],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence(text):
    client, group, address = scene()
    answer = client.post(address, {"text": text, "take": "1"})
    assert answer.status_code == 422
    assert 'class="error' in answer.content.decode()
    assert named(group) == []


def test_file_that_is_not_utf_8_is_refused():
    client, group, address = scene()
    file = SimpleUploadedFile("list.csv", "name\nHäfen\n".encode("latin-1"))
    assert client.post(address, {"file": file, "take": "1"}).status_code == 422
    assert named(group) == []


HOSTILE = ["=HYPERLINK(1)", "@SUM(1)", "+1", "-1", "<script>alert(1)</script>", "{{ 7 }}", "'; DROP TABLE x; --"]


def test_hostile_cells_are_text_and_nothing_else():
    client, group, address = scene()
    quoted = "".join('"' + cell.replace('"', '""') + '"\n' for cell in HOSTILE)
    page = client.post(address, {"text": "name\n" + quoted}).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    client.post(address, {"text": "name\n" + quoted, "take": "1"})
    assert sorted(named(group)) == sorted(HOSTILE)
    shown = client.get(reverse("group", args=[group.slug])).content.decode()
    assert "<script>alert" not in shown and "{{ 7 }}" in shown


def test_long_list_is_checked_in_as_many_statements_as_a_short_one():
    client, _group, address = scene()
    statements(client, address)

    def asked(number):
        with CaptureQueriesContext(connection) as found:
            client.post(address, {"text": "name\n" + "".join(f"Company {at}\n" for at in range(number))})
        return len(found)

    assert asked(1) == asked(30)

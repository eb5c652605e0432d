"""People in office and contracts of one company from a CSV: a dry run, errors by row, and nothing twice."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from organize.models import Contract, Officeholder, Trail
from tests import make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db
CONTRACTS = """what,source,kind,for_whom,value,currency,from_on,source_url
Night shifts,Register of contracts,,Port of Halden,1200000.50,eur,2025-01-02,https://register.example/7
Cranes,Halden Herald,Product,,,,,
"""
PEOPLE = """name,title,from_on,until_on
Robin Marsh,operations director,2024-05-01,
Sam Ito,,,
"""
KINDS = {"contract": (CONTRACTS, Contract), "officeholder": (PEOPLE, Officeholder)}


def scene(kind):
    people = cast()
    company = make.company(group=people.group)
    return people.client("organizer"), company, reverse(f"{kind}-list", args=[company.slug])


@pytest.mark.parametrize("kind", KINDS)
def test_dry_run_writes_nothing_and_the_second_press_takes_all_in_once(kind):
    client, company, address = scene(kind)
    text, model = KINDS[kind]
    page = client.post(address, {"text": text}).content.decode()
    assert page.count(">new</span>") == 2 and "Take them in" in page
    assert not model.objects.exists()
    for _press in range(2):
        assert client.post(address, {"text": text, "take": "1"})["Location"] == reverse("company", args=[company.slug])
        assert model.objects.filter(company=company, group=company.group).count() == 2
        assert Trail.objects.filter(object_kind=model._meta.label_lower).count() == 2
    assert client.post(address, {"text": text}).content.decode().count(">stays as it is<") == 2


def test_cells_arrive_as_what_they_are():
    client, company, address = scene("contract")
    client.post(address, {"text": CONTRACTS, "take": "1"})
    shifts = company.contracts.get(what="Night shifts")
    assert (shifts.value, shifts.currency, shifts.kind) == (Decimal("1200000.50"), "EUR", "contract")
    assert shifts.from_on == datetime.date(2025, 1, 2)
    assert company.contracts.get(what="Cranes").kind == "product"


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        ("contract", "Lifts,,,,,,,", "source"),
        ("contract", "Lifts,Herald,,,5,,,", "Say in which currency"),
        ("contract", "Lifts,Herald,,,,,soon,", "from_on"),
        ("contract", "Lifts,Herald,,,,,,http://plain.example/", "source_url"),
        ("contract", "Cranes,Halden Herald,Product,,,,,", "stands in line 3 already"),
        ("officeholder", "Kim Low,,2025-01-02,2024-01-02", "The last day comes after the first"),
        ("officeholder", "Sam Ito,,,", "stands in line 3 already"),
        ("officeholder", "Kim Low", "1 cells instead of 4"),
    ],
)
def test_one_wrong_row_is_told_by_its_line_and_nothing_is_taken_in(kind, row, said):
    client, _company, address = scene(kind)
    text, model = KINDS[kind]
    answer = client.post(address, {"text": f"{text}{row}\n", "take": "1"})
    assert answer.status_code == 422
    assert 'data-label="Line">4<' in answer.content.decode() and said in answer.content.decode()
    assert not model.objects.exists()


def test_heading_without_a_needed_column_is_refused():
    client, _company, address = scene("contract")
    answer = client.post(address, {"text": "what\nLifts\n"})
    assert answer.status_code == 422
    assert "have to be among them: what, source" in answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_list_is_checked_in_as_many_statements_whatever_is_there(kind):
    client, company, address = scene(kind)
    make_one = getattr(make, kind)
    make_one(company=company)
    before = statements(client, address)
    for at in range(29):
        make_one(company=company, **({"what": f"W{at}"} if kind == "contract" else {"name": f"N{at}"}))
    assert statements(client, address) == before

from datetime import date

import pytest
from django.urls import reverse

from organize.models import Company, Contract, Officeholder, Trail
from tests import make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db


def scene():
    people = cast()
    company = make.company(group=people.group)
    return people.client("owner"), company, people


GIVEN = {"name": "Meridian Freight", "kind": "company", "aliases": "MF\nMeridian Group", "domains": "Meridian.Example",
         "ticker": "mfx", "cik": "789019"}  # fmt: skip


def test_company_is_described(client):
    client, company, _people = scene()
    answer = client.post(reverse("company-edit", args=[company.slug]), GIVEN)
    assert answer["Location"] == reverse("company", args=[company.slug])
    company.refresh_from_db()
    assert company.aliases == ["MF", "Meridian Group"]
    assert (company.domains, company.ticker, company.cik) == (["meridian.example"], "MFX", "0000789019")
    page = client.get(answer["Location"]).content.decode()
    for words in ("Meridian Group", "meridian.example", "MFX", "0000789019"):
        assert words in page
    again = client.get(reverse("company-edit", args=[company.slug])).content.decode()
    assert "MF\nMeridian Group" in again, "what is there is in the form"


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "planet"), ("domains", "not a domain"), ("ticker", "=1+1"), ("cik", "12a"), ("cik", "1" * 11),
     ("name", ""), ("name", "Meri\u200bdian"), ("aliases", "\n".join("abcdefghijklmnopqrstu"))],
)  # fmt: skip
def test_what_does_not_hold_is_not_written(field, value):
    client, company, _people = scene()
    answer = client.post(reverse("company-edit", args=[company.slug]), GIVEN | {field: value})
    assert answer.status_code == 422
    company.refresh_from_db()
    assert (company.ticker, company.domains) == ("", [])


def test_name_of_another_company_is_refused_in_a_sentence():
    client, company, people = scene()
    make.company(group=people.group, name="Harbour Lines")
    answer = client.post(reverse("company-edit", args=[company.slug]), GIVEN | {"name": "Harbour Lines"})
    assert answer.status_code == 409
    assert "has named another one so already" in answer.content.decode()
    company.refresh_from_db()
    assert company.name == "Meridian Freight"


PERSON = {"name": "Robin Marsh", "title": "operations director", "from_on": "2024-03-01", "until_on": ""}


def test_person_in_office_comes_goes_and_can_be_removed():
    client, company, _people = scene()
    client.post(reverse("officeholder-create", args=[company.slug]), PERSON)
    row = Officeholder.objects.get()
    edit = reverse("officeholder-edit", args=[company.slug, row.pk])
    assert "2024-03-01" in client.get(edit).content.decode()
    client.post(edit, PERSON | {"until_on": "2026-01-31"})
    assert Officeholder.objects.get().until_on == date(2026, 1, 31)
    assert client.post(edit, PERSON | {"until_on": "2020-01-31"}).status_code == 422
    page = client.get(reverse("company", args=[company.slug])).content.decode()
    assert "Robin Marsh" in page and "1 Mar 2024 to 31 Jan 2026" in page
    client.post(reverse("officeholder-remove", args=[company.slug, row.pk]))
    assert not Officeholder.objects.exists()
    verbs = Trail.objects.filter(object_id=row.pk).order_by("at").values_list("verb", flat=True)
    assert sorted(verbs) == ["create", "edit", "remove"]


CONTRACT = {"kind": "contract", "what": "Cloud services", "for_whom": "ICE", "value": "19400000", "currency": "usd",
            "from_on": "", "until_on": "", "source": "Gizmodo, June 2018", "source_url": ""}  # fmt: skip


def test_contract_has_value_currency_and_source():
    client, company, _people = scene()
    client.post(reverse("contract-create", args=[company.slug]), CONTRACT)
    row = Contract.objects.get()
    assert (row.value, row.currency) == (19_400_000, "USD")
    page = client.get(reverse("company", args=[company.slug])).content.decode()
    assert "USD&nbsp;19,400,000" in page and "Gizmodo, June 2018" in page
    edit = reverse("contract-edit", args=[company.slug, row.pk])
    client.post(edit, CONTRACT | {"what": "Azure Government", "source_url": "https://gizmodo.example/1"})
    assert Contract.objects.get().what == "Azure Government"
    client.post(reverse("contract-remove", args=[company.slug, row.pk]))
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("currency", ""), ("currency", "dollars"), ("value", "-1"), ("source", ""), ("what", ""),
     ("source_url", "javascript:alert(1)"), ("source_url", "http://gazette.example/"),
     ("source_url", "https://user@/"), ("source_url", "data:text/html,x")],
)  # fmt: skip
def test_contract_that_does_not_hold_is_not_written(field, value):
    client, company, _people = scene()
    answer = client.post(reverse("contract-create", args=[company.slug]), CONTRACT | {field: value})
    assert answer.status_code == 422
    assert not Contract.objects.exists()


def test_company_page_asks_as_often_for_one_as_for_thirty(django_assert_num_queries):
    client, company, people = scene()
    address = reverse("company", args=[company.slug])

    def fill(number):
        for at in range(number):
            make.contract(company=company, what=f"Contract {at}")
            make.officeholder(company=company, name=f"Person {at}")
            make.campaign(group=people.group, company=company, title=f"Campaign {at}")

    fill(1)
    client.get(address)
    one = statements(client, address)
    fill(29)
    assert statements(client, address) == one
    assert Company.objects.count() == 1

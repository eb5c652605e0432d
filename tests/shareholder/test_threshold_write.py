"""A law beside Rule 14a-8: written down for a company, and told wherever somebody relies on the rule's own tiers."""

import pytest
from django.urls import reverse

from organize.models import Trail
from shareholder.models import Threshold
from tests import make
from tests.factors import browser as client
from tests.shareholder import world

pytestmark = pytest.mark.django_db
WARNING = "This company may ask more of whoever files:"
DATA = {"law": "texas", "says": "A million dollars, or three percent.", "since_on": "2025-09-01", "source": "Bylaws"}


def test_every_page_that_relies_on_the_tiers_warns():
    users, made, filing = world.cast()
    pages = {
        "lead": [("resolution-read", made.slug)],
        "cofiler": [("resolution-read", made.slug), ("filing-read", filing.slug), ("holding-judge", filing.slug)],
        "owner": [("resolution-read", made.slug)],
    }
    company = reverse("company", args=[made.company.slug])

    def warned():
        for name, addresses in pages.items():
            for page, slug in addresses:
                yield WARNING in client(users[name]).get(reverse(f"shareholder:{page}", args=[slug])).content.decode()
        yield WARNING in client(users["owner"]).get(company).content.decode()

    assert not any(warned())
    write = reverse("shareholder:threshold-write", args=[made.company.slug])
    assert client(users["owner"]).post(write, DATA).status_code == 302
    assert all(warned())
    shown = client(users["cofiler"]).get(reverse("shareholder:holding-judge", args=[filing.slug])).content.decode()
    assert "three percent" in shown and "know nothing of it: ask counsel" in shown
    remove = reverse("shareholder:threshold-remove", args=[made.company.slug])
    assert client(users["owner"]).post(remove).status_code == 302
    assert not any(warned())
    assert client(users["owner"]).post(remove).status_code == 404


def test_it_is_written_once_for_a_company_with_its_source():
    owner = make.user()
    company = make.company(group=make.group(owner=owner))
    write = reverse("shareholder:threshold-write", args=[company.slug])
    for missing in ("law", "says", "source"):
        assert client(owner).post(write, DATA | {missing: ""}).status_code == 422
    for says in ("First.", "Second."):
        assert client(owner).post(write, DATA | {"says": says}).status_code == 302
    assert Threshold.objects.get().says == "Second."
    assert client(owner).get(write).context["form"]["says"].value() == "Second."
    assert Trail.objects.filter(object_kind="shareholder.threshold", verb="write").count() == 2

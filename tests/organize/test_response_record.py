import pytest
from django.urls import reverse

from organize.models import Response, Trail
from organize.states import ResponseKind
from tests import make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db


def scene():
    people = cast()
    company = make.company(group=people.group)
    campaign = make.campaign(group=people.group, company=company)
    given = {"company": company.pk, "kind": "moratorium", "on": "2026-06-11", "text": "None for a year.",
             "source": "Gazette", "source_url": "https://gazette.example/1"}  # fmt: skip
    return people.client("owner"), campaign, given


@pytest.mark.parametrize("kind", ResponseKind.values)
@pytest.mark.parametrize(("on", "kept"), [("2026-06-11", "day"), ("2026-06", "month"), ("2026", "year")])
def test_response_is_recorded_with_kind_date_and_source(kind, on, kept):
    client, campaign, given = scene()
    answer = client.post(reverse("response-create", args=[campaign.slug]), given | {"kind": kind, "on": on})
    assert answer["Location"] == reverse("campaign", args=[campaign.slug])
    row = Response.objects.get()
    assert (row.kind, row.grain, row.source) == (kind, kept, "Gazette")
    page = client.get(answer["Location"]).content.decode()
    shown = {"day": "11 June 2026", "month": ">June 2026", "year": ">2026<"}[kept]
    assert str(ResponseKind(kind).label) in page and shown in page
    edit = reverse("response-edit", args=[campaign.slug, row.pk])
    assert f'value="{on}"' in client.get(edit).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "praise"), ("on", "2999-12-31"), ("on", "11 June"), ("source", ""), ("source_url", "ftp://x.example/"),
     ("company", ""), ("text", "a\u202eb")],
)  # fmt: skip
def test_what_does_not_hold_is_not_recorded(field, value):
    client, campaign, given = scene()
    answer = client.post(reverse("response-create", args=[campaign.slug]), given | {field: value})
    assert answer.status_code in (400, 422)
    assert not Response.objects.exists()


def test_response_is_corrected_and_removed():
    client, campaign, given = scene()
    row = make.response(campaign=campaign)
    edit = reverse("response-edit", args=[campaign.slug, row.pk])
    client.post(edit, given | {"text": "For two years."})
    row.refresh_from_db()
    assert (row.text, row.kind) == ("For two years.", "moratorium")
    assert client.post(edit, given | {"on": "2999"}).status_code in (400, 422)
    client.post(reverse("response-remove", args=[campaign.slug, row.pk]))
    assert not Response.objects.exists()
    assert Trail.objects.filter(object_id=row.pk, verb="remove").exists()


def test_campaign_page_asks_as_often_for_one_as_for_thirty():
    client, campaign, _given = scene()
    address = reverse("campaign", args=[campaign.slug])

    def fill(number):
        for _at in range(number):
            make.response(campaign=campaign), make.update(campaign=campaign)
            make.verdict(make.commitment(campaign=campaign))

    fill(1)
    client.get(address)
    one = statements(client, address)
    fill(29)
    assert statements(client, address) == one

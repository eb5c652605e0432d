"""What everybody reads of a campaign: the whole story, and nothing about who signed."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organize import jobs
from tests import make

pytestmark = pytest.mark.django_db


def address(name, campaign, *args):
    return reverse(name, args=[campaign.address, *args])


def page_of(campaign):
    return Client().get(address("campaign-public", campaign)).content.decode()


def scene(**parts):
    group = make.group()
    company = make.company(group=group)
    return make.public_campaign(group=group, company=company, **parts)


def test_story_is_told_newest_first_with_dates_and_sources():
    campaign = scene()
    make.response(campaign=campaign, kind="refusal", on=datetime.date(2018, 6, 1), grain="month")
    row = make.commitment(campaign=campaign, on=datetime.date(2020, 6, 11))
    make.verdict(row, "break", on=datetime.date(2021, 1, 1), grain="year", text="They sold it again.")
    make.update(campaign=campaign)
    page = page_of(campaign)
    main = page[page.index("What happened, newest first") :]
    lines = re.findall(r"<h3>(.*?)</h3>", main)
    assert lines == [
        "We met the board", "This page was made public", "A commitment of Meridian Freight: broken",
        "Meridian Freight made a commitment", "Meridian Freight: refusal",
    ]  # fmt: skip
    dates = re.findall(r'<time datetime="([^"]*)">([^<]*)</time>', main)
    assert dates[2:] == [("2021", "2021"), ("2020-06-11", "11 June 2020"), ("2018-06", "June 2018")]
    assert main.count('href="https://gazette.example/docks" rel="noopener noreferrer nofollow"') == 3
    assert "They sold it again." in main and "<em>listened</em>" in main


def test_overdue_promise_is_on_the_page_until_it_is_judged():
    campaign = scene()
    row = make.commitment(campaign=campaign, due_on=make.NOW.date())
    assert "let the day pass" not in page_of(campaign)
    jobs.mark_overdue(at=make.NOW + datetime.timedelta(days=1))
    assert "Meridian Freight let the day pass" in page_of(campaign)
    row.refresh_from_db()
    make.verdict(row, "keep")
    assert "let the day pass" not in page_of(campaign)


def test_page_is_the_same_for_everybody_and_remembers_nobody():
    campaign = scene()
    owner = make.user()
    seen = set()
    for client in (Client(), Client(headers={"Accept-Language": "fr", "Cookie": "a=b", "User-Agent": "x"})):
        client.force_login(owner)
        answer = client.get(address("campaign-public", campaign))
        assert "Vary" not in answer and not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        seen.add(answer.content)
    assert len(seen) == 1
    assert b"csrfmiddlewaretoken" not in seen.pop()
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)(address("campaign-public", campaign)).status_code == 405


@pytest.mark.parametrize("name", ["campaign-public", "campaign-atom", "campaign-json"])
def test_as_many_statements_for_one_as_for_thirty(name):
    campaign = scene()

    def fill(number):
        for at in range(number):
            make.response(campaign=campaign, company=make.company(group=campaign.group, name=f"Company {at}"))
            make.verdict(make.commitment(campaign=campaign))
            make.update(campaign=campaign)

    def asked():
        with CaptureQueriesContext(connection) as found:
            Client().get(address(name, campaign))
        return len(found)

    fill(1)
    asked()
    one = asked()
    fill(29)
    assert asked() == one
    assert one <= 12


def test_commitments_stand_in_a_picture_with_their_numbers_beside_it():
    campaign = scene()
    for verb in ("keep", "break", None):
        row = make.commitment(campaign=campaign)
        if verb:
            make.verdict(row, verb)
    page = page_of(campaign)
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert re.findall(r"share-(\w+)", picture) == ["promised", "kept", "broken"]
    assert re.findall(r'<rect[^>]* x="([^"]*)"[^>]* width="([^"]*)"', picture) == [
        ("0.00%", "33.33%"), ("33.33%", "33.33%"), ("66.67%", "33.33%"),
    ]  # fmt: skip
    assert 'role="img" aria-labelledby="shares-title"' in picture
    table = page[page.index("<table") : page.index("</table>")]
    assert re.findall(r"</svg>([a-z ]+)</th><td class=\"n\">(\d+)</td>", table) == [
        ("promised", "1"), ("kept", "1"), ("broken", "1"),
    ]  # fmt: skip


def test_pictures_name_their_widths_the_same_in_every_language():
    from django.utils import translation

    from organize import charts

    with translation.override("de"):
        row = charts.progress([{"value": 1, "goal": 3}, {"value": 4, "goal": 3}])["rows"][0]
        assert (row["width"], row["goal_at"]) == ("25.00%", "75.00%")
        assert charts.columns([{"value": 0}])["rows"][0]["tall"] == 0
        assert charts.columns([{"value": 3}, {"value": 9}])["rows"][1]["total"] == 12
        assert charts.columns([])["rows"] == charts.progress([])["rows"] == charts.shares([]) == []


def test_ledger_tells_of_one_company_alone():
    campaign = scene()
    other = make.company(group=campaign.group, name="Harbour Lines")
    stranger = make.company(group=campaign.group, name="Nobody Ltd")
    make.contract(company=campaign.company, what="Night shifts", value=1000, currency="EUR")
    make.officeholder(company=campaign.company)
    make.response(campaign=campaign, text="We will see.")
    make.verdict(make.commitment(campaign=campaign), "keep partly", text="At two docks of three.")
    make.response(campaign=campaign, company=other, text="Never.")
    page = Client().get(address("ledger", campaign, campaign.company.slug)).content.decode()
    for words in (
        "Night shifts",
        "EUR&nbsp;1,000",
        "We will see.",
        "At two docks of three.",
        "Two people at every dock",
    ):
        assert words in page, words
    assert "Never." not in page
    assert "Robin Marsh" not in page, "people in office stay on the desk"
    assert "Never." in Client().get(address("ledger", campaign, other.slug)).content.decode()
    assert Client().get(address("ledger", campaign, stranger.slug)).status_code == 404
    links = re.findall(r'href="(/c/[^"]*/ledger/[^"]*)"', page_of(campaign))
    assert links == [address("ledger", campaign, one.slug) for one in (other, campaign.company)]


def test_ledger_shows_nothing_of_another_campaign():
    campaign = scene()
    second = make.public_campaign(group=campaign.group, company=campaign.company, title="Another")
    make.response(campaign=second, text="To the others.")
    make.commitment(campaign=second, text="To the others too.")
    page = Client().get(address("ledger", campaign, campaign.company.slug)).content.decode()
    assert "To the others" not in page and second.address not in page
    assert "To the others too." in Client().get(address("ledger", second, second.company.slug)).content.decode()


def test_ledger_asks_as_often_for_one_as_for_thirty():
    campaign = scene()
    place = address("ledger", campaign, campaign.company.slug)

    def asked():
        with CaptureQueriesContext(connection) as found:
            Client().get(place)
        return len(found)

    def fill(number):
        for at in range(number):
            make.response(campaign=campaign), make.contract(company=campaign.company, what=f"Number {at}")
            make.verdict(make.commitment(campaign=campaign))

    fill(1)
    asked()
    one = asked()
    fill(29)
    assert asked() == one


def test_what_people_write_is_text_in_the_page_and_in_both_feeds():
    evil = "<script>alert(1)</script>&\"'"
    campaign = scene(headline=evil, story=evil)
    make.response(campaign=campaign, text=evil, source=evil)
    make.update(campaign=campaign, title=evil, body=evil)
    page = page_of(campaign)
    assert "<script>alert" not in page and page.count("&lt;script&gt;alert(1)") >= 5
    atom = Client().get(address("campaign-atom", campaign)).content.decode()
    assert "<script>" not in atom and "&amp;lt;script&amp;gt;" in atom, "HTML in a feed is escaped twice"
    answer = Client().get(address("campaign-json", campaign))
    assert answer["Content-Type"] == "application/feed+json" and answer["X-Content-Type-Options"] == "nosniff"
    items = json.loads(answer.content)["items"]
    assert all("<script" not in item.get("content_html", "") for item in items)

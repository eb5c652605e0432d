"""The season board: what is due, what stands where, what came of it."""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from shareholder import board_queries, charts, days, shelf
from tests import make
from tests.counting import statements
from tests.factors import Browser
from tests.shareholder import world
from tests.shareholder.voted import propose, voted

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.user()


def signed_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


def test_board_lists_so_many_later_days_and_says_how_many_are_left(owner, monkeypatch):
    group = make.group(owner=owner)
    made = world.resolution(by=owner, group=group)
    today = world.days_receipt(made) - datetime.timedelta(days=60)
    every = board_queries.board_of(group, today)["later"]
    assert len(every) > 1
    monkeypatch.setattr(board_queries, "MOST_LATER", 1)
    board = board_queries.board_of(group, today)
    assert (board["later"], board["later_left"]) == (every[:1], len(every) - 1)


def test_days_are_sorted_into_late_this_week_and_later(owner):
    group = make.group(owner=owner)
    made = world.resolution(by=owner, group=group)
    due = world.days_receipt(made)
    for ahead, name in ((-1, "late"), (0, "week"), (7, "week"), (8, "later")):
        board = board_queries.board_of(group, due - datetime.timedelta(days=ahead))
        found = {key for key in ("late", "week", "later") for one in board[key] if one.name == "receipt"}
        assert found == ({"late"} if ahead == -1 else {name}), ahead


def test_nobody_waits_for_a_day_that_was_kept(owner):
    group = make.group(owner=owner)
    made, _lead = world.filed(by=owner, group=group)
    names = {due.name for due in board_queries.dues_of(board_queries.resolutions_of_group(group))}
    assert "receipt" not in names
    assert {"slots", "no_action", "opposition", "meeting"} <= names
    world.in_state(made, "withdrawn_tactical")
    assert not board_queries.dues_of(board_queries.resolutions_of_group(group))


def test_page_shows_states_companies_and_outcomes_and_never_a_filer(owner):
    group = make.group(owner=owner)
    made = voted(by=owner, group=group)
    propose(made, by=owner)
    reader = make.member(group, role="viewer")
    page = signed_in(reader).get(reverse("shareholder:season-board", args=[group.slug])).content.decode()
    assert "5.27 %" in page
    assert "result recorded" in page
    assert made.company.name in page
    assert made.filings.get().goes_by == "Order of Saint Brendan"
    assert "Brendan" not in page


def test_counts_are_pictures_with_their_numbers_in_a_table(owner):
    group = make.group(owner=owner)
    campaign = make.campaign(group=group, company=make.company(group=group))
    for number, state in enumerate(("idea", "omitted", "omitted", "withdrawn_agreement")):
        world.in_state(world.resolution(by=owner, campaign=campaign, title=str(number), has_meeting=False), state)
    address = reverse("shareholder:season-board", args=[group.slug])
    page = signed_in(owner).get(address, {"season": "all"}).content.decode()
    for name, numbers in (("states", ["1", "1", "2"]), ("ends", ["1", "2"])):
        figure = page.split(f'<figcaption id="{name}-title">')[1].split("</figure>")[0]
        assert f'role="img" aria-labelledby="{name}-title" aria-describedby="{name}-table"' in figure
        picture, table = figure.split("</svg>")
        assert sorted(re.findall(r'text-anchor="end">(\d+)<', picture)) == numbers
        assert sorted(re.findall(r'<td class="n">(\d+)<', table)) == numbers
        assert picture.count('class="bar-for"') == picture.count('class="track"') == len(numbers)
        for label in ("left out after a ruling", "withdrawn for commitments"):
            assert label in picture and label in table
    assert 'id="filings-title"' not in page, "no filing"


def test_longest_bar_takes_the_whole_width_and_none_makes_no_picture():
    picture = charts.counts([("a", 1), ("b", 4)])
    assert [row["width"] for row in picture["rows"]] == ["25.00%", "100.00%"]
    assert picture["height"] > picture["rows"][-1]["y"] + picture["bar"]
    assert charts.counts([]) == {"height": 0, "bar": charts.BAR, "rows": []}
    with translation.override("de"):
        assert charts.counts([("a", 1), ("b", 3)])["rows"][0]["width"] == "33.33%", "an attribute takes no comma"


def test_board_costs_the_same_for_one_and_for_thirty(owner):
    group = make.group(owner=owner)
    campaign = make.campaign(group=group, company=make.company(group=group))
    world.resolution(by=owner, campaign=campaign)
    client = signed_in(owner)
    addresses = [reverse("shareholder:season-board", args=[group.slug]), reverse("shareholder:calendar-read")]
    before = [(client.get(one), statements(client, one))[1] for one in addresses]
    meeting = campaign.company.meetings.get()
    for number in range(30):
        other = world.resolution(by=owner, campaign=campaign, title=f"No {number}", has_meeting=False)
        world.edit(other, by=owner, meeting=meeting)
        if number % 3 == 0:
            propose(world.in_state(other, "voted"), by=owner)
    assert [statements(client, one) for one in addresses] == before


def test_seasons_run_from_october_to_september():
    names = {day: days.season_of(world.day(day)) for day in ("2026-09-30", "2026-10-01", "2099-12-31", "2027-05-19")}
    assert list(names.values()) == ["2025-26", "2026-27", "2099-00", "2026-27"]


def test_season_is_picked_and_what_is_due_stays(owner):
    group = make.group(owner=owner)
    made = voted(by=owner, group=group)
    older = world.resolution(by=owner, campaign=made.campaign, title="An older one", has_meeting=False)
    world.edit(older, by=owner, meeting=world.meeting(made.company, year=2024, on=world.day("2024-05-20")))
    propose(world.in_state(older, "voted"), by=owner)
    client = signed_in(owner)
    address = reverse("shareholder:season-board", args=[group.slug])
    for season, titles in (("2023-24", {older}), ("2026-27", {made}), ("all", {older, made})):
        answer = client.get(address, {"season": season})
        shown = {row for one in answer.context["companies"] for row in one["resolutions"]}
        assert shown == titles, season
        assert answer.content.decode().count('aria-current="true"') == 1
    for wrong in ("2019-20", "", "x' OR 1"):
        assert client.get(address, {"season": wrong}).status_code == 404
    draft = world.resolution(by=owner, campaign=made.campaign, title="Due soon", has_meeting=False)
    world.edit(draft, by=owner, meeting=made.meeting)
    board = board_queries.board_of(group, world.days_receipt(draft), season="2023-24")
    assert draft in {due.resolution for due in board["week"]}


def test_filings_by_state_are_told_to_whoever_may_read_who_files(owner):
    group = make.group(owner=owner)
    made, _lead = world.filed(by=owner, group=group)
    world.filer(made, by=owner)
    board = board_queries.board_of(group, world.DAY, user=owner)
    assert sum(number for _label, number in board["filings"]) == 2
    member = make.member(group)
    assert not board_queries.board_of(group, world.DAY, user=member)["filings"]
    page = signed_in(member).get(reverse("shareholder:season-board", args=[group.slug]), {"season": "all"})
    assert "Filings by state" not in page.content.decode()


@pytest.mark.parametrize(
    ("left", "said"), [(-1, "past"), (0, "today"), (2, "in 2 days"), (7, "in 7 days"), (8, ""), (31, "")]
)
def test_near_days_are_on_the_desk_of_the_group(owner, left, said):
    group = make.group(owner=owner)
    made = world.resolution(by=owner, group=group)
    today = world.days_receipt(made) - datetime.timedelta(days=left)
    items = shelf.attention_on(group, today)["items"]
    told = [item for item in items if "due" in item]
    assert [item["left"] for item in told if item["due"].name == "receipt"] == ([left] if said else [])
    words = render_to_string("shareholder/_shelf_attention.html", {"items": items})
    assert ("season board" in words) == (left == 8), "what is due later this month is counted"
    if said:
        assert said in words and made.company.name in words


def test_desk_tells_the_group_and_filers_from_outside_never_who_files(owner):
    group = make.group(owner=owner)
    made, _lead = world.filed(by=owner, group=group)
    filer = make.user()
    world.filer(made, user=filer, by=owner)
    soon = timezone.localdate() + datetime.timedelta(days=6)
    type(made.meeting).objects.update(on=soon, definitive_on=None)
    for user in (owner, make.member(group, role="viewer"), filer):
        page = signed_in(user).get(reverse("desk")).content.decode()
        assert made.title in page and "The meeting" in page
        assert not [name for name in ("Brendan", "Harbour Pension") if name in page]
    assert made.title not in signed_in(make.user()).get(reverse("desk")).content.decode()


def test_desk_with_thirty_resolutions_tells_a_few_days_and_leads_on_to_the_rest(owner):
    group = make.group(owner=owner)
    campaign = make.campaign(group=group, company=make.company(group=group))
    first = world.resolution(by=owner, campaign=campaign)
    for number in range(29):
        other = world.resolution(by=owner, campaign=campaign, title=f"No {number}", has_meeting=False)
        released = first.meeting.released_on + datetime.timedelta(days=number - 10)
        meeting = world.meeting(campaign.company, year=2028 + number, on=None, last_on=None, released_on=released)
        world.edit(other, by=owner, meeting=meeting)
    items = shelf.attention_on(group, world.days_receipt(first))["items"]
    assert [item["left"] for item in items[:-1]] == [-3, -2, -1, 0, 0, 1, 2, 3, 4, 5]
    words = render_to_string("shareholder/_shelf_attention.html", {"items": items})
    assert "20 more days" in words and reverse("shareholder:season-board", args=[group.slug]) in words
    assert words.count("<li>") == shelf.MOST_LATE + shelf.MOST_NEAR + 1


def test_desk_says_where_the_days_are_when_none_is_this_week(owner):
    group = make.group(owner=owner)
    made = world.resolution(by=owner, group=group)
    items = shelf.attention_on(group, world.days_receipt(made) - datetime.timedelta(days=20))["items"]
    assert [item.get("more") for item in items] == [1]
    nothing = shelf.attention_on(group, world.days_receipt(made) - datetime.timedelta(days=60))
    assert nothing["items"] == []

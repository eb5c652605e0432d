"""The rules of other countries: the rulebook's rows, a group's own over them, and who writes and checks them."""

import pytest
from django.urls import reverse

from organize import inventory
from organize.actions import erasures
from organize.models import Trail
from shareholder import days
from shareholder.models import CountryRule, Resolution
from shareholder.rulebook import rules
from tests import make
from tests.factors import Browser
from tests.shareholder import abroad, world
from tests.shareholder.abroad import FRENCH, at_meeting, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return abroad.group()


def typed(**fields):
    """What a person types for a rule of twenty clear days."""
    said = {"title": "Twenty days", "cite": "Code X, § 1", "counted": "clear_days_before_meeting", "days": 20,
            "percent": "0.5", "starts": "2010-12-01", "source": "a summary"}  # fmt: skip
    return {name: value for name, value in (said | fields).items() if value is not None}


def test_page_lists_every_rule_but_the_american_with_mark_and_source(scene):
    page = text(scene("rule-list"))
    for rule in rules.ours().versions:
        assert (f"/{rule.id}/" in page) == (rule.country != "US"), rule.id
    for words in (
        "France",
        "Quebec",
        "Received 42 clear days before",
        "recalled",
        "seen",
        "unverified",
        "law-firm summary",
    ):
        assert words in page
    assert "3, 6, 10" in page and "Holders may be added up" in page


def test_reader_sees_the_rules_and_cannot_write_them(scene):
    world.country_rule(scene.group, by=scene.owner)
    reader = Browser()
    reader.force_login(make.member(scene.group, role="viewer"))
    page = reader.get(reverse("shareholder:rule-list", args=[scene.group.slug])).content.decode()
    assert "R. 225-71" in page and "rules/" + scene.group.slug + "/FR" not in page
    for name in ("rule-edit", "rule-check", "rule-drop"):
        address = reverse(f"shareholder:{name}", args=[scene.group.slug, FRENCH])
        assert reader.post(address, typed(base=1)).status_code == 404
    assert CountryRule.objects.get().revision == 1


def test_groups_own_row_moves_every_day_and_goes_back(scene):
    made = at_meeting(scene)
    assert days.receipt_of(made).day == world.day("2027-04-23"), "25 clear days"
    assert scene("rule-edit", FRENCH, data=typed(base=0)).status_code == 302
    assert days.receipt_of(made).day == world.day("2027-04-28"), "20 clear days"
    row = CountryRule.objects.get()
    assert (row.rule, row.country, row.days, row.numbers, row.state) == (
        FRENCH,
        "FR",
        20,
        {"percent": "0.5"},
        "unverified",
    )
    assert "Go back to the row" in text(scene("rule-edit", FRENCH))
    assert scene("rule-drop", FRENCH, data={}).status_code == 302
    made.refresh_from_db()
    assert days.receipt_of(Resolution.objects.get()).day == world.day("2027-04-23")
    assert scene("rule-drop", FRENCH, data={}).status_code == 404
    verbs = Trail.objects.filter(object_kind="shareholder.countryrule").order_by("at", "verb")
    assert sorted(verbs.values_list("verb", flat=True)) == ["drop", "write"]


def test_row_holds_for_its_group_alone(scene):
    world.country_rule(scene.group, by=scene.owner)
    other = make.user()
    group = make.group(owner=other)
    made = world.resolution(by=other, campaign=make.campaign(group=group, company=make.company(group=group)))
    type(made.meeting).objects.filter(pk=made.meeting.pk).update(country="FR")
    made.meeting.refresh_from_db()
    assert days.receipt_of(made).day == world.day("2027-04-23")
    client = Browser()
    client.force_login(other)
    page = client.get(reverse("shareholder:rule-list", args=[group.slug])).content.decode()
    assert world.RULE["title"] not in page


def test_row_for_later_meetings_leaves_the_earlier_ones(scene):
    made = at_meeting(scene)
    world.country_rule(scene.group, by=scene.owner, starts=world.day("2027-05-20"))
    assert days.receipt_of(made).day == world.day("2027-04-23")


def test_british_rule_may_be_written_anew_and_is_marked_then(scene):
    made = at_meeting(scene, country="GB")
    assert not any(due.rule.confidence == "unverified" for due in days.deadlines_of(made))
    world.country_rule(scene.group, rule="UK-338", by=scene.owner, days=40)
    marks = {due.rule.id: due.rule.confidence for due in days.deadlines_of(Resolution.objects.get())}
    assert marks == {"UK-338": "unverified", "UK-338A": "seen", "UK-314": "seen"}


def test_american_rules_are_not_written(scene):
    assert scene("rule-edit", "US-DL").status_code == 404
    assert scene("rule-edit", "US-DL", data=typed(base=0)).status_code == 404
    assert scene("rule-check", "US-DL", data={"source": "x", "base": 0}).status_code == 404
    refused = scene("rule-create", data=typed(country="US"))
    assert refused.status_code == 422 and "United States are not written" in text(refused)
    assert not CountryRule.objects.exists()


def test_country_without_a_rule_gets_one_and_meetings_can_choose_it(scene):
    address = reverse("shareholder:meeting-create", args=[scene.campaign.company.slug])
    data = {key: value for key, value in world.MEETING.items() if value is not None} | {"country": "BR"}
    assert scene.client.post(address, data).status_code == 422
    assert scene("rule-create", data=typed(country="BR")).status_code == 302
    assert scene("rule-create", data=typed(country="BR", counted="", days=None)).status_code == 302
    assert list(CountryRule.objects.values_list("rule", flat=True)) == ["BR-OWN-1", "BR-OWN-2"]
    assert '<option value="BR">Brazil</option>' in scene.client.get(address).content.decode()
    assert scene.client.post(address, data).status_code == 302
    meeting = scene.campaign.company.meetings.get()
    made = at_meeting(scene, country="BR")
    assert days.receipt_of(made).day == world.day("2027-04-28")
    for rule in ("BR-OWN-1", "BR-OWN-2"):
        assert "Remove it" in text(scene("rule-edit", rule))
        assert scene("rule-drop", rule, data={}).status_code == 302
    assert days.deadlines_of(Resolution.objects.get()) == []
    page = scene.client.get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert "or no rule of its country is" in page
    edit = scene.client.get(reverse("shareholder:meeting-edit", args=[meeting.slug])).content.decode()
    assert '<option value="BR" selected>' in edit, "what a meeting has stays to be seen"


def test_member_who_checks_it_is_named_and_an_edit_takes_that_back(scene):
    for base, rule in ((0, "SE-7-16"), (1, FRENCH)):
        if base:
            world.country_rule(scene.group, by=scene.owner)
        assert scene("rule-check", rule, data={"base": base}).status_code == 422, "a source is needed"
        assert scene("rule-check", rule, data={"base": base, "source": "Law of 1 May 2026"}).status_code == 302
        row = CountryRule.objects.get(rule=rule)
        assert (row.state, row.checked_by, row.source) == ("seen", scene.owner, "Law of 1 May 2026")
        assert row.as_rule().confidence == "seen"
    swedish = CountryRule.objects.get(rule="SE-7-16").as_rule()
    ours = rules.ours().on(world.day("2026-05-01"))["SE-7-16"]
    assert (swedish.title, swedish.cite, dict(swedish.numbers)) == (ours.title, ours.cite, dict(ours.numbers))
    page = text(scene("rule-list"))
    assert page.count("Checked on") == 2 and scene.owner.goes_by in page
    made = at_meeting(scene)
    assert "unverified" not in text(scene.client.get(reverse("shareholder:resolution-read", args=[made.slug])))
    world.country_rule(scene.group, by=scene.owner, days=19)
    row.refresh_from_db()
    assert (row.state, row.checked_by, row.checked_on) == ("unverified", None, None)
    assert set(Trail.objects.filter(object_id=row.pk).values_list("verb", flat=True)) == {"write", "check"}


def test_nobody_vouches_for_what_somebody_else_has_changed_meanwhile(scene):
    world.country_rule(scene.group, by=scene.owner)
    for name, data in (("rule-check", {"source": "x"}), ("rule-edit", typed(days=3))):
        for base in (0, 2):
            refused = scene(name, FRENCH, data=data | {"base": base})
            assert refused.status_code == 409 and "in the meantime" in text(refused)
    row = CountryRule.objects.get()
    assert (row.state, row.days) == ("unverified", 20)


def test_checking_keeps_every_number_of_the_rulebook(scene):
    before = rules.ours().on(world.day("2026-05-01"))
    for rule in ("CA-137", "CA-137-RESUB", "CA-137-PROOF", "AT-109", "UK-338", "DE-122"):
        assert scene("rule-check", rule, data={"base": 0, "source": "law"}).status_code == 302
        assert dict(CountryRule.objects.get(rule=rule).as_rule().numbers) == dict(before[rule].numbers)


@pytest.mark.parametrize("rule", ["CA-137", "CA-137-RESUB", "CA-137-PROOF", "AT-109", "UK-338", "DE-122", "SE-7-16"])
def test_saving_what_the_form_shows_changes_no_number(scene, rule):
    form = scene("rule-edit", rule).context["form"]
    data = {bound.name: bound.value() for bound in form if str(bound.value()) not in ("None", "", "False")}
    assert scene("rule-edit", rule, data=data).status_code == 302
    kept = CountryRule.objects.get().as_rule().numbers
    ours = rules.ours().on(world.day("2026-05-01"))[rule].numbers
    assert {name: str(value) for name, value in kept.items()} == {name: str(value) for name, value in ours.items()}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"days": None}, "How many?"),
        ({"days": "-1"}, "greater than or equal to 0"),
        ({"days": "1001"}, "less than or equal to 1000"),
        ({"counted": "days_before_anniversary"}, "How many?"),
        ({"counted": "days_before_anniversary", "first_days": 90, "last_days": 150}, "nearer to the anniversary"),
        ({"counted": "moon"}, "Select a valid choice"),
        ({"percent": "101"}, "less than or equal to 100"),
        ({"percent": "NaN"}, "Enter a number"),
        ({"members": "1.5"}, "Enter a whole number"),
        ({"starts": "soon"}, "Enter a valid date"),
        ({"source": None}, "This field is required"),
        ({"cite": "x\u200bx"}, "cannot be seen"),
        ({"title": "x" * 301}, "at most 300"),
        ({"country": None}, "This field is required"),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_and_writes_nothing(scene, wrong, sentence):
    answer = scene("rule-create", data=typed(**{"country": "BR"} | wrong))
    assert answer.status_code == 422 and sentence in text(answer)
    assert not CountryRule.objects.exists()


def test_thresholds_are_three_whole_numbers(scene):
    canadian = typed(base=0, counted="", days=None, percent=None)
    for wrong in ("3, 6", "3, 6, x", "3, 6, 101", "3, 6, ²"):
        assert scene("rule-edit", "CA-137-RESUB", data=canadian | {"thresholds": wrong}).status_code == 422
    assert scene("rule-edit", "CA-137-RESUB", data=canadian | {"thresholds": "4,8,12"}).status_code == 302
    assert CountryRule.objects.get().numbers == {"thresholds": [4, 8, 12]}


def test_nothing_else_of_the_row_can_be_sent_along(scene):
    sneaked = {"state": "seen", "checked_on": "2026-01-01", "rule": "US-DL", "revision": 9, "group": make.group().pk}
    assert scene("rule-edit", FRENCH, data=typed(base=0, country="DE") | sneaked).status_code == 302
    row = CountryRule.objects.get()
    found = (row.state, row.checked_on, row.rule, row.country, row.revision, row.group)
    assert found == ("unverified", None, FRENCH, "FR", 1, scene.group)


def test_rows_are_exported_and_erased_with_the_group(scene):
    row = world.country_rule(scene.group, by=scene.owner)
    kind = next(kind for kind in inventory.kinds() if kind.model == "shareholder.CountryRule")
    assert row in kind.rows_of(scene.group) and "checked_by" not in kind.columns
    asked = erasures.ask_erasure(row=scene.group, by=scene.owner, at=make.NOW)
    assert erasures.carry_out(pk=asked.pk, at=make.NOW)
    assert not CountryRule.objects.exists()

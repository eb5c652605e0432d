"""Bands are added up for those who work on a resolution, and no sum tells what one filer has declared."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organize.refusals import Refusal
from shareholder import bands, jobs
from shareholder.actions import filers
from shareholder.actions.steps import note_step
from shareholder.models import Filing, Resolution, Step
from tests import make
from tests.factors import browser
from tests.personas import plain
from tests.shareholder import world

pytestmark = pytest.mark.django_db
BOUNDS = [0, 2_000, 15_000, 25_000, 100_000, 1_000_000, 5_000_000, 25_000_000, 100_000_000]


def month(number, day=1):
    return datetime.datetime(2027 + number // 12, number % 12 + 1, day, 9, tzinfo=datetime.UTC)


def weighed(made, number, day=1):
    """(total, day from which it is) after the clock of that month."""
    jobs.weigh_bands(at=month(number, day))
    return Resolution.objects.values_list("total", "total_on").get(pk=made.pk)


@pytest.fixture
def made():
    people = world.cast()
    return people[1]


@pytest.fixture
def five(made):
    """Five filings at the company that declared 25,000 each, and are weighed in month 0."""
    rows = [world.at_company(made, goes_by=f"Fund {n}", band="25000") for n in range(5)]
    assert weighed(made, 0) == ("100000", month(0).date()), "5 x 25,000: the band from 100,000"
    return rows


def test_four_are_too_few_and_only_papers_at_the_company_count(made):
    rows = [world.at_company(made, goes_by=f"Fund {n}", band="25000") for n in range(4)]
    assert weighed(made, 0)[0] == ""
    still_here = world.filer(made, user=make.user(), goes_by="Not sent yet")
    filers.declare_band(filing=still_here, band="25000", by=still_here.user, at=world.NOW)
    assert weighed(made, 1)[0] == ""
    kept = world.filer(made, goes_by="Kept by the desk")
    Filing.objects.filter(pk=kept.pk).update(state="sent", band="25000")
    assert weighed(made, 2)[0] == "", "nobody's account is behind it"
    filers.seat_person(resolution=made, user=rows[0].user, part="counsel", by=None, at=world.NOW)
    world.at_company(made, goes_by="Fund 5", band="25000")
    assert weighed(made, 3)[0] == "", "whoever has a seat counts for nobody"
    world.at_company(made, goes_by="Fund 6", band="25000")
    assert weighed(made, 4)[0] == "100000"


def test_one_newcomer_never_moves_the_sum(made, five):
    shown = Resolution.objects.values_list("total", "total_on").get(pk=made.pk)
    world.at_company(made, goes_by="Tern Fund", band="100000000")
    for number in range(1, 14):
        assert weighed(made, number) == shown, "neither the number nor its day"
    for number in range(3):
        world.at_company(made, goes_by=f"Small fund {number}", band="2000")
    assert weighed(made, 14) == shown, "four"
    world.at_company(made, goes_by="Small fund 3", band="2000")
    assert weighed(made, 15) == shown, "five, and one of them is more than half of it"
    world.at_company(made, goes_by="Heron Fund", band="100000000")
    assert weighed(made, 16) == ("100000000", month(16).date())


def test_one_who_leaves_or_changes_never_moves_the_sum(made, five):
    shown = Resolution.objects.values_list("total", "total_on").get(pk=made.pk)
    Filing.objects.filter(pk=five[0].pk).update(state="deficient")
    filers.step_filing(filing=five[0], verb="drop", on=world.FILED_ON, by=None, at=world.NOW)
    assert weighed(made, 1) == shown, "four are left, and what was said in the month before stays said"
    filers.declare_band(filing=five[1], band="", by=five[1].user, at=world.NOW)
    five[2].user.delete()
    assert weighed(made, 2) == shown


def test_newcomer_beside_four_who_leave_is_not_told_by_the_sum(made, five):
    for number in range(9):
        world.at_company(made, goes_by=f"Other {number}", band="100000")
    assert weighed(made, 1)[0] == "1000000", "1,025,000"
    shown = Resolution.objects.values_list("total", "total_on").get(pk=made.pk)
    for row in five[:4]:
        filers.declare_band(filing=row, band="", by=row.user, at=world.NOW)
    world.at_company(made, goes_by="Tern Fund", band="15000")
    assert weighed(made, 2) == shown, "five changed, and it would be 940,000: what is new is one filer's alone"


def test_one_person_is_one_change_however_often_it_comes_and_goes(made, five):
    shown = Resolution.objects.values_list("total", "total_on").get(pk=made.pk)
    for band in ("100000", "", "25000", "1000000", "15000", "100000"):
        filers.declare_band(filing=five[0], band=band, by=five[0].user, at=world.NOW)
        filers.declare_band(filing=five[1], band=band, by=five[1].user, at=world.NOW)
    assert weighed(made, 1) == shown


def test_sum_moves_on_set_days_only(made):
    for number in range(5):
        world.at_company(made, goes_by=f"Fund {number}", band="25000")
    assert weighed(made, 0, day=8)[0] == "", "not in the first week"
    assert weighed(made, 1)[0] == "100000"
    for number in range(5):
        world.at_company(made, goes_by=f"New fund {number}", band="1000000")
    assert weighed(made, 1, day=7)[0] == "100000", "once a month"
    assert weighed(made, 2)[0] == "5000000"


def test_no_step_mail_or_page_says_who_declared(made):
    filing = world.at_company(made, goes_by="Tern Fund")
    before = list(Step.objects.values_list("pk", flat=True))
    desk = browser(made.seats.filter(part="coordinator").get().user)
    pages = [reverse(f"shareholder:{name}", args=[made.slug]) for name in ("filer-list", "resolution-read")]
    seen = [plain(desk.get(page)) for page in pages]
    own = browser(filing.user)
    address = reverse("shareholder:band-declare", args=[filing.slug])
    assert own.post(address, {"band": "5000000"}).status_code == 302
    assert Filing.objects.get(pk=filing.pk).band == "5000000"
    assert list(Step.objects.values_list("pk", flat=True)) == before
    assert [plain(desk.get(page)) for page in pages] == seen
    Filing.objects.filter(pk=filing.pk).update(state="withdrawn")
    with pytest.raises(Refusal):
        filers.declare_band(filing=filing, band="", by=filing.user, at=world.NOW)


def test_filer_and_desk_are_told_that_one_hand_offered_every_place(made, five):
    desk = browser(made.seats.filter(part="coordinator").get().user)
    page, said = reverse("shareholder:resolution-read", args=[made.slug]), "One person has offered every place"
    own, warned = reverse("shareholder:band-declare", args=[five[0].slug]), "one person has offered every place"
    Step._base_manager.filter(verb="invite").update(by=None)
    assert said in desk.get(page).content.decode()
    assert warned in browser(five[0].user).get(own).content.decode()
    assert "could take some of them with other mailboxes" in browser(five[0].user).get(own).content.decode()
    Step._base_manager.filter(filing=five[0], verb="invite").update(by=make.user())
    assert said not in desk.get(page).content.decode()
    assert warned not in browser(five[0].user).get(own).content.decode()


def test_what_told_of_declarations_before_is_forgotten(made, five):
    note_step(resolution=made, filing=five[0], verb="declare band", by=None, at=world.NOW)
    kept = Step.objects.exclude(verb="declare band").count()
    importlib.import_module("shareholder.migrations.0013_forget_who_declared").forget(apps, None)
    made.refresh_from_db()
    assert (made.total, made.total_on) == ("", None)
    assert (Step.objects.count(), Step.objects.filter(verb="declare band").count()) == (kept, 0)


class Model:
    """Filers as the product keeps them, and the clock: what is shown, and what each had in it."""

    def __init__(self):
        self.now, self.within, self.moved, self.shown = {}, {}, set(), None

    def declare(self, who, bound):
        if self.now.get(who, 0) != bound:
            self.now[who] = bound
            self.moved.add(who)

    def weigh(self):
        rows = [
            bands.Contribution(who, self.now.get(who, 0), was_in=who in self.within, has_moved=who in self.moved)
            for who in {*self.now, *self.within}
        ]
        total = bands.new_total(rows)
        if total is not None:
            self.shown, self.within = total, {who: bound for who, bound in self.now.items() if bound}
            self.moved = set()
        return total is not None


DECLARED = st.tuples(st.integers(0, 11), st.sampled_from(BOUNDS))
MONTHS = st.lists(st.lists(DECLARED, max_size=14), min_size=1, max_size=6)
SLOWLY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine


@SLOWLY
@given(MONTHS, DECLARED)
def test_two_sums_around_any_single_change_are_the_same(months, change):
    """Whatever came before: once a sum was shown, one newcomer, one who leaves, one who changes moves nothing."""
    model = Model()
    for declared in months:
        for who, bound in declared:
            model.declare(who, bound)
        if model.weigh():
            before = model.shown
            model.declare(*change)
            assert not model.weigh() and model.shown == before
            model.declare(change[0], model.within.get(change[0], 0))
            assert not model.weigh(), "nor does that change, taken back"


@SLOWLY
@given(MONTHS)
def test_every_sum_that_is_shown_is_of_five_with_five_changed_and_no_one_more_than_half(months):
    model = Model()
    for declared in months:
        for who, bound in declared:
            model.declare(who, bound)
        touched = set(model.moved)
        if not model.weigh():
            continue
        assert len(model.within) >= 5
        assert len(touched) >= 5
        new = [bound for who, bound in model.within.items() if who in touched]
        for bounds in (list(model.within.values()), new):
            assert 2 * max(bounds, default=0) <= sum(bounds)
        assert int(model.shown) <= sum(model.within.values())


def test_the_search_does_meet_sums_that_are_shown_and_shown_again():
    """Else the two tests above would say nothing."""
    model = Model()
    for who in range(5):
        model.declare(who, 25_000)
    assert model.weigh() and model.shown == "100000"
    for who in range(5, 10):
        model.declare(who, 1_000_000)
    assert model.weigh() and model.shown == "5000000"

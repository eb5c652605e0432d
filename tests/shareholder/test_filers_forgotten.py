"""What is kept of filers ends: with their part, with their account, and some time after the meeting."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from organize.actions.accounts import erase_account
from organize.actions.retention import erase_due, set_retention
from shareholder.actions import filers, intentions
from shareholder.models import Filing, Resolution, Step
from tests import make
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db
MET = datetime.datetime(2027, 5, 19, 12, tzinfo=datetime.UTC)
SAID = {
    "representative": "Ash Verrill", "eligibility": "yes", "tier": "C", "judged_on": "2026-11-20", "band": "25000",
    "slots": ["2026-12-01T10:00"], "defects": "The letter ends a day early.",
}  # fmt: skip
GONE = {"representative": "", "tier": "", "judged_on": None, "band": "", "slots": []}
OWN = ("own-step", "papers-tick", "holding-judge", "band-declare", "letter-print", "own-intention")


@pytest.fixture
def scene():
    """(personas, resolution, the co-filer's filing that says all it can)"""
    users, made, filing = world.cast()
    Filing.objects.filter(pk=filing.pk).update(**SAID)
    filing.refresh_from_db()
    return users, made, filing


def kept_of(filing):
    return Filing.objects.values(*GONE).get(pk=filing.pk)


def after(days):
    return MET + datetime.timedelta(days=days)


def test_filers_and_their_steps_go_a_year_after_the_meeting_of_what_is_over(scene):
    _users, made, _filing = scene
    Resolution.objects.filter(pk=made.pk).update(state="recorded", total="25000", total_on="2027-01-01")
    assert erase_due(group=made.group, at=after(365)) == 0
    assert made.filings.count() == 2
    about_filers, others = made.steps.exclude(filing=None).count(), made.steps.filter(filing=None).count()
    assert about_filers and others
    assert erase_due(group=made.group, at=after(366)) == 2
    assert not made.filings.exists() and made.steps.count() == others
    made.refresh_from_db()
    assert (made.total, made.total_on, made.state) == ("", None, "recorded")
    assert erase_due(group=made.group, at=after(366)) == 0
    page = browser(made.seats.filter(part="coordinator").get().user)
    assert page.get(reverse("shareholder:resolution-read", args=[made.slug])).status_code == 200


def test_what_a_filer_said_of_its_vote_goes_with_it_and_what_is_public_stays(scene):
    _users, made, filing = scene
    said = {"stance": "for", "why": "", "on": world.DAY, "by": None, "at": world.NOW}
    intentions.state_own_intention(filing=filing, **said)
    for investor, listed in (("Somebody Else Fund", False), ("Tern Public Fund", True)):
        intentions.state_intention(resolution=made, investor=investor, listed=listed, **said)
    Filing.objects.filter(resolution=made).exclude(pk=filing.pk).update(goes_by="Tern Public Fund")
    Resolution.objects.filter(pk=made.pk).update(state="recorded")
    assert erase_due(group=made.group, at=after(366)) == 2
    assert set(made.intentions.values_list("investor", flat=True)) == {"Somebody Else Fund", "Tern Public Fund"}


def test_group_chooses_how_long_and_another_groups_filers_stay(scene):
    users, made, _filing = scene
    _others, theirs, _their_filing = world.cast()
    Resolution.objects.update(state="voted")
    set_retention(group=made.group, days={"filers": 30}, by=users["owner"], at=world.NOW)
    assert erase_due(group=made.group, at=after(30)) == 0
    assert erase_due(group=made.group, at=after(31)) == 2
    assert theirs.filings.count() == 2


@pytest.mark.parametrize("state", ["filed", "on_ballot", "implementation", "escalation"])
def test_what_is_left_of_holdings_goes_in_any_case_and_who_files_stays_while_it_is_not_over(scene, state):
    _users, made, filing = scene
    world.in_state(made, state)
    assert kept_of(filing) != GONE
    assert erase_due(group=made.group, at=after(366)) == 1
    assert kept_of(filing) == GONE
    filing.refresh_from_db()
    assert (filing.defects, filing.eligibility, filing.goes_by) == ("", "unknown", "Harbour Pension Fund")
    assert erase_due(group=made.group, at=after(366)) == 0, "twice does no more"


def test_resolution_without_a_meeting_counts_from_its_end(scene):
    _users, made, _filing = scene
    Resolution.objects.filter(pk=made.pk).update(meeting=None, state="abandoned", ended_on="2026-12-01")
    end = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    assert erase_due(group=made.group, at=end + datetime.timedelta(days=365)) == 0
    assert erase_due(group=made.group, at=end + datetime.timedelta(days=366)) == 2


def test_erased_account_takes_tier_and_band_along_and_hands_its_acts_to_nobody(scene):
    users, made, filing = scene
    Filing.objects.filter(pk=filing.pk).update(state="deficient")
    kept = world.filer(made, goes_by="Tern Fund")
    erase_account(user=users["cofiler"], by=users["cofiler"], at=world.NOW)
    assert kept_of(filing) == GONE
    filing.refresh_from_db()
    assert (filing.user, filing.eligibility, filing.is_kept) == (None, "unknown", False)
    desk = browser(users["coordinator"])
    form = {"on": "2026-11-21", "verb": "cure defects"}
    step = reverse("shareholder:filing-step", args=[made.slug, filing.pk])
    assert desk.post(step, form).status_code == 422, "only the filer could"
    assert desk.post(step, form | {"verb": "drop"}).status_code == 302, "but a lead that is nobody must make room"
    theirs = reverse("shareholder:filing-step", args=[made.slug, kept.pk])
    assert desk.post(theirs, form | {"verb": "send papers"}).status_code == 302, "its papers are the desk's"


def test_only_the_filings_of_the_erased_account_are_forgotten(scene):
    users, made, filing = scene
    other = world.filer(made, user=make.user(), goes_by="Tern Fund")
    Filing.objects.filter(pk=other.pk).update(**SAID)
    erase_account(user=users["cofiler"], by=users["cofiler"], at=world.NOW)
    assert kept_of(other)["band"] == "25000" and kept_of(filing)["band"] == ""


@pytest.mark.parametrize("verb", ["drop", "withdraw"])
def test_who_has_left_has_nothing_to_change_and_no_letter_to_print(scene, verb):
    users, _made, filing = scene
    client = browser(users["cofiler"])
    pages = [reverse(f"shareholder:{name}", args=[filing.slug]) for name in OWN]
    assert {client.get(page).status_code for page in pages} == {200}
    Filing.objects.filter(pk=filing.pk).update(state="sent")
    filers.step_filing(filing=filing, verb=verb, on=world.FILED_ON, by=users["cofiler"], at=world.NOW)
    for page in pages:
        assert {client.get(page).status_code, client.post(page, {}).status_code} == {404}
    read = client.get(reverse("shareholder:filing-read", args=[filing.slug]))
    assert read.status_code == 200
    assert not [page for page in pages if page in read.content.decode()]
    kept = kept_of(filing)
    assert (kept["tier"], kept["band"], kept["judged_on"]) == ("", "", None)


def test_filings_of_before_are_the_desks_where_somebody_of_it_took_the_place(scene):
    users, made, filing = scene
    kept = world.filer(made, goes_by="Tern Fund", by=users["coordinator"])
    Filing.objects.update(is_kept=False)
    Filing.objects.filter(pk=filing.pk).update(user=None)
    Step._base_manager.filter(filing=filing, verb="accept").update(by=None)
    importlib.import_module("shareholder.migrations.0016_papers_kept_by_the_desk").tell(apps, None)
    assert set(Filing.objects.filter(is_kept=True)) == {kept}
    assert kept_of(filing) == GONE

"""A place for a filer, from the code to the cure of a defect."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from organize import mail
from organize.models import TypedAsk
from shareholder.models import Filing, Step
from tests import mailbox, make
from tests.factors import Browser, browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """(coordinator's browser, filer's browser, resolution)"""
    owner, filer = make.user(), make.user()
    made = world.resolution(by=owner, group=make.group(owner=owner))
    return browser(owner), browser(filer), made


def offer(desk, made, **fields):
    data = {"goes_by": "Harbour Pension Fund", "role": "cofiler"} | fields
    return desk.post(reverse("shareholder:filer-invite", args=[made.slug]), data)


def code_of(page):
    return page.content.decode().partition('class="fingerprint">')[2].partition("<")[0]


def test_code_is_shown_once_and_works_once(scene):
    desk, filer, made = scene
    page = offer(desk, made)
    code = code_of(page)
    assert len(code) == 19 and page["Cache-Control"] == "no-store"
    assert code not in desk.get(reverse("shareholder:filer-list", args=[made.slug])).content.decode()
    join = reverse("shareholder:place-accept")
    assert filer.post(join, {"code": "A" * 16}).status_code == 422
    answer = filer.post(join, {"code": code.lower()})
    filing = Filing.objects.get()
    assert answer["Location"] == reverse("shareholder:filing-read", args=[filing.slug])
    assert (filing.state, filing.proof) == ("accepted", None)
    assert browser(make.user()).post(join, {"code": code}).status_code == 422


def test_investor_has_one_place_and_a_resolution_one_lead(scene):
    desk, filer, made = scene
    first = offer(desk, made, role="lead")
    assert offer(desk, made).status_code == 409
    assert offer(desk, made, goes_by="Tern Fund", role="lead").status_code == 409
    second = offer(desk, made, goes_by="Tern Fund")
    join = reverse("shareholder:place-accept")
    assert filer.post(join, {"code": code_of(first)}).status_code == 302
    assert filer.post(join, {"code": code_of(second)}).status_code == 409, "one person, one place"


def test_filer_ticks_papers_and_learns_which_times_the_rule_would_not_take(scene):
    _desk, _filer, made = scene
    user = make.user()
    filing = world.filer(made, user=user)
    Filing.objects.update(sent_on="2026-11-20")
    client, papers = browser(user), reverse("shareholder:papers-tick", args=[filing.slug])
    assert "30 Nov" in client.get(papers).content.decode()
    data = {"intent_on": "2026-11-20", "slots": "2026-12-01 10:00\n2026-12-25 10:00\n"}
    assert client.post(papers, data | {"slots": "tomorrow"}).status_code == 422
    assert client.post(papers, data).status_code == 302
    filing.refresh_from_db()
    assert (str(filing.intent_on), filing.slots) == ("2026-11-20", ["2026-12-01T10:00", "2026-12-25T10:00"])
    page = " ".join(client.get(reverse("shareholder:filing-read", args=[filing.slug])).content.decode().split())
    assert "25 December 2026 10:00: outside the 10 to 30 days after the submission, no business day" in page
    assert "1 December 2026 10:00:" not in page


def test_times_are_judged_by_the_planned_day_and_against_the_leads(scene):
    desk, _filer, made = scene
    people = lead_user, user = make.user(), make.user()
    lead, filing = world.filer(made, user=lead_user, goes_by="Sisters", role="lead"), world.filer(made, user=user)
    first, second = (reverse("shareholder:papers-tick", args=[row.slug]) for row in (lead, filing))
    leads, client = (browser(person) for person in people)
    assert "Days on which times to meet can lie" not in leads.get(first).content.decode()
    data = {"title": made.title, "meeting": made.meeting.pk, "planned_on": "2026-11-20"}
    assert desk.post(reverse("shareholder:resolution-edit", args=[made.slug]), data).status_code == 302
    page = leads.get(first).content.decode()
    assert "30 Nov" in page and "Times that the lead filer offers" not in page
    assert leads.post(first, {"slots": "2026-12-01 10:00"}).status_code == 302
    assert "1 December 2026 10:00" in client.get(second).content.decode()
    assert client.post(second, {"slots": "2026-12-01 10:00\n2026-12-02 10:00\n2026-12-31 10:00"}).status_code == 302
    page = " ".join(client.get(reverse("shareholder:filing-read", args=[filing.slug])).content.decode().split())
    assert "2 December 2026 10:00: not one of the lead filer&#x27;s times" in page.replace("filer's", "filer&#x27;s")
    assert "31 December 2026 10:00: outside the 10 to 30 days after the submission, not one of" in page
    assert "1 December 2026 10:00:" not in page.replace("31 December 2026 10:00:", "")


def test_day_planned_after_the_deadline_is_said(scene):
    desk, _filer, made = scene
    address = reverse("shareholder:resolution-edit", args=[made.slug])
    page = reverse("shareholder:resolution-read", args=[made.slug])
    for day, late in (("2026-12-09", False), ("2026-12-10", True)):
        data = {"title": made.title, "meeting": made.meeting.pk, "planned_on": day}
        assert desk.post(address, data).status_code == 302
        assert ("after the deadline" in desk.get(page).content.decode()) is late


def test_own_steps_are_the_filers_and_the_companys_are_written_by_the_desk(scene):
    desk, _filer, made = scene
    user = make.user()
    filing = world.filer(made, user=user)
    own, theirs = (
        reverse("shareholder:own-step", args=[filing.slug]),
        reverse("shareholder:filing-step", args=[made.slug, filing.pk]),
    )
    client = browser(user)
    assert desk.post(theirs, {"verb": "send papers", "on": "2026-11-20"}).status_code == 422
    assert client.post(own, {"verb": "send papers", "on": "2026-11-20"}).status_code == 302
    assert client.post(own, {"verb": "receive papers", "on": "2026-11-20"}).status_code == 422
    assert desk.post(theirs, {"verb": "receive papers", "on": "2026-11-21"}).status_code == 302
    noticed = {"verb": "notice defects", "on": "2026-11-22", "defects": "The letter ends a day early."}
    assert desk.post(theirs, noticed).status_code == 302
    page = client.get(reverse("shareholder:filing-read", args=[filing.slug])).content.decode()
    assert "The letter ends a day early." in page
    assert client.post(own, {"verb": "cure defects", "on": "2026-11-23"}).status_code == 302
    filing.refresh_from_db()
    assert (filing.state, str(filing.cured_on)) == ("cured", "2026-11-23")
    assert list(Step.objects.filter(filing=filing).order_by("number").values_list("verb", flat=True)) == [
        "invite", "accept", "send papers", "receive papers", "notice defects", "cure defects"
    ]  # fmt: skip


def test_papers_of_a_filer_without_an_account_are_kept_by_the_desk(scene):
    desk, _filer, made = scene
    code = code_of(offer(desk, made))
    filing = Filing.objects.get()
    assert desk.post(reverse("shareholder:filing-keep", args=[made.slug, filing.pk])).status_code == 302
    assert browser(make.user()).post(reverse("shareholder:place-accept"), {"code": code}).status_code == 422
    step = reverse("shareholder:filing-step", args=[made.slug, filing.pk])
    assert desk.post(step, {"verb": "send papers", "on": "2026-11-20"}).status_code == 302


def test_another_filer_is_made_the_lead(scene):
    desk, _filer, made = scene
    filing = world.filer(made)
    assert desk.post(reverse("shareholder:filing-promote", args=[made.slug, filing.pk])).status_code == 302
    other = world.filer(made, goes_by="Tern Fund")
    assert desk.post(reverse("shareholder:filing-promote", args=[made.slug, other.pk])).status_code == 409
    assert Filing.objects.get(role="lead") == filing


def test_cofiler_reads_the_text_and_not_who_else_files(scene):
    _desk, _filer, made = scene
    user = make.user()
    world.filer(made, user=user)
    world.filer(made, goes_by="Tern Fund")
    world.text(world.in_state(made, "drafting"))
    page = browser(user).get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert "two people at every dock" in page and "Tern Fund" not in page


def mailed_code():
    for pk in TypedAsk.objects.values_list("pk", flat=True):
        mail.send_typed(pk, at=timezone.now())
    return re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", mailbox.received()[-1].body)[0]


def test_newcomer_gets_an_account_by_taking_the_place(scene):
    desk, _filer, made = scene
    code, newcomer = code_of(offer(desk, made)), Browser()
    join, confirm = reverse("shareholder:place-accept"), reverse("shareholder:place-confirm")
    assert newcomer.get(join).status_code == 200
    assert newcomer.get(confirm)["Location"] == join
    assert newcomer.post(join, {"code": "A" * 16, "mailbox": "new@filer.example"}).status_code == 422
    assert newcomer.post(join, {"code": code, "mailbox": "New@filer.example"})["Location"] == confirm
    assert newcomer.post(confirm, {"code": "A" * 10}).status_code == 403
    answer = newcomer.post(confirm, {"code": mailed_code()})
    filing = Filing.objects.get()
    assert answer["Location"] == reverse("shareholder:filing-read", args=[filing.slug])
    assert (filing.user.mailbox, filing.state) == ("new@filer.example", "accepted")
    assert newcomer.get(answer["Location"]).status_code == 200
    assert not filing.user.memberships.exists(), "a filer is in no group"
    assert newcomer.get(reverse("shareholder:papers-tick", args=[filing.slug])).status_code == 302, "a factor first"


def test_mailbox_with_an_account_signs_in_first_and_nobody_else_learns_of_it(scene):
    desk, _filer, made = scene
    known = make.user("known@filer.example")
    code, somebody = code_of(offer(desk, made)), Browser()
    join, confirm = reverse("shareholder:place-accept"), reverse("shareholder:place-confirm")
    answer = somebody.post(join, {"code": code, "mailbox": "known@filer.example"})
    assert answer["Location"] == confirm, "as for every other mailbox"
    refused = somebody.post(confirm, {"code": mailed_code()})
    assert refused.status_code == 409 and "_auth_user_id" not in somebody.session
    assert Filing.objects.get().state == "invited"
    assert browser(known).post(join, {"code": code}).status_code == 302


def test_second_proposal_at_one_meeting_is_told_to_the_filer(scene):
    _desk, _filer, made = scene
    user = make.user()
    filing = world.filer(made, user=user)
    other = world.resolution(by=made.seats.get().user, campaign=made.campaign, title="Another", has_meeting=False)
    page = reverse("shareholder:filing-read", args=[filing.slug])
    second = world.filer(other, goes_by="Tern Fund")
    world.edit(other, by=None, meeting=made.meeting)
    said = "stand behind another proposal"
    assert said not in browser(user).get(page).content.decode()
    Filing.objects.filter(pk=filing.pk).update(representative="Tern Fund")
    assert said not in browser(user).get(page).content.decode(), "a name that one types is no question about others"
    for theirs in ({"user": user}, {"user": None, "goes_by": filing.goes_by}):
        Filing.objects.filter(pk=second.pk).update(**theirs)
        assert said in browser(user).get(page).content.decode()
    Filing.objects.filter(pk=second.pk).update(state="withdrawn")
    assert said not in browser(user).get(page).content.decode()


def test_every_other_filer_confirms_a_withdrawal_itself(scene):
    desk, _filer, made = scene
    lead, other = make.user(), make.user()
    world.filer(made, user=lead, role="lead", goes_by="Order of Saint Brendan")
    theirs = world.filer(made, user=other)
    world.in_state(made, "filed")
    Filing.objects.update(state="valid")
    withdrawn = {"kind": "tactical", "on": "2026-11-20", "note": "Another came first."}
    address = reverse("shareholder:resolution-withdraw", args=[made.slug])
    assert browser(lead).post(address, withdrawn).status_code == 302
    theirs.refresh_from_db()
    assert theirs.state == "valid"
    page = desk.get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert "Other filers have not confirmed the withdrawal yet." in page
    own = reverse("shareholder:own-step", args=[theirs.slug])
    assert browser(other).post(own, {"verb": "withdraw", "on": "2026-11-20"}).status_code == 302
    theirs.refresh_from_db()
    assert theirs.state == "withdrawn"

"""A resolution's pages, from the campaign it begins in to its end."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from organize.models import Commitment
from shareholder import days
from shareholder.models import Challenge, Meeting, Resolution, SeasonPolicy, Step
from tests import make
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A page of the desk: desk(name, row, data=None) as the coordinator."""
    owner = make.user()
    group = make.group(owner=owner)
    campaign = make.campaign(group=group, company=make.company(group=group))
    client = Browser()
    client.force_login(owner)

    class Desk:
        def __call__(self, name, row, data=None, *rest):
            address = reverse(f"shareholder:{name}", args=[row.slug, *rest])
            return client.get(address) if data is None else client.post(address, data)

    found = Desk()
    found.owner, found.group, found.campaign, found.client = owner, group, campaign, client
    return found


def text(response):
    return " ".join(response.content.decode().split())


def test_it_begins_on_a_campaigns_page(desk):
    page = desk.client.get(reverse("campaign", args=[desk.campaign.slug]))
    assert reverse("shareholder:resolution-create", args=[desk.campaign.slug]) in page.content.decode()
    answer = desk("resolution-create", desk.campaign, {"title": "Docks", "company": desk.campaign.company_id})
    assert answer.status_code == 302
    made = Resolution.objects.get()
    assert (made.state, made.seats.get().user, made.seats.get().part) == ("idea", desk.owner, "coordinator")
    assert "Docks" in text(desk.client.get(reverse("campaign", args=[desk.campaign.slug])))
    assert desk("resolution-create", desk.campaign, {"title": "Docks"}).status_code == 422


def test_company_of_another_group_cannot_be_chosen(desk):
    theirs = make.company(group=make.group(), name="Another")
    answer = desk("resolution-create", desk.campaign, {"title": "Docks", "company": theirs.pk})
    assert answer.status_code == 422 and not Resolution.objects.exists()


def test_deadlines_are_shown_with_rule_and_arithmetic(desk):
    made = world.resolution(by=desk.owner, campaign=desk.campaign)
    page = text(desk("resolution-read", made))
    assert "Wed, 9 Dec 2026" in page and "17 CFR 240.14a-8(e)(2)" in page and "120 days before" in page
    assert "not legal advice" in page and "unknown" in page, "the season's policy is unknown"
    data = {key: value for key, value in world.MEETING.items() if value is not None}
    answer = desk("meeting-edit", made.meeting, data | {"stated_on": "2026-12-05", "stated_where": "Proxy, page 71"})
    assert answer.status_code == 302
    page = text(desk("resolution-read", made))
    assert "Sat, 5 Dec 2026" in page and "computed: 9 Dec 2026" in page and "printed by the company" in page


def test_meeting_that_moved_leaves_the_day_to_a_person(desk):
    made = world.resolution(by=desk.owner, campaign=desk.campaign)
    Meeting.objects.update(on="2027-06-20")
    page = text(desk("resolution-read", made))
    assert "a person must find it" in page and "moved by 31 days" in page


def test_meeting_is_written_down_once_a_year(desk):
    company = desk.campaign.company
    data = {key: value for key, value in world.MEETING.items() if value is not None}
    assert desk("meeting-create", company, data).status_code == 302
    assert desk("meeting-create", company, data).status_code == 409
    assert desk("meeting-create", company, data | {"on": "2019-01-01"}).status_code == 422
    assert desk("meeting-create", company, data | {"stated_on": "2026-12-05"}).status_code == 422
    assert Meeting.objects.count() == 1


def test_text_is_counted_saved_as_versions_and_compared(desk):
    made = world.in_state(world.resolution(by=desk.owner, campaign=desk.campaign), "drafting")
    words = {"title": "Docks", "body": "anti-union $2,000", "notes": "", "base": 0}
    page = desk("text-write", made, words | {"count": "1"})
    assert "6 words by the strict count, 3 by the lenient one" in text(page) or "5 words by the strict" in text(page)
    assert not made.versions.exists(), "counting keeps nothing"
    assert desk("text-write", made, words).status_code == 302
    assert desk("text-write", made, words | {"body": "Two people\nat every dock", "base": 1}).status_code == 302
    stale = desk("text-write", made, words | {"body": "Mine", "base": 1})
    assert stale.status_code == 409 and "Mine" in text(stale)
    page = desk("version-read", made, None, 2).content.decode()
    assert "<del>anti-union $2,000</del>" in page and "<ins>Two people</ins>" in page
    assert desk("version-read", made, None, 3).status_code == 404
    newest = made.versions.first()
    assert (newest.number, newest.strict, newest.lenient) == (2, 6, 6)


def test_counts_are_given_to_the_pages_script_in_words(desk):
    made = world.in_state(world.resolution(by=desk.owner, campaign=desk.campaign), "drafting")
    found = desk("text-count", made, {"title": "", "body": "anti-union <b>", "notes": "50%"}).json()
    assert found == {
        "verdict": "fits", "counts": "5 words by the strict count, 3 by the lenient one.", "says": "495 words are left."
    }  # fmt: skip
    found = desk("text-count", made, {"body": "word " * 501}).json()
    assert (found["verdict"], found["says"]) == ("too_long", "It is too long however it is counted.")
    assert not made.versions.exists() and "data-count" in text(desk("text-write", made))


def test_steps_follow_the_state_and_late_ones_are_told(desk):
    made = world.resolution(by=desk.owner, campaign=desk.campaign)
    page = text(desk("step-record", made))
    assert "Begin to write its text" in page and "It was sent to the company" not in page
    assert desk("step-record", made, {"verb": "send", "on": "2026-11-20"}).status_code == 422
    assert desk("step-record", made, {"verb": "begin text", "on": "2026-11-20"}).status_code == 302
    assert desk("step-record", made, {"verb": "open sign-up", "on": "2026-11-20"}).status_code == 302
    refused = desk("step-record", made, {"verb": "freeze text", "on": "2026-11-20"})
    assert refused.status_code == 409 and "Nobody is its lead filer yet. It has no text yet." in text(refused)
    world.filer(made, role="lead", by=desk.owner)
    world.text(made, by=desk.owner)
    Meeting.objects.update(released_on="2026-03-01")  # due 2026-11-01
    assert desk("step-record", made, {"verb": "freeze text", "on": "2026-11-20"}).status_code == 302
    assert desk("step-record", made, {"verb": "send", "on": "2026-11-20"}).status_code == 400
    sent = {"verb": "send", "on": "2026-11-20", "note": "The courier lost a day.", "document": "cover"}
    assert desk("step-record", made, sent).status_code == 302
    page = text(desk("resolution-read", made))
    assert "It came after the deadline." in page and "The courier lost a day." in page and "Cover letter" in page
    assert desk("step-record", made, {"verb": "confirm receipt", "on": "2126-11-20"}).status_code == 400
    assert Step.objects.get(verb="freeze text").warnings == ["lead_unknown", "papers_missing"]


def test_moved_meeting_takes_its_new_day(desk):
    made = world.in_state(world.resolution(by=desk.owner, campaign=desk.campaign), "on_ballot")
    moved = {"verb": "postpone meeting", "on": "2026-11-20"}
    assert desk("step-record", made, moved).status_code == 422
    assert desk("step-record", made, moved | {"meeting_on": "2027-05-26"}).status_code == 302
    assert str(Meeting.objects.get().on) == "2027-05-26"


def test_challenge_and_its_end(desk):
    made, _lead = world.filed(by=desk.owner, campaign=desk.campaign)
    data = {"kind": "with", "bases": ["i7", "b"], "on": "2026-11-22", "definitive_on": "2027-02-01"}
    assert desk("challenge-record", made, data | {"bases": []}).status_code == 422
    assert desk("challenge-record", made, data).status_code == 302
    assert Step.objects.get(verb="challenge").warnings == ["reasons_late"]
    page = text(desk("challenge-end", made, None, 1))
    assert "Management functions" in page and "no ruling" in page
    ended = desk("challenge-end", made, {"verb": "staff does not object", "on": "2026-11-23"}, 1)
    assert ended.status_code == 302
    made.refresh_from_db()
    assert (made.state, Challenge.objects.get().state) == ("omitted_company", "no_objection")


def test_withdrawal_for_commitments(desk):
    lead = make.member(desk.campaign.group)
    made, _filing = world.filed(by=desk.owner, campaign=desk.campaign, user=lead)
    assert desk("resolution-withdraw", made).status_code == 404, "a coordinator withdraws nobody's proposal"
    client = Browser()
    client.force_login(lead)
    address = reverse("shareholder:resolution-withdraw", args=[made.slug])
    data = {"kind": "commitments", "on": "2026-11-22", "text1": "Two people from March.", "due1": "2027-03-01"}
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"source": "Letter", "text1": "", "due1": ""}).status_code == 400
    assert client.post(address, data | {"source": "Letter of the company"}).status_code == 302
    assert not Commitment.objects.exists(), "somebody who edits in the group compares it first, whoever withdrew"
    assert made.pending_commitments.get().text == "Two people from March."
    made.refresh_from_db()
    assert made.state == "withdrawn_agreement"


def test_withdrawal_for_another_reason_says_why(desk):
    lead = make.user()
    made, _filing = world.filed(by=desk.owner, campaign=desk.campaign, user=lead)
    client = Browser()
    client.force_login(lead)
    address = reverse("shareholder:resolution-withdraw", args=[made.slug])
    assert client.post(address, {"kind": "tactical", "on": "2026-11-22"}).status_code == 400
    assert (
        client.post(address, {"kind": "tactical", "on": "2026-11-22", "note": "Another came first."}).status_code == 302
    )
    made.refresh_from_db()
    assert made.state == "withdrawn_tactical" and not Commitment.objects.exists()


def test_matter_is_linked_by_people(desk):
    made = world.resolution(by=desk.owner, campaign=desk.campaign)
    assert desk("lineage-link", made, {"title": "Dock safety"}).status_code == 302
    other = world.resolution(by=desk.owner, campaign=desk.campaign, title="Again", has_meeting=False)
    assert "Dock safety" in text(desk("lineage-link", other))
    desk("lineage-link", other, {"title": "Dock safety"})
    made.refresh_from_db(), other.refresh_from_db()
    assert made.lineage == other.lineage and other.linked_by == desk.owner


def test_five_million_question(desk):
    made, _lead = world.filed(by=desk.owner, campaign=desk.campaign)
    address = reverse("shareholder:solicitation-read", args=[made.slug])
    assert "PX14A6G" not in text(desk.client.get(address))
    answer = desk.client.post(address, {"more": "yes"})
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert "File a Notice of Exempt Solicitation" in text(answer)
    no = text(desk.client.post(address, {"more": "no"}))
    assert "File no notice" in no and "126.06" in no and "File a Notice" not in no
    assert not Step.objects.filter(verb__contains="solicit").exists()


def test_what_is_asked_about_holdings_is_in_no_address(desk):
    """A form that is sent by GET leaves its answers in the address, the history and the logs on the way."""
    made, lead = world.filed(by=desk.owner, campaign=desk.campaign, user=desk.owner)
    asked = reverse("shareholder:solicitation-read", args=[made.slug])
    own = [
        reverse(f"shareholder:{name}", args=[lead.slug])
        for name in ("holding-judge", "band-declare", "papers-tick", "own-step", "letter-print")
    ]
    for address in [asked, *own]:
        forms = re.findall(r'<form class="form"[^>]*>', desk.client.get(address).content.decode())
        assert forms and all('method="post"' in form for form in forms), address
    for more in ("yes", "no"):
        page = text(desk.client.get(asked, {"more": more}))
        assert "PX14A6G" not in page and "File no notice" not in page


def test_intentions_are_one_investors_own(desk):
    made, _lead = world.filed(by=desk.owner, campaign=desk.campaign)
    data = {"investor": "Tern Fund", "stance": "for", "why": "Safer.", "on": "2026-11-20"}
    assert desk("intention-list", made, data).status_code == 302
    assert desk("intention-list", made, data | {"stance": "against"}).status_code == 302
    row = made.intentions.get()
    assert (row.stance, row.listed) == ("against", False)
    assert "no agreement to vote together" in text(desk("intention-list", made))
    assert desk("intention-remove", made, {}, row.pk).status_code == 302
    assert not made.intentions.exists()


def test_policy_of_the_season_is_the_groups_to_write(desk):
    page = text(desk("policy-write", desk.group))
    assert "2026-27" in page and "unknown" in page
    data = {"season": "2026-27", "status": "Answers again", "note": "Since November.", "source": "sec.gov"}
    assert desk("policy-write", desk.group, data).status_code == 302
    assert SeasonPolicy.objects.get().status == "Answers again"
    page = desk("policy-write", desk.group)
    assert "Answers again" in text(page)
    assert page.context["form"].initial == data, "what is known stands in the form"
    assert desk("policy-write", desk.group, data | {"season": "2019"}).status_code == 422


def test_policy_of_the_season_is_shown_where_it_matters_and_leads_to_its_record(desk):
    made, _lead = world.filed(by=desk.owner, campaign=desk.campaign)
    address = reverse("shareholder:policy-write", args=[desk.group.slug])

    for name in ("resolution-read", "challenge-record"):
        page = text(desk(name, made))
        assert "unknown" in page and address in page, name
    for season in {"2026-27", days.season_of(timezone.localdate())}:
        data = {"season": season, "status": "Answers again", "note": "Since November.", "source": "sec.gov"}
        assert desk("policy-write", desk.group, data).status_code == 302
    for name, row in (("resolution-read", made), ("challenge-record", made), ("season-board", desk.group)):
        page = text(desk(name, row))
        assert "Answers again" in page and "unknown" not in page and address in page, name
    asked = {"kind": "with", "bases": ["i7"], "on": "2026-11-22"}
    assert desk("challenge-record", made, asked).status_code == 302
    assert "Answers again" in text(desk("challenge-end", made, None, 1))
    filer = Browser()
    filer.force_login(make.member(desk.group, role="viewer"))
    assert address not in text(filer.get(reverse("shareholder:season-board", args=[desk.group.slug])))
    Meeting.objects.update(country="DE")
    assert "Answers again" not in text(desk("resolution-read", made)), "the SEC is of no matter there"


def test_policy_of_a_season_that_the_rulebook_does_not_know_can_be_written_down(desk):
    made, _lead = world.filed(by=desk.owner, campaign=desk.campaign)
    year = days.first_of_season(days.season_of(timezone.localdate())).year + 2
    Meeting.objects.update(on=f"{year}-05-19", year=year)
    assert "SEC’s staff" not in text(desk("resolution-read", made))
    data = {
        "season": days.season_of(datetime.date(year, 5, 19)),
        "status": "Answers again",
        "note": "",
        "source": "sec.gov",
    }
    assert desk("policy-write", desk.group, data).status_code == 302
    assert "Answers again" in text(desk("resolution-read", made))


def test_seats(desk):
    made = world.resolution(by=desk.owner, campaign=desk.campaign)
    assert desk("seat-leave", made, {}).status_code == 409, "the last coordinator stays"
    other = make.member(desk.group)
    assert desk("seat-give", made, {"user": other.pk, "part": "coordinator"}).status_code == 302
    assert desk("seat-give", made, {"user": make.user().pk, "part": "counsel"}).status_code == 422
    assert desk("seat-leave", made, {}).status_code == 302
    assert desk("filer-list", made).status_code == 404

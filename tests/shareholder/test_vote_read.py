"""Counts of a vote: written down, confirmed by a second person, amended; and what follows from them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from organize.refusals import Refusal
from shareholder import charts, vote_queries
from shareholder.actions import filers, resolutions, tallies
from shareholder.forms.votes import MOST_BYTES
from shareholder.models import Tally
from shareholder.readers import apart
from tests import make
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.voted import COUNTS, VOTED_ON, propose, voted, voted_before_two

pytestmark = pytest.mark.django_db

REPORT = """<p>Item 5.07 Submission of Matters to a Vote of Security Holders.</p><p>The meeting was held on November 14,
2026.</p><p>Proposal 4: A report on docks</p>
<table><tr><td>For</td><td>Against</td><td>Abstain</td><td>Broker Non-Votes</td></tr>
<tr><td>1,234,567</td><td>9,876,543</td><td>21,000</td><td>—</td></tr></table><p>5,555,555 shares slept.</p>"""


@pytest.fixture
def people():
    return voted_before_two()


def test_counts_hold_once_a_second_person_has_confirmed_them(people):
    owner, second, made = people
    tally = propose(made, by=owner)
    assert vote_queries.result_of(made) is None
    with pytest.raises(Refusal, match="yourself"):
        tallies.confirm_tally(tally=tally, by=owner, at=world.NOW)
    tallies.confirm_tally(tally=tally, by=second, at=world.NOW)
    made.refresh_from_db()
    assert made.state == "recorded"
    result = vote_queries.result_of(made)
    assert result.percent_text == "5.27"
    assert [text for _name, text in result.shares] == ["5.27", "5.13", "4.63"]


def test_one_person_alone_is_said_to_be_alone():
    owner = make.user()
    made = voted(by=owner, group=make.group(owner=owner))
    tally = propose(made, by=owner)
    assert (tally.state, tally.alone) == ("confirmed", True)


def test_lead_from_outside_confirms_only_where_nobody_of_the_group_could():
    """Whoever coordinates gives the lead's place to a mailbox: it may be another one of their own."""
    owner, lead = make.user(), make.user()
    group = make.group(owner=owner)
    made = voted(by=owner, group=group, user=lead)
    tally = propose(made, by=owner)
    assert tally.state == "proposed", "the lead could compare them"
    member = make.member(group)
    with pytest.raises(Refusal, match="of the group"):
        tallies.confirm_tally(tally=tally, by=lead, at=world.NOW)
    page = client(lead).get(reverse("shareholder:vote-read", args=[made.slug])).content.decode()
    assert "I compared them" not in page
    member.memberships.all().delete()
    assert tallies.confirm_tally(tally=tally, by=lead, at=world.NOW).state == "confirmed"


def test_amended_counts_are_a_new_version_beside_the_old_one(people):
    owner, second, made = people
    first = tallies.confirm_tally(tally=propose(made, by=owner), by=second, at=world.NOW)
    newer = propose(made, by=second, votes_for=120_000_000, source="8-K/A")
    assert vote_queries.result_of(made).counts.for_ == COUNTS["votes_for"]
    tallies.confirm_tally(tally=newer, by=owner, at=world.NOW)
    first.refresh_from_db()
    assert (first.state, first.votes_for) == ("replaced", COUNTS["votes_for"])
    assert vote_queries.result_of(made).counts.for_ == 120_000_000
    assert list(made.steps.values_list("verb", flat=True))[:2] == ["amend result", "record result"]


def test_counts_of_classes_are_added_up_unless_all_together_are_given(people):
    owner, second, made = people
    for name, yes in (("Class A", 100), ("Class B", 200)):
        row = propose(made, by=owner, share_class=name, votes_for=yes, votes_against=300)
        tallies.confirm_tally(tally=row, by=second, at=world.NOW)
    assert vote_queries.result_of(made).counts.for_ == 300
    whole = propose(made, by=owner, votes_for=1000, votes_against=10)
    tallies.confirm_tally(tally=whole, by=second, at=world.NOW)
    assert vote_queries.result_of(made).counts.for_ == 1000
    assert sorted(made.tallies.values_list("state", flat=True)) == ["confirmed", "replaced", "replaced"]
    with pytest.raises(Refusal, match="all classes"):
        propose(made, by=second, share_class="Class A", votes_for=120, votes_against=300)
    newer = propose(made, by=owner, votes_for=1200, votes_against=10)
    tallies.confirm_tally(tally=newer, by=second, at=world.NOW)
    assert vote_queries.result_of(made).counts.for_ == 1200


@pytest.mark.parametrize(("name", "kept"), [("Total", ""), ("Class A and B Combined", ""), ("A Shares", "A Shares")])
def test_row_of_all_classes_in_a_report_is_offered_as_such(people, name, kept):
    owner, _second, made = people
    table = (
        f"<tr><td></td><td>For</td><td>Against</td></tr><tr><td>{name}</td><td>1,234,567</td><td>9,876,543</td></tr>"
    )
    report = f"<p>Item 5.07 Submission of Matters</p><p>4. A report</p><table>{table}</table>"
    page = client(owner).post(
        reverse("shareholder:vote-preview", args=[made.slug]), {"file": SimpleUploadedFile("r.htm", report.encode())}
    )
    ((_item, fields),) = [(one["item"], one["fields"]) for one in page.context["items"]]
    assert fields["share_class"] == kept


def test_one_version_waits_at_a_time_and_the_database_says_so(people):
    owner, _second, made = people
    row = propose(made, by=owner)
    with pytest.raises(Refusal, match="wait"):
        propose(made, by=owner)
    row.pk, row.number = None, 9
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(**{f.attname: getattr(row, f.attname) for f in Tally._meta.fields if f.name != "id"})


@pytest.mark.parametrize("state", ["filed", "on_ballot", "withdrawn_tactical"])
def test_nothing_is_counted_before_the_vote(people, state):
    owner, _second, made = people
    with pytest.raises(Refusal, match="not voted on"):
        propose(world.in_state(made, state), by=owner)
    with pytest.raises(Refusal, match="at least one share"):
        propose(world.in_state(made, "voted"), by=owner, votes_for=0, votes_against=0)


def test_totals_of_one_meeting_that_differ_are_told(people):
    owner, _second, made = people
    propose(made, by=owner)
    assert vote_queries.unequal_totals(made) == ()
    other = world.resolution(by=owner, campaign=made.campaign, title="Another", has_meeting=False)
    world.edit(other, by=owner, meeting=made.meeting)
    propose(world.in_state(other, "voted"), by=owner, votes_for=COUNTS["votes_for"] + 5041)
    assert [b - a for a, b in [vote_queries.unequal_totals(made)]] == [5041]


def test_amendment_that_waits_beside_its_own_item_is_no_difference(people):
    owner, second, made = people
    tallies.confirm_tally(tally=propose(made, by=owner), by=second, at=world.NOW)
    propose(made, by=owner, votes_for=COUNTS["votes_for"] + 77, source="8-K/A")
    assert vote_queries.unequal_totals(made) == ()


@pytest.mark.parametrize(
    ("yes", "no", "excludable", "clear"), [(5, 95, False, 2027), (499, 9501, True, 2030), (4999, 95001, True, 2030)]
)
def test_verdict_is_the_rulebooks_by_whole_numbers(people, yes, no, excludable, clear):
    owner, second, made = people
    tallies.confirm_tally(tally=propose(made, by=owner, votes_for=yes, votes_against=no), by=second, at=world.NOW)
    verdict = vote_queries.verdict_after(vote_queries.results_of_matter(made))
    assert (verdict.is_excludable, verdict.clear_from, verdict.year) == (excludable, clear, 2027)


def test_matter_has_the_votes_that_people_linked(people):
    owner, second, made = people
    earlier = world.resolution(by=owner, campaign=made.campaign, title="Last year", has_meeting=False)
    before = world.in_state(earlier, "voted")
    filers.seat_person(resolution=before, user=second, part="counsel", by=owner, at=world.NOW)
    for row, day in ((made, VOTED_ON), (before, world.day("2025-11-14"))):
        tallies.confirm_tally(tally=propose(row, by=owner, voted_on=day), by=second, at=world.NOW)
    assert len(vote_queries.results_of_matter(made)) == 1
    for row in (made, before):
        resolutions.link_lineage(resolution=row, title="Docks", by=owner, at=world.NOW)
        row.refresh_from_db()
    results = vote_queries.results_of_matter(made)
    assert [one.voted_on.year for one in results] == [2025, 2026]
    verdict = vote_queries.verdict_after(results)
    assert (verdict.times, verdict.threshold, verdict.is_excludable) == (2, 15, True)
    picture = charts.votes(results, [5, 15, 25])
    assert [line["y"] for line in picture["lines"]] == sorted((line["y"] for line in picture["lines"]), reverse=True)
    assert len(picture["joins"]) == 1


def test_page_shows_counts_verdict_and_picture_with_its_table(people):
    owner, second, made = people
    tallies.confirm_tally(tally=propose(made, by=owner), by=second, at=world.NOW)
    page = client(owner).get(reverse("shareholder:vote-read", args=[made.slug])).content.decode()
    assert "119,105,093" in page
    assert "5.27 %" in page
    assert 'role="img" aria-labelledby="votes-title"' in page
    assert "240.14a-8(i)(12)" in page or "(i)(12)" in page


def test_report_is_previewed_with_its_numbers_marked_and_nothing_kept(people):
    owner, _second, made = people
    browser = client(owner)
    file = SimpleUploadedFile("report.htm", REPORT.encode())
    page = browser.post(reverse("shareholder:vote-preview", args=[made.slug]), {"file": file}).content.decode()
    assert '<mark class="found-count">1,234,567</mark>' in page
    assert '<mark class="found-title">Proposal 4: A report on docks</mark>' in page
    assert "<u>5,555,555 shares slept.</u>" in page
    assert not Tally.objects.exists()
    fields = dict(item.split('" value="') for item in _hidden(page))
    assert fields["votes_for"] == "1234567"
    shown = browser.post(reverse("shareholder:tally-propose", args=[made.slug]), fields)
    assert shown.status_code == 200
    assert 'value="9876543"' in shown.content.decode()
    assert not Tally.objects.exists()
    fields.pop("begin")
    assert browser.post(reverse("shareholder:tally-propose", args=[made.slug]), fields).status_code == 302
    row = Tally.objects.get()
    assert (row.votes_for, row.broker_non_votes, row.voted_on, row.state) == (1_234_567, 0, VOTED_ON, "proposed")
    assert row.quote.startswith("Proposal 4: A report on docks")
    assert len(row.sha256) == 64


def _hidden(page):
    inside = page.split('<input type="hidden" name="begin"')[1].split("</form>")[0]
    inside = '<input type="hidden" name="begin"' + inside
    return [part.split('">')[0] for part in inside.split('<input type="hidden" name="')[1:]]


def test_numbers_are_compared_by_somebody_else_on_the_page(people):
    owner, second, made = people
    row = propose(made, by=owner)
    page = client(owner).get(reverse("shareholder:vote-read", args=[made.slug])).content.decode()
    assert "I compared them" not in page
    confirm = reverse("shareholder:tally-confirm", args=[made.slug, row.pk])
    assert client(owner).post(confirm).status_code == 403
    assert client(second).post(confirm).status_code == 302
    row.refresh_from_db()
    assert row.confirmed_by == second


def test_dropped_counts_make_room_for_others(people):
    owner, second, made = people
    row = propose(made, by=owner)
    client(second).post(reverse("shareholder:tally-drop", args=[made.slug, row.pk]))
    assert propose(made, by=owner).number == 2


def test_what_is_no_report_is_answered_with_a_sentence(people):
    owner, _second, made = people
    odd = "<table><tr>" + "<td rowspan=65000>x" * 1000 + "<tr><td>1" * 400
    address = reverse("shareholder:vote-preview", args=[made.slug])
    answer = client(owner).post(address, {"file": SimpleUploadedFile("a.htm", odd.encode())})
    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()


def test_report_that_takes_too_much_to_read_is_answered_with_a_sentence(people, monkeypatch):
    owner, _second, made = people
    monkeypatch.setattr(apart, "MEMORY", 64 * 1024**2)
    address = reverse("shareholder:vote-preview", args=[made.slug])
    answer = client(owner).post(address, {"file": SimpleUploadedFile("a.htm", b"<p>x" * 500_000)})
    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()
    answer = client(owner).post(address, {"file": SimpleUploadedFile("a.htm", b"x" * (MOST_BYTES + 1))})
    assert answer.status_code == 422
    assert "at most 2 MB" in answer.content.decode()


def test_preview_of_a_report_with_endless_votes_shows_some_and_says_so(people):
    owner, _second, made = people
    rows = "".join(
        f"<p>Proposal {n}: A report on docks</p><table><tr><td>For</td><td>Against</td><td>Abstain</td></tr>"
        f"<tr><td>1,234,567</td><td>9,876,543</td><td>21,000</td></tr></table>"
        for n in range(1, 211)
    )
    file = SimpleUploadedFile("report.htm", f"<p>Item 5.07 Submission of Matters</p>{rows}".encode())
    page = client(owner).post(reverse("shareholder:vote-preview", args=[made.slug]), {"file": file}).content.decode()
    assert page.count('name="begin"') == 200
    assert "10 more are not shown" in page

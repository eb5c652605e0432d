"""The life of a promise: every move that is allowed, and every one that is not."""

import datetime

import pytest
from django.urls import reverse

from organize import jobs
from organize.actions import commitments
from organize.models import Commitment, Evidence, Trail
from organize.refusals import Refusal
from organize.states import COMMITMENT_MOVES, VERDICTS, CommitmentState
from tests import make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db
LATER = make.NOW.date() + datetime.timedelta(days=30)


def scene(**parts):
    people = cast()
    campaign, _records = make.ledger(people.group)
    return people, campaign, make.commitment(campaign=campaign, **parts)


@pytest.mark.parametrize("state", CommitmentState)
@pytest.mark.parametrize("verb", COMMITMENT_MOVES)
def test_each_verb_moves_from_its_states_alone(verb, state):
    _people, _campaign, row = scene(due_on=make.NOW.date())
    Commitment.objects.filter(pk=row.pk).update(state=state)
    row.refresh_from_db()
    froms, to = COMMITMENT_MOVES[verb]
    trail, allowed = Trail.objects.count(), state in froms

    def act():
        if verb == "overdue":
            return commitments.mark_overdue(at=make.NOW + datetime.timedelta(days=1))
        return make.verdict(row, verb, due_on=LATER)

    if allowed or verb == "overdue":
        act()
    else:
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.status == 409
    row = Commitment.objects.get(pk=row.pk)
    assert row.state == (to if allowed else state)
    assert row.evidence.count() == (1 if allowed and verb != "overdue" else 0)
    assert Trail.objects.count() == trail + allowed


def test_every_state_but_the_first_is_reached_and_every_state_can_be_left():
    reached = {to for _froms, to in COMMITMENT_MOVES.values()}
    assert reached == set(CommitmentState)
    left = set().union(*(froms for froms, _to in COMMITMENT_MOVES.values()))
    assert left == set(CommitmentState), "no verdict is final: each can be disputed and judged anew"
    assert set(VERDICTS) == set(COMMITMENT_MOVES) - {"overdue"}


def test_clock_marks_what_is_overdue_the_day_after_and_not_before():
    people, campaign, row = scene(due_on=make.NOW.date())
    open_ended = make.commitment(campaign=campaign)
    client = people.client("owner")
    midnight = datetime.datetime.combine(make.NOW.date(), datetime.time(), datetime.UTC) + datetime.timedelta(days=1)
    jobs.mark_overdue(at=midnight - datetime.timedelta(seconds=1))
    row.refresh_from_db()
    assert row.state == "promised"
    assert "let a day pass" not in client.get(reverse("desk")).content.decode()
    for _again in range(2):
        jobs.mark_overdue(at=midnight)
    row.refresh_from_db(), open_ended.refresh_from_db()
    assert (row.state, open_ended.state) == ("overdue", "promised")
    entry = Trail.objects.get(object_id=row.pk, verb="overdue")
    assert entry.actor is None
    for name, args in (("desk", []), ("group", [people.group.slug])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert "Meridian Freight let a day pass" in page
        assert reverse("commitment", args=[campaign.slug, row.pk]) in page
    assert "let a day pass" not in people.client("stranger").get(reverse("desk")).content.decode()
    make.verdict(row, "break")
    assert "let a day pass" not in client.get(reverse("desk")).content.decode()


def test_schedule_runs_it():
    from organize.queue import schedule

    assert "organize.jobs.mark_overdue" in schedule()


def test_thirty_overdue_ones_ask_no_more_than_one():
    people, campaign, _row = scene(due_on=make.NOW.date())
    client, after = people.client("owner"), make.NOW + datetime.timedelta(days=1)
    jobs.mark_overdue(at=after)
    client.get(reverse("desk"))
    one = statements(client, reverse("desk"))
    for _more in range(29):
        make.commitment(campaign=campaign, due_on=make.NOW.date())
    jobs.mark_overdue(at=after)
    assert client.get(reverse("desk")).content.decode().count("let a day pass") == 30
    assert statements(client, reverse("desk")) == one


GIVEN = {"verb": "keep", "on": "2026-11", "text": "Two stood there.", "source": "Gazette", "source_url": ""}


def test_verdict_is_given_on_a_page_with_its_evidence():
    people, campaign, row = scene()
    address = reverse("commitment-judge", args=[campaign.slug, row.pk])
    client = people.client("organizer")
    page = client.get(address).content.decode()
    assert "It was kept" in page and "Whether it was kept is disputed" not in page, "only what its state allows"
    assert client.post(address, GIVEN)["Location"] == reverse("commitment", args=[campaign.slug, row.pk])
    evidence = Evidence.objects.get()
    assert (evidence.state, evidence.on.isoformat(), evidence.grain) == ("kept", "2026-11-01", "month")
    shown = client.get(reverse("commitment", args=[campaign.slug, row.pk])).content.decode()
    assert "November 2026" in shown and "Two stood there." in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [("verb", "dispute"), ("verb", "overdue"), ("verb", ""), ("text", ""), ("source", ""), ("on", "2026-13"),
     ("on", "yesterday"), ("on", "2999-01-01"), ("on", "0000"), ("source_url", "javascript:alert(1)"),
     ("verb", "extend")],
)  # fmt: skip
def test_verdict_that_does_not_hold_moves_nothing(field, value):
    people, campaign, row = scene()
    answer = people.client("owner").post(
        reverse("commitment-judge", args=[campaign.slug, row.pk]), GIVEN | {field: value}
    )
    assert answer.status_code in (400, 422)
    row.refresh_from_db()
    assert row.state == "promised"
    assert not Evidence.objects.exists()


def test_verdict_that_came_late_is_told_so_with_what_was_typed():
    people, campaign, row = scene()
    stale = Commitment.objects.get(pk=row.pk)
    make.verdict(row, "break")
    with pytest.raises(Refusal):
        make.verdict(stale, "keep partly")
    assert [one.state for one in row.evidence.all()] == ["broken"]
    answer = people.client("owner").post(reverse("commitment-judge", args=[campaign.slug, row.pk]), GIVEN)
    assert answer.status_code == 422
    assert "Two stood there." in answer.content.decode()


def test_later_day_takes_an_overdue_one_back_and_is_missed_again():
    _people, _campaign, row = scene(due_on=make.NOW.date())
    after = make.NOW + datetime.timedelta(days=1)
    jobs.mark_overdue(at=after)
    row.refresh_from_db()
    for day in (None, make.NOW.date()):
        with pytest.raises(Refusal):
            make.verdict(row, "extend", at=after, due_on=day)
    make.verdict(row, "extend", at=after, due_on=LATER)
    row.refresh_from_db()
    assert (row.state, row.due_on) == ("promised", LATER)
    jobs.mark_overdue(at=after + datetime.timedelta(days=31))
    row.refresh_from_db()
    assert row.state == "overdue"


EDIT = {"on": "2026-11-02", "text": "Three people.", "source": "Gazette", "source_url": "", "demand": ""}


def test_promise_is_corrected_but_its_day_stays_once_it_was_missed_or_judged():
    people, campaign, row = scene(due_on=LATER)
    address, client = reverse("commitment-edit", args=[campaign.slug, row.pk]), people.client("owner")
    given = EDIT | {"company": campaign.company_id}
    assert client.post(address, given | {"due_on": "2027-01-01"}).status_code == 302
    make.verdict(Commitment.objects.get(pk=row.pk), "keep")
    assert client.post(address, given | {"due_on": "2027-02-02"}).status_code == 409
    assert client.post(address, given | {"due_on": "2027-01-01", "text": "Two."}).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.due_on.isoformat(), row.state) == ("Two.", "2027-01-01", "kept")


def test_address_of_a_source_is_https_whoever_writes_the_row():
    from django.db import IntegrityError, transaction

    _people, _campaign, row = scene()
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(source_url="javascript:alert(1)")


def test_company_of_another_group_cannot_be_chosen():
    people, campaign, _row = scene()
    foreign = make.company(group=make.group(), name="Elsewhere")
    answer = people.client("owner").post(
        reverse("commitment-create", args=[campaign.slug]), EDIT | {"company": foreign.pk, "due_on": ""}
    )
    assert answer.status_code == 422
    with pytest.raises(ValueError, match="one group"):
        make.commitment(campaign=campaign, company=foreign)

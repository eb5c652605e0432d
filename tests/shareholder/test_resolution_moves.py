"""The two machines: every allowed and every forbidden move, who may do what, and what a step keeps."""

import datetime

import pytest

from organize.models import Commitment, Trail
from organize.refusals import Refusal
from shareholder import days, queries, states
from shareholder.actions import challenges, endings, filers, resolutions, steps, texts
from shareholder.models import Filing, Meeting, Resolution, Step
from shareholder.states import FILING_MOVES, RESOLUTION_MOVES, WHO, FilingState, ResolutionState
from tests import make
from tests.shareholder import world
from tests.shareholder.world import DAY, NOW, day

pytestmark = pytest.mark.django_db
PAST = {"on": day("2026-11-20"), "by": None, "at": NOW}


@pytest.fixture
def made():
    owner = make.user()
    return world.resolution(by=owner, group=make.group(owner=owner))


def test_every_move_that_is_allowed_happens_and_every_other_is_refused(made):
    rows = {}
    for state in ResolutionState:  # one that stays in each state, whatever is tried
        rows[state] = Resolution.objects.create(
            group=made.group, campaign=made.campaign, company=made.company, title=state.value, state=state
        )
    for verb, (froms, to) in RESOLUTION_MOVES.items():
        for state, row in rows.items():
            if state in froms:
                world.in_state(made, state)
                step = steps.move_resolution(resolution=made, verb=verb, **PAST)
                assert made.state == step.state == (to or state), (verb, state)
            else:
                with pytest.raises(Refusal) as refused:
                    steps.move_resolution(resolution=row, verb=verb, **PAST)
                assert refused.value.status == 409, (verb, state)
    for state, row in rows.items():
        assert Resolution.objects.get(pk=row.pk).state == state and not row.steps.exists()


def test_every_move_of_a_filing_likewise(made):
    filing = world.filer(made)
    for verb, (froms, to) in FILING_MOVES.items():
        for state in FilingState:
            Filing.objects.filter(pk=filing.pk).update(state=state)
            if state in froms:
                assert steps.move_filing(filing=filing, verb=verb, **PAST).state == to, (verb, state)
            else:
                with pytest.raises(Refusal):
                    steps.move_filing(filing=filing, verb=verb, **PAST)
                assert Filing.objects.get().state == state, (verb, state)


def test_tables_speak_of_the_same_verbs_and_reach_every_state():
    assert set(WHO) == set(RESOLUTION_MOVES)
    assert {to for _froms, to in RESOLUTION_MOVES.values() if to} | {ResolutionState.IDEA} == set(ResolutionState)
    assert {to for _froms, to in FILING_MOVES.values()} | {FilingState.INVITED} == set(FilingState)
    leaving = {state for froms, to in RESOLUTION_MOVES.values() if to for state in froms}
    assert set(ResolutionState) - leaving == states.ENDED - states.LEFT_OUT - states.WITHDRAWN
    assert set(RESOLUTION_MOVES) >= resolutions.PLAIN
    own = {"freeze text", "send", "confirm receipt", "notice defects", "cure defects", "go on with another lead",
           "wait for another lead",
           "revise", "withdraw for commitments", "withdraw", "challenge", "record result", "amend result"}  # fmt: skip
    assert set(RESOLUTION_MOVES) - resolutions.PLAIN == own | set(states.CHALLENGE_MOVES)


def test_day_ahead_is_refused_and_any_past_day_is_taken(made):
    with pytest.raises(Refusal):
        steps.move_resolution(resolution=made, verb="begin text", on=DAY + datetime.timedelta(days=1), by=None, at=NOW)
    step = steps.move_resolution(resolution=made, verb="begin text", on=day("2019-01-01"), by=None, at=NOW)
    assert (step.on, step.at, step.number) == (day("2019-01-01"), NOW, made.steps.count())


def test_steps_are_never_changed_or_taken_away(made):
    step = made.steps.first()
    for wrong in (lambda: Step.objects.update(note="x"), lambda: Step.objects.all().delete()):
        with pytest.raises(TypeError):
            wrong()
    assert step.number == 2


def test_freeze_says_all_reasons_at_once(made):
    world.in_state(made, "signup")
    with pytest.raises(Refusal) as refused:
        resolutions.freeze_text(resolution=made, **PAST)
    assert str(resolutions.NO_LEAD) in refused.value.sentence and str(resolutions.NO_TEXT) in refused.value.sentence
    lead = world.filer(made, role="lead")
    filers.keep_judgement(filing=lead, is_eligible=False, tier="", by=None, at=NOW)
    world.text(made, body="word " * 501)
    with pytest.raises(Refusal) as refused:
        resolutions.freeze_text(resolution=made, **PAST)
    assert str(resolutions.TOO_LONG) in refused.value.sentence
    assert str(resolutions.LEAD_MAY_NOT) in refused.value.sentence


def test_freeze_warns_of_doubtful_words_and_papers_that_are_missing(made):
    world.in_state(made, "signup")
    world.filer(made, role="lead")
    world.text(made, title="", body="word " * 499 + "anti-union")
    step = resolutions.freeze_text(resolution=made, **PAST)
    assert step.warnings == [resolutions.LEAD_UNKNOWN, resolutions.PAPERS_MISSING, resolutions.WORDS_DOUBTFUL]
    assert Resolution.objects.get().frozen == 1


def test_sent_after_the_deadline_needs_a_reason_and_is_not_forbidden(made):
    due = day("2026-12-09")
    assert world.days_receipt(made) == due
    world.in_state(made, "ready")
    later = datetime.datetime(2026, 12, 20, 12, tzinfo=datetime.UTC)
    with pytest.raises(Refusal):
        resolutions.send(resolution=made, on=day("2026-12-10"), by=None, at=later)
    step = resolutions.send(resolution=made, on=day("2026-12-10"), by=None, at=later, note="Courier lost a day.")
    assert step.warnings == ["after_deadline"] and made.state == "filed"


def test_sent_on_the_very_day_is_in_time(made):
    world.in_state(made, "ready")
    later = datetime.datetime(2026, 12, 9, 12, tzinfo=datetime.UTC)
    assert resolutions.send(resolution=made, on=day("2026-12-09"), by=None, at=later).warnings == []


def test_papers_of_the_lead_go_with_the_resolution():
    owner = make.user()
    made, lead = world.filed(by=owner, group=make.group(owner=owner))
    assert (lead.state, lead.sent_on) == ("sent", day("2026-11-20"))
    resolutions.confirm_receipt(resolution=made, **PAST)
    lead.refresh_from_db()
    assert (lead.state, made.received_on) == ("received", day("2026-11-20"))
    later = {"by": None, "at": datetime.datetime(2027, 1, 20, 12, tzinfo=datetime.UTC)}
    step = filers.step_filing(filing=lead, verb="notice defects", on=day("2026-12-05"), defects="No letter.", **later)
    assert step.warnings == ["notice_late"]
    assert Resolution.objects.get().state == "deficient"
    step = filers.step_filing(filing=lead, verb="cure defects", on=day("2026-12-20"), **later)
    assert step.warnings == ["reply_late"]
    assert Resolution.objects.get().state == "cured"


def test_lead_that_drops_is_followed_by_another():
    owner = make.user()
    made, lead = world.filed(by=owner, group=make.group(owner=owner))
    other = world.filer(made, goes_by="Harbour Pension Fund")
    filers.step_filing(filing=lead, verb="notice defects", **PAST)
    with pytest.raises(Refusal):
        filers.promote(filing=other, **PAST)  # there is one
    filers.step_filing(filing=lead, verb="drop", **PAST)
    with pytest.raises(Refusal):
        filers.promote(filing=other, **PAST)  # it has not filed
    filers.step_filing(filing=other, verb="send papers", **PAST)
    filers.promote(filing=other, **PAST)
    assert (Filing.objects.get(pk=other.pk).role, Resolution.objects.get().state) == ("lead", "filed")
    assert queries.lead_of(made) == other


def test_challenge_ends_as_the_company_or_the_staff_decides():
    expected = {
        "staff concurs": ("omitted", "concurred"), "staff does not object": ("omitted_company", "no_objection"),
        "leave out unanswered": ("omitted_company", "unanswered"), "staff declines": ("included", "declined"),
        "take back challenge": ("included", "taken_back"),
    }  # fmt: skip
    assert set(expected) == set(states.CHALLENGE_MOVES)
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    for verb, (state, outcome) in expected.items():
        world.in_state(made, "filed")
        row = challenges.record_challenge(
            resolution=made, kind="with", bases=["i7", "f"], definitive_on=day("2027-04-07"), **PAST
        )
        assert row.bases == ["f", "i7"] and made.state == "challenged"
        challenges.end_challenge(challenge=row, verb=verb, **PAST)
        assert (Resolution.objects.get().state, row.state) == (state, outcome)
        with pytest.raises(Refusal):
            challenges.end_challenge(challenge=row, verb=verb, **PAST)
    with pytest.raises(Refusal):
        challenges.record_challenge(resolution=made, kind="with", bases=["i99"], definitive_on=None, **PAST)


def test_court_takes_a_complaint_first():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    world.in_state(made, "omitted_company")
    with pytest.raises(Refusal):
        resolutions.record_step(resolution=made, verb="win in court", **PAST)
    resolutions.record_step(resolution=made, verb="sue", **PAST)
    assert made.in_litigation
    resolutions.record_step(resolution=made, verb="win in court", **PAST)
    assert (made.state, made.in_litigation) == ("included", False)
    with pytest.raises(ValueError):
        resolutions.record_step(resolution=made, verb="withdraw", **PAST)


def test_withdrawal_for_commitments_waits_for_the_ledger_and_names_nobody():
    owner, filer = make.user(), make.user()
    made, lead = world.filed(by=owner, group=make.group(owner=owner), user=filer)
    world.filer(made, goes_by="Harbour Pension Fund")
    Filing.objects.exclude(pk=lead.pk).update(state="valid")
    promised = [("Two people from March.", day("2027-03-01")), ("A yearly report.", None)]
    facts = {"source": "Letter of the company", "source_url": "", "on": PAST["on"], "by": filer, "at": NOW}
    with pytest.raises(Refusal):
        endings.withdraw_for_commitments(resolution=made, promised=[], **facts)
    world.withdrawn_for(made, promised, **{name: fact for name, fact in facts.items() if name != "at"})
    found = Commitment.objects.filter(campaign=made.campaign).order_by("text")
    assert [row.due_on for row in found] == [None, day("2027-03-01")]
    lead.refresh_from_db()
    assert (made.state, lead.state, made.ended_on) == ("withdrawn_agreement", "withdrawn", PAST["on"])
    assert endings.OTHERS_LEFT in Step.objects.get(verb="withdraw for commitments").warnings
    assert not Trail.objects.filter(actor=filer).exists(), "the group's trail would tell who files"
    assert Step.objects.filter(by=filer).exists()


def test_text_is_revised_after_filing_and_fixed_in_between():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    newest = made.versions.first()
    texts.write_version(
        resolution=made, title="T", body="New words", notes="", base=newest.number, by=owner, at=NOW, on=PAST["on"]
    )
    assert Resolution.objects.get().frozen == newest.number + 1
    with pytest.raises(Refusal):
        world.text(world.in_state(made, "ready"))
    with pytest.raises(Refusal):
        texts.write_version(
            resolution=world.in_state(made, "signup"), title="", body="x", notes="", base=1, by=owner, at=NOW
        )


def revised(made, *, by, on, body="New words", **more):
    newest = made.versions.first()
    return texts.write_version(
        resolution=made, title="T", body=body, notes="", base=newest.number, by=by, at=NOW, on=on, **more
    )


def test_late_revision_leaves_the_filed_text_until_the_company_takes_it():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    filed = Resolution.objects.get().frozen
    Meeting.objects.update(stated_on=world.FILED_ON)
    late = world.FILED_ON + datetime.timedelta(days=1)
    newer = revised(made, by=owner, on=late)
    assert Resolution.objects.get().frozen == filed != newer.number
    assert Step.objects.filter(verb="revise").first().warnings == [days.REVISED_LATE]
    taken = revised(made, by=owner, on=late, is_taken=True)
    assert Resolution.objects.get().frozen == taken.number


def test_revision_that_the_staff_made_a_condition_takes_its_place_and_moves_the_opposing_statement():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    Meeting.objects.update(stated_on=world.FILED_ON)
    late = world.FILED_ON + datetime.timedelta(days=1)
    for received_on in (None, late + datetime.timedelta(days=1)):
        version = revised(made, by=owner, on=late, is_condition=True, received_on=received_on)
        row = Resolution.objects.select_related("meeting", "group").get()
        assert (row.frozen, row.revised_on) == (version.number, received_on or late)
        due = {one.name: one.day for one in days.deadlines_of(row)}
        assert due["opposition"] == row.revised_on + datetime.timedelta(days=5)


def test_revision_is_no_longer_than_a_proposal_may_be():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    with pytest.raises(Refusal, match="500 words"):
        revised(made, by=owner, on=world.FILED_ON, body="word " * 501)
    assert made.versions.count() == 1
    revised(made, by=owner, on=world.FILED_ON, body="half-word " * 260)
    assert resolutions.WORDS_DOUBTFUL in Step.objects.filter(verb="revise").first().warnings


def test_filer_whose_holding_is_not_enough_is_told_of_when_papers_are_sent():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    row = world.filer(made, by=owner)
    Filing.objects.filter(pk=row.pk).update(state="packet", eligibility="no")
    row.refresh_from_db()
    step = filers.step_filing(filing=row, verb="send papers", on=world.FILED_ON, by=owner, at=NOW)
    assert days.FILER_MAY_NOT in step.warnings


@pytest.mark.parametrize(
    ("state", "verb"),
    [("ready", "abandon"), ("deficient", "leave out for a defect"), ("on_ballot", "not presented"), ("filed", "moot")],
)
def test_some_ends_need_a_reason(made, state, verb):
    world.in_state(made, state)
    for empty in ("", "  "):
        with pytest.raises(Refusal, match="Say in the note why"):
            resolutions.record_step(resolution=made, verb=verb, note=empty, **PAST)
    assert made.steps.filter(verb=verb).count() == 0
    step = resolutions.record_step(resolution=made, verb=verb, note="Nobody could travel.", **PAST)
    assert (step.note, made.ended_on) == ("Nobody could travel.", PAST["on"])

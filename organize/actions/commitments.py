"""Promises and what became of them: every verdict of a person comes with its evidence, in the same transaction."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead, own_company
from organize.models import Commitment, Evidence
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from organize.states import COMMITMENT_MOVES, VERDICTS, CommitmentState


def record_commitment(*, campaign, company, by, at, **fields):
    """`fields`: on, grain, text, source, source_url, due_on (None: no day was named), demand_id, demand."""
    own_company(campaign, company)
    not_ahead(fields["on"], at)
    with transaction.atomic():
        row = Commitment.objects.create(group_id=campaign.group_id, campaign=campaign, company=company, **fields)
        leave_trail(row, "record", by=by, at=at)
    return row


def edit_commitment(*, commitment, company, by, at, **fields):
    """Correct what was recorded. Its due day only while it runs: Refusal (409) once the day was missed or judged by."""
    own_company(commitment.campaign, company)
    not_ahead(fields["on"], at)
    with transaction.atomic():
        held = Commitment.objects.select_for_update().get(pk=commitment.pk)
        if held.state != CommitmentState.PROMISED and fields["due_on"] != held.due_on:
            raise Refusal(_("The day it was due has passed or was judged by: record a later day as a verdict."), 409)
        for name, value in (fields | {"company": company}).items():
            setattr(commitment, name, value)
        commitment.save(update_fields=[*fields, "company"])
        leave_trail(commitment, "edit", by=by, at=at)
    return commitment


def judge_commitment(*, commitment, verb, on, grain, text, source, source_url, due_on=None, by, at):
    """Move the commitment along one of VERDICTS and keep why; the Evidence.

    `due_on` belongs to "extend": the day that is promised now. Refusal (409) when its state does not allow the verb.
    """
    if verb not in VERDICTS:
        raise ValueError("The clock alone may do this.")
    not_ahead(on, at)
    columns = {}
    if verb == "extend":
        if due_on is None or due_on < at.date():
            raise Refusal(_("Give the day that is promised now. It lies ahead."))
        columns["due_on"] = due_on
    with transaction.atomic():
        # Held first, so that two verdicts at once get two numbers, or one of them is told that it came late.
        Commitment.objects.select_for_update().get(pk=commitment.pk)
        move(commitment, verb, moves=COMMITMENT_MOVES, by=by, at=at, **columns)
        return Evidence.objects.create(
            group_id=commitment.group_id, commitment=commitment, state=commitment.state,
            number=commitment.evidence.count() + 1, on=on, grain=grain, text=text, source=source,
            source_url=source_url,
        )  # fmt: skip


def mark_overdue(*, at):
    """The clock: every promise whose last day (UTC) is over and that nobody has judged. How many there were."""
    late = Commitment.objects.filter(state=CommitmentState.PROMISED, due_on__lt=at.date())
    moved = 0
    for commitment in late.order_by("pk"):
        try:
            move(commitment, "overdue", moves=COMMITMENT_MOVES, by=None, at=at)
        except Refusal:
            continue  # a person judged it between the two statements
        moved += 1
    return moved

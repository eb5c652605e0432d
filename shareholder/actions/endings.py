"""A withdrawal: for commitments, which an editor takes into the campaign's ledger, or for reasons of one's own."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions.commitments import record_commitment
from organize.refusals import Refusal
from shareholder.actions.steps import MOVED_ON, hold, move_filing, move_resolution, note_step
from shareholder.models import PendingCommitment
from shareholder.queries import lead_of
from shareholder.states import FILING_MOVES, Document

NO_COMMITMENT = _("Write down at least one commitment of the company.")
SAY_WHY = _("Say in the note why it is withdrawn.")
MOST_NOTE = 2000  # characters of a step's note
OTHERS_LEFT = "others_left"  # other filers have not confirmed yet


def withdraw_for_commitments(*, resolution, on, promised, source, source_url, by, at, note=""):
    """The lead withdraws it for all; [PendingCommitment], which somebody who edits in the group takes into the ledger.

    promised: [(text, due_on or None)], as the company wrote it. Every other filer confirms on a page of its own.
    They wait whoever withdraws: what landed in the ledger by itself would tell the group that its lead edits there.
    """
    if not promised:
        raise Refusal(NO_COMMITMENT)
    with transaction.atomic():
        _withdraw(resolution, "withdraw for commitments", on=on, by=by, at=at, note=note, document=Document.COMMITMENT)
        told = {"resolution": resolution, "group_id": resolution.group_id, "on": on, "source": source}
        return PendingCommitment.objects.bulk_create(
            PendingCommitment(text=text, due_on=due, source_url=source_url, **told) for text, due in promised
        )


def take_into_ledger(*, pending, by, at):
    """What waited stands in the campaign's public ledger now; the Commitment. Refusal (409) if it waits no more."""
    with transaction.atomic():
        row = _judged(pending)
        told = {name: getattr(row, name) for name in ("on", "grain", "text", "due_on", "source", "source_url")}
        return record_commitment(
            campaign=row.resolution.campaign, company=row.resolution.company, demand_id=None, demand="", **told,
            by=by, at=at,
        )  # fmt: skip


def leave_out_of_ledger(*, pending, by, at):
    """What waited is dropped: it stands in the ledger already, or the words were wrong. The step keeps what it said."""
    with transaction.atomic():
        row = _judged(pending)
        said = "\n".join(part for part in (row.text, row.due_on and row.due_on.isoformat(), row.source) if part)
        note_step(resolution=row.resolution, verb="leave out of ledger", by=by, at=at, note=said[:MOST_NOTE])


def _judged(pending):
    """The row, which waits no more. Its resolution is locked first, so that of two who judge at once one comes late."""
    hold(pending.resolution_id)
    row = PendingCommitment.objects.filter(pk=pending.pk).first()
    if row is None:
        raise Refusal(MOVED_ON, 409)
    row.resolution = pending.resolution
    PendingCommitment.objects.filter(pk=row.pk).delete()
    return row


def withdraw(*, resolution, on, by, at, note):
    """The lead withdraws it without commitments, and says why: it would be left out, another came first, an error."""
    if not note.strip():
        raise Refusal(SAY_WHY)
    with transaction.atomic():
        _withdraw(resolution, "withdraw", on=on, by=by, at=at, note=note, document=Document.WITHDRAWAL)
    return resolution


def _withdraw(resolution, verb, *, on, by, at, note, document):
    lead = lead_of(resolution)
    others = resolution.filings.filter(state__in=FILING_MOVES["withdraw"][0])
    odd = [OTHERS_LEFT] if others.exclude(pk=lead.pk if lead else None).exists() else []
    move_resolution(
        resolution=resolution, verb=verb, on=on, by=by, at=at, note=note, document=document, odd=odd, ended_on=on
    )
    if lead is not None and lead.state in FILING_MOVES["withdraw"][0]:
        move_filing(filing=lead, verb="withdraw", on=on, by=by, at=at, stays=True)

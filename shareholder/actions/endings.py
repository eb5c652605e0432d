"""A withdrawal: for commitments, which land in the campaign's ledger, or for reasons of one's own."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions.commitments import record_commitment
from organize.refusals import Refusal
from shareholder.actions.steps import move_filing, move_resolution
from shareholder.queries import lead_of
from shareholder.states import FILING_MOVES, Document

NO_COMMITMENT = _("Write down at least one commitment of the company.")
SAY_WHY = _("Say in the note why it is withdrawn.")
OTHERS_LEFT = "others_left"  # other filers have not confirmed yet


def withdraw_for_commitments(*, resolution, on, promised, source, source_url, by, at, note="", is_told=True):
    """The lead withdraws it for all; the [Commitment] that the campaign's ledger has from now on.

    promised: [(text, due_on or None)], as the company wrote it. Every other filer confirms on a page of its own.
    is_told: False for a lead who may not write into the group's public ledger. The promises then stand in the step,
    where those who work on the resolution read them, and somebody who edits in the group writes them down.
    """
    if not promised:
        raise Refusal(NO_COMMITMENT)
    if not is_told:
        note = "\n".join(part for part in (note, *(text for text, _due in promised), source, source_url) if part)
        promised = []
    with transaction.atomic():
        _withdraw(resolution, "withdraw for commitments", on=on, by=by, at=at, note=note, document=Document.COMMITMENT)
        # The ledger's trail is the group's, and would tell who leads: it names nobody.
        return [
            record_commitment(
                campaign=resolution.campaign, company=resolution.company, on=on, grain="day", text=text, due_on=due_on,
                source=source, source_url=source_url, demand_id=None, demand="", by=None, at=at,
            )
            for text, due_on in promised
        ]  # fmt: skip


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

"""Signatures on paper: a sheet counts by its total; its rows bring names and contacts, and are never counted again.

A row is a person who wrote their address on paper, not one who typed a code: pages never add the two numbers up.
"""

import os

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail
from organize.refusals import Refusal
from petitions import petition_queries, vault
from petitions.actions.supporting import columns_of
from petitions.models import Sheet, Supporter
from petitions.petition_states import PetitionState, Source

CLOSED = _("Paper is taken in while a petition is open or closed, until it is erased.")
LIVE = (PetitionState.OPEN, PetitionState.CLOSED)


def _held(petition):
    held = petition_queries.locked_petition(petition)
    if held.state not in LIVE:
        raise Refusal(CLOSED, 409)
    return held


def record_sheet(*, petition, label, total, collected_on, scan_sha256="", by, at):
    """A sheet with `total` valid signatures; the Sheet. The next count holds it. scan_sha256: hex, or ""."""
    with transaction.atomic():
        held = _held(petition)
        if Sheet.objects.filter(petition=held, label=label).exists():
            raise Refusal(_("A sheet of this name is here already."), 409)
        sheet = Sheet.objects.create(
            group_id=held.group_id, petition=held, label=label, total=total, collected_on=collected_on,
            scan_sha256=scan_sha256,
        )  # fmt: skip
        leave_trail(sheet, "record", by=by, at=at)
    return sheet


def remove_sheet(*, sheet, by, at):
    """Take a sheet out of the count; Refusal once rows of it are here, which nothing tells from others."""
    with transaction.atomic():
        held = _held(sheet.petition)
        if Sheet.objects.filter(pk=sheet.pk, rows=0).delete()[0] != 1:
            raise Refusal(_("Rows of this sheet were taken in: it cannot be removed any more."), 409)
        leave_trail(sheet, "remove", by=by, at=at)
    return held


def take_in_rows(*, sheet, rows, by, at):
    """Seal [(address or "", Said)] of a sheet to the key holders; the Sheet with its new number of rows.

    Whether somebody has signed on this site too changes nothing: only an address of an earlier row is passed over.
    """
    with transaction.atomic():
        held = _held(sheet.petition)
        fresh = Sheet.objects.select_for_update().get(pk=sheet.pk)
        if fresh.rows + len(rows) > fresh.total:
            raise Refusal(_("A sheet has no more rows than signatures."), 409)
        key = vault.dup_load(held.pk)
        if key is None:
            raise Refusal(CLOSED, 409)
        made = [_supporter(held, key, address, said, at) for address, said in rows]
        Supporter.objects.bulk_create(made, ignore_conflicts=True, batch_size=200)
        fresh.rows += len(rows)
        fresh.save(update_fields=["rows"])
        leave_trail(fresh, "take in", by=by, at=at)
    return fresh


def _supporter(petition, key, address, said, at):
    columns = columns_of(petition, key, address, said, at, source=Source.PAPER)
    if not address:
        columns["tag"] = os.urandom(32)  # nothing to know them again by
    # Never counted: the sheet's total holds them.
    return Supporter(**columns, petition=petition, source=Source.PAPER, counted=True)

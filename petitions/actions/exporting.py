"""Sealed contacts leave for the key holders' own tool. What leaves is as unreadable as what lies here."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail
from organize.refusals import Refusal
from petitions import petition_queries
from petitions.actions.supporting import organizations
from petitions.petition_states import PetitionState
from petitions.sealing import contacts


def export_contacts(*, petition, by, at):
    """An iterator of the pieces of an export, in memory for some hundred contacts."""
    if petition.state not in (PetitionState.OPEN, PetitionState.CLOSED):
        raise Refusal(_("There are contacts to export from the opening of a petition until it is erased."), 409)
    with transaction.atomic():
        leave_trail(petition, "export", by=by, at=at)
    holders = [holder.fingerprint for holder in petition_queries.holders_of(petition)]
    header = contacts.Header(petition.pk.bytes, petition.title, organizations(petition), holders)
    return contacts.export(header, petition_queries.sealed_contacts(petition))

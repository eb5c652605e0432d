"""What the clock erases of letters when a group's own time for it is over. Each returns how many rows it touched."""

import datetime

from petitions.models import Contact, Dispute, Proposal, Version
from petitions.states import DisputeState, ProposalState, SignOnState


def erase_words_of_disputes(group, before):
    """The words of disputes that were answered, from before that day. That a name was disputed stays."""
    old = Dispute.objects.filter(group=group, day__lt=before).exclude(state=DisputeState.OPEN)
    return old.exclude(text="", answer="").update(text="", answer="")


def erase_versions(group, before):
    """Versions of drafts that were replaced before that day."""
    midnight = datetime.datetime.combine(before, datetime.time(), datetime.UTC)
    return Version.objects.filter(group=group, replaced_at__lt=midnight).delete()[0]


def erase_proposals(group, before):
    """Who asked for openings of waves that were announced before that day; what still waits stays."""
    old = Proposal.objects.filter(group=group, wave__announced_on__lt=before)
    return old.exclude(state=ProposalState.ASKED).delete()[0]


def erase_contacts(group, before):
    """Who asked, before that day, for organizations that nobody has decided about. That they wait stays."""
    return Contact.objects.filter(
        group=group, sign_on__state=SignOnState.WAITING, sign_on__asked_on__lt=before
    ).delete()[0]

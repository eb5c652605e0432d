"""A published name that its owner disputes: struck, signed, never hidden. What was opened cannot be recalled."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import queries, vault
from petitions.actions.batches import day_of
from petitions.models import Dispute, Erratum, PublishedName
from petitions.sealing import release
from petitions.sealing.encoding import day_number
from petitions.states import DisputeState

MOST_REASON = 500


def strike_name(*, letter, leaf, reason, by, at):
    """Strike the published name of the entry with this 32-byte leaf, with a public reason; the Erratum."""
    reason = reason.strip()
    if not reason or len(reason) > MOST_REASON or not reason.isprintable():
        raise Refusal(_("Give the reason in one line of at most 500 characters. It is published."))
    facts, day = queries.letter_facts(letter.address), day_of(at)
    with transaction.atomic():
        if not PublishedName.objects.filter(letter=letter, leaf=leaf, identity__isnull=False).exists():
            raise Refusal(_("There is no published name to strike here."), 404)
        number = day_number(day.isoformat())
        signature = release.erratum(vault.log_seed(), letter_id=facts.letter_id, leaf=leaf, day=number, reason=reason)
        try:
            with transaction.atomic():
                struck = Erratum.objects.create(
                    group_id=letter.group_id, letter=letter, leaf=leaf, reason=reason, day=day, signature=signature
                )
        except IntegrityError:
            raise Refusal(_("This name has been struck already."), 409) from None
        Dispute.objects.filter(letter=letter, leaf=leaf, state=DisputeState.OPEN).update(state=DisputeState.STRUCK)
        leave_trail(struck, "strike name", by=by, at=at)
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return struck

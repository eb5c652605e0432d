"""Which public names of supporters are shown. Nobody at the desk ever sees a name that was not made public."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail
from organize.refusals import Refusal
from petitions import petition_queries
from petitions.models import Supporter
from petitions.petition_states import NAME_MOVES, NameState, PetitionState


def moderate_names(*, petition, keys, verb, by, at):
    """ "show name" or "hide name" for the supporters with these keys; the Petition, with its number of shown names.

    One entry on the trail for all of them, which names nobody.
    """
    froms, to = NAME_MOVES[verb]
    with transaction.atomic():
        held = petition_queries.locked_petition(petition)
        if held.state == PetitionState.ERASED:
            raise Refusal(_("This petition has ended, and its signatures, names and contacts are erased here."), 410)
        chosen = Supporter.objects.filter(petition=held, pk__in=keys).exclude(name="")
        were_shown = chosen.filter(name_state=NameState.SHOWN).count() if to == NameState.HIDDEN else 0
        moved = chosen.filter(name_state__in=froms).update(name_state=to)
        if not moved:
            raise Refusal(_("These names have changed in the meantime. Look at them again."), 409)
        held.names_shown = held.names_shown + moved if to == NameState.SHOWN else max(held.names_shown - were_shown, 0)
        held.save(update_fields=["names_shown"])
        leave_trail(held, verb, by=by, at=at)
    return held

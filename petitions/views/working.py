"""A puzzle for a browser that is asked for proof of work."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from organize import pressure
from petitions import access


@require_safe
def challenge(request, address):
    """Fresh each time, and kept nowhere; the letter's own pages stay the same for everybody."""
    facts = access.letter_to_sign(address)
    return JsonResponse(pressure.hand_out(request, place=facts.address))

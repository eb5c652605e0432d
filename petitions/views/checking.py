"""How anyone checks a letter: what is published, and how to verify it without trusting this site."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from petitions import access, publication


@require_safe
def verify(request, address):
    facts = access.letter_on_show(address)
    return HttpResponse(publication.read(facts, "verify.en.html"))

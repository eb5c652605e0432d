"""Asking for a code by work mail: the same answer for every address of the letter's domains."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import pressure
from organize.refusals import Refusal
from petitions import access
from petitions.actions import mailed
from petitions.forms.asking import AskForm
from petitions.views.answers import OCTETS, body_of, octets, page

FIELD = 256  # bytes of UTF-8 filled up with zeros: the length of a request tells no address
ASKED = b"\x01"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, address):
    facts = access.letter_to_ask(address)
    if request.method != "POST":
        return _page(facts, AskForm())
    if request.content_type == OCTETS:
        pressure.admit("ask", request, place=facts.address)
        typed = body_of(request, FIELD).rstrip(b"\x00").decode("utf-8", "replace")
        mailed.ask_code(facts=facts, typed=typed, at=timezone.now())
        return octets(ASKED)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(facts, form, status=400)
    try:
        pressure.admit("ask", request, place=facts.address)
        mailed.ask_code(facts=facts, typed=form.cleaned_data["mailbox"], at=timezone.now())
    except Refusal as refusal:
        form.add_error("mailbox", refusal.sentence)
        return _page(facts, form, status=refusal.status)
    return _page(facts, None)


def _page(facts, form, status=200):
    """The form, or without one the page that says that a mail is on its way."""
    context = {"form": form, "address": facts.address, "domains": facts.manifest.eligibility.domains}
    return page("petitions/code_ask.html", context, status)

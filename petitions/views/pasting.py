"""The paste page: what the offline page made, as text, taken as if the letter's own page had sent it."""

import base64

from django.views.decorators.http import require_http_methods

from organize import limits, pressure
from organize.refusals import Refusal
from petitions import access
from petitions.forms.pasting import PasteForm
from petitions.views import passes, signing, withdrawing
from petitions.views.answers import page

# The three requests never have the same length, so nobody is asked which one it is. Names are those of the limits.
KINDS = {"pass": passes, "sign": signing, "withdraw": withdrawing}
LINE = 64


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request, address):
    facts = access.letter_to_sign(address)
    if request.method != "POST":
        return _page(facts, PasteForm())
    form = PasteForm(request.POST, lengths={view.length(facts): kind for kind, view in KINDS.items()})
    try:
        if not form.is_valid():
            limits.allow("sign", request)
            return _page(facts, form, status=400)
        kind = form.kind
        pressure.admit(kind, request, place=facts.address)
        answer = KINDS[kind].answer(facts, form.cleaned_data["text"])
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(facts, form, status=refusal.status)
    text = base64.b64encode(answer).decode("ascii")
    lines = "\n".join(text[at : at + LINE] for at in range(0, len(text), LINE))
    return page("petitions/letter_paste_done.html", {"address": facts.address, "kind": kind, "answer": lines})


def _page(facts, form, status=200):
    return page("petitions/letter_paste.html", {"form": form, "address": facts.address}, status)

"""Somebody disputes a published name: a plain form that keeps nothing of who sends it."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import limits
from petitions import access
from petitions.actions import disputes
from petitions.forms.disputes import DisputeForm
from petitions.views.answers import page


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request, address, leaf):
    facts, shown = access.name_to_dispute(address, bytes.fromhex(leaf))
    posted = request.method == "POST"
    form, sent = DisputeForm(request.POST if posted else None), False
    if posted:
        limits.allow("dispute", request)
        if form.is_valid():
            given = form.cleaned_data | {"facts": facts, "leaf": bytes.fromhex(leaf), "at": timezone.now()}
            disputes.dispute_name(**given)
            sent = True
    context = {"address": address, "row": shown, "form": form, "sent": sent}
    return page("petitions/name_dispute.html", context, 400 if posted and not sent else 200)

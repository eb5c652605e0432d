"""Published names, and the mark on one that its owner disputes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize.views.acting import acted
from petitions import access, desk_queries, name_rules, queries
from petitions import names as published
from petitions.actions import disputes, errata
from petitions.forms.disputes import DeclineForm
from petitions.forms.names import StrikeForm
from petitions.sealing.encoding import hex_bytes
from petitions.sealing.errors import Malformed
from petitions.views.desk import page


def _leaf(text):
    """The 32 bytes of a leaf in an address, None when there is none; what is not a leaf is not there."""
    if not text:
        return None
    try:
        return hex_bytes(text, 32)
    except Malformed:
        raise Http404 from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def strike(request, slug):
    """The names anyone may read, a page at a time; ?leaf= asks to mark one, ?after= goes on."""
    posted = request.method == "POST"
    letter = access.letter_to_edit(request.user, slug)
    leaf = _leaf(request.POST.get("leaf") if posted else request.GET.get("leaf"))
    form = StrikeForm(request.POST) if posted else StrikeForm(initial={"leaf": leaf.hex() if leaf else ""})
    if posted and form.is_valid():
        given = form.cleaned_data | {"letter": letter, "by": request.user, "at": timezone.now()}
        if acted(form, errata.strike_name, **given):
            return redirect("petitions-desk:name-strike", slug)
    chosen = desk_queries.published_name(letter, leaf) if leaf else None
    names, following = desk_queries.names_page(letter, after=_leaf(request.GET.get("after")))
    struck = desk_queries.errata_by_leaf(letter)
    shown = published.shown(queries.letter_facts(letter.address), names) if names else []
    rows = [(one, row.tier, one.leaf, struck.get(bytes(row.leaf))) for one, row in zip(shown, names, strict=True)]
    return page(
        request,
        "name_strike",
        letter,
        form=form,
        chosen=chosen and name_rules.harmless(chosen.identity),
        rows=rows,
        disputes=desk_queries.open_disputes(letter),
        following=following.hex() if following else "",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, slug, pk):
    """Leave a disputed name as it is, with a reason."""
    dispute = access.dispute_to_answer(request.user, slug, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"dispute": dispute, "by": request.user, "at": timezone.now()}
        if acted(form, disputes.decline_dispute, **given):
            return redirect("petitions-desk:name-strike", slug)
    row = desk_queries.published_name(dispute.letter, bytes(dispute.leaf))
    name = name_rules.shown(row.identity["name"]) if row else ""
    return page(request, "name_decline", dispute.letter, form=form, dispute=dispute, name=name)

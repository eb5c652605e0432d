"""The desk's look at public names."""

from django.contrib.auth.decorators import login_required
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize.views.acting import acted
from petitions import access, petition_queries
from petitions.actions.moderation import moderate_names
from petitions.collation import beginning
from petitions.forms.petitions import ChosenForm, FindForm
from petitions.petition_states import NameState
from petitions.views.petition_page import page


def _found(petition, state, begins):
    if begins:
        return petition_queries.names_in_range(petition, state, beginning(begins))
    return petition_queries.names_in(petition, state)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def names(request, slug):
    """Find names and show or hide them. Both are sent as forms: what is looked for has no place in an address."""
    petition = access.petition_to_edit(request.user, slug)
    form, chosen = FindForm(request.POST if request.method == "POST" else None), None
    state, begins = NameState.WAITING if petition.looks_first else NameState.SHOWN, ""
    if form.is_bound and form.is_valid():
        state, begins = form.cleaned_data["state"], form.cleaned_data["begins"]
    rows, more = _found(petition, state, begins)
    if "verb" in request.POST and form.is_valid():
        chosen = ChosenForm(request.POST, offered=[row.key for row in rows])
        if chosen.is_valid():
            given = {"petition": petition, "keys": chosen.cleaned_data["keys"], "verb": chosen.cleaned_data["verb"]}
            acted(chosen, moderate_names, **given, by=request.user, at=timezone.now())
            rows, more = _found(petition, state, begins)
    shown = chosen if chosen is not None and chosen.errors else form
    find = FindForm(initial={"state": state, "begins": begins})
    return page(request, "name_moderate", petition, form=shown, find=find, rows=rows, more=more, looked_at=state,
                begins=begins)  # fmt: skip

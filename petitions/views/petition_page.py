"""How the desk's views of a petition answer."""

from django.shortcuts import render

from organize.queries import groups_with_power
from organize.roles import EDIT
from petitions.petition_states import PetitionState


def page(request, template, petition, *, form=None, **context):
    """The page petitions/<template>.html; 400, or the refusal's status, when `form` could not be taken."""
    status = context.pop("status", None)
    if status is None:
        status = getattr(form, "status", 400) if form is not None and form.is_bound and form.errors else 200
    context |= {
        "petition": petition, "group": petition.group, "campaign": petition.campaign, "form": form,
        "may_edit": groups_with_power(request.user, EDIT).contains(petition.group),
        "is_draft": petition.state == PetitionState.DRAFT,
        "is_live": petition.state in (PetitionState.OPEN, PetitionState.CLOSED),
    }  # fmt: skip
    return render(request, f"petitions/{template}.html", context, status=status)

"""Key holders, and the export that only they can open."""

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from organize.views.acting import acted
from petitions import access, petition_queries
from petitions.actions import exporting, petitions
from petitions.forms.endings import ReadForm
from petitions.forms.petitions import HolderForm
from petitions.views.petition_page import page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def holders(request, slug):
    """Who can read contacts. Keys are made with the tool, on the holders' own machines."""
    petition = access.petition_to_edit(request.user, slug)
    form = HolderForm(request.POST, request.FILES) if request.method == "POST" else HolderForm()
    if request.method == "POST" and form.is_valid():
        given = {"petition": petition, "content": form.cleaned_data["content"]}
        if acted(form, petitions.add_holder, **given, by=request.user, at=timezone.now()):
            return redirect("petition-desk:holder-add", petition.slug)
    return page(request, "holder_add", petition, form=form, holders=petition_queries.holders_of(petition))


@login_required
@require_POST
def remove(request, slug, pk):
    holder = access.holder_to_edit(request.user, slug, pk)
    petitions.remove_holder(holder=holder, by=request.user, at=timezone.now())
    return redirect("petition-desk:holder-add", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request, slug):
    """All sealed contacts in one file, written while it is sent."""
    is_sent = request.method == "POST"
    petition = (access.petition_to_export if is_sent else access.petition_to_edit)(request.user, slug)
    form = ReadForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        pieces = acted(form, exporting.export_contacts, petition=petition, by=request.user, at=timezone.now())
        if pieces is not None:
            response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
            response["Content-Disposition"] = 'attachment; filename="contacts.undersigned"'
            return response
    return page(request, "contact_export", petition, form=form, holders=petition_queries.holders_of(petition))

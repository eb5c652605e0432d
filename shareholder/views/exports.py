"""A copy of everything that one may read of resolutions, made in the answer and kept nowhere."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from organize import limits
from shareholder import copies, exporting
from shareholder.forms.exports import ExportForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request):
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        copies.copy_to_take(request.user)
        limits.allow("report", request)
        if form.is_valid():
            return _file(request.user, **form.cleaned_data)
    return render(request, "shareholder/resolution_export.html", {"form": form}, status=422 if form.errors else 200)


def _file(user, *, form, with_words):
    text = exporting.as_csv(user) if form == "csv" else exporting.as_json(user, with_words=with_words)
    kind = "text/csv" if form == "csv" else "application/json"
    headers = {"Content-Disposition": f'attachment; filename="resolutions.{form}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)

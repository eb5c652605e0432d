"""A copy of everything a group owns, for its owners."""

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import access, inventory
from organize.actions.exports import record_export
from organize.export import export


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request, slug):
    """What is in it and what is not; posted with a fresh second factor, the zip itself, sent while it is made."""
    if request.method != "POST":
        group = access.group_to_admit(request.user, slug)
        left_out = [kind for kind in inventory.kinds() if kind.group and not kind.fields]
        return render(request, "organize/export.html", {"group": group, "left_out": left_out})
    group = access.group_to_export(request.user, slug)
    record_export(group=group, by=request.user, at=timezone.now())
    answer = StreamingHttpResponse(export(group), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="export.zip"'
    return answer

"""Talks with the company: read as far as an entry's audience goes, written and removed by those who work on it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.views.acting import answered
from shareholder import access, talk_queries
from shareholder.actions import talks
from shareholder.forms.talks import TalkForm


@login_required
@require_safe
def of_resolution(request, slug):
    row = access.resolution_to_read(request.user, slug)
    context = {
        "resolution": row,
        "works": bool(row.parts & access.WORKING),
        "talks": talk_queries.talks_for(row),
        "kept_for": talk_queries.days_kept(row.group),
    }
    return render(request, "shareholder/talk_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug):
    row = access.resolution_to_work_on(request.user, slug)
    context = {"resolution": row, "kept_for": talk_queries.days_kept(row.group)}
    return answered(
        request, "shareholder/talk_write.html", TalkForm(request.POST or None), talks.note_talk, resolution=row,
        to=("shareholder:talk-list", slug), context=context,
    )  # fmt: skip


@login_required
@require_POST
def follow(request, slug, pk):
    """What was to be done is done."""
    talk = access.talk_to_change(request.user, slug, pk)
    talks.follow_talk(talk=talk, by=request.user, at=timezone.now())
    return redirect("shareholder:talk-list", slug)


@login_required
@require_POST
def remove(request, slug, pk):
    talk = access.talk_to_change(request.user, slug, pk)
    talks.remove_talk(talk=talk, by=request.user, at=timezone.now())
    return redirect("shareholder:talk-list", slug)

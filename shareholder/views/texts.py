"""The words of a proposal: written with both counts in view, each edit a version, compared line by line."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.comparing import changes
from organize.views.acting import answered
from shareholder import access, days, queries
from shareholder.actions import resolutions, texts
from shareholder.forms.resolutions import RevisionForm, TextForm
from shareholder.states import REVISED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug):
    """A new version upon the newest. The button "count" counts what was typed and keeps nothing."""
    row = access.resolution_to_write(request.user, slug)
    newest, _frozen = queries.text_of(row)
    before = {"title": "", "body": "", "notes": "", "base": 0}
    if newest:
        before = {name: getattr(newest, name) for name in ("title", "body", "notes")} | {"base": newest.number}
    posted = request.POST if request.method == "POST" else None
    if row.state in REVISED:
        form = RevisionForm(posted, initial=before, challenged=row.challenges.exists())
    else:
        form = TextForm(posted, initial=before)
    words = posted or before
    count = resolutions.words_of(*_counted(words), days.rules_for(row))
    context = {"resolution": row, "newest": newest, "count": count}
    if posted is not None and "count" in posted:
        form.full_clean()
        form.errors.clear()  # nothing is saved, so nothing is said
        return render(request, "shareholder/text_write.html", context | {"form": form})
    return answered(
        request, "shareholder/text_write.html", form, texts.write_version, resolution=row,
        to=("shareholder:resolution-read", slug), context=context,
    )  # fmt: skip


def _counted(words):
    """Title, body and notes as far as the form takes them: what is longer is not saved, and costs nothing here."""
    fields = TextForm.base_fields
    return [words.get(name, "")[: fields[name].max_length] for name in ("title", "body", "notes")]


@login_required
@require_POST
def count(request, slug):
    """Both counts of what stands in the form now, in words: for the page's own script."""
    row = access.resolution_to_write(request.user, slug)
    found = resolutions.words_of(*_counted(request.POST), days.rules_for(row))
    counts, says = (
        render_to_string(f"shareholder/_words_{part}.html", {"count": found}).strip() for part in ("counted", "say")
    )
    return JsonResponse({"verdict": found.verdict, "counts": counts, "says": says})


@login_required
@require_safe
def read(request, slug, number):
    """One version against the one before it."""
    row = access.text_to_read(request.user, slug)
    found = {version.number: version for version in row.versions.filter(number__in=(number - 1, number))}
    if number not in found:
        raise Http404
    lines = list(changes(_lines(found.get(number - 1)), _lines(found[number])))
    context = {"resolution": row, "version": found[number], "lines": lines}
    return render(request, "shareholder/version_read.html", context)


def _lines(version):
    if version is None:
        return []
    return [*version.title.splitlines(), *version.body.splitlines(), *version.notes.splitlines()]

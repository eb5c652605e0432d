"""What a vote came to: written down, or read from a report, confirmed by a second person, and what follows from it."""

import hashlib

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import limits
from organize.access import group_to_edit
from organize.middleware import large_body
from organize.views.acting import answered
from shareholder import access, charts, queries, vote_queries
from shareholder.actions import tallies
from shareholder.forms.votes import ComparedForm, ReportForm, TallyForm
from shareholder.readers import apart
from shareholder.readers.refused import Unreadable
from shareholder.readers.titles import is_total
from shareholder.states import COUNTABLE, TallySource, TallyState

NO_REPORT = _("This file cannot be read as a report.")
AROUND = 600  # characters of the report that are shown before the first and after the last thing found
QUOTE = 1000
MOST_WAITING = 100
MOST_ITEMS = 200  # each has a form of its own on the page; meetings vote on some dozens


def lines_of(verdict):
    return list(verdict.rule.numbers["thresholds"]) if verdict else []


def story_of(results, resolution):
    """What every page about a vote shows of its matter: results by day, verdict for its own meeting, picture."""
    verdict = vote_queries.verdict_after(results, resolution)
    return {"results": results, "verdict": verdict, "chart": charts.votes(results, lines_of(verdict))}


def may_compare(user, resolution, tally):
    return queries.people_to_compare(resolution, tally.proposed_by_id).filter(pk=user.pk).exists()


@login_required
@require_safe
def read(request, slug):
    row = access.resolution_to_read(request.user, slug)
    works = bool(row.parts & access.WORKING)
    rows = list(vote_queries.tallies_of(row))
    waiting = [one for one in rows if one.state == TallyState.PROPOSED]
    result = vote_queries.result_of(row)
    context = {
        "resolution": row,
        "works": works,
        "tallies": rows,
        "result": result,
        "estimates": vote_queries.estimates_of(row, result),
        "unequal": vote_queries.unequal_totals(row),
        "may_judge": works or row.may_be_told,
        "compares": [one.pk for one in waiting if may_compare(request.user, row, one)],
        "may_count": works and row.state in COUNTABLE,
    }
    return render(request, "shareholder/vote_read.html", context | story_of(vote_queries.results_of_matter(row), row))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, slug):
    """Counts, typed or taken from the preview of a report (then `begin` comes with them, and they are shown first)."""
    row = access.resolution_to_work_on(request.user, slug)
    context = {"resolution": row}
    if request.method == "POST" and "begin" not in request.POST:
        return answered(
            request, "shareholder/tally_propose.html", TallyForm(request.POST), tallies.propose_tally, resolution=row,
            to=("shareholder:vote-read", slug), context=context,
        )  # fmt: skip
    held = {"voted_on": row.meeting.on if row.meeting else None, "source": TallySource.FORM_8K}
    given = {name: request.POST[name] for name in TallyForm.base_fields if request.POST.get(name)}
    form = TallyForm(initial=held | given)
    return render(request, "shareholder/tally_propose.html", context | {"form": form})


@large_body
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, slug):
    """What a report says, with every number marked where it stands. Nothing is written down, the file is not kept."""
    row = access.resolution_to_work_on(request.user, slug)
    form = ReportForm(request.POST or None, request.FILES or None)
    context = {"resolution": row, "form": form}
    if form.is_bound:
        limits.allow("report", request)
    if form.is_bound and form.is_valid():
        raw = form.cleaned_data["file"]
        try:
            reading = apart.read(raw)
        except Unreadable:
            form.add_error("file", NO_REPORT)
        else:
            context |= {"reading": reading, "items": items_of(reading, raw), "pieces": pieces_of(reading)}
            context["items_left"] = max(0, len(reading.items) - MOST_ITEMS)
    return render(request, "shareholder/vote_preview.html", context, status=422 if form.errors else 200)


def items_of(reading, raw):
    """[(Item, fields of a TallyForm)] of what was read; fields are None for elections, frequencies and fractions."""
    digest = hashlib.sha256(raw).hexdigest()
    source = TallySource.FORM_8K_A if reading.amendment else TallySource.FORM_8K
    out = []
    for item in reading.items[:MOST_ITEMS]:
        numbers = [item.number(role) for role in ("for", "against", "abstain", "broker_non_votes")]
        usable = isinstance(numbers[0], int) and all(number is None or isinstance(number, int) for number in numbers)
        fields = None
        if usable and numbers[1] is not None and item.kind == "proposal":
            names = ("votes_for", "votes_against", "abstentions", "broker_non_votes")
            fields = {name: number for name, number in zip(names, numbers, strict=True) if number is not None}
            one = item.share_class if item.share_class and not is_total(item.share_class) else ""
            fields |= {"source": source, "sha256": digest, "share_class": one[:80]}
            fields |= {"quote": quote_of(reading, item)}
            if reading.meeting_date:
                fields["voted_on"] = reading.meeting_date.isoformat()
        out.append({"item": item, "numbers": numbers, "fields": fields})
    return out


def quote_of(reading, item):
    places = [(value.start, value.end) for value in item.counts.values()]
    start = item.title_at[0] if item.title_at else min(start for start, _end in places)
    end = max(end for _start, end in places)
    return reading.text[start:end][:QUOTE] if start < end else ""


def pieces_of(reading):
    """The report's text around what was found, cut into {"text", "kind"}: kind is "", "count", "title" or "unread"."""
    spans = []
    for item in reading.items:
        spans += [(value.start, value.end, "count") for value in item.counts.values()]
        spans += [(*item.title_at, "title")] if item.title_at else []
    spans += [(piece.start, piece.end, "unread") for piece in reading.unread if piece.end > piece.start]
    spans.sort()
    if not spans:
        return [{"text": reading.text[: 4 * AROUND], "kind": ""}]
    at = max(0, spans[0][0] - AROUND)
    last = max(end for _start, end, _kind in spans)
    pieces = []
    for start, end, kind in spans:
        if start < at:
            continue  # it lies within what is marked already
        pieces.append({"text": reading.text[at:start], "kind": ""})
        pieces.append({"text": reading.text[start:end], "kind": kind})
        at = end
    pieces.append({"text": reading.text[at : last + AROUND], "kind": ""})
    return pieces


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request, slug):
    """All counts of a group that wait for a second person: what somebody has compared is confirmed at once."""
    group = group_to_edit(request.user, slug)
    rows = vote_queries.waiting_for(request.user, group)
    form = ComparedForm(request.POST if request.method == "POST" else None, waiting=rows)
    context = {"group": group, "tallies": list(rows[:MOST_WAITING]), "left": max(0, rows.count() - MOST_WAITING)}
    context["ticked"] = set(request.POST.getlist("tallies"))  # what somebody compared is not lost by a refusal
    return answered(
        request, "shareholder/tally_list.html", form, tallies.confirm_tallies,
        to=("shareholder:tally-list", slug), context=context,
    )  # fmt: skip


@login_required
@require_POST
def confirm(request, slug, pk):
    row = access.tally_to_judge(request.user, slug, pk)
    tallies.confirm_tally(tally=row, by=request.user, at=timezone.now())
    return redirect("shareholder:vote-read", slug)


@login_required
@require_POST
def drop(request, slug, pk):
    row = access.tally_to_judge(request.user, slug, pk)
    tallies.drop_tally(tally=row, by=request.user, at=timezone.now())
    return redirect("shareholder:vote-read", slug)

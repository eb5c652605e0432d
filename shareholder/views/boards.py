"""The season at a glance, and the same days in one's own calendar."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.access import group_to_read
from organize.queries import groups_with_power
from organize.roles import EDIT
from shareholder import access, board_queries, calendar, charts, days, feed_keys, queries, vote_queries
from shareholder.actions import feeds, reminders
from shareholder.forms.boards import FeedForm

ALL = "all"  # seasons


@login_required
@require_safe
def season(request, slug):
    """What is due, what stands where, and what came of it. Nothing on it says who files.

    How many filings stand where is told of the resolutions that the reader works on alone.
    """
    group = group_to_read(request.user, slug)
    today = timezone.localdate()
    asked = request.GET.get("season", days.season_of(today))
    board = board_queries.board_of(group, today, user=request.user, season="" if asked == ALL else asked)
    if asked not in (ALL, *board["seasons"]):
        raise Http404
    context = {"group": group, "today": today, "season": queries.season_for(group, today), "asked": asked}
    context["may_edit"] = groups_with_power(request.user, EDIT).contains(group)
    context["waiting"] = vote_queries.waiting_for(request.user, group).count()
    context["pictures"] = {name: charts.counts(board[name]) for name in ("states", "ends", "filings")}
    return render(request, "shareholder/season_board.html", context | board)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_calendar(request):
    """One's own days, and the address of a feed: shown once, on the answer that makes it."""
    if request.method == "POST":
        access.calendar_to_share(request.user)
    form = FeedForm(request.POST if request.method == "POST" else None)
    address = ""
    if request.method == "POST" and form.is_valid():
        key = feed_keys.new_key()
        feeds.make_feed(key=key, busy=form.cleaned_data["busy"], by=request.user, at=timezone.now())
        address = request.build_absolute_uri(reverse("shareholder-public:feed", args=[key]))
        form = FeedForm()
    context = {
        "form": form,
        "address": address,
        "feed": board_queries.feed_of(request.user),
        "dues": [due for due in board_queries.calendar_of(request.user) if due.day >= timezone.localdate()],
        "is_reminded": board_queries.is_reminded(request.user),
    }
    answer = render(request, "shareholder/calendar_read.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def end_calendar(request):
    access.calendar_to_end(request.user)
    feeds.end_feed(by=request.user, at=timezone.now())
    return redirect("shareholder:calendar-read")


@login_required
@require_POST
def turn_reminders(request):
    """Mails before days that are near, on or off."""
    access.reminders_to_turn(request.user)
    reminders.turn_reminders(on="on" in request.POST, by=request.user, at=timezone.now())
    return redirect("shareholder:calendar-read")


@require_safe
def feed(request, key):
    """The feed, for a calendar program: no session, no cookie. A key that was ended is like one that never was."""
    row = access.feed_by_key(key)
    text = calendar.calendar(board_queries.calendar_of(row.user), busy=row.busy, at=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer

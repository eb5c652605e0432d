"""How the desk's views of a letter answer."""

from django.shortcuts import redirect, render
from django.urls import reverse

from organize.queries import groups_with_power
from organize.roles import EDIT
from petitions.states import FINISHED, LETTER_MOVES, WRITTEN, LetterState

ENDED = FINISHED | {LetterState.CLOSED, LetterState.CANCELLED, LetterState.DESTROYED}  # keys may go now

DESTROYABLE = LETTER_MOVES["destroy"][0] - {LetterState.CANCELLED}  # a cancelled letter has nothing sealed left


def page(request, template, letter, *, form=None, **context):
    """The page petitions/<template>.html of `letter`; 400, or the refusal's status, when `form` could not be taken."""
    status = getattr(form, "status", 400) if form is not None and form.is_bound and form.errors else 200
    context |= {
        "letter": letter,
        "group": letter.group,
        "campaign": letter.campaign,
        "form": form,
        "guided": is_guided(request),
        "may_edit": groups_with_power(request.user, EDIT).contains(letter.group),
        "is_written": letter.state in WRITTEN,
        "may_cancel": letter.state in LETTER_MOVES["cancel"][0],
        "may_destroy": letter.state in DESTROYABLE and letter.address is not None,
        "takes_destruction": letter.letter_id is not None and letter.state in ENDED,
    }
    return render(request, f"petitions/{template}.html", context, status=status)


def is_guided(request):
    """Whether somebody is being led from a new campaign to the invitation of trustees, page by page."""
    return "guided" in request.GET


def go_on(request, letter, step):
    """To the next page for who is being led, to the letter's own page for everybody else."""
    if is_guided(request):
        return redirect(f"{reverse(step, args=[letter.slug])}?guided=1")
    return redirect("petitions-desk:letter-read", letter.slug)

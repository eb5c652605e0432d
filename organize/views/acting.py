"""The third and fourth of a view's four moves: act, and answer."""

from django.shortcuts import redirect, render
from django.utils import timezone

from organize.refusals import Refusal


def acted(form, action, **given):
    """What `action` returned, or None when it said no: its sentence is then on the form, with all that was typed."""
    try:
        return action(**given)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        form.status = refusal.status
        return None


def answered(request, template, form, action, *, to, context, **given):
    """The page `template` with `form`; once it was sent and holds, `action` with its fields, then on to `to`.

    `given` goes to the action beside the form's fields. 422 for what does not hold, else the status of the refusal.
    """
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | given | {"by": request.user, "at": timezone.now()}
        if acted(form, action, **fields) is not None:
            return redirect(*to)
    status = getattr(form, "status", 422) if form.errors else 200
    return render(request, template, context | {"form": form}, status=status)

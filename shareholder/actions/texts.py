"""The words of a proposal: each edit is a new version, with both counts."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.actions.records import not_ahead
from organize.refusals import Refusal
from shareholder import days
from shareholder.actions.resolutions import TOO_LONG, WORDS_DOUBTFUL, words_of
from shareholder.actions.steps import hold, move_resolution, note_step
from shareholder.models import Version
from shareholder.rulebook import wording
from shareholder.states import REVISED, WRITTEN

FIXED = _("The text is fixed. It can be changed again before it is sent, or revised after it was filed.")
OLDER = _("Somebody else has changed the text in the meantime. Reload the page and put your changes in again.")


def write_version(
    *, resolution, title, body, notes, base, by, at, on=None, is_taken=False, is_condition=False, received_on=None
):
    """A new Version upon number `base` (0 for the first). While it is filed, this is a revision on the day `on`.

    A revision after the deadline leaves the filed text as it is, unless the company takes the new one (`is_taken`) or
    the staff has made it a condition of including the proposal (`is_condition`); the company received that on
    `received_on`, else on the day itself.
    Refusal (409) when the text is fixed, when `base` is not the newest any more, or for a revision that is too long.
    """
    with transaction.atomic():
        row = hold(resolution.pk)
        if row.state not in WRITTEN | REVISED:
            raise Refusal(FIXED, 409)
        newest = row.versions.first()
        if (newest.number if newest else 0) != base:
            raise Refusal(OLDER, 409)
        count = words_of(title, body, notes, days.rules_for(row))
        version = Version.objects.create(
            group_id=row.group_id, resolution=row, number=base + 1, title=title, body=body, notes=notes,
            lenient=count.lenient, strict=count.strict, written_by=by, written_at=at,
        )  # fmt: skip
        if row.state in REVISED:
            on = on or at.date()
            required_on = (received_on or on) if is_condition else None
            not_ahead(received_on or on, at)
            is_taken = is_taken or is_condition
            _revise(row, version, count, on=on, by=by, at=at, is_taken=is_taken, required_on=required_on)
        else:
            note_step(resolution=row, verb="write", by=by, at=at)
    return version


def _revise(row, version, count, *, on, by, at, is_taken, required_on):
    if count.verdict == wording.TOO_LONG:
        raise Refusal(TOO_LONG, 409)
    odd = [WORDS_DOUBTFUL] if count.verdict == wording.DOUBTFUL else []
    is_late = days.REVISED_LATE in days.warnings("revise", row, on)
    columns = {} if is_late and not is_taken else {"frozen": version.number}
    if required_on:
        columns["revised_on"] = required_on
    move_resolution(resolution=row, verb="revise", on=on, by=by, at=at, odd=odd, **columns)

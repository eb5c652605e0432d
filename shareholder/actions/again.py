"""A matter is put to the vote again: a new resolution that begins with the words that were filed last."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal
from shareholder.actions.resolutions import create_resolution, link_lineage, record_step
from shareholder.actions.texts import write_version
from shareholder.queries import text_of
from shareholder.states import OVER

UNDER_WAY = _("It is not over yet.")


def put_again(*, resolution, by, at):
    """A new Resolution in the same campaign, linked to the same matter: whoever does this says that it is the same.

    Whether the company may leave it out is told beside the votes, and forbids nothing here.
    """
    if resolution.state not in OVER:
        raise Refusal(UNDER_WAY, 409)
    with transaction.atomic():
        if resolution.lineage is None:
            link_lineage(resolution=resolution, title=resolution.title, by=by, at=at)
        parts = {"campaign": resolution.campaign, "company": resolution.company, "title": resolution.title}
        again = create_resolution(**parts, by=by, at=at)
        link_lineage(resolution=again, title=resolution.lineage.title, by=by, at=at)
        newest, filed = text_of(resolution)
        words = filed or newest
        if words is not None:
            record_step(resolution=again, verb="begin text", on=at.date(), by=by, at=at)
            text = {name: getattr(words, name) for name in ("title", "body", "notes")}
            write_version(resolution=again, **text, base=0, by=by, at=at)
    return again

"""A joint statement on paper and as a table, for who hands it over."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organize.refusals import Refusal
from petitions import access
from petitions.actions.joint_statements import NOT_PUBLISHED
from petitions.documents import coalition
from petitions.states import STATEMENT_ON_SHOW


def _public(request, slug):
    statement = access.statement_to_read(request.user, slug)
    if statement.state not in STATEMENT_ON_SHOW:
        raise Refusal(NOT_PUBLISHED, 409)
    return statement


def saved(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@never_cache
@require_safe
def take_pdf(request, slug):
    """The statement in the language of ?language=, where it has it, with its organizations in columns."""
    statement = _public(request, slug)
    made = coalition.statement_pdf(statement, language=request.GET.get("language"))
    return saved(HttpResponse(made, content_type="application/pdf"), "statement.pdf")


@login_required
@never_cache
@require_safe
def take_csv(request, slug):
    """The public roll for a spreadsheet."""
    lines = coalition.roll_csv(_public(request, slug))
    return saved(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), "organizations.csv")

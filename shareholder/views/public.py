"""A resolution as everybody may read it: its words once they were filed, its days, what the vote came to."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from shareholder import access, fund_queries, queries, vote_queries
from shareholder.views.votes import story_of


@require_safe
def show(request, address, own):
    """Rendered without the request: the same bytes for everybody. Nothing on it says who files."""
    campaign, row = access.resolution_on_show(address, own)
    _newest, filed = queries.text_of(row)
    result = vote_queries.result_of(row)
    context = {
        "campaign": campaign,
        "resolution": row,
        "version": filed,
        "result": result,
        "estimates": vote_queries.estimates_of(row, result) if result else [],
        "intentions": queries.listed_intentions(row),
    }
    context["funds"] = fund_queries.kept_reports_of(row)
    context |= story_of(vote_queries.results_on_show(row), row)
    return HttpResponse(render_to_string("shareholder/resolution_show.html", context))

"""A joint statement for everybody who has its address: the text, who has signed, and both for programs."""

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from organize import countries, pressure
from petitions import access, pages, statement_queries
from petitions.documents import coalition
from petitions.states import RevisionState, StatementState
from petitions.views.answers import page


def _sheet(revision, *languages):
    """{"title", "html", "language"} of a revision in the first of these languages that it has."""
    wording = statement_queries.wording_in(revision, *languages)
    title, html = pages.sheet(statement_queries.md_of(revision, wording))
    return {"title": title, "html": html, "language": wording.language}


@require_safe
def show(request, address, language=""):
    """The text in a language, its numbers and its roll, of one country where ?country= says so."""
    statement = access.statement_on_show(address)
    current, way = statement_queries.texts_of(statement)
    country = request.GET.get("country", "")
    country = country if country in countries.names() else ""
    groups, signed, found = statement_queries.roll_of(statement, country)
    is_proposed = way is not None and way.state == RevisionState.PROPOSED
    context = {
        "statement": statement,
        "address": address,
        "sheet": _sheet(current, language, statement.language),
        "languages": sorted(row.language for row in current.wordings.all()),
        "in_language": language,
        "proposed": way if is_proposed else None,
        "proposed_sheet": _sheet(way, language, statement.language) if is_proposed else None,
        "agreed_next": statement_queries.agreed_to(way) if is_proposed else (),
        "not_agreed": list(statement_queries.behind_no_text(statement)),
        "groups": groups,
        "signed": signed,
        "country": country,
        "country_name": countries.name_of(country),
        "countries": [(code, countries.name_of(code), n) for code, n in found],
        "sum_said": coalition.sum_said(statement),
        "is_open": statement.state == StatementState.OPEN,
        "takes_withdrawals": statement.state != StatementState.DELIVERED,
    }
    return page("petitions/statement_show.html", context)


@require_safe
def as_json(request, address):
    statement = access.statement_on_show(address)
    return HttpResponse(coalition.roll_json(statement), content_type="application/json")


@require_safe
def as_csv(request, address):
    """The public roll for a spreadsheet."""
    lines = coalition.roll_csv(access.statement_on_show(address))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="organizations.csv"'
    return response


@require_safe
def challenge(request, address):
    """A puzzle for a browser that is asked for proof of work. Fresh each time, and kept nowhere."""
    statement = access.statement_on_show(address)
    return JsonResponse(pressure.hand_out(request, place=statement.address))

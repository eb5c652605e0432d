"""The safety page, the letter and its names, for anyone who has the address."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from petitions import access, publication, queries
from petitions import names as published
from petitions.views.answers import page

PAGE = 500


@require_safe
def safety(request, address, language="en"):
    """What to think of before reading. It comes first, is the same for all, and nothing remembers that it was read."""
    facts = access.letter_on_show(address)
    return HttpResponse(publication.read(facts, f"safety.{language}.html"))


@require_safe
def show(request, address, language="en"):
    facts = access.letter_on_show(address)
    return HttpResponse(publication.read(facts, f"page.{language}.html"))


@require_safe
def names(request, address):
    facts = access.letter_on_show(address)
    rows, following = queries.published_names(facts, after=request.GET.get("after", ""), size=PAGE)
    total = queries.named_total(facts.pk)
    context = {"address": address, "rows": rows, "following": following, "total": total}
    context["groups"] = published.groups(facts)
    return page("petitions/name_list.html", context)

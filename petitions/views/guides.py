"""Short illustrated guides, the same for everybody: nothing is asked of who reads one, and nothing is remembered."""

from django.http import Http404
from django.views.decorators.http import require_safe

from petitions.views.answers import page

READERS = ("signatories", "trustees", "organizers", "verifiers")


@require_safe
def guides(request):
    """Which guide is for whom."""
    return page("petitions/guide_list.html", {})


@require_safe
def guide(request, reader):
    if reader not in READERS:
        raise Http404
    return page(f"petitions/guide_{reader}.html", {})

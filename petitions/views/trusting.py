"""The trustee's page behind a warning: before the freeze under /l/trustee/, then at the letter."""

import re

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from petitions import access, clients, publication, trustee_bundle
from petitions.forms.fetching import FetchForm
from petitions.views.answers import page

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="(default-src \'none\'; [^"]+)">')


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request, address):
    """The warning, both ways to get the page, and the trustees' bundle for whoever pastes a signed request."""
    facts = access.letter_on_show(address)
    served = _served(facts)
    if request.method != "POST":
        return _letter_page(facts, served, FetchForm())
    form = FetchForm(request.POST)
    if not form.is_valid():
        return _letter_page(facts, served, form, status=400)
    if not publication.is_trustees_fetch(facts, **form.cleaned_data["text"], at=timezone.now()):
        form.refuse()
        return _letter_page(facts, served, form, status=403)
    named = {"Content-Disposition": 'attachment; filename="trustee-bundle.zip"'}
    return StreamingHttpResponse(trustee_bundle.stream(facts), content_type="application/zip", headers=named)


def _served(facts):
    found = [one for one in clients.named(facts.manifest) if one.name == clients.TRUSTEE_PAGE]
    return found[0] if found else None


def _letter_page(facts, served, form, status=200):
    context = {"address": facts.address, "form": form, "t": facts.manifest.t, "served": served}
    if served:
        context["file"] = reverse("petitions:client-page", args=[facts.address, served.hex])
        context["page"] = reverse("petitions:letter-trustee-page", args=[facts.address])
    return page("petitions/letter_trustee.html", context, status)


@require_safe
def letter_page(request, address):
    """The trustee's page that this letter was frozen with, to be used here."""
    served = _served(access.letter_on_show(address))
    if served is None:
        raise Http404
    return _run(clients.place(served.name, served.hex).read_bytes())


@require_safe
def begin(request):
    """The same before a letter has an address: a trustee makes their keys first."""
    content = _deployed()
    context = {"file": reverse("petitions:trustee-file"), "page": reverse("petitions:trustee-page"), "t": None}
    return page("petitions/letter_trustee.html", context | {"served": clients.of(clients.TRUSTEE_PAGE, content)})


@require_safe
def begin_page(request):
    return _run(_deployed())


@require_safe
def begin_file(request):
    named = {"Content-Disposition": f'attachment; filename="{clients.TRUSTEE_PAGE}"'}
    return HttpResponse(_deployed(), content_type="text/html; charset=utf-8", headers=named)


def _deployed():
    try:
        return clients.deployed(clients.TRUSTEE_PAGE)
    except FileNotFoundError:
        raise Http404 from None


def _run(content):
    """Serve the page under the policy that it carries itself.

    The site's own policy allows script from files of this site, and connections to it. The page has its script inside,
    so that it is one file; its policy allows exactly that script and style by hash, and no connection at all: it is the
    stricter one, and the two together would allow nothing.
    """
    found = POLICY.search(content[:4096])
    if found is None:
        raise ValueError("the trustee's page has no policy")
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response.own_policy = found[1].decode("ascii") + "; frame-ancestors 'none'"
    return response

"""What a group tells everybody about a campaign: one page, a ledger for each company, two feeds."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from organize import access, charts, feeds, queries, text, timeline
from organize.views import shelves


def whole_story(campaign, at=""):
    """Everything that the public page of a campaign shows; of what happened, the page that begins `at` an event."""
    shown = shelves.public_shelves(campaign)
    events, following = timeline.page(timeline.story_of(campaign, shown), at)
    commitments = list(queries.commitments_of(campaign))
    return {
        "campaign": campaign,
        "story": text.render(campaign.story),
        "shelves": shown,
        "events": events,
        "following": following,
        "is_later": bool(at),
        "shares": charts.shares(commitments),
        "companies": queries.companies_in(campaign),
    }


@require_safe
def show(request, address):
    """The story, newest first, page by page. Rendered without the request: it is the same for everybody."""
    campaign = access.campaign_on_show(address)
    context = whole_story(campaign, request.GET.get("at", ""))
    return HttpResponse(render_to_string("organize/campaign_public.html", context))


@require_safe
def ledger(request, address, company):
    """One company in a campaign: what is contested, what it answered, what it promised and whether it kept it."""
    campaign, company = access.company_on_show(address, company)
    demands = {key: words for shelf in shelves.public_shelves(campaign) for key, words in shelf["demands"].items()}
    commitments = list(queries.commitments_of(campaign, company))
    for commitment in commitments:
        commitment.asked = demands.get(commitment.demand_id, "")
    context = {
        "campaign": campaign,
        "company": company,
        "contracts": queries.contracts_of(company),
        "responses": queries.responses_of(campaign, company),
        "commitments": commitments,
        "shares": charts.shares(commitments),
    }
    return HttpResponse(render_to_string("organize/ledger.html", context))


@require_safe
def atom(request, address):
    campaign = access.campaign_on_show(address)
    events = timeline.story_of(campaign, shelves.public_shelves(campaign))
    content = feeds.atom(campaign, events, request.GET.get("at", ""))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
def json_feed(request, address):
    campaign = access.campaign_on_show(address)
    public = shelves.public_shelves(campaign)
    events, commitments = timeline.story_of(campaign, public), queries.commitments_of(campaign)
    found = feeds.json_feed(campaign, events, public, list(commitments), request.GET.get("at", ""))
    return JsonResponse(found, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})

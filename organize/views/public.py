"""What a group tells everybody about a campaign: one page, a ledger for each company, two feeds."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from organize import access, charts, feeds, queries, text, timeline
from organize.views import shelves


def whole_story(campaign):
    """Everything that the public page of a campaign shows."""
    shown = shelves.public_shelves(campaign)
    commitments = list(queries.commitments_of(campaign))
    return {
        "campaign": campaign,
        "story": text.render(campaign.story),
        "shelves": shown,
        "events": timeline.story_of(campaign, shown),
        "shares": charts.shares(commitments),
        "companies": queries.companies_in(campaign),
    }


@require_safe
def show(request, address):
    """The whole story, newest first. Rendered without the request: it is the same for everybody."""
    campaign = access.campaign_on_show(address)
    return HttpResponse(render_to_string("organize/campaign_public.html", whole_story(campaign)))


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
    return HttpResponse(feeds.atom(campaign, events), content_type="application/atom+xml; charset=utf-8")


@require_safe
def json_feed(request, address):
    campaign = access.campaign_on_show(address)
    public = shelves.public_shelves(campaign)
    events, commitments = timeline.story_of(campaign, public), queries.commitments_of(campaign)
    found = feeds.json_feed(campaign, events, public, list(commitments))
    return JsonResponse(found, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})

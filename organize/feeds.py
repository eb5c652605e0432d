"""The public page's story for programs: Atom (RFC 4287) and JSON Feed 1.1. Nothing that the page does not show."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.safestring import SafeString

from organize import charts

NEWEST = 100
JSON_FEED = "https://jsonfeed.org/version/1.1"


def _place(name, campaign):
    return settings.PUBLIC_ORIGIN + reverse(name, args=[campaign.address])


def _id(campaign, event):
    """RFC 4151: it stays the same when the site moves to another host, or the page is taken away and comes back."""
    return f"tag:{settings.ORIGIN_HOST},{campaign.published_on:%Y-%m-%d}:{campaign.address}:{event.key}"


def _moment(day):
    """Days are all that is known: midnight UTC."""
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _html(event):
    """What an entry says, as safe HTML."""
    return event.html or SafeString(linebreaks(event.text, autoescape=True)) if event.html or event.text else ""


def atom(campaign, events):
    """The newest events as an Atom document, in bytes."""
    home = _place("campaign-public", campaign)
    feed = Atom1Feed(
        title=campaign.headline, link=home, description="", language=settings.LANGUAGE_CODE,
        feed_url=_place("campaign-atom", campaign), author_name=campaign.headline,
    )  # fmt: skip
    for event in events[:NEWEST]:
        feed.add_item(
            title=event.title, link=f"{home}#{event.key}", description=_html(event) or event.title,
            unique_id=_id(campaign, event), pubdate=_moment(event.on), updateddate=_moment(event.on),
            categories=[event.kind],
        )  # fmt: skip
    return feed.writeString("utf-8").encode()


def json_feed(campaign, events, shelves, commitments):
    """The same as a dict, and under `_undersigned` what the page shows in numbers, for those who would count along."""
    home = _place("campaign-public", campaign)
    return {
        "version": JSON_FEED,
        "title": campaign.headline,
        "home_page_url": home,
        "feed_url": _place("campaign-json", campaign),
        "language": settings.LANGUAGE_CODE,
        "items": [_item(campaign, event, home) for event in events[:NEWEST]],
        "_undersigned": {
            "about": home,
            **{shelf["name"]: shelf["numbers"] for shelf in shelves},
            "commitments": {share["state"]: share["n"] for share in charts.shares(commitments)},
        },
    }


def _item(campaign, event, home):
    item = {
        "id": _id(campaign, event),
        "url": f"{home}#{event.key}",
        "title": event.title,
        "date_published": _moment(event.on).isoformat().replace("+00:00", "Z"),
        "tags": [event.kind],
    }
    if event.html:
        item["content_html"] = event.html
    else:
        item["content_text"] = event.text or event.title
    if event.source_url:
        item["external_url"] = event.source_url
    if event.source:
        item["_undersigned"] = {"source": event.source, "exact_to": str(event.grain)}
    return item

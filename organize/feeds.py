"""The public page's story for programs: Atom (RFC 4287) and JSON Feed 1.1. Nothing that the page does not show."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.safestring import SafeString

from organize import charts, timeline

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


class _Paged(Atom1Feed):
    """Atom whose later pages are found by a link (RFC 5005, section 3)."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["following"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["following"]})


def _paged(name, campaign, events, at):
    """(events of the page that begins `at` one, address of the next page or "")."""
    shown, following = timeline.page(events, at, NEWEST)
    return shown, f"{_place(name, campaign)}?at={following}" if following else ""


def _links(events, home):
    """{key of an event: where the page shows it}: what is not on the page's first part begins a part of its own."""
    first, _following = timeline.page(events, "")
    on_first = {event.key for event in first}
    return {event.key: f"{home}{'' if event.key in on_first else f'?at={event.key}'}#{event.key}" for event in events}


def atom(campaign, events, at=""):
    """A page of events as an Atom document, in bytes: the newest, or those from the event with the key `at` on."""
    home = _place("campaign-public", campaign)
    links, (shown, following) = _links(events, home), _paged("campaign-atom", campaign, events, at)
    feed = _Paged(
        title=campaign.headline, link=home, description="", language=settings.LANGUAGE_CODE,
        feed_url=_place("campaign-atom", campaign), author_name=campaign.headline, following=following,
    )  # fmt: skip
    for event in shown:
        feed.add_item(
            title=event.title, link=links[event.key], description=_html(event) or event.title,
            unique_id=_id(campaign, event), pubdate=_moment(event.on), updateddate=_moment(event.on),
            categories=[event.kind],
        )  # fmt: skip
    return feed.writeString("utf-8").encode()


def json_feed(campaign, events, shelves, commitments, at=""):
    """The same as a dict, and under `_undersigned` what the page shows in numbers, for those who would count along."""
    home = _place("campaign-public", campaign)
    links, (shown, following) = _links(events, home), _paged("campaign-json", campaign, events, at)
    return {
        "version": JSON_FEED,
        "title": campaign.headline,
        "home_page_url": home,
        "feed_url": _place("campaign-json", campaign),
        "language": settings.LANGUAGE_CODE,
        **({"next_url": following} if following else {}),
        "items": [_item(campaign, event, links[event.key]) for event in shown],
        "_undersigned": {
            "about": home,
            **{shelf["name"]: shelf["numbers"] for shelf in shelves},
            "commitments": {share["state"]: share["n"] for share in charts.shares(commitments)},
        },
    }


def _item(campaign, event, link):
    item = {
        "id": _id(campaign, event),
        "url": link,
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

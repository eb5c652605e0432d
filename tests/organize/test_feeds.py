"""Atom by RFC 4287, read by a parser that is not ours, and JSON Feed 1.1; both say what the page says."""

import datetime
import json
import re

import atoma
import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def scene():
    group = make.group()
    campaign = make.public_campaign(group=group, company=make.company(group=group, name="Löwe & Söhne"))
    make.response(campaign=campaign, on=datetime.date(2018, 6, 1), grain="month", text="No.\n\nNever <ever>.")
    make.verdict(make.commitment(campaign=campaign, source_url=""))
    make.update(campaign=campaign)
    return campaign


def feed(campaign, kind):
    return Client().get(reverse(f"campaign-{kind}", args=[campaign.address]))


def test_atom_holds_what_the_standard_asks_for():
    campaign = scene()
    answer = feed(campaign, "atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == ATOM + "feed"
    entries = root.findall(ATOM + "entry")
    assert len(entries) == 5
    for one in (root, *entries):  # RFC 4287, 4.1.1 and 4.1.2: exactly one of each
        for name in ("id", "title", "updated"):
            (found,) = one.findall(ATOM + name)
            assert found.text.strip()
        assert MOMENT.fullmatch(one.find(ATOM + "updated").text)
        assert re.fullmatch(r"https?://\S+|tag:[a-z0-9.-]+,\d{4}(?:-\d\d-\d\d)?:\S+", one.find(ATOM + "id").text)
    assert root.find(ATOM + "author") is not None, "each entry has an author by way of the feed"
    assert [link.get("rel") for link in root.findall(ATOM + "link")] == ["alternate", "self"]
    ids = [entry.find(ATOM + "id").text for entry in entries]
    assert len(set(ids)) == len(ids)
    moments = [entry.find(ATOM + "updated").text for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.find(ATOM + "updated").text == max(moments), "no clock is read for it"
    assert feed(campaign, "atom").content == answer.content


def test_atom_is_read_by_an_independent_parser():
    campaign = scene()
    found = atoma.parse_atom_bytes(feed(campaign, "atom").content)
    assert found.title.value == campaign.headline
    assert [entry.title.value for entry in found.entries] == [
        "We met the board", "This page was made public", "A commitment of Löwe & Söhne: kept",
        "Löwe & Söhne made a commitment", "Löwe & Söhne: partial answer",
    ]  # fmt: skip
    assert found.entries[-1].published.isoformat() == "2018-06-01T00:00:00+00:00"
    assert found.entries[-1].summary.value == "<p>No.</p>\n\n<p>Never &lt;ever&gt;.</p>"
    with pytest.raises(atoma.FeedParseError):
        atoma.parse_atom_bytes(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>no id</title></feed>")


def test_json_feed_holds_what_its_version_asks_for():
    campaign = scene()
    answer = feed(campaign, "json")
    assert answer["Content-Type"] == "application/feed+json"
    found = json.loads(answer.content)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"].endswith(f"/c/{campaign.address}/feed.json")
    for item in found["items"]:
        assert isinstance(item["id"], str) and item["url"].startswith(found["home_page_url"] + "#")
        assert ("content_text" in item) != ("content_html" in item)
        assert MOMENT.fullmatch(item["date_published"])
    assert found["items"][-1]["_undersigned"] == {"source": make.SAID["source"], "exact_to": "month"}
    assert found["_undersigned"]["commitments"] == {"kept": 1}
    assert found["_undersigned"]["letters"] == []


def test_both_feeds_and_the_page_name_the_same_events():
    campaign = scene()
    page = Client().get(reverse("campaign-public", args=[campaign.address])).content.decode()
    keys = re.findall(r'<li id="([^"]+)"', page)
    items = json.loads(feed(campaign, "json").content)["items"]
    atom = atoma.parse_atom_bytes(feed(campaign, "atom").content)
    assert [item["url"].partition("#")[2] for item in items] == keys
    assert [entry.id_ for entry in atom.entries] == [item["id"] for item in items]


def test_long_story_is_read_page_by_page_on_the_page_and_in_both_feeds():
    campaign = make.public_campaign(group=make.group())
    for number in range(120):
        make.update(campaign=campaign, title=f"Update {number}")

    def keys(text, pattern):
        return re.findall(pattern, text)

    home, seen = reverse("campaign-public", args=[campaign.address]), []
    path = home
    for expected in (50, 50, 21):
        page = Client().get(path).content.decode()
        found = keys(page, r'<li id="([a-z0-9-]+)"')
        assert len(found) == expected
        seen += found
        following = re.search(r'href="\?at=([a-z0-9-]+)#story-title"', page)
        path = f"{home}?at={following[1]}" if following else None
    assert path is None and len(set(seen)) == 121 and seen[0].startswith("update-")
    assert keys(Client().get(f"{home}?at=nothing").content.decode(), r'<li id="([a-z0-9-]+)"') == seen[:50]

    first = json.loads(feed(campaign, "json").content)
    assert len(first["items"]) == 100
    second = json.loads(Client().get("/" + first["next_url"].split("/", 3)[3]).content)
    assert "next_url" not in second and len(second["items"]) == 21
    items = first["items"] + second["items"]
    assert [item["url"].partition("#")[2] for item in items] == seen
    old = "/" + items[-1]["url"].split("/", 3)[3]
    assert f'<li id="{seen[-1]}"' in Client().get(old).content.decode(), "a link from a feed finds what is old"

    root = ElementTree.fromstring(feed(campaign, "atom").content)
    (following,) = [link.get("href") for link in root.findall(ATOM + "link") if link.get("rel") == "next"]
    rest = ElementTree.fromstring(Client().get("/" + following.split("/", 3)[3]).content)
    ids = [entry.find(ATOM + "id").text for part in (root, rest) for entry in part.findall(ATOM + "entry")]
    assert [one.rpartition(":")[2] for one in ids] == seen

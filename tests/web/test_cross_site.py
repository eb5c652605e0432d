"""P57: what another site's page may make a browser send. Signatory pages decide without a cookie, the desk by token."""

import itertools

import pytest
from django.test import Client

from tests.web.places import place

pytestmark = pytest.mark.django_db
OURS = "http://letters.example"
ORIGINS = {
    "absent": None, "null": "null", "ours": OURS, "cross": "https://evil.example", "sibling": "http://a.letters.example",
    "parent": "http://example", "other scheme": "https://letters.example", "other port": "http://letters.example:81",
    "longer": "http://letters.example.evil.example", "user": "http://letters.example@evil.example", "empty": "",
}  # fmt: skip
SITES = (None, "same-origin", "same-site", "cross-site", "none", "", "Same-Origin", "same-origin, cross-site")
METHODS = ("post", "put", "patch", "delete")


def may_pass(site, origin):
    """Sec-Fetch-Site decides when it is there; else a real Origin must be ours; else nobody's page sent it."""
    if site is not None:
        return site == "same-origin"
    return origin in (None, OURS)


def headers_of(site, origin):
    given = {"Host": "letters.example", "Sec-Fetch-Site": site, "Origin": origin}
    return {name: value for name, value in given.items() if value is not None}


def test_p57_other_sites_cannot_send_without_a_cookie_to_forge(reach, settings):
    settings.ALLOWED_HOSTS = ["letters.example"]
    here, client, asked, passed = place(), Client(), 0, 0
    base = f"/l/{here.made.letter.address}/"
    for path in ("sign/", "pass/", "withdraw/", "assisted/", "assisted/withdraw/", "blobs.bin"):
        for method, site, origin in itertools.product(METHODS, SITES, ORIGINS.values()):
            headers = headers_of(site, origin)
            answer = getattr(client, method)(base + path, b"", content_type="text/plain", headers=headers)
            refused = answer.status_code == 403 and b"sent from another site" in answer.content
            assert refused == (not may_pass(site, origin)), (path, method, site, origin, answer.status_code)
            asked, passed = asked + 1, passed + (not refused)
    assert 0 < passed < asked / 2
    reach.reached(f"{asked:,} of {asked:,} requests judged by the rule, {passed:,} of them let through")


def test_p57_the_desk_asks_for_its_token_whatever_the_browser_says(reach, settings):
    settings.ALLOWED_HOSTS = ["letters.example"]
    here, asked = place(), 0
    client = here.owners_client(enforce_csrf_checks=True)
    path = f"/desk/c/{here.campaign.slug}/edit/"
    page = client.get(path, headers={"Host": "letters.example"})
    token = page.context["csrf_token"]
    given = {"title": "Changed", "summary": ""}
    for site, (name, origin) in itertools.product(SITES, ORIGINS.items()):
        headers = headers_of(site, origin)
        assert client.post(path, given, headers=headers).status_code == 403, (site, name)
        answer = client.post(path, given | {"csrfmiddlewaretoken": str(token)}, headers=headers)
        here.campaign.refresh_from_db()
        ours = origin in (None, OURS)
        assert (answer.status_code != 403) == ours, (site, name, answer.status_code)
        assert (here.campaign.title == "Changed") == ours, (site, name)
        type(here.campaign).objects.filter(pk=here.campaign.pk).update(title="Before")
        asked += 2
    reach.reached(f"desk: {asked} of {asked} requests judged by token and Origin")

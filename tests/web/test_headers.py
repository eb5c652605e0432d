"""P56: the same strict headers on every answer, whatever its address, method and status."""

import collections
import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from tests.web.places import body_of, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_at_once")]
OFF = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid idle-detection "
    "magnetometer microphone midi payment screen-wake-lock serial usb xr-spatial-tracking"
).split()
EXPECTED = {
    "Content-Security-Policy": {
        "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'"], "img-src": ["'self'", "data:"],
        "font-src": ["'self'"], "connect-src": ["'self'"], "form-action": ["'self'"], "worker-src": ["'self'"],
        "manifest-src": ["'self'"], "object-src": ["'none'"], "base-uri": ["'none'"], "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"],
    },
    "Permissions-Policy": {f"{feature}=()" for feature in OFF},
    "Integrity-Policy": "blocked-destinations=(script)",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, noarchive",
}  # fmt: skip
# The trustee's page has its script and its style inside, allowed by hash, and may connect to nothing.
OWN_PAGE = re.compile(r"/l/(?:[a-z2-7]{32}/)?trustee/page/")
OWN_POLICY = {
    "default-src": ["'none'"], "script-src": ["its hash"], "style-src": ["its hash"], "img-src": ["data:"],
    "connect-src": ["'none'"], "worker-src": ["blob:"], "form-action": ["'none'"], "base-uri": ["'none'"],
    "object-src": ["'none'"], "frame-ancestors": ["'none'"], "require-trusted-types-for": ["'script'"],
    "trusted-types": ["undersigned"],
}  # fmt: skip
HASH = re.compile(r"'sha256-[A-Za-z0-9+/]{43}='")


def parsed(response):
    """The strict headers of an answer, read as a browser reads them: order within a policy means nothing."""
    found = {name: response.headers.get(name) for name in EXPECTED}
    policy = [part.split() for part in (found["Content-Security-Policy"] or "").split(";")]
    found["Content-Security-Policy"] = {name: sorted(sources) for name, *sources in filter(None, policy)}
    found["Permissions-Policy"] = set((found["Permissions-Policy"] or "").split(", "))
    return found


def wrong_with(path, response):
    """What an answer lacks, as words."""
    found = parsed(response)
    expected = EXPECTED
    if OWN_PAGE.fullmatch(path) and response.status_code == 200:
        expected = EXPECTED | {"Content-Security-Policy": OWN_POLICY}
        policy = found["Content-Security-Policy"]
        found["Content-Security-Policy"] = {
            name: [HASH.sub("its hash", source) for source in sources] for name, sources in policy.items()
        }
    lacks = [name for name in expected if found[name] != expected[name]]
    has_body = response.request["REQUEST_METHOD"] != "HEAD" and response.status_code not in (204, 304)
    if has_body and not response.streaming and response.headers.get("Content-Length") != str(len(response.content)):
        lacks.append("Content-Length")
    is_public = path.startswith(("/l/", "/c/", "/p/", "/s/", "/calendar/"))
    if response.headers.get("Referrer-Policy") != ("no-referrer" if is_public else "same-origin"):
        lacks.append("Referrer-Policy")
    kept = response.headers.get("Cache-Control", "")
    if "no-store" not in kept and not path.startswith("/static/"):
        lacks.append("Cache-Control")
    if is_public and ("Set-Cookie" in response.headers or response.cookies or "Vary" in response.headers):
        lacks.append("no cookie")
    return lacks


def statuses_on_purpose(made):
    """Answers that a crawl does not come by: (path, response)."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    base, octets = f"/l/{made.letter.address}/", "application/octet-stream"
    yield base, client.get(base, headers={"Host": "elsewhere.example"})  # 400
    yield "/", client.get("/", headers={"Host": "elsewhere.example"})  # 400
    foreign = {"Sec-Fetch-Site": "none"}
    yield base + "sign/", client.post(base + "sign/", b"x", content_type=octets, headers=foreign)  # 403
    yield "/accounts/login/", client.post("/accounts/login/", {"login": "a@b.example"})  # 403
    yield base + "sign/", client.post(base + "sign/", b"x" * 70_000, content_type=octets)  # 413
    yield base + "sign/", client.post(base + "sign/", {"a": 1})  # 415
    yield base, client.get(f"/l/{'a' * 32}/")  # 404
    for name in ("organize/tokens.css", "client/leave.js"):
        path = staticfiles_storage.url(name)
        first = client.get(path)
        yield path, first
        yield path, client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})  # 304
        yield path, client.get(path, headers={"Range": "bytes=9999999-"})  # 416
        yield path, client.post(path)  # 405
    yield "/static/", client.get("/static/organize/nothing.css")
    for _try in range(130):
        response = client.post(base + "pass/", b"x" * 404, content_type=octets)
    yield base + "pass/", response  # 429


@pytest.mark.urls("tests.organize.lean_urls")
def test_p56_a_bug_is_answered_with_the_same_headers(reach):
    client = Client(raise_request_exception=False)
    for path in ("/l/break/", "/break/"):
        response = client.get(path)
        assert response.status_code == 500
        assert wrong_with(path, response) == []
    reach.reached("2 of 2 answers to a bug (500) complete")


def test_p56_every_answer_has_the_same_strict_headers(reach):
    here = place()
    seen, wrong = collections.Counter(), []
    methods = ("get", "head", "post", "options", "put", "delete")
    methods = methods[: reach.size(sample=3, full=len(methods))]
    clients = [Client(raise_request_exception=False), here.owners_client()]
    clients.append(here.owners_client(enforce_csrf_checks=True))
    for client in clients:
        for path in here.every_path():
            if path == "/accounts/logout/":
                continue
            for method in methods:
                response = getattr(client, method)(path)
                seen[response.status_code] += 1
                wrong += [(method, path, response.status_code, lack) for lack in wrong_with(path, response)]
                assert response.status_code != 500, (method, path)
                body_of(response)
    for path, response in statuses_on_purpose(here.made):
        seen[response.status_code] += 1
        wrong += [(path, response.status_code, lack) for lack in wrong_with(path, response)]
        body_of(response)
    assert wrong == []
    assert {200, 302, 304, 400, 403, 404, 405, 413, 415, 416, 429} <= set(seen)
    reach.reached(f"0 of {sum(seen.values()):,} answers lack a header; statuses {sorted(seen)}")

"""P12: whichever view breaks, the page says nothing but that it broke, and the log says only where."""

import logging
import re

import pytest
from django.test import Client

from organize.logs import Scrubbed
from tests.web import breaking_urls
from tests.web.places import body_of, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_at_once")]
# What may differ: the number in the log, and the language that is in the address itself
INCIDENT = re.compile(rb'<html lang="[a-z]{2}"|<code class="fingerprint">[0-9a-f]{6}</code>|"incident": "[0-9a-f]{6}"')


class Kept(logging.Handler):
    """What the product's own formatter would have written."""

    def __init__(self):
        super().__init__()
        self.setFormatter(Scrubbed())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.mark.urls("tests.web.breaking_urls")
def test_p12_a_bug_in_any_view_says_nothing(reach, request):
    here, kept, bodies = place("open"), Kept(), {}
    owner = here.owners_client()
    logging.getLogger("django.request").addHandler(kept)
    request.addfinalizer(lambda: logging.getLogger("django.request").removeHandler(kept))
    given = {"name": breaking_urls.CANARIES[0], "mailbox": breaking_urls.CANARIES[1], "code": breaking_urls.CANARIES[2]}
    asked = 0
    for path in here.every_path():
        for client in (Client(raise_request_exception=False), owner):
            for accept in ("text/html", "application/json"):
                headers = {"Accept": accept, "User-Agent": breaking_urls.CANARIES[0]}
                for answer in (client.get(path, given, headers=headers), client.post(path, given, headers=headers)):
                    assert answer.status_code == 500, (path, answer.status_code)
                    bodies.setdefault(accept, set()).add(INCIDENT.sub(b"", body_of(answer)))
                    assert not answer.cookies or not path.startswith(("/l/", "/c/", "/p/", "/s/", "/calendar/"))
                    asked += 1
    assert {accept: len(found) for accept, found in bodies.items()} == {"text/html": 1, "application/json": 1}
    said = b"".join(body for found in bodies.values() for body in found).decode() + "\n".join(kept.lines)
    assert len(kept.lines) == asked
    assert "breaking_urls.py" in kept.lines[0]
    assert [canary for canary in breaking_urls.CANARIES if canary in said] == []
    assert "ValueError" not in b"".join(body for found in bodies.values() for body in found).decode()
    with pytest.raises(ValueError) as broken:  # what could have been shown
        Client().get(here.every_path()[-1])
    assert all(canary in str(broken.value) for canary in breaking_urls.CANARIES)
    reach.reached(f"{asked:,} broken answers: 1 body as a page, 1 as JSON, 0 canaries there or in the log")

"""P25: link scanners, prefetching browsers and chat bots open every address, and nothing whatever happens."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from petitions.sealing.passes import blind
from tests.petitions.visits import OCTETS, rows
from tests.web.places import body_of, place

pytestmark = pytest.mark.django_db
BOTS = {
    "Safe Links": {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120", "X-MS-Exchange-Organization": "1"},
    "Slackbot": {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
    "Teams": {"User-Agent": "Mozilla/5.0 SkypeUriPreview Preview/0.5"},
    "Proofpoint": {"User-Agent": "Mozilla/5.0 (compatible; proofpoint)", "Referer": "https://urldefense.example/"},
    "Mimecast": {"User-Agent": "Mozilla/5.0 (compatible; Mimecast)"},
    "Barracuda": {"User-Agent": "BarracudaCentral"},
    "prefetch": {"Sec-Purpose": "prefetch", "Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "empty"},
    "prerender": {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "Sec-Fetch-Mode": "navigate"},
    "telegram": {"User-Agent": "TelegramBot (like TwitterBot)", "Accept": "*/*"},
    "crawler": {"User-Agent": "Googlebot/2.1", "From": "bot@crawler.example", "If-None-Match": "*"},
}
# A value that begins with og: or twitter: ("a log: …" in a sentence is none), and the other ways to be shown
UNFURLING = re.compile(
    rb"""["'=]og:|["'=]twitter:|name=["']?description|application/ld\+json|oembed|canonical""", re.IGNORECASE
)


def test_p25_scanners_change_nothing_and_learn_nothing(reach):
    here = place("open")
    base = f"/l/{here.made.letter.address}/"
    paths = here.every_path()
    owner = here.owners_client()
    before, sessions, asked = rows(), Session.objects.count(), 0
    for name, headers in list(BOTS.items())[: reach.size(sample=2, full=len(BOTS))]:
        for method in ("get", "head", "options"):
            client = Client(raise_request_exception=False)
            for path in paths:
                answer = getattr(client, method)(path, headers=headers)
                body = body_of(answer)
                assert answer.status_code != 500, (name, method, path)
                if path.startswith(("/l/", "/c/", "/p/", "/s/", "/calendar/")):
                    assert not answer.cookies
                    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
                    assert not is_page or UNFURLING.findall(body) == [], (name, path)
                asked += 1
    for path in paths:
        if path != "/accounts/logout/":  # a browser that prefetches does so with its owner's session
            for method in (owner.get, owner.head, owner.options):
                answer = method(path, headers=BOTS["prefetch"])
                body_of(answer)
                asked += 1
    assert rows() == before
    assert Session.objects.count() == sessions
    blinded, _kept = blind(here.made.facts.manifest.issuer_spki, here.made.facts.manifest.scope)
    answer = Client().post(base + "pass/", here.made.code().encode() + blinded, content_type=OCTETS)
    assert answer.status_code == 200, "the code is still good"
    assert rows() != before  # what changes something would have been seen
    reach.reached(f"{asked:,} requests by {len(BOTS)} profiles at most, 0 rows changed, the code still good")


def test_p25_a_preview_of_the_link_shows_a_neutral_title_and_no_word_of_the_letter(reach):
    here = place("open")
    page = Client().get(f"/l/{here.made.letter.address}/", headers=BOTS["Slackbot"]).content.decode()
    assert "<title>Document</title>" in page
    assert here.made.letter.title not in page
    reach.reached("1 neutral preview, 0 words of the letter")

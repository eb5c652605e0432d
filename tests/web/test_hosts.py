"""P65: no request makes the site point to another one, neither by its Host nor by where it asks to be sent next."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.web.places import place

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
HOSTS = [
    {"Host": host}
    for host in (
        EVIL, f"{EVIL}:80", f"letters.example.{EVIL}", f"letters.example@{EVIL}", f"letters.example:80@{EVIL}",
        f"{EVIL}/letters.example", f"letters.example, {EVIL}", f"letters.example {EVIL}", f"{EVIL}#letters.example",
        f"{EVIL}?letters.example", f"letters.example\\{EVIL}", f"letters.example;{EVIL}", f"[::1].{EVIL}", "", ".",
        f"xletters.example.{EVIL}", f"letters.example%00.{EVIL}", f"letters.example.{EVIL}.", "letters.example:evil",
        f"{EVIL}.letters.example",
    )
]  # fmt: skip
FORWARDED = [
    {"Host": "letters.example", name: EVIL}
    for name in (
        "X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-HTTP-Host-Override", "X-Original-URL", "X-Rewrite-URL",
        "X-Forwarded-Prefix", "X-Original-Host", "Forwarded", "X-Forwarded-Scheme", "X-Forwarded-Port", "Origin",
        "Referer",
    )
]  # fmt: skip
NEXT = (
    "https://{0}/", "//{0}/", "///{0}/", "////{0}", "http:{0}", "https:/{0}", "https:///{0}", "\\\\{0}", "/\\{0}",
    "\\/{0}",
    "/%09/{0}", "\t//{0}", " //{0}", "//{0}%2f..", "/%2f/{0}", "http://letters.example@{0}/", "https://letters.example.{0}",
    "javascript:alert(1)//{0}", "data:text/html,{0}", "//letters.example@{0}", "/;@{0}", "http://{0}#letters.example",
    "x:{0}", "///\\;@{0}", "https://{0}\\.letters.example", "%0d%0aLocation: https://{0}", "\u2044\u2044{0}",
)  # fmt: skip
LINK = re.compile(r"""(?:href|src|action|content)=["']([^"']*)""")


def site_of(target):
    """The host a browser would go to from our own page: it drops tabs and line ends, and reads \\ as /."""
    read = re.sub(r"[\t\r\n]", "", target).strip().replace("\\", "/")
    read = re.sub(r"^(https?:)/*", r"\1//", read, flags=re.IGNORECASE)
    read = re.sub(r"^/{2,}", "//", read)
    return urlsplit(urljoin("http://letters.example/accounts/", read)).hostname or ""


def points_elsewhere(answer):
    """Links and redirects of an answer that lead to the other site."""
    links = LINK.findall(answer.content.decode()) if not answer.streaming else []
    told = [answer.headers.get("Location", ""), answer.headers.get("Refresh", "")]
    bare = re.compile(rf"^(?:[a-z]+:)?[\s\\/]*(?:[^/?#]*@)?[^/?#]*{re.escape(EVIL)}", re.IGNORECASE)
    return [link for link in [*links, *told] if bare.match(link)]


def test_p65_no_host_or_target_leads_to_another_site(reach, settings):
    settings.ALLOWED_HOSTS = ["letters.example"]
    here = place("open")
    paths = ("/", "/desk/", "/desk", "/accounts/login/", f"/l/{here.made.letter.address}/", "/l/x",
             f"/desk/letters/{here.made.letter.slug}/")  # fmt: skip
    assert points_elsewhere(Client().get("/desk/", headers={"Host": "letters.example"})) == []
    assert [site_of(target.format(EVIL)) for target in NEXT].count(EVIL) > 10  # what is asked for does lead there
    asked = 0
    for headers in HOSTS + FORWARDED:
        for client in (Client(raise_request_exception=False), here.owners_client()):
            for path in paths:
                answer = client.get(path, headers=headers)
                assert answer.status_code < 500, (headers, path)
                assert points_elsewhere(answer) == [], (headers, path)
                if headers in HOSTS:
                    assert answer.status_code == 400, (headers, path)
            asked += 1
    for target in NEXT:
        target = target.format(EVIL)
        for client in (Client(raise_request_exception=False), here.owners_client()):
            for path in ("/accounts/login/", "/accounts/logout/", "/accounts/email/"):
                for name in ("next", "redirect_to", "url"):
                    answer = client.get(path, {name: target}, headers={"Host": "letters.example"})
                    moved = answer.headers.get("Location", "")
                    assert site_of(moved) in ("letters.example", ""), (target, moved)
        asked += 1
    settings.ALLOWED_HOSTS = ["letters.example", EVIL]  # where that host is ours, its name does come back
    shown = here.owners_client().get(f"/desk/letters/{here.made.letter.slug}/", headers={"Host": EVIL})
    assert points_elsewhere(shown) != []
    variants = len(HOSTS) + len(FORWARDED) + len(NEXT)
    assert variants >= 60
    reach.reached(f"{variants} variants, 0 foreign Location or links")

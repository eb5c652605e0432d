"""P10: after signing, the browser holds no cookie and nothing that a page can store."""

import http.client
from urllib.parse import urlsplit

from tests.journeys import people
from tests.journeys.engines import in_both
from tests.journeys.everywhere import all_paths
from tests.journeys.watched import KEPT, NOTHING

STORE = """async () => { localStorage.a = sessionStorage.b = "x"; await caches.open("c");
  await new Promise((done) => {
    const asked = indexedDB.open("d"); asked.onsuccess = () => { asked.result.close(); done(); }; });
  document.cookie = "e=1"; }"""


def visit(window, made):
    """Sign in all three ways and withdraw; each time, what is kept right after it."""
    found = []
    for choice in ({"choice": "sealed", "tier": 3, "name": "Ana Canary"}, {"choice": "named", "name": "Bo Canary"},
                   {"choice": "count"}):  # fmt: skip
        file = people.sign(window, made, code=made.code(), **choice)
        found.append(window.page.evaluate(KEPT))
    people.withdraw(window, made, file)
    return [*found, window.page.evaluate(KEPT)]


@in_both
def test_p10_signing_leaves_no_cookie_and_no_storage(reach, watched, engine):
    made, window = people.open_letter(codes=20), watched()
    found = visit(window, made)
    assert found == [NOTHING] * 4
    assert window.cookies() == []
    control = watched()
    people.come_back(control, made)
    control.page.evaluate(STORE)
    kept = control.page.evaluate(KEPT)
    assert kept == {"cookie": "e=1", "local": 1, "session": 1, "databases": 1, "caches": 1, "workers": 0}
    assert [one["name"] for one in control.cookies()] == ["e"]
    control.is_signatory = False  # this one did leave things, on purpose
    reach.reached(f"{engine}: 0 cookies and 0 stores after 3 signings and a withdrawal; control found 5 of 5 kinds")


def cookies_of(site, method, path):
    """The Set-Cookie headers of one answer, read from the wire."""
    talk = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    talk.request(
        method, path, headers={"Cookie": "sessionid=canary; csrftoken=canary", "Sec-Fetch-Site": "same-origin"}
    )
    answer = talk.getresponse()
    answer.read()
    talk.close()
    return [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]


def test_p10_no_signatory_address_sets_a_cookie(reach, site):
    signatory, _others, _owner = all_paths()
    answers = [(method, path) for path in [*signatory, "/l/nothing/"] for method in ("GET", "HEAD", "OPTIONS", "POST")]
    assert [(method, path) for method, path in answers if cookies_of(site, method, path)] == []
    assert cookies_of(site, "GET", "/accounts/login/"), "nothing here sets a cookie, so nothing could be found"
    reach.reached(f"0 Set-Cookie on {len(answers)} answers of {len(signatory)} signatory addresses")

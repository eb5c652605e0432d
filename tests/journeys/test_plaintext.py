"""P30: what a person types to be sealed never leaves the browser: not in a request, a name look-up or a datagram."""

import base64
import json
from urllib.parse import urlsplit

import pytest

from tests.conftest import CHROMIUM
from tests.journeys import people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect
from tests.journeys.watched import Watched

CANARIES = {"name": "Zoë Canary-Äpfel", "title": "canarytitle"}
NEEDLES = [text.encode(coding) for text in CANARIES.values() for coding in ("utf-8", "utf-16-le", "latin-1")]
NEEDLES += [b"Canary-", b"canarytitle", b"Zo%C3%AB"]
# Ways out that are no request: each one that a page makes is counted.
PEERS = """window.peers = 0;
for (const name of ["RTCPeerConnection", "WebSocket", "WebTransport", "EventSource", "Worker", "SharedWorker"]) {
  if (!window[name]) continue;
  window[name] = new Proxy(window[name], {construct: (real, all) => { peers++; return Reflect.construct(real, all); }});
}
const beacon = navigator.sendBeacon;
navigator.sendBeacon = (...all) => { peers++; return beacon.apply(navigator, all); };"""

# Chromium itself asks its makers what kind of form is on a page (hashes of the site's and the fields' names, no value);
# a page cannot forbid it, and SECURITY.md says so.
AUTOFILL = "content-autofill.googleapis.com"
# A page of this site without its policy, which asks for other hosts.
LOOSE = """<!doctype html><link rel=icon href="data:,"><link rel=dns-prefetch href=//prefetch.invalid>
<link rel=preconnect href=http://preconnect.invalid><img src=http://image.invalid/a.png>"""


def leaked(content):
    """Which canaries stand in these bytes."""
    return sorted({needle for needle in NEEDLES if needle in content})


def sent_by(window):
    """Everything a window's requests carried: addresses, headers, bodies."""
    parts = []
    for request in window.asked:
        parts += [request.url, json.dumps(request.headers)]
        if request.method == "POST":
            parts.append(request.post_data_buffer)
    return b"\n".join(part if isinstance(part, bytes) else part.encode() for part in parts)


@in_both
def test_p30_no_request_carries_what_is_sealed(reach, watched, engine):
    made, window, control = people.open_letter(), watched(), watched()
    people.sign(window, made, choice="sealed", tier=3, code=made.code(), **CANARIES)
    file = people.sign(window, made, choice="count", code=made.code())
    people.sign(window, made, choice="sealed", tier=5, file=file, **CANARIES)
    sent = sent_by(window)
    assert len(sent) > 3 * (583 + 4167)
    assert leaked(sent) == []
    people.sign(control, made, choice="named", code=made.code(), **CANARIES)
    found = leaked(sent_by(control))
    assert found, "a name that is public is sent, and would have been found"
    reach.reached(f"{engine}: 0 canaries in {len(window.asked)} requests of 3 sealings and counts; control: found")


class Recorded:
    """A Chromium of its own that writes down all it does on the network: names asked for, bytes sent, datagrams."""

    def __init__(self, playwright, site, folder):
        self.log = folder / "net.json"
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        quiet += [f"--log-net-log={self.log}", "--net-log-capture-mode=Everything", "--disable-sync"]
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        self.window = Watched(self.browser, site)
        self.window.page.add_init_script(PEERS)

    def close(self):
        """{"names": host names that pages looked up, "sent": all bytes and parameters, "datagrams": number of sends}"""
        self.window.end()
        self.browser.close()
        log = json.loads(self.log.read_text())
        kinds = {number: name for name, number in log["constants"]["logEventTypes"].items()}
        names, sent, datagrams = set(), [], 0
        for event in log["events"]:
            kind, params = kinds[event["type"]], event.get("params", {})
            # The key says for which site it was. Chromium asks its makers for things of its own under other keys.
            key = params.get("network_anonymization_key", "")
            if kind == "HOST_RESOLVER_MANAGER_REQUEST" and key.startswith("http://localhost"):
                names.add(urlsplit(params["host"]).hostname or params["host"])
            datagrams += kind == "UDP_BYTES_SENT"
            if "RECEIVED" not in kind and "READ" not in kind:
                sent.append(json.dumps(params, ensure_ascii=False).encode())
                sent.append(base64.b64decode(params.get("bytes", "")))
        return {"names": names, "sent": b"\n".join(sent), "datagrams": datagrams}


@pytest.mark.browser
def test_p30_the_browsers_own_record_of_the_network_holds_no_plaintext(reach, playwright, site, tmp_path):
    made = people.open_letter()
    for name in ("sealed", "control"):
        (tmp_path / name).mkdir()
    sealed = Recorded(playwright, site, tmp_path / "sealed")
    people.sign(sealed.window, made, choice="sealed", tier=3, code=made.code(), **CANARIES)
    assert sealed.window.page.evaluate("peers") == 0
    assert sealed.window.violations() == []
    sealed.window.check()
    seen = sealed.close()
    assert leaked(seen["sent"]) == []
    assert seen["names"] <= {"localhost", AUTOFILL}
    control = Recorded(playwright, site, tmp_path / "control")
    people.sign(control.window, made, choice="named", code=made.code(), **CANARIES)
    control.window.page.evaluate("new RTCPeerConnection().close()")
    assert control.window.page.evaluate("peers") == 1
    control.window.context.route("**/loose/", lambda route: route.fulfill(body=LOOSE, content_type="text/html"))
    control.window.page.goto(f"{site}/loose/")
    found = control.close()
    assert leaked(found["sent"]), "the record would have shown what was sent"
    assert "image.invalid" in found["names"], found["names"]
    reach.reached(
        f"chromium's own network record: 0 canaries in {len(seen['sent']):,} bytes, names looked up: "
        f"{', '.join(sorted(seen['names'])) or 'none'}; {seen['datagrams']} datagrams; control: found"
    )


@in_both
def test_p30_without_javascript_another_page_says_who_sees_the_name(reach, watched, engine):
    made, window = people.open_letter(), watched(script=False)
    page = window.go(people.reading(made))
    expect(page.get_by_label("Name, as it should appear")).to_be_hidden()
    expect(page.get_by_role("button", name="Seal and sign")).to_be_hidden()
    expect(page.get_by_text("the server then sees your name for a moment")).to_be_visible()
    page.get_by_role("link", name="Sign without JavaScript").click()
    expect(page.get_by_text("The server sees your name for a moment; a hostile operator could keep it")).to_be_visible()
    expect(page.get_by_label("Name, as it should appear")).to_be_visible()
    assert page.url.endswith("/assisted/")
    reach.reached(f"{engine} without scripts: the letter's page takes no name; the assisted page says who sees it")

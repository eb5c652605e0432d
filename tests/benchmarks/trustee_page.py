"""A trustee's release on trustee.html in Chromium: check a bundle of 10,000 signatures, then open every box.

Against the arithmetic alone in the same browser with as many workers (page_limit.js). From the press of each button to
the end of its step; what the trustee does in between is not counted. The page is the file on the disk, without a
network. The bar is watched from inside the page: how long it ever stood still while a step ran.
"""

import datetime
import json
import os
import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright

from deploy.demo.signatories import node
from petitions import clients
from petitions.sealing import bundle as bundles_of
from petitions.sealing.encoding import day_text, sha256
from tests.benchmarks import bundles
from tests.benchmarks.measure import Peak, bound, compare, family, memory_mb, not_measured
from tests.benchmarks.place import ROOT, Place
from tests.benchmarks.worlds import world
from tests.client.trustee_file import of_seat
from tests.conftest import CHROMIUM
from tests.journeys.web_trustees import PASSPHRASE

PAGE = ROOT / "var" / "assets" / "client" / clients.TRUSTEE_PAGE
READY = "main[data-state=ready]"
SLOWEST = 600_000  # milliseconds until a step is given up
MOST_WORKERS = 4  # as crew.js has it
STEP = """async ([form, name]) => {
  const main = document.querySelector("main"), bar = document.querySelector(`progress[data-bar="${name}"]`);
  const began = performance.now(), moves = [began];
  const watch = new MutationObserver(() => moves.push(performance.now()));
  watch.observe(bar, {attributes: true, attributeFilter: ["value"]});
  document.querySelector(`form#${form} button[type=submit]`).click();
  await new Promise((done) => new MutationObserver(() => main.dataset.state === "ready" && done())
    .observe(main, {attributes: true, attributeFilter: ["data-state"]}));
  watch.disconnect();
  const ended = performance.now();
  const still = [...moves, ended].map((at, i, all) => i ? at - all[i - 1] : 0);
  return {ms: ended - began, moves: moves.length - 1, still: Math.max(...still), full: bar.value === bar.max};
}"""


def main(options):
    reason = None if CHROMIUM else "no Chromium here (set CHROMIUM)"
    if not PAGE.exists():
        reason = reason or "the trustee's page is not built (python3 deploy/bootstrap.py assets)"
    if reason:
        not_measured("trustee-page", reason)
        return
    letter = world(options.page)
    with Place() as place, sync_playwright() as play:
        folder = bundles.write(letter, place.folder / "bundle", sealed=True)
        packed = place.folder / "trustee-bundle.zip"
        files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
        with packed.open("wb") as out:
            out.writelines(bundles_of.zip_stream(files))
        home = place.folder / "trustee.json"
        home.write_text(json.dumps(trustee_file(letter, folder)))
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        limit = Limit(browser, letter, folder, place.folder)
        before = memory_mb(family(root_of(browser)))
        with Peak(root_of(browser)) as peak:
            released(browser, home, packed, letter)
        ours, theirs = [], []
        for _round in range(options.rounds):
            theirs.append(limit.run())
            ours.append(released(browser, home, packed, letter))
        browser.close()
    report(letter.size, ours, theirs, peak.mb - before)


def report(size, ours, theirs, grown):
    more = {"entries": size, "cores": os.cpu_count(), "workers": workers()}

    def rates(sides, *parts):
        return [size / sum(one[part] for part in parts) for one in sides]

    for label, part, limit, against in (
        ("trustee-page-look", "look", "signatures", "PSS + 2 Ed25519 in this browser"),
        ("trustee-page-open", "release", "boxes", "HPKE open in this browser"),
    ):
        pair = rates(ours, part), rates(theirs, limit)
        compare(label, *pair, unit="entries/s", against=against, aim=">= 0.85", **more)
    compare(
        "trustee-page", rates(ours, "look", "release"), rates(theirs, "signatures", "boxes"), unit="entries/s",
        against="PSS + 2 Ed25519 + HPKE open in this browser", aim=">= 0.85", **more,
    )  # fmt: skip
    seconds = [one["look"] + one["release"] for one in ours]
    bound("trustee-page-seconds", seconds, unit="s to check and open all", aim="<= 60", **more)
    moves = min(one["moves"] for one in ours)
    bound("trustee-page-bar", [one["still"] for one in ours], unit="s that the bar stood still at most", aim="<= 2",
          moves=moves, **more)  # fmt: skip
    bound("trustee-page-memory", [grown], unit="MB more in all processes of the browser", aim="<= 300", **more)


def workers():
    return min(MOST_WORKERS, os.cpu_count())


def root_of(browser):
    """The process of this browser: the one Chromium beneath this process that is nobody's helper."""
    assert browser.is_connected()
    for pid in family(os.getpid()):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"chrom" in command.split(b"\0")[0] and b"--type=" not in command:
            return pid
    raise RuntimeError("the browser has no process here")


def trustee_file(letter, folder):
    """The trustee file of the first trustee, who approved this letter and saw the notice in time."""
    notice = sha256((folder / "notices" / "1.bin").read_bytes()).hex()
    seen = {"sha256": notice, "first_seen": f"{day_text(bundles.SNAPSHOT - 10)}T00:00:00+00:00"}
    keys = {"identity": letter.identities[0], "seed": letter.seeds[0], "passphrase": PASSPHRASE}
    return of_seat(letter.manifest, 1, **keys, notices={"1": seen})


def released(browser, home, packed, letter):
    """One visit to the page: {"look", "release", "still" in seconds, "moves" of the bar}."""
    context = browser.new_context(offline=True, accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(SLOWEST)
    noon = datetime.datetime.fromisoformat(f"{day_text(bundles.SNAPSHOT)}T12:00:00+00:00")
    page.clock.set_fixed_time(noon)
    page.goto(PAGE.as_uri())
    page.locator(READY).wait_for()
    page.set_input_files("#home", home)
    page.locator("form#open button[type=submit]").click()
    page.locator("[data-part=home]").wait_for()
    page.set_input_files("#bundle", packed)
    page.locator("label[for=kind-trustee]").click()
    looked = page.evaluate(STEP, ["look", "look"])
    if page.locator("[data-put=verdict]").inner_text() != "Everything holds":
        raise RuntimeError("the page does not take the bundle")
    page.fill("#compared", page.locator("[data-put=snapshot]").inner_text())
    page.check("#sure")
    page.fill("#release [name=passphrase]", PASSPHRASE)
    opened = page.evaluate(STEP, ["release", "release"])
    said = page.locator("[data-put=opened]").inner_text()
    if not said.startswith(f"{letter.size} shares opened, 0"):
        raise RuntimeError(f"the page did not open everything: {said}")
    context.close()
    steps = (looked, opened)
    if not all(one["full"] for one in steps):
        raise RuntimeError("the bar did not come to its end")
    return {
        "look": looked["ms"] / 1000,
        "release": opened["ms"] / 1000,
        "still": max(one["still"] for one in steps) / 1000,
        "moves": sum(one["moves"] for one in steps),
    }


class Limit:
    """page_limit.js in a window of its own, with its operands ready."""

    def __init__(self, browser, letter, folder, place):
        script, html = place / "limit.js", place / "limit.html"
        build = [node(), ROOT / "tests/client/build_core.mjs", script, "tests/benchmarks/page_limit.js"]
        subprocess.run(build, check=True, capture_output=True, timeout=120)
        html.write_text(f"<!doctype html><input type=file multiple><script>{script.read_text()}</script>")
        manifest = letter.manifest
        operands = {
            "issuer": manifest.issuer_spki.hex(), "log": manifest.log.ed25519.hex(), "scope": manifest.scope.hex(),
            "letterId": manifest.letter_id.hex(), "seed": letter.seeds[0].hex(), "trustee": 1,
            "n": len(manifest.trustees), "t": manifest.t,
        }  # fmt: skip
        (place / "letter.json").write_text(json.dumps(operands))
        self.page = browser.new_context(offline=True).new_page()
        self.page.set_default_timeout(SLOWEST)
        self.page.goto(html.as_uri())
        names = ("entries.bin", "receipts.bin", "blobs.bin")
        self.page.set_input_files("input", [place / "letter.json", *(folder / name for name in names)])
        self.page.evaluate("(number) => prepare(document.querySelector('input'), number)", workers())

    def run(self):
        """{"signatures", "boxes"} in seconds, all workers at work."""
        return {kind: self.page.evaluate("(kind) => run(kind)", kind) / 1000 for kind in ("signatures", "boxes")}

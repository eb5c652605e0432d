"""Signing on a phone-class CPU: Chromium slowed down four times, against the site as it is deployed.

`phone-sign` is from the press of the button to the receipt, sealing with a code in hand: letter and manifest fetched,
pass blinded and fetched, name sealed, signature sent and receipt checked. `phone-usable` is when the letter can be read
and its parts opened, with the script held back until then. The network is this machine's own: its time is not in it.
"""

import os
import re

from playwright.sync_api import sync_playwright

from tests.benchmarks.measure import bound, not_measured, step
from tests.benchmarks.place import Place, why_no_database
from tests.benchmarks.server import Server
from tests.conftest import CHROMIUM

READY = "main[data-state=ready]"
LATEST = 1500  # milliseconds
TO_RECEIPT = """() => new Promise((done) => {
  const main = document.querySelector("main[data-letter]"), began = performance.now();
  new MutationObserver(() => {
    if (main.dataset.state === "done") done(performance.now() - began);
    if (main.dataset.state === "failed" || main.dataset.state === "ready") done(null);
  }).observe(main, {attributes: true, attributeFilter: ["data-state"]});
  document.querySelector("[data-do=sign]").click(); })"""


def main(options):
    reason = why_no_database() or (None if CHROMIUM else "no Chromium here (set CHROMIUM)")
    if reason:
        not_measured("phone", reason)
        return
    with Place() as place:
        env = place.product("phone")
        planted = step("invite_phones", options.rounds + 1, env=env)
        server = place.enter_context(Server("organize.wsgi", env))
        address = f"http://localhost:{server.port}/l/{planted['address']}/read/"
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            signed = [sign(browser, address, code, options.slower) for code in planted["codes"]]
            usable = [read(browser, address, options.slower) for _round in range(options.rounds)]
            browser.close()
    more = {"slower": options.slower, "cores": os.cpu_count()}
    # The first one warms the site up.
    bound("phone-sign", signed[1:], unit="ms from click to receipt", aim=f"<= {LATEST}", **more)
    bound("phone-usable", usable, unit="ms until read, its script not there yet", aim=f"<= {LATEST}", **more)


def phone(browser, slower):
    """A page on a phone so many times slower than this machine."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page


def sign(browser, address, code, slower):
    """Milliseconds from the press of the button to the receipt."""
    page = phone(browser, slower)
    page.goto(address)
    page.locator(READY).wait_for()
    page.click("label[for=choice-sealed]")
    page.select_option("#tier", "3")
    page.fill("#name", "Ada Example")
    page.fill("#code", code)
    found = page.evaluate(TO_RECEIPT)
    if found is None:
        raise RuntimeError("the page did not get a receipt")
    page.context.close()
    return found


def read(browser, address, slower):
    """Milliseconds until the letter can be read and its parts opened, while the script is held back."""
    page, held = phone(browser, slower), []
    page.route(re.compile(r"/client/[0-9a-f]{64}\.js"), lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    page.locator("main h1").wait_for()
    found = page.evaluate("performance.now()")
    page.get_by_text("What could go wrong?").click()
    page.get_by_text("could break that promise").wait_for()
    if not held or page.locator(READY).count():
        raise RuntimeError("the script was not held back")
    held[0].continue_()
    page.locator(READY).wait_for()
    page.context.close()
    return found

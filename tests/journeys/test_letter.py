"""J1: one employee letter from sign-in to names that anyone can verify, clicked through in a browser."""

import base64
import datetime
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deploy.demo.signatories import through_python
from petitions import jobs
from petitions.sealing import manifest as manifests
from tests import make
from tests.journeys import organizer, people
from tests.journeys.trustees import Trustee

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
NAMES = ["Ana Canary", "Åsa Lund", "Chidi Okafor", "Élodie Martin", "李明", "Zoë Quist"]
IN_ORDER = ["Ana Canary", "Åsa Lund", "Chidi Okafor", "Élodie Martin", "mina park", "Zoë Quist", "李明"]


def verified(bundle, folder):
    """What the verifier, in a process of its own without Django, says of a public bundle; it must exit 0."""
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(folder)
    command = [sys.executable, "-m", "petitions.sealing", "verify", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def last_head(bundle):
    """SIZE:ROOT of the last checkpoint in a trustee's own copy, as read out over the telephone."""
    with zipfile.ZipFile(bundle) as packed:
        last = packed.read("checkpoints.txt").split(b"\n---\n")[-1].splitlines()
    return f"{int(last[1])}:{base64.b64decode(last[2]).hex()}"


def everybody_signs(watched, path, codes, letter, site):
    """Six people in the browser, three through Python; what those in the browser keep."""
    phone = watched()
    kept = {}
    for name, code in zip(NAMES[:2], codes, strict=False):
        kept[name] = people.sign(phone, path, choice="sealed", tier=3, name=name, code=code)
    kept["counted"] = people.sign(phone, path, choice="count", code=codes[2])
    kept["receipt"] = phone.receipt
    kept["Chidi Okafor"] = people.sign(phone, path, choice="named", name="Chidi Okafor", title="driver", code=codes[3])
    kept["leaves"] = people.sign(phone, path, choice="sealed", tier=3, name="Who Left", code=codes[4])
    kept["changes"] = people.sign(watched(), path, choice="count", code=codes[5])
    for name, code in zip(NAMES[3:], codes[6:], strict=False):
        person = {"code": code.replace(" ", ""), "choice": "sealed", "tier": 3, "fields": {"name": name}}
        through_python(letter, site + path, person)
    return kept


def test_from_sign_in_to_verified_names(watched, site, run_jobs, tmp_path):
    today, user = people.now(), make.user()
    desk = watched(width=1280, height=900)
    desk.is_signatory = False
    page = desk.go("/")
    trustees = [
        Trustee("Ana Ruiz, labour lawyer", "Lisbon", tmp_path / "one"),
        Trustee("Bo Lindqvist, union secretary", "Oslo", tmp_path / "two"),
        Trustee("Prof. Imani Okoye", "Lagos", tmp_path / "three"),
    ]

    organizer.sign_in(page, user.mailbox, run_jobs)
    organizer.start_campaign(page)
    organizer.write_letter(page)
    organizer.set_terms(page, today.date())
    organizer.seat_and_invite(page, trustees)
    organizer.back(page)
    expect(page.get_by_role("link", name="To the trustees").first).to_be_visible()
    at_desk = page.url
    organizer.give_and_take_keys(page, trustees)
    codes = organizer.make_codes(page, 12)
    path = organizer.freeze(page)
    run_jobs()

    # Each trustee reads what is public, and compares the fingerprint that the page shows.
    reader = watched()
    expect(reader.go(people.reading(path)).get_by_text("The trustees are reading this letter.")).to_be_visible()
    raw, letter_md = (people.public_file(reader, path, name) for name in ("manifest.json", "letter.md"))
    letter = manifests.parse(raw, complete=True)
    for trustee in trustees:
        trustee.approve(raw, letter_md, letter.address)
    organizer.take_approvals(page, trustees)
    expect(page.get_by_text("Every trustee has approved.")).to_be_visible()
    jobs.tick(at=people.yesterday())
    page.reload()
    expect(page.get_by_role("heading", name="Colleagues are signing")).to_be_visible()

    kept = everybody_signs(watched, path, codes, letter, site)
    expect(reader.go(people.reading(path)).locator(".count")).to_contain_text("not counted yet")
    jobs.tick(at=today)
    expect(reader.go(people.reading(path)).locator(".count")).to_contain_text("9 colleagues have signed")
    assert people.check_receipt(watched(), path, kept["receipt"]) == "Your signature is in the public log."

    # The organizer announces; two change their minds while the notice runs.
    page.reload()
    organizer.next_step(page, "Announce a wave")
    page.get_by_role("button", name="Announce it").click()
    expect(page.get_by_text("The notice runs.")).to_be_visible()  # or the jobs would run before there are any
    run_jobs()
    expect(reader.go(people.reading(path)).get_by_text("A release has been announced.")).to_be_visible()
    people.withdraw(watched(), path, kept["leaves"])
    people.sign(watched(), path, choice="sealed", tier=5, name="mina park", file=kept["changes"])

    later = datetime.datetime.combine(today.date() + datetime.timedelta(1), datetime.time(), datetime.UTC)
    jobs.tick(at=later)
    opening = [trustees[0], trustees[2]]
    bundles = [trustee.fetch(site + path, later) for trustee in opening]
    assert last_head(bundles[0]) == last_head(bundles[1])
    page.goto(at_desk)
    organizer.next_step(page, "To the wave")
    for trustee in opening:
        organizer.bring(page, trustee.release(1, last_head(bundles[1]), later), "Take this file")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Names are being opened")).to_be_visible()
    run_jobs()
    page.reload()
    expect(page.get_by_text("names were opened and are published")).to_be_visible()

    # Anyone reads the names in their order, and checks them without this site.
    shown = reader.go(people.reading(path)).locator(".names li > bdi").all_inner_texts()
    assert shown == IN_ORDER
    assert "Who Left" not in reader.page.content()
    reader.page.get_by_role("link", name="Check this letter's count and names yourself").click()
    with reader.page.expect_download() as started:
        reader.page.get_by_role("link", name="bundle.zip").click()
    said = verified(started.value.path(), tmp_path / "bundle")
    assert f"{len(IN_ORDER)} published names" in said, said

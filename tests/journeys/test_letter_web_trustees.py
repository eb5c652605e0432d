"""J1 where every trustee uses the page and none a terminal: two from the disk, one on the copy of the site."""

import datetime
import hashlib

import pytest
from django.conf import settings
from playwright.sync_api import expect

from deploy.demo.signatories import through_python
from petitions import clients, jobs
from petitions.models import Trustee
from petitions.sealing import manifest as manifests
from tests import make
from tests.journeys import offline, organizer, people
from tests.journeys.test_letter import public_file, verified
from tests.journeys.web_trustees import WebTrustee, look

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAMES = ["Ana Canary", "Bo Lund", "Chidi Okafor", "Zoë Quist"]


def from_disk(browser, folder):
    """Visits to the page as a file, without any network."""

    def visit(at):
        source = settings.CLIENT_BUNDLE.with_name(clients.TRUSTEE_PAGE)
        return offline.open_page(browser, folder, source, at=at)

    folder.mkdir()
    return visit, offline.close


def served(watched):
    """Visits to the copy of the site, by way of the page with the warning."""

    def visit(at):
        window = watched()
        if at:
            window.page.clock.set_fixed_time(at)
        page = window.go("/l/trustee/")
        expect(page.get_by_text("could send you a bad page")).to_be_visible()
        page.get_by_role("link", name="Use the page here").click()
        expect(page.locator("main[data-state=ready]")).to_have_count(1)
        expect(page.get_by_text("This copy was sent by the letter's site.")).to_be_visible()
        return page

    return visit, lambda page: None


def bundle_for(window, path, token, folder):
    """Paste the request at the letter and save what comes."""
    page = window.go(path + "trustee/")
    page.get_by_label("The request that the trustee's page made").fill(token)
    with page.expect_download() as started:
        page.get_by_role("button", name="Get the bundle").click()
    place = folder / started.value.suggested_filename
    started.value.save_as(place)
    return place


def test_from_keys_to_verified_names_without_a_terminal(watched, browser, site, run_jobs, tmp_path):
    today, user = people.now(), make.user()
    desk = watched(width=1280, height=900)
    desk.is_signatory = False
    page = desk.go("/")
    trustees = [
        WebTrustee("Ana Ruiz, labour lawyer", "Lisbon", *from_disk(browser, tmp_path / "one")),
        WebTrustee("Bo Lindqvist, union secretary", "Oslo", *served(watched), way="served"),
        WebTrustee("Prof. Imani Okoye", "Lagos", *from_disk(browser, tmp_path / "three")),
    ]
    organizer.sign_in(page, user.mailbox, run_jobs)
    organizer.start_campaign(page)
    organizer.write_letter(page)
    organizer.set_terms(page, today.date())
    organizer.seat_and_invite(page, trustees)
    organizer.back(page)
    at_desk = page.url
    organizer.give_and_take_keys(page, trustees)
    codes = organizer.make_codes(page, 8)
    path = organizer.freeze(page)
    run_jobs()
    assert list(Trustee.objects.values_list("way", flat=True)) == ["offline", "served", "offline"]

    reader = watched()
    raw, letter_md = (public_file(reader, path, name) for name in ("manifest.json", "letter.md"))
    letter = manifests.parse(raw, complete=True)
    for trustee in trustees:
        trustee.approve(raw, letter_md, " ".join(letter.address).upper())
    trustees[0].selftest()
    organizer.take_approvals(page, trustees)
    jobs.tick(at=people.yesterday())

    def sign(tier, name, code):
        person = {"code": code.replace(" ", ""), "choice": "sealed", "tier": tier, "fields": {"name": name}}
        through_python(letter, site + path, person)

    for name, code in zip(NAMES, codes, strict=False):
        sign(3, name, code)
    sign(5, "Who Waits", codes[4])
    jobs.tick(at=today)
    page.goto(at_desk)
    organizer.next_step(page, "Announce a wave")
    page.get_by_role("button", name="Announce it").click()
    expect(page.get_by_text("The notice runs.")).to_be_visible()
    run_jobs()

    later = datetime.datetime.combine(today.date() + datetime.timedelta(1), datetime.time(1), datetime.UTC)
    jobs.tick(at=later)
    opening = [trustees[0], trustees[1]]
    bundles = [bundle_for(watched(script=False), path, one.token(later), tmp_path) for one in opening]
    heard = [one.snapshot(bundle, later) for one, bundle in zip(opening, bundles, strict=True)]
    assert heard[0] == heard[1]
    page.goto(at_desk)
    organizer.next_step(page, "To the wave")
    for one, bundle in zip(opening, bundles, strict=True):
        assert one.look(bundle, later) == "tier 3: 4 to open, 0 withdrawn, 1 stay sealed"
        name, content = one.release(bundle, heard[0], later)
        assert name == f"1-{trustees.index(one) + 1}.bin"
        organizer.bring(page, content, "Take this file")
        expect(page.get_by_text(hashlib.sha256(content).hexdigest()[:4]).first).to_be_visible()
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Names are being opened")).to_be_visible()
    run_jobs()

    expect(reader.go(path + "read/").locator(".names li > bdi")).to_have_text(NAMES)
    reader.go(path + "verify/")
    with reader.page.expect_download() as started:
        reader.page.get_by_role("link", name="bundle.zip").click()
    public = tmp_path / "bundle.zip"
    started.value.save_as(public)
    assert "4 published names" in verified(public, tmp_path / "bundle")

    # Anyone checks the same file on the same page, without a key.
    anyone = offline.open_page(browser, tmp_path, settings.CLIENT_BUNDLE.with_name(clients.TRUSTEE_PAGE), at=later)
    anyone.click("[data-do=check]")
    look(anyone, public, "public")
    expect(anyone.get_by_text("4 names are published")).to_be_visible()
    offline.close(anyone)
    assert b'"signature"' in trustees[2].destroy(letter.address)

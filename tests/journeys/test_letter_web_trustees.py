"""A letter whose trustees use the page and no terminal: one from the disk, one on the copy of the site.

Each trustee's step is done on the page as people do it. What the organizer does at the desk travels as requests here:
test_letter.py clicks it.
"""

import datetime
import hashlib

import pytest
from django.conf import settings
from django.test import Client

from deploy.demo.signatories import through_python
from petitions import clients, jobs
from petitions.actions import passes
from petitions.models import Trustee
from petitions.sealing import manifest as manifests
from tests import make
from tests.factors import Browser
from tests.journeys import offline, people
from tests.journeys.engines import in_both
from tests.journeys.expecting import expect
from tests.journeys.test_letter import verified
from tests.journeys.web_trustees import WebTrustee, look
from tests.petitions import desk, letters

pytestmark = pytest.mark.slow
NAMES = ["Ana Canary", "Bo Lund", "Chidi Okafor", "Zoë Quist"]


def page_file():
    return settings.CLIENT_BUNDLE.with_name(clients.TRUSTEE_PAGE)


def from_disk(open_from_disk, folder):
    """Visits to the page as a file."""
    folder.mkdir()
    return lambda at: open_from_disk(folder, page_file(), at=at), offline.close


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


class Desk:
    """The organizer's side of one letter, with seats for two trustees, by requests."""

    def __init__(self):
        user = make.user()
        day = people.now().date()
        days = {"opens_on": -1, "closes_on": 30, "destroy_by": 90}
        terms = people.TERMS | {name: day + datetime.timedelta(number) for name, number in days.items()}
        campaign = make.campaign(group=make.group(owner=user))
        self.made = letters.inviting(campaign=campaign, by=user, seats=2, terms=terms)
        self.client = Browser()
        self.client.force_login(user)

    def bring(self, name, content, *where, **more):
        """Upload what a trustee's page made."""
        self.post(name, *where, file=desk.upload("file", content), **more)

    def post(self, name, *where, **data):
        answer = self.client.post(desk.url(name, self.made.letter, *where), data)
        assert answer.status_code == 302 and "second-factor" not in answer["Location"], desk.text(answer)

    def reads(self, name, *where):
        return desk.text(self.client.get(desk.url(name, self.made.letter, *where)))

    def give_and_take_keys(self, trustees):
        for seat, trustee in enumerate(trustees, 1):
            draft = self.client.get(desk.url("trustee-draft", self.made.letter, seat)).content
            self.bring("trustee-key", trustee.join(draft), seat, way=trustee.way)

    def make_codes_and_freeze(self):
        """(codes, public path)"""
        self.made.letter.refresh_from_db()
        codes = passes.make_codes(letter=self.made.letter, number=8, by=self.made.by, at=letters.NOW)
        return codes, people.path_of(letters.freeze(self.made))


def bundle_for(window, path, token, folder):
    """Paste the request at the letter and save what comes."""
    page = window.go(path + "trustee/")
    page.get_by_label("The request that the trustee's page made").fill(token)
    with page.expect_download() as started:
        page.get_by_role("button", name="Get the bundle").click()
    assert started.value.suggested_filename == "trustee-bundle.zip"
    place = folder / f"{len(list(folder.iterdir()))}.zip"
    place.write_bytes(started.value.path().read_bytes())
    return place


@in_both
def test_from_keys_to_verified_names_without_a_terminal(watched, open_from_disk, site, run_jobs, tmp_path):
    today, organizer = people.now(), Desk()
    trustees = [
        WebTrustee("Ana Ruiz, labour lawyer", "Lisbon", *from_disk(open_from_disk, tmp_path / "one")),
        WebTrustee("Bo Lindqvist, union secretary", "Oslo", *served(watched), way="served"),
    ]
    organizer.give_and_take_keys(trustees)
    codes, path = organizer.make_codes_and_freeze()
    run_jobs()
    assert list(Trustee.objects.values_list("way", flat=True)) == ["offline", "served"]

    raw, letter_md = (Client().get(path + name).content for name in ("manifest.json", "letter.md"))
    letter = manifests.parse(raw, complete=True)
    for seat, trustee in enumerate(trustees, 1):
        trustee.approve(raw, letter_md, " ".join(letter.address).upper(), tested=seat == 1)
        organizer.bring("trustee-approval", trustee.approval, seat)
    jobs.tick(at=people.yesterday())

    def sign(tier, name, code):
        person = {"code": code.replace(" ", ""), "choice": "sealed", "tier": tier, "fields": {"name": name}}
        through_python(letter, site + path, person)

    for name, code in zip(NAMES, codes, strict=False):
        sign(3, name, code)
    sign(5, "Who Waits", codes[4])
    jobs.tick(at=today)
    organizer.post("wave-announce")
    run_jobs()

    later = datetime.datetime.combine(today.date() + datetime.timedelta(1), datetime.time(1), datetime.UTC)
    jobs.tick(at=later)
    bundles = [bundle_for(watched(), path, one.ask(later), tmp_path) for one in trustees]
    seen = [one.look(bundle) for one, bundle in zip(trustees, bundles, strict=True)]
    assert {summary for _root, summary in seen} == {"tier 3: 4 to open, 0 withdrawn, 1 stay sealed"}
    assert seen[0] == seen[1]
    for seat, trustee in enumerate(trustees, 1):
        name, content = trustee.release(seen[2 - seat][0])
        assert name == f"1-{seat}.bin"
        organizer.bring("release-take", content, 1)
        assert hashlib.sha256(content).hexdigest() in organizer.reads("wave-read", 1).replace(" ", "")
    organizer.post("wave-open", 1)
    run_jobs()

    reader = watched()
    assert reader.go(path + "read/").locator(".names li > bdi").all_inner_texts() == NAMES
    reader.go(path + "verify/")
    with reader.page.expect_download() as started:
        reader.page.get_by_role("link", name="bundle.zip").click()
    public = tmp_path / "bundle.zip"
    public.write_bytes(started.value.path().read_bytes())
    assert "4 published names" in verified(public, tmp_path / "bundle")

    # Anyone checks the same file on the same page, without a key.
    anyone = open_from_disk(tmp_path, page_file(), at=later)
    anyone.click("[data-do=check]")
    look(anyone, public, "public")
    expect(anyone.get_by_text("4 names are published")).to_be_visible()
    offline.close(anyone)

    # What was seen on that visit lies in the trustee's file; and its key is gone once it is destroyed.
    assert trustees[0].look_and_leave(bundles[0], later) == seen[0]
    organizer.bring("trustee-destruction", trustees[0].destroy(letter.address), 1)
    assert Trustee.objects.get(position=1).state == "destroyed"

"""The pages that trustees and people without a connection use, step by step, for the album."""

import datetime
import json
import tempfile
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from petitions import clients, publication, trustee_bundle
from petitions.actions import trustees
from petitions.models import Trustee
from tests.client.trustee_file import of_seat
from tests.journeys import offline, people, web_trustees
from tests.journeys.web_trustees import PASSPHRASE, choose, submit
from tests.petitions import letters, work_mail

NAME = "Ana Ruiz, lawyer"
LISTS = {"offices": ["Zürich", "Porto"], "roles": ["Engineering", "Support"]}
HEARD = "[data-put=snapshot]"


def steps(*deeds):
    """One deed after the other."""

    def deed(page):
        for one in deeds:
            one(page)

    return deed


def press(selector):
    return lambda page: page.click(selector)


def sent_empty(page):
    """Past the browser's own check, so that the site's sentence is seen."""
    page.evaluate("document.forms[0].noValidate = true")
    page.get_by_role("button", name="Get the bundle").click()
    page.get_by_text("Paste the request that the trustee's page made.").first.wait_for()


def stands_at(at):
    """The page anew, with its clock there."""

    def deed(page):
        page.clock.set_fixed_time(at)
        page.reload()

    return deed


def opened_with(file):
    """The page after this trustee file was chosen."""

    def deed(page):
        choose(page, "#home", "trustee.json", json.dumps(file).encode())
        submit(page, "open")

    return deed


def file_of(made, *, is_approved=True):
    keys = made.trustees[0]
    given = {"identity": keys.identity, "seed": keys.seed, "passphrase": PASSPHRASE, "title": made.letter.title}
    return of_seat(made.facts.manifest, 1, **given, is_approved=is_approved)


def introduced(page):
    page.click("[data-do=new]")
    who = web_trustees.WebTrustee(NAME, "by phone, evenings", None, None, url="https://trustee.example/keys")
    web_trustees.introduce(page, who)


def joined(draft):
    def deed(page):
        web_trustees.unfold(page, "join")
        choose(page, "#draft", "draft.json", draft)
        page.fill("#join [name=passphrase]", PASSPHRASE)
        submit(page, "join")

    return deed


def read(made):
    return lambda page: web_trustees.read(page, made.facts.manifest.raw, bytes(made.letter.letter_md))


def refused_fingerprint(page):
    page.fill("#heard", "abcd " * 8)
    page.check("#compared-box")
    page.fill("#approve [name=passphrase]", PASSPHRASE)
    page.locator("form#approve button[type=submit]").click()
    page.locator("[data-error]").wait_for()


def looked(bundle, kind):
    """Every check ran; what came out may be good or bad."""

    def deed(page):
        choose(page, "#bundle", "bundle.zip", bundle)
        page.locator(f"label[for=kind-{kind}]").click()
        page.locator("form#look button[type=submit]").click()
        page.locator("[data-part=verdict]").wait_for()
        page.locator("main[data-state=ready]").wait_for()

    return deed


def released(page):
    web_trustees.release(page, page.locator(HEARD).inner_text())


def destroyed(made):
    def deed(page):
        web_trustees.unfold(page, "destroy")
        page.fill("#destroy-fingerprint", made.letter.address)
        page.fill("#destroy [name=passphrase]", PASSPHRASE)
        submit(page, "destroy")

    return deed


def false_bundle(raw):
    """The same zip with the letter's text changed, packed as a bundle is."""
    from petitions.sealing.bundle import Bundle, zip_bytes

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bundle.zip"
        place.write_bytes(raw)
        with Bundle.open(place) as found:
            files = {name: found.read(name) for name in found.names()}
    return zip_bytes(files | {"letter.md": files["letter.md"] + b"One more line.\n"})


def trustee_scenes(scene, stage, made):
    """On the site's copy of trustee.html. scene(name, path, deed) makes one; made: letters by the state they are in."""
    inviting, frozen = letters.inviting(**stage.parts_of_a_draft()), letters.frozen(**stage.parts())
    draft = trustees.draft_file(Trustee.objects.select_related("letter").get(letter=inviting.letter, position=1))
    public = publication.file_path(made["opened"].facts, "bundle.zip").read_bytes()
    sealed = b"".join(trustee_bundle.stream(made["collecting"].facts))
    later = people.now() + datetime.timedelta(days=1, hours=1)
    pending = steps(stands_at(later), opened_with(file_of(made["collecting"])), looked(sealed, "trustee"))
    approved = opened_with(file_of(made["opened"]))
    reading = steps(opened_with(file_of(frozen, is_approved=False)), read(frozen))
    page = reverse("petitions:trustee-page")
    warned = people.path_of(made["opened"]) + "trustee/"
    return [
        scene("trustee-begin", reverse("petitions:trustee-begin")), scene("trustee-letter", warned),
        scene("trustee-letter-error", warned, sent_empty), scene("trustee-page", page),
        scene("trustee-new", page, press("[data-do=new]")), scene("trustee-made", page, introduced),
        scene("trustee-joined", page, steps(introduced, joined(draft))),
        scene("trustee-joined-saved", page, steps(introduced, joined(draft), press("[data-do=save-first]"))),
        scene("trustee-reading", page, reading),
        scene("trustee-reading-error", page, steps(reading, refused_fingerprint)),
        scene("trustee-home", page, approved), scene("trustee-due", page, pending),
        scene("trustee-released", page, steps(pending, released)),
        scene("trustee-destroyed", page, steps(approved, destroyed(made["opened"]))),
        scene("trustee-check", page, press("[data-do=check]")),
        scene("trustee-holds", page, steps(press("[data-do=check]"), looked(public, "public"))),
        scene("trustee-fails", page, steps(press("[data-do=check]"), looked(false_bundle(public), "public"))),
    ]  # fmt: skip


def sign_scenes(scene):
    """The same on sign.html, which is a file: each deed leaves the site for it."""
    listed, mailed = letters.approved(terms=people.TERMS | LISTS), work_mail.approved()
    source = settings.CLIENT_BUNDLE.with_name(clients.SIGN_PAGE)

    def at_file(*deeds):
        return steps(lambda page: page.goto(source.as_uri()), *deeds)

    def letter(made):
        return lambda page: offline.read_letter(page, made)

    def signing(page):
        page.get_by_text("Sign, or change my signature").click()
        offline.fill_in(page, choice="sealed", tier=3, name="Wanjiru Kamau")

    def sealed(page):
        signing(page)
        people.choose(page, "#pass-file", listed.new_pass().raw)
        page.get_by_role("button", name="Seal and make the signature").click()
        page.get_by_role("heading", name="4. Carry it to the site").wait_for()

    begin = reverse("petitions:trustee-begin")
    return [
        scene("offline-begin", begin, at_file()), scene("offline-letter", begin, at_file(letter(listed))),
        scene("offline-lists", begin, at_file(letter(listed), signing)),
        scene("offline-mail", begin, at_file(letter(mailed))),
        scene("offline-request", begin, at_file(letter(listed), sealed)),
    ]  # fmt: skip

"""A trustee who has never seen a terminal: all of it on trustee.html, from the disk or served. Plain steps.

The trustee file is the only thing that stays between two visits, as it is for people: each visit opens the page anew,
chooses the newest file, and saves the next one.
"""

from dataclasses import dataclass, field

from playwright.sync_api import expect

PASSPHRASE = "only this trustee knows it"
SLOW = 120_000  # scrypt and checks, on a busy machine


@dataclass
class WebTrustee:
    """`visit(at)` gives a page on which trustee.html is open; `leave(page)` ends the visit."""

    name: str
    contact: str
    visit: object
    leave: object
    way: str = "offline"
    url: str = "https://trustee.example/letters"
    file: bytes = field(default=b"", repr=False)

    def join(self, draft):
        page = self.visit(None)
        page.click("[data-do=new]")
        introduce(page, self)
        answer = join(page, draft)
        self._done(page)
        return answer

    def approve(self, manifest, letter_md, fingerprint):
        page = self._again(None)
        read(page, manifest, letter_md)
        self.approval = approve(page, fingerprint)
        self._done(page)

    def selftest(self):
        page = self._again(None)
        selftest(page)
        self._done(page, is_changed=False)

    def token(self, at):
        page = self._again(at)
        said = token(page)
        self._done(page, is_changed=False)
        return said

    def look(self, bundle, at, kind="trustee"):
        """Check a bundle and leave; what is written about the wave."""
        page = self._again(at)
        look(page, bundle, kind)
        said = page.locator("[data-put=summary]").inner_text() if kind == "trustee" else ""
        self._done(page)
        return said

    def release(self, bundle, heard, at):
        """Check the bundle, compare with what was heard, open: (file name, bytes)."""
        page = self._again(at)
        look(page, bundle, "trustee")
        opened = release(page, heard)
        self._done(page)
        return opened

    def snapshot(self, bundle, at):
        """SIZE:ROOT as this trustee would read it out."""
        page = self._again(at)
        look(page, bundle, "trustee")
        said = page.locator("[data-put=snapshot]").inner_text()
        self._done(page)
        return said

    def destroy(self, fingerprint, at=None):
        page = self._again(at)
        said = destroy(page, fingerprint)
        self._done(page)
        return said

    def _again(self, at):
        page = self.visit(at)
        choose(page, "#home", "trustee.json", self.file)
        submit(page, "open")
        expect(page.locator("[data-part=home]")).to_be_visible()
        return page

    def _done(self, page, *, is_changed=True):
        if is_changed:
            _name, self.file = save(page, "[data-do=save]")
        self.leave(page)


def choose(page, selector, name, content):
    page.set_input_files(selector, {"name": name, "mimeType": "application/octet-stream", "buffer": content})


def unfold(page, form):
    """Open the part of the page that holds a form, as a press on its title does."""
    details = page.locator("details").filter(has=page.locator(f"form#{form}"))
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").first.click()


def submit(page, form):
    """Press the form's button and wait until the step has ended."""
    page.locator(f"form#{form} button[type=submit]").click(timeout=SLOW)
    expect(page.locator("main[data-state=ready]")).to_have_count(1, timeout=SLOW)
    wrong = page.locator("[data-error]").all_inner_texts()
    assert wrong == [], wrong


def save(page, selector):
    with page.expect_download() as started:
        page.locator(selector).click()
    return started.value.suggested_filename, started.value.path().read_bytes()


def introduce(page, trustee):
    for name in ("name", "contact", "url"):
        page.fill(f"#init [name={name}]", getattr(trustee, name))
    page.fill("#init [name=passphrase]", PASSPHRASE)
    page.fill("#init [name=again]", PASSPHRASE)
    submit(page, "init")


def join(page, draft):
    unfold(page, "join")
    choose(page, "#draft", "draft.json", draft)
    page.fill("#join [name=passphrase]", PASSPHRASE)
    submit(page, "join")
    expect(page.locator("[data-put=key-fingerprint]")).to_be_visible()
    name, answer = save(page, "[data-do=save-made]")
    assert name == "join.json"
    return answer


def read(page, manifest, letter_md):
    unfold(page, "read")
    choose(page, "#manifest", "manifest.json", manifest)
    choose(page, "#text", "letter.md", letter_md)
    submit(page, "read")
    expect(page.locator("[data-part=approve]")).to_be_visible()


def approve(page, fingerprint):
    page.fill("#heard", fingerprint)
    page.check("#compared-box")
    page.fill("#approve [name=passphrase]", PASSPHRASE)
    submit(page, "approve")
    name, approval = save(page, "[data-do=save-made]")
    assert name == "approval.json"
    return approval


def selftest(page):
    unfold(page, "selftest")
    page.fill("#selftest [name=passphrase]", PASSPHRASE)
    submit(page, "selftest")
    expect(page.locator("[data-status]")).to_contain_text("Your key works")


def token(page):
    unfold(page, "fetch")
    page.fill("#fetch [name=passphrase]", PASSPHRASE)
    submit(page, "fetch")
    return page.locator("#token").input_value()


def look(page, bundle, kind):
    page.set_input_files("#bundle", str(bundle))
    page.locator(f"label[for=kind-{kind}]").click()
    submit(page, "look")
    expect(page.locator("[data-put=verdict]")).to_have_text("Everything holds")
    expect(page.locator("[data-list=checks] li")).to_have_count(13)


def release(page, heard):
    page.fill("#compared", heard)
    page.check("#sure")
    page.fill("#release [name=passphrase]", PASSPHRASE)
    submit(page, "release")
    expect(page.locator("[data-put=sha256]")).to_be_visible()
    return save(page, "[data-do=save-made]")


def destroy(page, fingerprint):
    unfold(page, "destroy")
    page.fill("#destroy-fingerprint", fingerprint)
    page.fill("#destroy [name=passphrase]", PASSPHRASE)
    submit(page, "destroy")
    return save(page, "[data-do=save-made]")[1]

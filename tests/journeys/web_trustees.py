"""A trustee who has never seen a terminal: all of it on trustee.html, from the disk or served. Plain steps.

The trustee file is the only thing that stays between two visits, as it is for people: each visit opens the page anew,
chooses the newest file, and saves the next one.
"""

from dataclasses import dataclass, field

from tests.journeys.expecting import expect

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
        answer = join(page, self, draft)
        self.leave(page)
        return answer

    def approve(self, manifest, letter_md, fingerprint, *, tested=False):
        """Read and approve the letter; `tested`: try the key as well, on the same visit."""
        page = self._again(None)
        read(page, manifest, letter_md)
        self.approval = approve(page, self, fingerprint)
        if tested:
            selftest(page)
        self.leave(page)

    def ask(self, at):
        """Begin a visit that ends with `release`, by making the request for the bundle; its text."""
        self.page = self._again(at)
        return token(self.page)

    def look(self, bundle):
        """Check the bundle: (SIZE:ROOT as this trustee reads it out, what is written about the wave)."""
        look(self.page, bundle, "trustee")
        return tuple(self.page.locator(f"[data-put={name}]").inner_text() for name in ("snapshot", "summary"))

    def look_and_leave(self, bundle, at):
        """The same on a visit of its own. What was seen stays in the trustee's file alone."""
        self.page = self._again(at)
        seen = self.look(bundle)
        self._done(self.page)
        return seen

    def release(self, heard):
        """Compare what was looked at with what was heard, and open: (file name, bytes)."""
        opened = release(self.page, heard)
        self._done(self.page)
        return opened

    def destroy(self, fingerprint, at=None):
        page = self._again(at)
        said = destroy(page, self, fingerprint)
        self.leave(page)
        return said

    def _again(self, at):
        page = self.visit(at)
        choose(page, "#home", "trustee.json", self.file)
        submit(page, "open")
        expect(page.locator("[data-part=home]")).to_be_visible()
        return page

    def _done(self, page):
        _name, self.file = save(page, "[data-do=save]")
        self.leave(page)


def choose(page, selector, name, content):
    page.set_input_files(selector, {"name": name, "mimeType": "application/octet-stream", "buffer": content})


def unfold(page, form):
    """Open the part of the page that holds a form, as a press on its title does."""
    details = page.locator("details").filter(has=page.locator(f"form#{form}"))
    if details.count() and details.first.get_attribute("open") is None:
        details.first.locator("summary").first.click()


def submit(page, form):
    """Press the form's button and wait until the step has ended."""
    page.locator(f"form#{form} button[type=submit]").click()
    expect(page.locator("main[data-state=ready]")).to_have_count(1, timeout=SLOW)
    wrong = page.locator("[data-error]").all_inner_texts()
    assert wrong == [], wrong


def save(page, selector):
    with page.expect_download() as started:
        page.locator(selector).click()
    return started.value.suggested_filename, started.value.path().read_bytes()


def save_made(page, trustee):
    """What a step made to be passed on, which is not there before the trustee file is saved: (name, bytes)."""
    button = page.locator("[data-do=save-made]")
    expect(button).to_be_hidden()
    _name, trustee.file = save(page, "[data-do=save-first]")
    expect(button).to_be_visible()
    return save(page, "[data-do=save-made]")


def introduce(page, trustee):
    for name in ("name", "contact", "url"):
        page.fill(f"#init [name={name}]", getattr(trustee, name))
    page.fill("#init [name=passphrase]", PASSPHRASE)
    page.fill("#init [name=again]", PASSPHRASE)
    submit(page, "init")


def join(page, trustee, draft):
    unfold(page, "join")
    choose(page, "#draft", "draft.json", draft)
    page.fill("#join [name=passphrase]", PASSPHRASE)
    submit(page, "join")
    name, answer = save_made(page, trustee)
    expect(page.locator("[data-put=key-fingerprint]")).to_be_visible()
    assert name == "join.json"
    return answer


def read(page, manifest, letter_md):
    unfold(page, "read")
    choose(page, "#manifest", "manifest.json", manifest)
    choose(page, "#text", "letter.md", letter_md)
    submit(page, "read")
    expect(page.locator("[data-part=approve]")).to_be_visible()


def approve(page, trustee, fingerprint):
    page.fill("#heard", fingerprint)
    page.check("#compared-box")
    page.fill("#approve [name=passphrase]", PASSPHRASE)
    submit(page, "approve")
    name, approval = save_made(page, trustee)
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


def destroy(page, trustee, fingerprint):
    unfold(page, "destroy")
    page.fill("#destroy-fingerprint", fingerprint)
    page.fill("#destroy [name=passphrase]", PASSPHRASE)
    submit(page, "destroy")
    return save_made(page, trustee)[1]

"""The organizer at the desk, through the site's own pages and forms."""

import datetime
import re
import time
import urllib.parse

from deploy.demo import mailbox
from deploy.demo.browser import Browser
from deploy.demo.cast import (
    ADDRESSEES,
    BODY,
    CAMPAIGN,
    CODES,
    COMPANY,
    DEMANDS,
    GROUP,
    MARGIN,
    ORGANIZER,
    STORY,
    TIERS,
    TITLE,
)  # fmt: skip
from deploy.demo.site import code_in, digits

RECOVERY_CODES = 10
DAYS = {"opens_on": -1, "closes_on": 30, "destroy_by": 90}


class Desk:
    def __init__(self, base):
        self.browser = Browser(base)
        self.letter = ""  # the letter's address at the desk

    def sign_in(self):
        page = self.browser.get("/accounts/login/code/")
        page = self.browser.submit(page, page.form("email"), email=ORGANIZER)
        page = self.browser.submit(page, page.form("code"), code=code_in(mailbox.next_mail()))
        if "/desk/" not in page.url:
            raise RuntimeError(f"signing in ended at {page.url}: {page.says()}")

    def set_up_app(self):
        """Add an authenticator app and use it once; (its secret, the recovery codes), which are shown once."""
        secret = self._show_digits("/accounts/2fa/totp/activate/")[0]
        page = self._show_digits("/accounts/2fa/recovery-codes/", secret)[1]
        codes = page.read.texts["recovery_codes"].split()
        if len(codes) != RECOVERY_CODES:
            raise RuntimeError(f"no recovery codes at {page.url}: {page.says()}")
        return secret, codes

    def _show_digits(self, path, secret=None):
        """Type what the app shows into a page, twice if the digits end on their way; (secret, the page that follows).

        Without `secret` the page itself tells one, each time another.
        """
        for _turn in range(2):
            asked = self.browser.get(path)
            told = secret or re.search(rb'id="authenticator_secret"[^>]*>([A-Z2-7]{32})<', asked.content)[1].decode()
            page = self.browser.submit(asked, asked.form("code"), code=digits(told))
            if page.url.split("?")[0] != asked.url.split("?")[0]:
                return told, page
        raise RuntimeError(f"the digits were refused at {page.url}: {page.says()}")

    def fill(self, path, *names, files=None, **values):
        """Open a page of the letter, fill in the form with these fields, send it; the page that follows."""
        page = self.browser.get(path if path.startswith("/") else self.letter + path)
        return self.browser.submit(page, page.form(*(names or values), *(files or ())), files=files, **values)

    def write_letter(self):
        """Group, company, campaign, then the letter with its demands and addressees."""
        page = self.browser.get("/desk/")
        group = next(href for href, text in page.read.links if GROUP in text)
        self.fill(group + "companies/new/", name=COMPANY)
        page = self.browser.get(group + "campaigns/new/")
        company = re.search(f'<option value="([0-9a-f-]{{36}})">{COMPANY}<', page.content.decode())[1]
        page = self.browser.submit(page, page.form("title", "company"), title=CAMPAIGN, summary="", company=company)
        new = next(href for href, _ in page.read.links if "/desk/letters/new/" in href)
        values = {"title": TITLE, "body": BODY, "demands": "\n".join(DEMANDS)}
        for number, (name, title) in enumerate(ADDRESSEES):
            values |= {f"to-{number}-name": name, f"to-{number}-title": title}
        self.letter = self.fill(new, "title", "body", **values).url

    def set_terms(self):
        """Open since yesterday, so that the first daily batch is due today; a notice of 0 hours, as trials may have."""
        today = datetime.datetime.now(datetime.UTC).date()
        days = {name: today + datetime.timedelta(days) for name, days in DAYS.items()}
        numbers = {"margin": MARGIN, "deliver_at": 60, "needed": 2, "notice_hours": 0, "count_public": "on"}
        self.fill("terms/", "tiers", tiers=", ".join(map(str, TIERS)), **numbers, **days)

    def seat(self, trustee):
        self.fill("trustees/", "name", "url", name=trustee.name, contact=trustee.place, url=trustee.url)

    def press(self, path):
        """Open a page and send its one form that changes something."""
        page = self.browser.get(self.letter + path)
        form = next(form for form in page.read.forms if form.method == "post" and "logout" not in form.action)
        return self.browser.submit(page, form)

    def make_codes(self):
        page = self.fill("codes/", number=CODES)
        codes = re.findall(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}[- ]){4}[0-9A-HJKMNP-TV-Z]{4}\b", page.text())
        found = list(dict.fromkeys(code.replace("-", "").replace(" ", "") for code in codes))
        if len(found) != CODES:
            raise RuntimeError(f"{len(found)} codes instead of {CODES}")
        return found

    def tell_everybody(self):
        """Write and publish the campaign's page, and put the letter there; its public path."""
        links = [href for href, _ in self.browser.get(self.letter).read.links]
        campaign = next(href for href in links if re.fullmatch(r"/desk/c/[a-z2-7]{26}/", href))
        page = self.fill(campaign + "public/", headline=CAMPAIGN, story=STORY)
        page = self.browser.submit(page, next(form for form in page.read.forms if form.action.endswith("/publish/")))
        self.press("list/")
        found = [re.search(r"(?<!/desk)/c/[a-z2-7]{26}/$", href) for href, _ in page.read.links]
        return next(match[0] for match in found if match)

    def public_address(self):
        page = self.browser.get(self.letter)
        found = [re.search(r"/l/[a-z2-7]{32}/$", href) for href, _ in page.read.links]
        return next(match[0] for match in found if match)

    def wait_for(self, path, words, seconds=60):
        """Reload a page, as the organizer's browser does, until it says `words`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            page = self.browser.get(urllib.parse.urljoin(self.letter, path))
            if words in page.text():
                return page
            time.sleep(0.5)
        raise TimeoutError(f"{path} never said {words!r}: {page.says()}")

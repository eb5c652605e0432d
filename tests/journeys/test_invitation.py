"""From an invitation to an organizer who may change things, in a real browser: with an app, and with a passkey."""

import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from petitions.models import Letter
from tests import mailbox, make
from tests.factors import Browser
from tests.journeys.expecting import expect
from tests.journeys.organizer import set_up_app
from tests.petitions import letters

pytestmark = pytest.mark.browser
NEWCOMER = "heron@private.example"


def window(browser, site, user=None):
    """A page of a browser of its own, in which `user` has signed in with nothing but their mailbox."""
    context = browser.new_context()
    if user is not None:
        client = Browser()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page = context.new_page()
    page.goto(site + ("/desk/" if user else "/"))
    return page


def code_in_mail(run_jobs):
    run_jobs()
    return re.search(r"^[A-Z0-9]{2,}(-[A-Z0-9]+)*$", mailbox.received()[-1].body, re.MULTILINE)[0]


def ask_for_a_code(page, site, address):
    page.goto(site + "/accounts/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Type the code from your mail").wait_for()


def test_from_invitation_to_organizer_with_an_app(browser, site, run_jobs):
    owner = make.user(pseudonym="wren")
    group = make.group(owner=owner)

    page = window(browser, site, owner)
    page.goto(f"{site}/desk/g/{group.slug}/members/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Mailbox").fill(NEWCOMER)
    page.get_by_text("organizer: writes").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("rowheader", name=NEWCOMER)).to_be_visible()

    theirs = window(browser, site)
    theirs.goto(site + "/join/")
    theirs.get_by_label("Code").fill(code_in_mail(run_jobs).lower())
    theirs.get_by_role("button", name="Go on").click()
    expect(theirs.get_by_text("wren")).to_be_visible()
    theirs.get_by_label("Name shown to your groups").fill("heron")
    theirs.get_by_role("button", name="Make the account and join").click()
    expect(theirs.get_by_role("heading", name="Night shift")).to_be_visible()

    theirs.get_by_role("link", name="Start a campaign").click()
    expect(theirs.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    theirs.get_by_role("link", name="Set up an app").click()
    theirs.get_by_role("heading", name="Set up an authenticator app").wait_for()
    recovery = set_up_app(theirs)
    theirs.get_by_role("link", name="Go on").click()
    theirs.get_by_label("Title").fill("Safe loading docks")
    theirs.get_by_role("button", name="Start the campaign").click()
    expect(theirs.get_by_role("link", name="heron")).to_be_visible()  # the bar shows no mailbox
    assert group.campaigns.count() == 1

    theirs.get_by_role("button", name="Sign out").click()
    theirs.get_by_role("link", name="Sign in", exact=True).wait_for()
    ask_for_a_code(theirs, site, NEWCOMER)
    theirs.get_by_label("Code").fill(code_in_mail(run_jobs))
    theirs.keyboard.press("Enter")
    theirs.get_by_role("heading", name="Show your second factor").wait_for()
    theirs.get_by_role("textbox").fill(recovery[0])
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("heading", name="Now")).to_be_visible()

    page.reload()
    expect(page.get_by_role("rowheader", name="heron")).to_be_visible()
    assert NEWCOMER not in page.content()


def with_authenticator(page):
    """A key inside the browser that answers as a phone would, after its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def five_minutes_later(page):
    """Age what the session says of its second factor."""
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - 301
    session.save()


def test_passkey_is_added_opens_the_desk_and_is_shown_again_before_what_cannot_be_undone(browser, site):
    owner = make.user(factor=False)
    campaign = make.campaign(group=make.group(owner=owner))
    made = letters.in_state("open", campaign=campaign, by=owner)

    page = window(browser, site, owner)
    with_authenticator(page)
    page.goto(f"{site}/desk/c/{campaign.slug}/edit/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("my phone")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Title")).to_have_value("Safe loading docks")

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Now")).to_be_visible()

    five_minutes_later(page)
    page.goto(f"{site}/desk/letters/{made.letter.slug}/cancel/")
    sure = page.get_by_role("checkbox")
    sure.check()
    page.locator("main form button.danger").click()
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    assert Letter.objects.get(pk=made.letter.pk).state == "open"
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(sure).not_to_be_checked()  # back on the page, where nothing was done
    sure.check()
    page.locator("main form button.danger").click()
    expect(page.get_by_text("cancelled").first).to_be_visible()
    assert Letter.objects.get(pk=made.letter.pk).state == "cancelled"

"""The desk in a real browser: no fault that axe-core knows, nothing wider than a small phone, no error."""

from pathlib import Path

import pytest

from organize import roles
from tests import mailbox, make
from tests.journeys import organizer

AXE = Path(__file__).resolve().parents[2] / "deploy" / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = pytest.mark.browser


def _pages(owner):
    """Every kind of page once, with long words in them: (who is signed in, path)."""
    group = make.group(owner=owner, name="Donaudampfschifffahrtsgesellschaftskapitänsvereinigung of the night shift")
    make.member(group, roles.VIEWER, mailbox="a.mailbox.with.a.very.long.name@organizers.desk.example")
    company = make.company(group=group)
    words = {"title": "Safe docks " * 12, "summary": "It began in March.", "headline": "Donaudampfschiffahrt" * 5}
    campaign = make.public_campaign(group=group, company=company, **words)
    promise = make.commitment(campaign=campaign, text="Kapitänsvereinigungsversprechen" * 4)
    make.verdict(make.commitment(campaign=campaign)), make.response(campaign=campaign), make.update(campaign=campaign)
    make.contract(company=company, value=10**12, currency="EUR"), make.officeholder(company=company)
    empty = make.group(owner=owner, name="Empty")
    signed_in = [
        "/desk/", "/desk/groups/new/", f"/desk/g/{group.slug}/", f"/desk/g/{empty.slug}/",
        f"/desk/g/{group.slug}/trail/",
        f"/desk/g/{group.slug}/companies/new/", f"/desk/g/{empty.slug}/campaigns/new/", f"/desk/c/{campaign.slug}/",
        f"/desk/c/{campaign.slug}/public/", f"/desk/c/{campaign.slug}/preview/", f"/desk/o/{company.slug}/",
        f"/desk/o/{company.slug}/edit/", f"/desk/g/{group.slug}/companies/list/",
        f"/desk/c/{campaign.slug}/commitments/{promise.pk}/",
        f"/desk/c/{campaign.slug}/commitments/{promise.pk}/judge/",
        f"/desk/letters/disputes/{group.slug}/", f"/desk/c/{campaign.slug}/edit/",
        "/desk/nothing/", "/accounts/logout/", "/accounts/2fa/",
    ]  # fmt: skip
    told = [f"/c/{campaign.address}/", f"/c/{campaign.address}/ledger/{company.slug}/"]
    return [(None, path) for path in ("/", "/accounts/login/", "/accounts/signup/", *told)] + [
        (owner, path) for path in signed_in
    ]


def _cookie(settings, client, user, site):
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_pages_have_no_known_fault(site, browser, client, settings, width, scheme):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci in deploy/web)")
    owner = make.user()
    # bypass_csp: our policy refuses axe-core's own evaluation; what the policy does is tested elsewhere
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page, faults = context.new_page(), []
    for user, path in _pages(owner):
        if user:
            context.add_cookies([_cookie(settings, client, user, site)])
        page.goto(site + path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        faults += [(path, fault["id"], node["html"]) for fault in found["violations"] for node in fault["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append((path, "wider than the screen", width))
    context.close()
    assert faults == []


def test_pages_ask_only_this_site_and_break_no_policy(site, browser, client, settings):
    owner = make.user()
    context = browser.new_context()
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    for user, path in _pages(owner):
        if user:
            context.add_cookies([_cookie(settings, client, user, site)])
        page.goto(site + path)
        if path == "/desk/nothing/":
            assert "404" in said.pop()  # the browser's own note on the status, so that it would have told us of others
    context.close()
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert said == []


def test_sign_in_by_code_and_first_campaign_by_keyboard_alone(site, browser, run_jobs, settings):
    """From the front page to a campaign without a mouse and without JavaScript."""
    user = make.user()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    _press(page, page.get_by_role("link", name="Sign in", exact=True))
    page.get_by_label("Email").focus()
    page.keyboard.type(user.mailbox)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Type the code from your mail").wait_for()
    run_jobs()
    page.get_by_label("Code").focus()
    page.keyboard.type(mailbox.received()[0].body.split("\n\n")[1].strip())
    page.keyboard.press("Enter")
    organizer.show_digits(page, page.get_by_role("heading", name="Now"))
    _press(page, page.get_by_role("link", name="Open a group"))
    page.get_by_label("Name of the group").focus()
    page.keyboard.type("Night shift")
    page.keyboard.press("Enter")
    _press(page, page.get_by_role("link", name="Start a campaign"))
    page.get_by_label("Title").focus()
    page.keyboard.type("Safe docks")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="New letter").wait_for()  # Enter is the first button: to be led on
    page.get_by_role("link", name="Safe docks").wait_for()
    context.close()


def _press(page, link):
    link.focus()
    page.keyboard.press("Enter")

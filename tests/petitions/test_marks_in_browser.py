"""The organizer pastes a marked text: told, cleaned, told once more before the freeze. With script and without."""

import pytest
from playwright.sync_api import expect

from petitions.models import Letter
from tests import make
from tests.petitions import desk, letters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASTED = 'We lo\u200bad at\u2009night.\n\nNob\u043edy should stand there \u201calone\u201d, or "alone".'
CLEAN = 'We load at night.\n\nNobody should stand there "alone", or "alone".'


def desk_page(browser, client, settings, site, user, **options):
    context = browser.new_context(**options)
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context.new_page()


@pytest.mark.parametrize(("has_script", "width"), [(True, 1280), (False, 375)])
def test_p23_pasted_marks_are_told_and_removed(browser, client, settings, site, reach, has_script, width, tmp_path):
    owner = make.user()
    campaign = make.campaign(group=make.group(owner=owner))
    made = letters.in_state("coded", campaign=campaign, by=owner)
    viewport = {"width": width, "height": 800}
    page = desk_page(browser, client, settings, site, owner, java_script_enabled=has_script, viewport=viewport)
    page.goto(site + desk.url("letter-edit", made.letter))
    page.get_by_label("The letter", exact=True).fill(PASTED)
    page.get_by_role("button", name="Save and read it").click()
    expect(page.get_by_role("heading", name="This text holds marks that readers cannot see")).to_be_visible()
    expect(page.get_by_text("The letter, line 1, character 6: zero width space")).to_be_visible()
    page.screenshot(path=tmp_path / f"told-{width}.png", full_page=True)
    page.get_by_role("button", name="Remove them").click()
    expect(page.get_by_role("heading", name="Nothing is saved yet")).to_be_visible()
    expect(page.get_by_label("The letter", exact=True)).to_have_value(CLEAN)
    page.screenshot(path=tmp_path / f"cleaned-{width}.png", full_page=True)
    page.get_by_role("button", name="Save and read it").click()
    expect(page.get_by_text("This is a preview.")).to_be_visible()
    assert Letter.objects.get(pk=made.letter.pk).body == CLEAN
    page.goto(site + desk.url("letter-edit", made.letter))
    page.get_by_label("The letter", exact=True).fill("An open  dock.")
    page.get_by_role("button", name="Save and read it").click()
    page.get_by_role("button", name="Save it as it is").click()
    expect(page.get_by_text("This is a preview.")).to_be_visible()
    page.goto(site + desk.url("letter-freeze", made.letter))
    expect(page.get_by_text("more space than readers are shown")).to_be_visible()
    page.screenshot(path=tmp_path / f"freeze-{width}.png", full_page=True)
    page.get_by_role("button", name="Remove them").click()
    expect(page.get_by_label("The letter", exact=True)).to_have_value("An open dock.")
    page.get_by_role("button", name="Save and read it").click()
    expect(page.get_by_text("This is a preview.")).to_be_visible()
    assert Letter.objects.get(pk=made.letter.pk).body == "An open dock."
    page.context.close()
    reach.reached(f"pasted marks told and removed at {width} px, {'with' if has_script else 'without'} script")

"""Opening names takes two people: one asks in a browser, another one finds it on the desk and confirms."""

import pytest

from organize import roles
from petitions import jobs
from petitions.actions import batches, release, waves
from petitions.models import PublishedName
from petitions.sealing import entries
from tests import make
from tests.journeys import organizer
from tests.journeys.expecting import expect
from tests.petitions.signatories import at, crowd, newcomer, opened, release_file

pytestmark = pytest.mark.browser


def with_files():
    """(letter, wave): due names and the files of enough trustees, by the letter's own actions."""
    owner = make.user(pseudonym="wren")
    made = opened(campaign=make.campaign(group=make.group(owner=owner)), by=owner)
    crowd(made, 4, 3, name="Low {}")
    newcomer(made).sign(entries.NAMED, "Ana Canary")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    waves.take_snapshot(wave=wave, at=at(5))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    return made, wave


def desk_of(watched, user, run_jobs):
    window = watched(width=1280, height=900)
    window.is_signatory = False
    page = window.go("/")
    organizer.sign_in(page, user.mailbox, run_jobs)
    return page


def test_one_asks_and_another_confirms(watched, run_jobs):
    made, wave = with_files()
    second = make.member(made.letter.group, roles.ORGANIZER, pseudonym="heron")
    path = f"/desk/letters/{made.letter.slug}/waves/{wave.number}/"
    asks, confirms = desk_of(watched, made.by, run_jobs), desk_of(watched, second, run_jobs)

    asks.goto(asks.url.split("/desk/")[0] + path)
    asks.get_by_role("button", name="Ask to open the names").click()
    expect(asks.get_by_text("You asked for this.")).to_be_visible()
    expect(asks.get_by_role("button", name="Confirm and open the names")).to_have_count(0)
    run_jobs()
    assert not PublishedName.objects.exclude(wave=None).exists(), "one alone opens nothing"

    confirms.reload()
    found = confirms.get_by_role("listitem").filter(has_text="A second person must confirm that names are opened")
    found.get_by_role("link").click()
    if not confirms.url.endswith(path):  # by way of the letter
        confirms.locator(f"a[href='{path}']").first.click()
    confirms.get_by_role("button", name="Confirm and open the names").click()
    expect(confirms.get_by_role("heading", name="Names are being opened")).to_be_visible()
    jobs.open_wave(wave.pk)
    expect(confirms.get_by_text("4 names were opened and are published.")).to_be_visible()
    asks.reload()
    expect(asks.get_by_text("4 names were opened and are published.")).to_be_visible()

"""What writing a proposal costs: by what the form takes and what the page shows, not by all that was ever sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shareholder import queries
from shareholder.forms.resolutions import TextForm
from tests import make
from tests.factors import Browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    owner = make.user()
    made = world.in_state(world.resolution(by=owner, group=make.group(owner=owner)), "signup")
    browser = Browser()
    browser.force_login(owner)
    return made, browser


def test_nothing_is_counted_beyond_what_the_form_takes(scene):
    made, browser = scene
    most = TextForm.base_fields["body"].max_length
    body = "w " * (most // 2)
    address = reverse("shareholder:text-count", args=[made.slug])
    whole = browser.post(address, {"body": body}).json()
    assert browser.post(address, {"body": body + "w " * 50_000}).json() == whole
    page = browser.post(reverse("shareholder:text-write", args=[made.slug]), {"body": body + "w " * 50_000, "base": 0})
    assert page.status_code == 422 and not made.versions.exists()


def test_page_reads_two_versions_however_many_there_are(scene):
    made, _browser = scene
    for number in range(6):
        world.text(made, body=f"Resolved: text {number}.")
    made.frozen = 2
    with CaptureQueriesContext(
        connection,
    ) as asked:
        newest, filed = queries.text_of(made)
    assert (newest.number, filed.number) == (6, 2)
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(asked[0]["sql"])
        assert len(cursor.fetchall()) == 2, "the others' words stay where they are"

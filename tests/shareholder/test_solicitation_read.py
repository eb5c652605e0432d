"""The day by which a notice of an exempt solicitation is due: computed in the answer, and kept nowhere."""

import pytest
from django.urls import reverse

from shareholder.models import Resolution
from tests.factors import browser
from tests.shareholder import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("data", "status", "told", "untold"),
    [
        ({"more": "yes", "first_on": "2026-11-20"}, 200, "By 23 November 2026.", "File no notice"),
        ({"more": "yes"}, 200, "File a Notice of Exempt Solicitation", "By 2"),
        ({"more": "no", "first_on": "2026-11-20"}, 200, "File no notice", "By 2"),
        ({"more": "yes", "first_on": "soon"}, 422, "Enter a valid date.", "File a Notice"),
        ({"first_on": "2026-11-20"}, 422, "This field is required.", "File"),
        ({"more": "yes", "first_on": "0026-11-20"}, 422, "No rule is known for that day.", "By 2"),
        ({"more": "yes", "first_on": "9999-12-31"}, 422, "No rule is known for that day.", "By 2"),
    ],
)
def test_day_of_the_notice(data, status, told, untold):
    users, made, _filing = world.cast()
    before = Resolution.objects.filter(pk=made.pk).values().get(), made.steps.count()
    answer = browser(users["cofiler"]).post(reverse("shareholder:solicitation-read", args=[made.slug]), data)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == status and told in page and untold not in page
    assert (Resolution.objects.filter(pk=made.pk).values().get(), made.steps.count()) == before

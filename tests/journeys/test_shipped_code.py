"""The browser runs the code that the manifest names, or none."""

import pytest
from playwright.sync_api import expect

from tests.journeys import people

pytestmark = pytest.mark.browser


def test_p32_a_script_with_one_other_byte_does_not_run(watched, reach):
    """One byte is changed on its way to the browser, each time another one; the build's half is in tests/client."""
    made = people.open_letter()
    number = reach.size(sample=4, full=50)
    blocked = 0
    for _time in range(number):
        window = watched()
        flipped = []

        def change(route, _request, flipped=flipped):
            answer = route.fetch()
            body = bytearray(answer.body())
            at = reach.chance.randrange(len(body))
            body[at] ^= 1 << reach.chance.randrange(8)
            flipped.append(at)
            route.fulfill(response=answer, body=bytes(body))

        window.context.route("**/client/*.js", change)
        page = window.go(people.path_of(made) + "read/")
        expect(page.get_by_text("This page seals your name on your own device, and needs JavaScript")).to_be_visible()
        page.wait_for_timeout(300)
        assert len(flipped) == 1
        blocked += page.locator(people.READY).count() == 0
        window.forgive("integrity")
    assert blocked == number
    people.come_back(watched(), made)  # the control: the script as it is wakes the page
    reach.reached(f"{blocked}/{number} changed scripts blocked")

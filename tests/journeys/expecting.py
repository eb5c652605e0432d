"""`expect` for both engines: Playwright's own for Chromium, the same words for a Locator in Firefox."""

import re

from playwright.sync_api import expect as expect_in_chromium

from tests.journeys.gecko_locator import Locator, wait_for


def expect(target):
    return ExpectInFirefox(target) if isinstance(target, Locator) else expect_in_chromium(target)


def _squash(text):
    return " ".join(text.split())


def _holds(wanted, whole):
    """Whether a text holds a text or pattern; with `whole`, is it."""
    if isinstance(wanted, re.Pattern):
        return lambda text: bool(wanted.search(text))
    return lambda text: _squash(text) == _squash(wanted) if whole else _squash(wanted) in _squash(text)


class ExpectInFirefox:
    """Each word waits until it is true. As in Playwright, a word about one element fails where there are several."""

    def __init__(self, locator):
        self.locator = locator

    def _all(self, body, is_true, what, timeout=None):
        def look():
            found = self.locator.each(body)
            return is_true(found), found

        wait_for(look, f"{self.locator} {what}", **({"timeout": timeout / 1000} if timeout else {}))

    def _one(self, body, is_true, what, timeout=None):
        self._all(body, lambda found: len(found) == 1 and is_true(found[0]), what, timeout)

    def to_be_visible(self, visible=True, timeout=None):
        if visible:
            self._one("return seen(element)", bool, "to be visible", timeout)
        else:
            self.to_be_hidden(timeout)

    def to_be_hidden(self, timeout=None):
        self._all("return seen(element)", lambda found: found in ([], [False]), "to be hidden", timeout)

    def to_have_count(self, number, timeout=None):
        self._all("return 1", lambda found: len(found) == number, f"to be {number}", timeout)

    def to_contain_text(self, wanted, timeout=None):
        self._one("return element.textContent", _holds(wanted, False), f"to contain {wanted!r}", timeout)

    def to_have_text(self, wanted, timeout=None):
        self._one("return element.textContent", _holds(wanted, True), f"to be {wanted!r}", timeout)

    def not_to_have_text(self, wanted, timeout=None):
        other = _holds(wanted, True)
        self._one("return element.textContent", lambda text: not other(text), f"not to be {wanted!r}", timeout)

    def not_to_contain_text(self, wanted, timeout=None):
        other = _holds(wanted, False)
        self._one("return element.textContent", lambda text: not other(text), f"not to contain {wanted!r}", timeout)

    def to_have_value(self, wanted, timeout=None):
        self._one("return element.value", lambda value: value == wanted, f"to have {wanted!r}", timeout)

    def to_have_attribute(self, name, wanted, timeout=None):
        body = f"return element.getAttribute({name!r})"
        self._one(body, lambda value: value is not None and _holds(wanted, True)(value), f"{name}={wanted!r}", timeout)

    def to_be_focused(self, timeout=None):
        self._one("return document.activeElement === element", bool, "to have the focus", timeout)

    def to_be_checked(self, timeout=None):
        self._one("return element.checked", bool, "to be checked", timeout)

    def to_be_enabled(self, timeout=None):
        self._one("return !element.disabled", bool, "to be enabled", timeout)

    def to_be_disabled(self, timeout=None):
        self._one("return element.disabled", bool, "to be disabled", timeout)

    def to_be_in_viewport(self, timeout=None):
        body = """const box = element.getBoundingClientRect();
          return seen(element) && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;"""
        self._one(body, bool, "to be in the window", timeout)

"""Elements on a page in Firefox, and what a person does with them, in Playwright's words.

Clicks and keys are real input at a place where the element is on top. Only what the journeys need is here; a word that
is missing fails as one.
"""

import re
import time
from pathlib import Path

from tests.firefox import RefusedByFirefox

TIMEOUT = 20.0  # seconds, as for Chromium (tests/conftest.py)
EVERY = 0.05
FINDING = Path(__file__).with_name("finding.js").read_text()
# The element, and where its middle is once it stands still in the window with nothing else over it.
READY = """const box = element.getBoundingClientRect();
  if (!seen(element)) return "it is not visible";
  if (element.disabled) return "it is disabled";
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (y < 0 || y > innerHeight || x < 0 || x > innerWidth) {
    element.scrollIntoView({block: "center", behavior: "instant"});
    return "it is out of the window";
  }
  const top = document.elementFromPoint(x, y);
  const isOurs = (one) => one === element || element.contains(one) || [...(element.labels ?? [])].includes(one);
  if (!top) return "nothing is there";
  for (let one = top; one; one = one.parentElement) if (isOurs(one)) return [Math.round(x), Math.round(y)];
  element.scrollIntoView({block: "center", behavior: "instant"});
  return `something lies over it: ${top.localName}.${top.className}`;"""


class NotSeen(AssertionError):
    """Something was waited for in vain."""


def wait_for(look, what, timeout=TIMEOUT):
    """`look()` until it gives (True, value); the value. Looks that a changing page made impossible are repeated."""
    until, last = time.monotonic() + timeout, "nothing"
    while True:
        try:
            done, last = look()
            if done:
                return last
        except RefusedByFirefox as refused:  # the page went away while it was asked
            last = refused
        if time.monotonic() > until:
            raise NotSeen(f"{what}: after {timeout:.0f} s: {last}")
        time.sleep(EVERY)


def worded(said):
    """Words as they are, a compiled pattern as finding.js takes one."""
    return {"pattern": said.pattern} if isinstance(said, re.Pattern) else said


class Locator:
    """Elements named by a chain (finding.js). Acting needs exactly one."""

    def __init__(self, page, chain):
        self.page, self.chain = page, chain

    def __repr__(self):
        return f"{self.chain}"

    def locator(self, css):
        return Locator(self.page, [*self.chain, {"css": css}])

    def get_by_role(self, role, *, name=None, exact=False):
        return Locator(self.page, [*self.chain, {"role": role, "name": worded(name), "exact": exact}])

    def get_by_label(self, label, *, exact=False):
        return Locator(self.page, [*self.chain, {"label": worded(label), "exact": exact}])

    def get_by_text(self, text, *, exact=False):
        return Locator(self.page, [*self.chain, {"text": worded(text), "exact": exact}])

    def filter(self, *, has=None, has_text=None):
        return Locator(self.page, [*self.chain, {"has": has.chain} if has else {"hasText": has_text}])

    def or_(self, other):
        return Locator(self.page, [*self.chain, {"or": other.chain}])

    def nth(self, at):
        return Locator(self.page, [*self.chain, {"nth": at}])

    @property
    def first(self):
        return self.nth(0)

    def all(self):
        return [self.nth(at) for at in range(self.count())]

    def each(self, body):
        """[what the function body gives for an `element`, …]"""
        found = f"const {{find, seen, words}} = {FINDING}; return find(chain)"
        code = f"(chain) => {{ {found}.map((element) => {{ {body} }}); }}"
        return self.page.ask(code, self.chain)

    def one(self, body, timeout=TIMEOUT):
        """The same for exactly one element, which is waited for."""

        def look():
            found = self.each(body)
            return len(found) == 1, found[0] if len(found) == 1 else f"{len(found)} elements"

        return wait_for(look, f"{self}", timeout)

    def count(self):
        return len(self.each("return 1"))

    def inner_text(self):
        return self.one("return words(element)")

    def all_inner_texts(self):
        return self.each("return words(element)")

    def text_content(self):
        return self.one("return element.textContent")

    def input_value(self):
        return self.one("return element.value")

    def get_attribute(self, name):
        return self.one(f"return element.getAttribute({name!r})")

    def is_visible(self):
        return self.each("return seen(element)") == [True]

    def is_checked(self):
        return self.one("return element.checked")

    def wait_for(self):
        wait_for(lambda: (self.is_visible(), "not visible"), f"{self}")

    def focus(self):
        self.one("element.focus()")

    def click(self):
        """Press in its middle, once it stands still there."""
        before = None

        def look():
            nonlocal before
            found = self.each(READY)
            if len(found) != 1 or isinstance(found[0], str):
                return False, found[0] if len(found) == 1 else f"{len(found)} elements"
            still, before = found[0] == before, found[0]
            return still, found[0]

        x, y = wait_for(look, f"click {self}")
        steps = [
            {"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]  # fmt: skip
        self.page.act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps})

    def fill(self, text):
        """Replace what stands there by typing; a day is set as its picker would."""
        if self.one("return element.type") == "date":
            told = "element.dispatchEvent(new Event(kind, {bubbles: true}))"
            self.one(f"element.value = {text!r}; for (const kind of ['input', 'change']) {told}")
        else:
            self.click()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.press("Backspace")
            self.page.keyboard.type(text)
        wait_for(lambda: (self.input_value() == text, self.input_value()), f"fill {self}")

    def check(self):
        if not self.is_checked():
            self.click()
        wait_for(lambda: (self.is_checked(), "not checked"), f"check {self}")

    def press(self, key):
        self.focus()
        self.page.keyboard.press(key)

    def select_option(self, value):
        """Choose by the keys, as with a closed list."""
        where = """const open = [...element.options].filter((one) => !one.disabled && !one.hidden);
          return [open.findIndex((one) => one.value === %r), open.findIndex((one) => one.selected)]"""
        wait_for(lambda: (self.is_visible(), "not visible"), f"{self}")
        to, now = self.one(where % value)
        assert to >= 0, f"{self} has no choice {value}"
        self.focus()
        for _step in range(abs(to - now)):
            self.page.keyboard.press("ArrowDown" if to > now else "ArrowUp")
        wait_for(lambda: (self.input_value() == value, self.input_value()), f"choose in {self}")

    def set_input_files(self, files):
        """Paths, or {"name", "buffer"}, which is put into a file for it."""
        files = files if isinstance(files, list) else [files]
        paths = [self.page.as_file(one) for one in files]
        element = self.one("return element")
        self.page.firefox.call("input.setFiles", context=self.page.context, element=element, files=paths)

"""What breaks says nothing: the same page for every fault, and no start with debug pages."""

import re
import subprocess
from contextlib import closing

import pytest
from django.urls import get_resolver

from tests.leaks.canaries import ADDRESS, BROWSER, SIGNATORY, words
from tests.leaks.sweep import Needles
from tests.stack import programs
from tests.stack.people import Letter, Organizer, Person
from tests.stack.test_stack import views
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


def test_p12_broken_pages_are_mute(stack, reach):
    """Every view, with its table gone and canaries in the request: one page but for the incident's number."""
    letter = Letter(stack, stack.step("letter", "desk@mute.example"))
    person = Person(letter, address=ADDRESS, browser=BROWSER).take_pass()
    owner = Organizer(stack, "desk@mute.example", browser=BROWSER).sign_in().visitor
    filled = {"<slug:slug>": letter.made["slug"], "<address:address>": letter.made["address"], "<int:position>": "1"}
    paths = sorted({path for path, _view in views(get_resolver(), fill=filled)})
    needles, pages, broken = Needles(words()), set(), 0
    stack.sql("ALTER TABLE petitions_letter RENAME TO petitions_letter_away")
    try:
        answers = [person.visitor.post(letter.path + "sign/", person.signature(500, SIGNATORY))]
        with closing(owner), closing(Visitor(stack, ADDRESS, BROWSER)) as stranger:
            for path in paths:
                if "logout" not in path:
                    answers += [owner.get(path + "?who=" + "plumbean-4477"), stranger.get(path)]
    finally:
        stack.sql("ALTER TABLE petitions_letter_away RENAME TO petitions_letter")
    for answer in answers:
        assert not needles.within(answer.body)
        assert b"Traceback" not in answer.body
        if answer.status == 500:
            broken += 1
            pages.add(re.sub(rb"[0-9a-f]{6}", b"incident", answer.body))
    assert broken > 20
    assert len(pages) == 1
    for log in stack.logs.iterdir():
        assert not needles.in_file(log)
    reach.reached(f"{broken} broken answers of {len(answers)}, 1 distinct page, 0 canaries")


@pytest.mark.parametrize(
    "unsafe", [{"UNDERSIGNED_DEBUG": "1"}, {"UNDERSIGNED_HOSTS": "*"}, {"UNDERSIGNED_REDIS_URL_FILE": ""}]
)
def test_p12_nothing_starts_with_unsafe_settings(stack, reach, unsafe):
    command = programs.gunicorn(stack.run / "unsafe.sock")
    done = subprocess.run(command, cwd=programs.ROOT, env=stack.env | unsafe, capture_output=True, timeout=60)
    assert done.returncode != 0
    assert b"not safe to serve with" in done.stderr
    assert not (stack.run / "unsafe.sock").exists()
    reach.reached(f"gunicorn refuses to start with {next(iter(unsafe))}")

"""Texts are compared line by line, and no text takes long."""

import time

from organize.comparing import MOST_LINES, changes


def kinds(before, after):
    return [(kind, line) for kind, _said, line in changes(before, after)]


def test_lines_that_stayed_stand_once_and_the_old_before_the_new():
    found = kinds(["We ask:", "Stop.", "Thanks."], ["We ask:", "Pause.", "Thanks."])
    assert found == [("kept", "We ask:"), ("removed", "Stop."), ("added", "Pause."), ("kept", "Thanks.")]


def test_text_of_very_many_lines_is_compared_in_no_time():
    """Two texts of short lines that repeat are the worst case: one after the other is shown instead."""
    before, after = ["a", "b"] * 5000, ["b", "a", "a"] * 3000
    found = [kind for kind, _line in kinds(before, after)]
    assert found == ["removed"] * 10_000 + ["added"] * 9_000
    began = time.process_time()
    assert kinds(["a", "b"] * (MOST_LINES // 2), ["b", "a", "a"] * (MOST_LINES // 3))
    assert time.process_time() - began < 5

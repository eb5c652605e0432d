"""Without working randomness the bundle refuses before anything is made."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from petitions.sealing import xwing

SCRIPT = Path(__file__).with_name("random.mjs")


def _outcomes(node_path, bundle, how):
    env = {**os.environ, "XWING": json.dumps(list(xwing.public(bytes(range(32)))))}
    done = subprocess.run(
        [node_path, SCRIPT, bundle, how], env=env, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("how", ["missing", "no subtle", "no generator", "zeros", "constant", "repeating", "untouched"])
def test_broken_randomness_seals_nothing(node_path, bundle, how):
    assert _outcomes(node_path, bundle, how) == {"seal": "random", "blind": "random", "build": "random"}


def test_a_generator_that_sticks_later_is_caught_by_equal_boxes(node_path, bundle):
    assert _outcomes(node_path, bundle, "stuck later")["seal"] == "random"


def test_working_randomness_seals(node_path, bundle):
    """The control: the same script gets past the generator when nothing is broken."""
    found = _outcomes(node_path, bundle, "whole")
    assert found["seal"] == "sealed"
    assert found["blind"] == "manifest"  # the script's issuer key is empty on purpose

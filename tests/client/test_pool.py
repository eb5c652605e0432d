"""The workers of the offline pages: what is said when one of them ends, in whatever way a browser tells it."""

import json
import subprocess
from pathlib import Path

import pytest

from petitions.sealing import bundle
from tests.sealing import world as w

SCRIPT = Path(__file__).with_name("pool.mjs")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    world = w.new()
    w.sign(world, tier=world.manifest.tiers[0], name="Ada Example")
    w.batch(world)
    path = tmp_path_factory.mktemp("pool") / "bundle.zip"
    path.write_bytes(bundle.zip_bytes(w.files(world)))
    return path


def run(node_path, core_path, how, packed):
    command = [node_path, SCRIPT, core_path, how, packed]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout)


def test_results_come_in_order_while_all_workers_live(node_path, core_path, packed):
    said = run(node_path, core_path, "lives", packed)
    assert (said["found"], said["first"], said["again"]) == ([*range(8), 0], None, None)


@pytest.mark.parametrize("how", ["error", "messageerror", "silent"])
def test_pool_whose_worker_ended_never_waits_and_its_end_is_no_verdict(node_path, core_path, packed, how):
    said = run(node_path, core_path, how, packed)
    assert [said[when] for when in ("first", "again", "verified")] == ["stopped"] * 3
    assert said["found"] == list(range(len(said["found"]))) and len(said["found"]) <= 5

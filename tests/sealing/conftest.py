"""Three trustees who joined and approved one letter with their tools; made once, because passphrases are slow."""

import json

import pytest

from petitions.sealing import trustee
from petitions.sealing.trustee_home import Home
from tests.sealing import world as w
from tests.sealing.trustees import PASSPHRASE, SCOPE, copy, folder, frozen


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """Three trustees who have joined one letter."""
    found = []
    for name in "ABC":
        home = Home(tmp_path_factory.mktemp(f"home-{name}"))
        trustee.init(home, name=f"T. {name}", contact="call me", url=f"https://{name}.example", passphrase=PASSPHRASE)
        draft = {"v": 1, "scope": SCOPE.hex(), "title": "To the board", "trustee": f"T. {name}", "n": 3, "t": 2}
        answer = trustee.join(home, trustee.read_draft(json.dumps(draft).encode()), passphrase=PASSPHRASE)
        found.append((home, answer))
    return found


@pytest.fixture(scope="session")
def letter(homes, tmp_path_factory):
    """The letter, approved by all three with their tools; early wave announced but not yet released."""
    world = frozen(homes)
    path = folder(tmp_path_factory.mktemp("frozen"), w.files(world))
    for seat, (home, _answer) in enumerate(homes, 1):
        reading = trustee.read_letter(home, path)
        approval = trustee.approve(home, reading, fingerprint=world.manifest.fingerprint, passphrase=PASSPHRASE)
        assert approval["trustee"] == seat
    for tier in (2, 3, 3, 8):
        w.sign(world, tier=tier, name=f"Person of {tier}")
    w.sign(world, tier=0, name="Public")
    w.batch(world)
    w.notice(world)
    return world


@pytest.fixture
def fresh(homes, letter):
    """The same letter and the first trustee's device as it was before it saw any log."""
    home, _answer = homes[0]
    state = home.letter(SCOPE).path / "state.json"
    state.unlink(missing_ok=True)
    yield home, copy(letter)
    state.unlink(missing_ok=True)

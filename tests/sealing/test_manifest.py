"""The manifest: complete where it must be, exact, and one thing for one letter."""

import json

import pytest

from petitions.sealing import manifest
from petitions.sealing.errors import Malformed, SealingError
from tests.sealing import make
from tests.sealing import world as w


@pytest.fixture(scope="module")
def good():
    return w.new().manifest.raw


def changed(raw, path, value):
    found = json.loads(raw)
    place = found
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(found).encode()


def test_reads_what_was_built(good):
    letter = manifest.parse(good, complete=True)
    assert letter.raw == good and len(letter.address) == 32
    assert letter.fingerprint.replace(" ", "") == letter.address and letter.fingerprint.count(" ") == 7
    assert (letter.opens, letter.closes, letter.destroy_by) == (w.OPENS, w.CLOSES, w.DESTROY_BY)
    assert letter.n == 3 and len(letter.xwings) == 3 and letter.translations[0].lang == "de"


def test_letter_id_is_over_the_exact_bytes(good):
    other = manifest.parse(good + b" ", complete=True)
    assert other.letter_id != manifest.parse(good, complete=True).letter_id


def test_unknown_fields_are_ignored(good):
    manifest.parse(changed(good, ["later"], {"x": 1}), complete=True)


def test_recorded_manifest_reads_where_only_the_mathematics_is_needed():
    recorded = make.vector("protocol-v1-transcript.json")
    raw = bytes.fromhex(recorded["manifest"])
    assert manifest.parse(raw, complete=False).letter_id.hex() == recorded["letter_id"]
    with pytest.raises(Malformed):
        manifest.parse(raw, complete=True)


FIELDS = (
    "v scope letter_sha256 tiers margin count_public deliver_at t trustees issuer_spki eligibility log "
    "client_sha256 opens closes notice_hours destroy_by batch"
).split()


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_must_be_there(good, field):
    with pytest.raises(Malformed) as refusal:
        manifest.parse(changed(good, [field], None), complete=True)
    assert field in str(refusal.value) or field == "trustees"


REFUSED = [
    (["v"], 2),
    (["v"], True),
    (["scope"], "AB" * 32),
    (["scope"], "ab" * 31),
    (["tiers"], []),
    (["tiers"], [3, 2]),
    (["tiers"], [2, 2]),
    (["tiers"], [0, 2]),
    (["tiers"], [2, 65535]),
    (["tiers"], [True, 2]),
    (["margin"], -1),
    (["margin"], 65535),
    (["count_public"], 1),
    (["deliver_at"], 0),
    (["t"], 1),
    (["t"], 4),
    (["t"], "2"),
    (["trustees"], {}),
    (["trustees", 0, "name"], ""),
    (["trustees", 0, "name"], "line\nbreak"),
    (["trustees", 0, "name"], "\u202eright to left"),
    (["trustees", 0, "contact"], None),
    (["trustees", 0, "url"], ""),
    (["trustees", 0, "ed25519"], "00" * 32),
    (["trustees", 0, "ed25519"], "01" + "00" * 31),
    (["trustees", 0, "ed25519"], "ff" * 32),
    (["trustees", 0, "xwing"], "ff" * 1216),
    (["trustees", 0, "xwing"], "00"),
    (["issuer_spki"], "00"),
    (["issuer_spki"], "0"),
    (["issuer_spki"], None),
    (["eligibility", "mode"], "both"),
    (["eligibility", "roster_size"], 0),
    (["eligibility", "domains"], ["example.org"]),
    (["log", "origin"], "https://example.org/undersigned"),
    (["log", "origin"], "example.org"),
    (["log", "origin"], "a b/undersigned"),
    (["log", "ed25519"], "00" * 32),
    (["client_sha256"], []),
    (["opens"], "2026-02-30"),
    (["opens"], "2026-3-2"),
    (["closes"], "2026-03-02"),
    (["destroy_by"], "2026-04-02"),
    (["notice_hours"], 721),
    (["notice_hours"], -1),
    (["batch", "every_hours"], 25),
    (["batch", "min"], 4),
    (["translations", 0, "lang"], "../x"),
    (["translations", 0, "sha256"], "00"),
]


@pytest.mark.parametrize(("path", "value"), REFUSED, ids=str)
def test_wrong_values_are_refused(good, path, value):
    with pytest.raises(SealingError):
        manifest.parse(changed(good, path, value), complete=True)


def test_no_key_stands_twice(good):
    found = json.loads(good)
    for key in ("ed25519", "xwing"):
        twice = changed(good, ["trustees", 1, key], found["trustees"][0][key])
        with pytest.raises(Malformed) as refusal:
            manifest.parse(twice, complete=True)
        assert key in str(refusal.value)
    with pytest.raises(Malformed):
        manifest.parse(changed(good, ["log", "ed25519"], found["trustees"][0]["ed25519"]), complete=True)


def test_bytes_that_are_no_strict_json_are_refused(good):
    for raw in (
        b"",
        b"[]",
        b"\xef\xbb\xbf" + good,
        good[:-3],
        good.decode().encode("utf-16"),
        good.replace(b'"margin": 0', b'"margin": 0.0'),
        good.replace(b'"margin": 0', b'"margin": 0, "margin": 0'),
        good.replace(b'"margin": 0', b'"margin": NaN'),
        good + b" " * 65_536,
        b"[" * 60_000,
    ):
        assert raw != good
        with pytest.raises(Malformed):
            manifest.parse(raw, complete=True)


def test_mail_mode_names_domains_and_no_roster():
    letter = w.new(mode="email").manifest
    assert letter.eligibility.roster_root is None and letter.eligibility.domains == ("example.org",)
    with pytest.raises(Malformed):
        w.new(mode="email", eligibility={"mode": "email", "roster_root": None, "roster_size": 0, "domains": []})


def test_nothing_incomplete_is_ever_built():
    with pytest.raises(Malformed):
        manifest.build(scope=bytes(32))

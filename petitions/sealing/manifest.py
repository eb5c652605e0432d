"""The manifest: what a letter is. Its exact bytes hash to the letter_id; nothing is ever re-serialised (SPEC 4)."""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from petitions.sealing import ed25519, passes, xwing
from petitions.sealing.encoding import b32, day_number, day_text, grouped, hex_bytes, load_json, sha256
from petitions.sealing.errors import Malformed, SealingError

MAX_BYTES = 64 * 1024
MAX_TIER = 65534
MAX_DAY = 2_932_896  # 9999-12-31, the last day that fits the text form
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_ORIGIN = re.compile(r"[a-z0-9.:\[\]-]{1,253}/undersigned")
_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


@dataclass(frozen=True)
class Trustee:
    """One seat. contact and url are None in a manifest that holds only what the mathematics uses."""

    name: str
    ed25519: bytes
    xwing: bytes
    contact: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Translation:
    """A translated text, `letter.<lang>.md`."""

    lang: str
    sha256: bytes
    title: str


@dataclass(frozen=True)
class Eligibility:
    """mode "code" (roster_root, roster_size) or "email" (domains)."""

    mode: str
    roster_root: bytes | None
    roster_size: int
    domains: tuple


@dataclass(frozen=True)
class Log:
    """Where checkpoints come from: `origin` is <host>/undersigned, `ed25519` the log key."""

    origin: str
    ed25519: bytes


@dataclass(frozen=True)
class Batch:
    """Publish when `min` new signatories wait, every `every_hours`."""

    min: int
    every_hours: int


@dataclass(frozen=True)
class Manifest:
    """All fields of SPEC section 4, hex decoded to bytes and days to numbers. Absent optional parts are None."""

    raw: bytes
    scope: bytes
    tiers: tuple
    margin: int
    count_public: bool
    t: int
    trustees: tuple
    issuer_spki: bytes
    letter_sha256: bytes | None = None
    translations: tuple = ()
    deliver_at: int | None = None
    eligibility: Eligibility | None = None
    log: Log | None = None
    client_sha256: tuple | None = None
    opens: int | None = None
    closes: int | None = None
    notice_hours: int | None = None
    destroy_by: int | None = None
    batch: Batch | None = None

    @cached_property
    def letter_id(self):
        """SHA-256 of the bytes as served, 32 bytes."""
        return sha256(self.raw)

    @cached_property
    def address(self):
        """The 32 characters of the public address."""
        return b32(self.letter_id[:20])

    @property
    def fingerprint(self):
        """The address in eight groups of four, for reading aloud."""
        return grouped(self.address, 4)

    @property
    def n(self):
        """How many trustees."""
        return len(self.trustees)

    @cached_property
    def xwings(self):
        """The trustees' sealing keys in order."""
        return [trustee.xwing for trustee in self.trustees]


def _need(holds, field):
    if not holds:
        raise Malformed("manifest", f"The manifest field “{field}” is missing or not allowed as it stands.")


def _whole(value, low, high, field):
    _need(isinstance(value, int) and not isinstance(value, bool) and low <= value <= high, field)
    return value


def _words(value, most, field):
    plain = isinstance(value, str) and len(value) <= most and value.strip() and value.isprintable()
    _need(plain and unicodedata.is_normalized("NFC", value), field)
    return value


def _hex(value, length, field):
    _need(isinstance(value, str), field)
    try:
        return hex_bytes(value, length)
    except Malformed:
        _need(False, field)


def _day(value, field):
    try:
        return day_number(value)
    except Malformed:
        _need(False, field)


def _list(value, low, high, field):
    _need(isinstance(value, list) and low <= len(value) <= high, field)
    return value


def _dict(value, field):
    _need(isinstance(value, dict), field)
    return value


def _trustee(found, complete):
    _dict(found, "trustees")
    full = {key: _words(found.get(key), 300, f"trustees.{key}") for key in ("contact", "url")} if complete else {}
    return Trustee(
        name=_words(found.get("name"), 120, "trustees.name"),
        ed25519=_hex(found.get("ed25519"), 32, "trustees.ed25519"),
        xwing=_hex(found.get("xwing"), xwing.PUBLIC_LENGTH, "trustees.xwing"),
        **full,
    )


def _tiers(value):
    tiers = tuple(_whole(tier, 1, MAX_TIER, "tiers") for tier in _list(value, 1, 100, "tiers"))
    _need(all(low < high for low, high in zip(tiers, tiers[1:], strict=False)), "tiers")
    return tiers


def _spki(value):
    _need(isinstance(value, str) and len(value) <= 4096, "issuer_spki")
    spki = _hex(value, len(value) // 2, "issuer_spki")
    try:
        passes.load_issuer(spki)
    except SealingError:
        _need(False, "issuer_spki")
    return spki


def _eligibility(found):
    _dict(found, "eligibility")
    mode = found.get("mode")
    _need(mode in ("code", "email"), "eligibility.mode")
    domains = tuple(_words(name, 253, "domains") for name in _list(found.get("domains"), 0, 50, "eligibility.domains"))
    if mode == "code":
        _need(not domains, "eligibility.domains")
        root = _hex(found.get("roster_root"), 32, "eligibility.roster_root")
        return Eligibility(mode, root, _whole(found.get("roster_size"), 1, 2**31, "eligibility.roster_size"), domains)
    _need("roster_root" in found and found["roster_root"] is None, "eligibility.roster_root")
    _need(domains and all(_DOMAIN.fullmatch(name) for name in domains), "eligibility.domains")
    return Eligibility(mode, None, _whole(found.get("roster_size"), 0, 0, "eligibility.roster_size"), domains)


def _translations(value):
    found = tuple(
        Translation(
            lang=_words(_dict(row, "translations").get("lang"), 20, "translations.lang"),
            sha256=_hex(row.get("sha256"), 32, "translations.sha256"),
            title=_words(row.get("title"), 300, "translations.title"),
        )
        for row in _list(value, 0, 50, "translations")
    )
    _need(all(_LANG.fullmatch(row.lang) for row in found), "translations.lang")
    _need(len({row.lang for row in found}) == len(found), "translations.lang")
    return found


def _log(found):
    _dict(found, "log")
    origin = found.get("origin")
    _need(isinstance(origin, str) and _ORIGIN.fullmatch(origin), "log.origin")
    return Log(origin, _hex(found.get("ed25519"), 32, "log.ed25519"))


def _batch(found):
    _dict(found, "batch")
    hours = _whole(found.get("every_hours"), 24, 24 * 28, "batch.every_hours")
    _need(hours % 24 == 0, "batch.every_hours")
    return Batch(_whole(found.get("min"), 5, 1000, "batch.min"), hours)


def _rest(found):
    """The fields that approving and opening a letter need, but the mathematics does not."""
    days = {field: _day(found.get(field), field) for field in ("opens", "closes", "destroy_by")}
    _need(days["opens"] < days["closes"], "closes")
    _need(days["closes"] < days["destroy_by"], "destroy_by")
    clients = tuple(_hex(row, 32, "client_sha256") for row in _list(found.get("client_sha256"), 1, 20, "client_sha256"))
    return days | {
        "letter_sha256": _hex(found.get("letter_sha256"), 32, "letter_sha256"),
        "translations": _translations(found.get("translations", [])),
        "deliver_at": _whole(found.get("deliver_at"), 1, 2**31, "deliver_at"),
        "eligibility": _eligibility(found.get("eligibility")),
        "log": _log(found.get("log")),
        "client_sha256": clients,
        "notice_hours": _whole(found.get("notice_hours"), 0, 720, "notice_hours"),
        "batch": _batch(found.get("batch")),
    }


def _check_keys(trustees, log):
    _need(len({trustee.xwing for trustee in trustees}) == len(trustees), "trustees.xwing")
    signing = [trustee.ed25519 for trustee in trustees] + ([log.ed25519] if log else [])
    _need(len(set(signing)) == len(signing), "trustees.ed25519")
    for key in signing:
        ed25519.check_key(key)
    for trustee in trustees:
        xwing.check_public(trustee.xwing)


def parse(raw, *, complete):
    """The Manifest in these exact bytes. `complete` asks for every field of SPEC section 4, as approving does.

    Unknown fields are ignored. Malformed("manifest") names the field that is missing or wrong.
    """
    found = _dict(load_json(bytes(raw), MAX_BYTES), "(the whole)")
    _need(_whole(found.get("v"), 1, 1, "v") == 1, "v")
    trustees = tuple(_trustee(row, complete) for row in _list(found.get("trustees"), 2, 7, "trustees"))
    _need(isinstance(found.get("count_public"), bool), "count_public")
    rest = _rest(found) if complete else {}
    _check_keys(trustees, rest.get("log"))
    return Manifest(
        raw=bytes(raw),
        scope=_hex(found.get("scope"), 32, "scope"),
        tiers=_tiers(found.get("tiers")),
        margin=_whole(found.get("margin"), 0, MAX_TIER, "margin"),
        count_public=found["count_public"],
        t=_whole(found.get("t"), 2, len(trustees), "t"),
        trustees=trustees,
        issuer_spki=_spki(found.get("issuer_spki")),
        **rest,
    )


def _plain(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def build(**fields):
    """The bytes of a new manifest, made once at the freeze from the fields of SPEC section 4 by name.

    bytes become hex, day numbers of opens, closes and destroy_by become text; `v` is added. Malformed if any field
    is missing, so that nothing incomplete is ever frozen.
    """
    days = {name: day_text(fields[name]) for name in ("opens", "closes", "destroy_by") if name in fields}
    raw = json.dumps(_plain({"v": 1} | fields | days), ensure_ascii=False, indent=1).encode() + b"\n"
    parse(raw, complete=True)
    return raw

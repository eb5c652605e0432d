"""The trustee file of the browser page (SPEC section 14): all of a home folder in one JSON text, and back.

So a trustee can begin with one tool and go on with the other. Key files travel as they are, under their passphrase.
"""

from petitions.sealing import keyfile, manifest
from petitions.sealing.encoding import hex_bytes, load_json
from petitions.sealing.errors import Malformed, Rejected
from petitions.sealing.trustee_home import Home, to_json, write_private
from petitions.sealing.trustee_release import EMPTY

KIND = "undersigned-trustee"
MAX_BYTES = 64 << 20
_FIELDS = {"v", "kind", "identity", "identity_key", "approved", "letters"}
_LETTER = {"title", "join", "key", "manifest", "state"}


def _hex_of(path):
    return path.read_bytes().hex() if path.is_file() else None


def _packed(desk):
    letter = desk.manifest()
    return {
        "title": None,
        "join": desk.join(),
        "key": _hex_of(desk.path / "letter.key"),
        "manifest": letter.raw.decode("utf-8") if letter else None,
        "state": EMPTY | desk.state(),
    }


def pack(home):
    """The bytes of the trustee file that holds what this home folder holds."""
    fields = home.identity()
    letters = {desk.scope.hex(): _packed(desk) for desk in home.letters() if desk.joined}
    return to_json(
        {
            "v": 1,
            "kind": KIND,
            "identity": fields,
            "identity_key": _hex_of(home.path / "identity.key"),
            "approved": home.approved(),
            "letters": letters,
        }
    )


def read(raw):
    """The dict in a trustee file; Malformed("home") if it is none."""
    found = load_json(raw, MAX_BYTES)
    fits = isinstance(found, dict) and found.keys() == _FIELDS and (found["v"], found["kind"]) == (1, KIND)
    fits = fits and isinstance(found["letters"], dict) and isinstance(found["approved"], list)
    if not fits or not all(isinstance(row, dict) and row.keys() == _LETTER for row in found["letters"].values()):
        raise Malformed("home", "This is not a trustee file, or it is damaged.")
    if not isinstance(found["identity"], dict):
        raise Rejected("home", "This trustee file holds no identity yet.")
    return found


def _key_bytes(text):
    try:
        raw = bytes.fromhex(text)
    except (TypeError, ValueError):
        raise Malformed("home", "This is not a trustee file, or it is damaged.") from None
    if len(raw) < keyfile.OVERHEAD:
        raise Malformed("home", "This is not a trustee file, or it is damaged.")
    return raw


def unpack(raw, path):
    """Make a home folder at `path`, which must not hold one yet, from the bytes of a trustee file; returns the Home."""
    found, home = read(raw), Home(path)
    if (home.path / "identity.json").exists():
        raise Rejected("home", "This device has a trustee identity already.")
    identity_key = _key_bytes(found["identity_key"])
    plans = []
    for scope, row in found["letters"].items():
        key = row["key"] and _key_bytes(row["key"])
        text = row["manifest"] and row["manifest"].encode("utf-8")
        if text:
            manifest.parse(text, complete=True)
        plans.append((home.letter(hex_bytes(scope, 32)), row, key, text))
    # Everything was read before anything is written, and the identity comes last: half a home is none.
    for desk, row, key, text in plans:
        if key:
            write_private(desk.path / "letter.key", key)
        if text:
            write_private(desk.path / "manifest.json", text)
        write_private(desk.path / "join.json", to_json(row["join"]))
        desk.save_state(row["state"])
    if found["approved"]:
        write_private(home.path / "approved.json", to_json(found["approved"]))
    write_private(home.path / "identity.key", identity_key)
    write_private(home.path / "identity.json", to_json(found["identity"]))
    return home

"""One letter that many people have signed, made with real keys and kept under var/bench/: making it takes minutes.

Everybody asks for the lowest tier or a higher one, so all of them are due. The folder's name carries the size and a
hash of the code that makes it; throw var/bench/ away at any time.
"""

import hashlib
import json
import os
import random
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from petitions.sealing import ed25519, entries, envelope, issuer, log, manifest, passes, xwing
from petitions.sealing.encoding import day_number, sha256
from tests.benchmarks.place import ROOT

KEPT = ROOT / "var" / "bench"
N, T = 3, 2
TIERS = [5, 10, 20, 40]
OPENS, CLOSES, DESTROY_BY = map(day_number, ("2026-03-02", "2026-12-30", "2027-06-01"))
LETTER = "# Two people at every dock\n\nWe load at night.\n\n" + "Nobody should stand at an open dock alone.\n\n" * 20
WIDTH = entries.SIGN_LENGTH + envelope.blob_length(N)
CHUNK = 250
_DECIDING = ("labels", "encoding", "log", "shares", "xwing", "plaintext", "envelope", "passes", "entries", "manifest")
FIRST = "Ana Bo Chidi Dana Ewa Farah Grażyna Ivan James José Kwame Lucía Maria Noor Oluwaseun Paul 李 Zoë".split()
SYLLABLES = "an ber cor del er fe gra hol is jen ko lin mar nos ol per qui ros sen tor ul ven wei zu ñez š ö".split()
TITLES = ["", "", "Dock worker", "Senior engineer", "Nurse, ward 3", "Teamleiterin"]


class World:
    """A letter with its keys and the people who signed it, sorted by leaf hash.

    Keys are worth nothing to anyone: no real letter was ever frozen with them.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        kept = json.loads((self.folder / "letter.json").read_text())
        for name in ("log_seed", "issuer"):
            setattr(self, name, bytes.fromhex(kept[name]))
        for name in ("identities", "seeds", "roster", "redeemed"):
            setattr(self, name, [bytes.fromhex(one) for one in kept[name]])
        self.manifest = manifest.parse((self.folder / "manifest.json").read_bytes(), complete=True)
        self.path = self.folder / "people.bin"
        self.size = self.path.stat().st_size // WIDTH

    def people(self, start=0, stop=None):
        """Yield (entry, blob) of these people, in order of leaf."""
        with self.path.open("rb") as file:
            file.seek(start * WIDTH)
            for _number in range(start, self.size if stop is None else stop):
                raw = file.read(WIDTH)
                yield raw[: entries.SIGN_LENGTH], raw[entries.SIGN_LENGTH :]

    def leaves(self):
        return [log.leaf_hash(entry) for entry, _blob in self.people()]


def world(size):
    """The World with this many people: the kept one, or a new one."""
    folder = KEPT / f"{size}-{_code()}"
    if not folder.exists():
        _make(size, folder)
    return World(folder)


def _code():
    """A short hash of everything that decides what a world looks like."""
    sources = [*(ROOT / "petitions" / "sealing" / f"{name}.py" for name in _DECIDING), Path(__file__)]
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _make(size, folder):
    key, scope, log_seed = issuer.new_key(), os.urandom(32), os.urandom(32)
    identities, seeds = ([os.urandom(32) for _ in range(N)] for _ in range(2))
    redeemed = [passes.code_hash(scope, passes.new_code()) for _ in range(size)]
    roster = [passes.roster_leaf(h1) for h1 in redeemed]
    raw = _manifest(key, scope, log_seed, identities, seeds, roster)
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), get_context("spawn")) as crew:
        sizes = [min(CHUNK, size - done) for done in range(0, size, CHUNK)]
        made = crew.map(_people, [(raw, key, number) for number in sizes])
        people = sorted((one for chunk in made for one in chunk), key=lambda one: log.leaf_hash(one[:583]))
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    (draft / "people.bin").write_bytes(b"".join(people))
    (draft / "manifest.json").write_bytes(raw)
    kept = {"log_seed": log_seed.hex(), "issuer": key.hex()}
    kept |= {"identities": _hex(identities), "seeds": _hex(seeds), "roster": _hex(roster), "redeemed": _hex(redeemed)}
    (draft / "letter.json").write_text(json.dumps(kept))
    try:
        draft.rename(folder)
    except OSError:  # another run was faster
        shutil.rmtree(draft)


def _hex(values):
    return [value.hex() for value in values]


def _manifest(key, scope, log_seed, identities, seeds, roster):
    trustees = [
        {
            "name": f"Trustee {name}",
            "contact": "by phone, evenings",
            "url": f"https://trustee-{name.lower()}.example/",
            "ed25519": ed25519.public(identity),
            "xwing": xwing.public(seed),
        }
        for name, identity, seed in zip("ABC", identities, seeds, strict=True)
    ]
    return manifest.build(
        scope=scope,
        letter_sha256=sha256(LETTER.encode()),
        tiers=TIERS,
        margin=0,
        count_public=True,
        deliver_at=5,
        t=T,
        trustees=trustees,
        issuer_spki=issuer.spki(key),
        eligibility={
            "mode": "code",
            "roster_root": passes.roster_root(roster),
            "roster_size": len(roster),
            "domains": [],
        },
        log={"origin": "letters.example/undersigned", "ed25519": ed25519.public(log_seed)},
        client_sha256=[sha256(b"client")],
        opens=OPENS,
        closes=CLOSES,
        notice_hours=72,
        destroy_by=DESTROY_BY,
        batch={"min": 5, "every_hours": 24},
    )


def _people(task):
    """In a worker: records of people who got a pass and signed."""
    raw, key, number = task
    letter, issuing = manifest.parse(raw, complete=True), issuer.Issuer(key)
    chance, made = random.Random(os.urandom(16)), []
    for _number in range(number):
        ssk, prefix = os.urandom(32), os.urandom(32)
        pass_ = passes.Pass(ssk, prefix, issuing.issue(ed25519.public(ssk), letter.scope, prefix))
        tier = chance.choice(TIERS)
        last = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        name = f"{chance.choice(FIRST)} {chance.choice('ABCDEFGHJKLM')}. {last}"
        fields = {"name": name} | ({"title": title} if (title := chance.choice(TITLES)) else {})
        blob = envelope.seal(
            letter_id=letter.letter_id,
            spk=pass_.spk,
            tier=tier,
            seq=0,
            xwings=letter.xwings,
            t=letter.t,
            plaintext=envelope.pad(fields),
        )
        made.append(
            entries.make_sign(letter_id=letter.letter_id, tier=tier, seq=0, pass_=pass_, sealed_hash=sha256(blob))
            + blob
        )
    return made

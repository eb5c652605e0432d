"""What the server keeps opens nothing, neither before a release nor, from an old backup, after the destruction."""

import hashlib
import subprocess
from contextlib import closing

import pytest

from petitions.sealing import entries, envelope, xwing
from petitions.sealing.errors import SealingError
from tests.leaks import matching
from tests.leaks.sweep import back_up, sweep
from tests.leaks.test_unlinkable import published  # noqa: F401  the crowd after its batch
from tests.stack import programs
from tests.stack.people import Organizer
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
RESTORED = "restored"


def envelopes(stack, pk, database="undersigned"):
    """[(Sign, blob)] of a letter, as a thief of the database has them."""
    with stack.connect_database(database) as connection:
        found = connection.execute(
            "SELECT l.entry, b.blob FROM petitions_blob b JOIN petitions_logentry l "
            "ON l.letter_id = b.letter_id AND l.leaf = b.leaf WHERE b.letter_id = %s",
            [pk],
        ).fetchall()
    return [(entries.parse(bytes(entry)), envelope.parse(bytes(blob), n=3, t=2)) for entry, blob in found]


def opened(manifest, found, seeds):
    """How many names these X-Wing seeds open: each is tried on each box, and what comes out on the body."""
    privates, number = [xwing.private(seed) for seed in seeds], 0
    for entry, blob in found:
        bound = {"letter_id": manifest.letter_id, "spk": entry.spk, "tier": entry.tier, "seq": entry.seq}
        got = [share for private in privates for i in (1, 2, 3) if (share := _share(blob, i, private, bound))]
        try:
            number += bool(got) and envelope.open_body(blob, got, **bound) is not None
        except SealingError:
            continue
    return number


def _share(blob, i, private, bound):
    try:
        return envelope.open_share(blob, i, private, **bound)
    except SealingError:
        return None


def own_secrets(stack):
    """Every 32 bytes that lie next to each other in a secret that the server owns, and hashes of the whole."""
    files = [*(stack.var / "keys").iterdir(), stack.var / "secret_key", *stack.etc.iterdir()]
    for file in files:
        raw = file.read_bytes()
        yield hashlib.sha256(raw).digest()
        for at in range(len(raw) - 31):
            yield raw[at : at + 32]


def test_p33_the_server_holds_no_opening_key(published, reach):  # noqa: F811
    """No secret of the server is a trustee's seed, nothing it wrote holds one, and the likeliest open nothing."""
    crowd, _bundle = published
    stack, made, manifest = crowd.stack, crowd.letter.made, crowd.letter.manifest
    found = envelopes(stack, made["pk"])
    seeds = [bytes.fromhex(seed) for seed in made["seeds"]]
    assert len(found) == len(crowd.people)
    assert opened(manifest, found[:20], seeds[:2]) == 20, "with two trustees' keys they do open"
    assert opened(manifest, found[:20], seeds[:1]) == 0
    tried = set(own_secrets(stack))
    assert not [seed for seed in tried if xwing.public(seed) in manifest.xwings]
    secrets = {f"seed {at}": seed for at, seed in enumerate(seeds)}
    assert sweep(stack, secrets, backups=False) == {}
    keys = [file.read_bytes()[:32] for file in sorted((stack.var / "keys").iterdir())]
    assert opened(manifest, found, keys[:2]) == 0
    reach.reached(f"0 of {len(found)} envelopes open with {len(tried)} candidate keys from all that the server owns")


def test_p21_nobody_can_list_signers_before_the_release(published, reach):  # noqa: F811
    """Every page of desk and letter, for each role; and every row of every table, as the product's own role.

    All of them signed as "Crowdmember …". That names are seen where they are is shown by test_at_rest.py.
    """
    from django.urls import get_resolver

    from tests.stack.test_stack import views

    crowd, _bundle = published
    stack, made = crowd.stack, crowd.letter.made
    stack.step("account", "stranger@desk.example")
    visitors = {
        "owner": Organizer(stack, "desk@crowd.example").sign_in().visitor,
        "stranger": Organizer(stack, "stranger@desk.example").sign_in().visitor,
        "nobody": Visitor(stack),
    }
    filled = {"<slug:slug>": made["slug"], "<address:address>": made["address"], "<int:position>": "1"}
    paths = sorted(path for path, _view in views(get_resolver(), fill=filled))
    read = 0
    for role, visitor in visitors.items():
        with closing(visitor):
            for path in paths:
                if "logout" in path:
                    continue
                answer = visitor.get(path)
                read += answer.status == 200
                assert b"Crowdmember" not in answer.body, (role, path)
    assert read > 40
    with stack.connect_database(user="undersigned") as connection:
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        for table in tables:
            with connection.cursor().copy(f"COPY (SELECT t::text FROM {table} t) TO STDOUT") as copy:
                rows = b"".join(copy)
            assert b"Crowdmember" not in rows
            assert b"Crowdmember".hex().encode() not in rows, table
    reach.reached(f"0 identities on {len(paths)} addresses for {len(visitors)} roles ({read} pages read) "
                  f"and in {len(tables)} tables")  # fmt: skip


def test_p45_after_destruction_an_old_backup_opens_nothing(published, reach):  # noqa: F811
    """A backup from before, restored; with every key that survives: the server's, and those of t-1 trustees.

    The other trustees have destroyed theirs: that is what the promise rests on (protocol, section 13).
    """
    crowd, _bundle = published
    stack, made, manifest = crowd.stack, crowd.letter.made, crowd.letter.manifest
    back_up(stack)
    dump = (stack.folder / "backup" / "dump.sql").read_bytes()
    stack.step("destroy", made["pk"])
    stack.step("shred")
    assert envelopes(stack, made["pk"]) == []
    keys = sorted((stack.var / "keys").iterdir())
    assert not [file for file in keys if made["pk"].replace("-", "") in file.name], "the issuer's key is gone"
    stack.sql(f"CREATE DATABASE {RESTORED} TEMPLATE template0")
    where = ["-h", str(stack.socket_folder), "-U", "postgres", "-q", "-d", RESTORED]
    done = subprocess.run([programs.found("psql"), *where], input=dump, capture_output=True, check=True)
    assert b"ERROR" not in done.stderr
    try:
        found = envelopes(stack, made["pk"], RESTORED)
        assert len(found) == len(crowd.people)
        survivors = [bytes.fromhex(made["seeds"][0]), *(file.read_bytes()[:32] for file in keys)]
        assert opened(manifest, found, survivors) == 0
        assert opened(manifest, found[:20], [bytes.fromhex(seed) for seed in made["seeds"][:2]]) == 20
        links = matching.links(crowd, "petitions_logentry", RESTORED)
        assert max(links.values()) <= matching.bound(len(crowd.people)), links
    finally:
        stack.sql(f"DROP DATABASE {RESTORED} WITH (FORCE)")
    reach.reached(f"0 of {len(found)} envelopes of an old backup open, best link {max(links.values()):.2%}")

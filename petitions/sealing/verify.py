"""The verifier: every check of SPEC section 11 on a bundle, one line each, and what it found for other tools."""

from array import array
from typing import NamedTuple

from petitions.sealing import manifest as manifests
from petitions.sealing import passes, release, rows, verify_log, verify_names, waves
from petitions.sealing.encoding import sha256
from petitions.sealing.entries import SIGN_LENGTH
from petitions.sealing.errors import Malformed, Rejected, SealingError
from petitions.sealing.opening import cores_for
from petitions.sealing.processes import Crew
from petitions.sealing.promise import check_promise

SMALL = 16 * 1024


class Report(NamedTuple):
    """failures: pairs (check, sentence). complaints: sentences naming a trustee or the log. names: published names.

    facts: the Facts behind it, for the trustee tool; parts of it are None where a check failed.
    """

    failures: list
    complaints: list
    names: int
    facts: object


class Facts:
    """What the checks hand on to one another."""

    def __init__(self, bundle, crew, *, sealed, seen, today, promise):
        self.bundle, self.crew, self.sealed, self.seen, self.promise = bundle, crew, sealed, seen, promise
        self.today = today
        self.manifest = self.checkpoints = self.book = self.story = self.blobs = None
        self.index_of, self.opened, self.names, self.complaints = {}, {}, 0, []

    def trustee(self, i):
        """A trustee as people are told about them."""
        return f"trustee {i} ({self.manifest.trustees[i - 1].name})"


def _manifest(facts):
    facts.manifest = manifests.parse(facts.bundle.read("manifest.json"), complete=True)
    yield f"letter_id {facts.manifest.letter_id.hex()}"
    yield f"address {facts.manifest.fingerprint}"


def _approvals(facts):
    pairs = rows.read_approvals(facts.bundle.read("approvals.json"), SMALL)
    if [trustee for trustee, _signature in pairs] != list(range(1, facts.manifest.n + 1)):
        raise Rejected("approvals", "Not every trustee has approved this letter.")
    for trustee, signature in pairs:
        try:
            release.check_approval(facts.manifest.trustees[trustee - 1].ed25519, facts.manifest.letter_id, signature)
        except Rejected:
            raise Rejected("approvals", f"The approval of {facts.trustee(trustee)} is not valid.") from None
    yield f"all {facts.manifest.n} trustees approved exactly this letter"


def _letter(facts):
    letter = facts.manifest
    wanted = {row.lang: row.sha256 for row in letter.translations}
    if sha256(facts.bundle.read("letter.md")) != letter.letter_sha256 or facts.bundle.translations() != set(wanted):
        raise Rejected("letter", "The text is not the one in the manifest.")
    for lang, digest in wanted.items():
        if sha256(facts.bundle.read(f"letter.{lang}.md")) != digest:
            raise Rejected("letter", f"The translation “{lang}” is not the one in the manifest.")
    yield f"the text is the one approved, in {1 + len(wanted)} language(s)"


def _checkpoints(facts):
    facts.checkpoints = verify_log.read_checkpoints(facts.bundle.read("checkpoints.txt"), facts.manifest)
    size = facts.checkpoints[-1].size if facts.checkpoints else 0
    yield f"{len(facts.checkpoints)} checkpoints, the last over {size} entries"


def _entries(facts):
    piece = facts.bundle.piece("entries.bin")
    facts.book = verify_log.read_log(piece, facts.checkpoints, facts.manifest, facts.crew)
    facts.index_of = {line.leaf: index for index, line in enumerate(facts.book.lines)}
    withdrawals = len(facts.book.lines) - facts.book.signs
    yield f"{facts.book.signs} signatures and {withdrawals} withdrawals, each valid, each with a pass of this letter"
    yield from verify_log.describe(facts.book, facts.checkpoints)


def _log(facts):
    facts.book.check_roots()
    if facts.seen:
        size, root = facts.seen
        tree = verify_log.log.Frontier()
        for line in facts.book.lines[:size]:
            tree.append(line.leaf)
        if (tree.size, tree.root()) != (size, root):
            raise Rejected("log", "This log is not an extension of the one seen before.")
    yield "every checkpoint extends the one before" + (", and the one seen before" if facts.seen else "")


def _waves(facts):
    bundle, letter = facts.bundle, facts.manifest
    if bundle.notices() != list(range(1, len(bundle.notices()) + 1)):
        raise Rejected("notices", "A notice is missing.")
    notices = []
    for wave in bundle.notices():
        notice = release.parse_notice(bundle.read(f"notices/{wave}.bin"), manifest=letter)
        if notice.wave != wave:
            raise Rejected("notices", "A notice is filed under another wave.")
        notices.append(notice)
    files = []
    for wave, trustee in bundle.releases():
        if trustee > letter.n:
            raise Rejected("releases", "There is a release file of a trustee that this letter does not have.")
        try:
            file = release.parse_release(bundle.read(f"releases/{wave}-{trustee}.bin"), manifest=letter)
        except SealingError as refusal:
            raise Rejected("releases", f"A file of {facts.trustee(trustee)}: {refusal}") from None
        if file.trustee != trustee:
            raise Rejected("releases", f"A file of {facts.trustee(file.trustee)} is filed under another name.")
        files.append((wave, file))
    facts.story = waves.replay(letter, facts.book.lines, facts.checkpoints, notices, files, today=facts.today)
    live = sum(head.live for head in facts.story.heads.values())
    yield f"{live} live signatures; {len(facts.story.final)} are final"
    for record in facts.story.waves:
        yield waves.describe(record)
        for file in record.releases:
            if file.n_bad:
                yield f"wave {record.number}: {facts.trustee(file.trustee)} could not open {file.n_bad} boxes"


def _roster(facts):
    rule = facts.manifest.eligibility
    if rule.mode == "email":
        if "roster.json" in facts.bundle:
            raise Rejected("roster", "A letter with work-mail passes has no roster.")
        yield "ATTENTION: passes went out by work mail, so THE COUNT RESTS ON THE OPERATOR'S WORD"
        return
    root, leaves, redeemed = rows.read_roster(facts.bundle.read("roster.json", 1024 + 140 * rule.roster_size), 2**31)
    if root != rule.roster_root or len(leaves) != rule.roster_size or passes.roster_root(leaves) != root:
        raise Rejected("roster", "The roster is not the one in the manifest.")
    people = len({line.spk for line in facts.book.lines if line.tier is not None})
    if redeemed is None:
        if facts.bundle.releases() or people > rule.roster_size:
            raise Rejected("roster", "Redeemed codes are missing although something was released, or too many signed.")
        yield f"{people} signatories, {rule.roster_size} codes; redeemed codes are not published yet"
        return
    known = set(leaves)
    if len(set(redeemed)) != len(redeemed) or not all(passes.roster_leaf(h1) in known for h1 in redeemed):
        raise Rejected("roster", "A redeemed code is not on the roster, or counted twice.")
    if people > len(redeemed):
        raise Rejected("roster", "More people signed than codes were redeemed.")
    yield f"{people} signatories, {len(redeemed)} redeemed of {rule.roster_size} codes"


def _receipts(facts):
    lines = facts.book.lines
    by_leaf = array("Q", sorted(range(len(lines)), key=lambda index: lines[index].leaf))
    piece = facts.bundle.piece("receipts.bin")
    late = verify_log.check_receipts(piece, facts.book, facts.manifest, by_leaf, facts.crew)
    if late:
        facts.complaints.append(f"the log took in {late} entries after the day their receipts promised")
    yield f"one valid receipt for each of {len(lines)} entries"


def _promise(facts):
    leaves = [line.leaf for line in facts.book.lines]
    late, sentence = check_promise(facts.promise, letter=facts.manifest, leaves=leaves, marks=facts.checkpoints)
    if late:
        facts.complaints.append("the log took in the entry of this receipt after the day it promised")
    yield sentence


def _blobs(facts):
    facts.blobs = verify_names.BlobBook(facts.bundle.piece("blobs.bin"), facts.manifest.n)
    wrong_by = {}
    found = verify_names.check_blobs(
        facts.blobs,
        *(facts.book, facts.manifest, facts.story, facts.index_of, facts.crew),
        sealed=facts.sealed,
    )
    for leaf, wave, identity, wrong in found:
        if wave is not None:
            facts.opened[leaf] = (wave, identity)
        for trustee in wrong:
            wrong_by.setdefault(trustee, []).append(leaf)
    for trustee, leaves in sorted(wrong_by.items()):
        text = f"{facts.trustee(trustee)} gave {len(leaves)} wrong share(s), the first for entry {leaves[0].hex()}"
        facts.complaints.append(text)
    yield f"{len(facts.blobs.leaves)} sealed blobs, each the one its entry was signed for"


def _names(facts):
    lines = facts.bundle.piece("names.json").lines()
    given = (facts.opened, facts.book, facts.manifest, facts.story, facts.index_of)
    facts.names, junk = verify_names.check_names(lines, *given)
    yield f"{facts.names} published names are exactly what was sealed or stated in the log"
    for leaf in junk:
        yield f"no name in entry {leaf.hex()}"


def _errata(facts):
    found = rows.read_errata(facts.bundle.read("errata.json"), 2**23)
    if len({leaf for leaf, *_ in found}) != len(found):
        raise Rejected("errata", "An entry is disputed twice.")
    for leaf, reason, day, signature in found:
        if leaf not in facts.index_of:
            raise Rejected("errata", "An erratum is about no entry of the log.")
        public, letter_id = facts.manifest.log.ed25519, facts.manifest.letter_id
        release.check_erratum(public, signature, letter_id=letter_id, leaf=leaf, day=day, reason=reason)
    yield f"{len(found)} published names are disputed by their owners"
    for leaf, reason, _day, _signature in found:
        yield f"disputed: entry {leaf.hex()}: {reason}"


def _destroyed(facts):
    found = rows.read_destroyed(facts.bundle.read("destroyed.json"), SMALL)
    if len({trustee for trustee, *_ in found}) != len(found):
        raise Rejected("destroyed", "A trustee's statement is there twice.")
    for trustee, day, signature in found:
        if trustee > facts.manifest.n:
            raise Rejected("destroyed", "A statement names a trustee that this letter does not have.")
        release.check_destroyed(facts.manifest.trustees[trustee - 1].ed25519, facts.manifest.letter_id, day, signature)
    yield f"{len(found)} of {facts.manifest.n} trustees say that they destroyed their letter key"


# Each check with those it builds on: where one of these failed, it is skipped and says so.
CHECKS = (
    ("manifest", _manifest, ()),
    ("approvals", _approvals, ("manifest",)),
    ("letter", _letter, ("manifest",)),
    ("checkpoints", _checkpoints, ("manifest",)),
    ("entries", _entries, ("checkpoints",)),
    ("log", _log, ("entries",)),
    ("waves", _waves, ("log",)),
    ("roster", _roster, ("entries",)),
    ("receipts", _receipts, ("log",)),
    ("promise", _promise, ("entries",)),
    ("blobs", _blobs, ("waves",)),
    ("names", _names, ("blobs",)),
    ("errata", _errata, ("entries",)),
    ("destroyed", _destroyed, ("manifest",)),
)


def verify(bundle, *, out=lambda line: None, processes=None, sealed=False, seen=None, today=None, promise=None):
    """Run every check on a Bundle and return the Report; `out` gets one line at a time.

    processes: at most so many, None for all cores. sealed: it is a trustee bundle. seen: (size, root) of a checkpoint
    that must be a beginning of this log. today: as waves.replay takes it. promise: a Promise to look up as well.
    """
    cores = cores_for(bundle.piece("entries.bin").length // SIGN_LENGTH, processes)
    with Crew(cores) as crew:
        facts = Facts(bundle, crew, sealed=sealed, seen=seen, today=today, promise=promise)
        failures = _run_all(facts, out)
    for complaint in facts.complaints:
        out(f"COMPLAINT  {complaint}")
    return Report(failures, facts.complaints, facts.names, facts)


def _run_all(facts, out):
    failures, failed = [], set()
    for name, check, needs in CHECKS:
        if name == "promise" and facts.promise is None:
            continue
        missing = [need for need in needs if need in failed]
        if missing:
            failed.add(name)
            out(f"skip  {name}: builds on {missing[0]}")
            continue
        try:
            first, *more = check(facts)
        except (Malformed, Rejected) as refusal:
            failed.add(name)
            failures.append((name, str(refusal)))
            out(f"FAIL  {name}: {refusal}")
            continue
        out(f"ok    {name}: {first}")
        for line in more:
            out(f"      {line}")
    return failures

"""The life of a letter told from its log: batches, notices, snapshots, waves, and what is final (SPEC 7, 9, 10).

Verifier, trustee tool and server replay the same story, so that none of them can believe another one.
"""

from typing import NamedTuple

from petitions.sealing import entries as wire
from petitions.sealing import tiers
from petitions.sealing.encoding import day_text
from petitions.sealing.errors import Rejected

COMPLETE, VOID, PENDING, ANNOUNCED = "complete", "void", "pending", "announced"


class Line(NamedTuple):
    """What the rules need of an entry; tier is None for a withdrawal. Parsed entries and database rows do as well."""

    spk: bytes
    seq: int
    leaf: bytes
    tier: int | None


class WaveRecord(NamedTuple):
    """One wave. snapshot (a Checkpoint) and ruling are None while only announced; releases: the valid files."""

    number: int
    kind: str
    notice: tuple
    snapshot: tuple | None
    ruling: tiers.Ruling | None
    state: str
    releases: tuple


class Story(NamedTuple):
    """waves: list of WaveRecord. final: dict spk -> leaf. heads: dict spk -> Head at the end of the log."""

    waves: list
    final: dict
    heads: dict


def line(entry):
    """The Line of a parsed entry."""
    return Line(entry.spk, entry.seq, entry.leaf, getattr(entry, "tier", None))


def first_day(*, day, notice_hours):
    """The earliest snapshot day of a notice signed on `day`: the first 00:00 UTC at least notice_hours later."""
    return day + -(-notice_hours // 24)


def snapshot_of(notice, checkpoints):
    """The checkpoint at which this notice ends, given those up to the next notice; None if there is none yet.

    The first one dated on the snapshot day; without one the forced batch was empty, and it is the last before that
    day. So it is settled by the log alone, and no later batch changes it: a server dates the forced batch with the
    snapshot day even when it is late, and every other batch after it.
    """
    usable = [one for one in checkpoints if one.size >= notice.size]
    on_time = [one for one in usable if one.day == notice.snapshot_day]
    before = [one for one in usable if one.day < notice.snapshot_day]
    return (on_time[:1] or before[-1:] or [None])[0]


class _Telling:
    def __init__(self, manifest, entries, checkpoints, today):
        self.manifest, self.entries, self.checkpoints, self.today = manifest, entries, checkpoints, today
        self.at = 0  # how many checkpoints were taken in
        self.size = 0
        self.last = {}
        self.final = {}
        self.pending = frozenset()
        self.records = []
        self.closing = False  # a final notice was signed: only withdrawals from there on
        self.complete = 0

    def advance(self, size):
        """Take in every batch up to this size, which is that of a checkpoint."""
        while self.size < size:
            end = self.checkpoints[self.at].size
            self._take_batch(self.entries[self.size : end])
            self.size, self.at = end, self.at + 1

    def _take_batch(self, batch):
        batch = [one if type(one) is Line else line(one) for one in batch]
        if any(low.leaf >= high.leaf for low, high in zip(batch, batch[1:], strict=False)):
            raise Rejected("order", "A batch is not sorted by leaf hash.")
        last = self.last
        # Within a batch the order says nothing, so an spk's entries are taken by their number.
        for new in sorted(batch, key=lambda one: one.seq):
            spk, known = new.spk, last.get(new.spk)
            if new.seq != (known.seq + 1 if known else 0):
                raise Rejected("seq", "The numbers of a signatory's entries are not 0, 1, 2 … each once.")
            if new.tier is None:
                if known is None or known.tier is None or new.seq > wire.MAX_WITHDRAW_SEQ:
                    raise Rejected("seq", "A withdrawal does not follow a signature.")
            elif new.seq > wire.MAX_SIGN_SEQ:
                raise Rejected("seq", "A key signed more often than it may.")
            elif self.closing:
                raise Rejected("closed", "The log holds a signature after the final notice.")
            if spk in self.final or spk in self.pending:
                raise Rejected("final", "The log holds an entry for a signature that a wave had already taken.")
            last[spk] = new

    def judge(self, cap=None):
        found = map(tiers.head, self.last.values())
        return tiers.judge(manifest=self.manifest, heads=found, final=self.final, cap=cap)

    def announce(self, notice):
        """Check a notice against the log up to its size."""
        before = self.records[-1] if self.records else None
        floor = (before.snapshot or before.notice).size if before else 0
        if notice.wave != len(self.records) + 1 or notice.previous != self.complete:
            raise Rejected("notices", f"Notice {notice.wave} does not follow the waves before it.")
        if before and before.kind == "final" and (before.state == COMPLETE or not notice.final):
            raise Rejected("notices", f"Notice {notice.wave} comes after the final wave.")
        shown = next((one for one in self.checkpoints if one.size == notice.size), None)
        if shown is None or shown.root != notice.root or notice.size < floor:
            raise Rejected("notices", f"Notice {notice.wave} is not about a checkpoint of this log.")
        self.advance(notice.size)
        self.pending = frozenset()
        hours = self.manifest.notice_hours
        day = max(shown.day, self.manifest.closes) if notice.final else shown.day
        if notice.snapshot_day < first_day(day=day, notice_hours=hours):
            raise Rejected("notices", f"Notice {notice.wave} leaves less than {hours} hours to withdraw.")
        wanted = self.manifest.tiers[-1] if notice.final else self.judge().k
        if notice.k != wanted or not wanted:
            raise Rejected("notices", f"Notice {notice.wave} announces another tier than the log gives.")
        self.closing = notice.final

    def settle(self, notice, following, files):
        """Find the snapshot of an announced wave and what became of it."""
        void = following is not None and following.previous != notice.wave
        if void and files:
            raise Rejected("releases", f"Wave {notice.wave} is void, but a release file for it is here.")
        snapshot = self._snapshot(notice, following, files)
        if files and not snapshot:
            raise Rejected("releases", f"There is a release file for wave {notice.wave}, which has no snapshot.")
        ruling = None
        if snapshot:
            self.advance(snapshot.size)
            ruling = self.judge(None if notice.final else notice.k)
            _check_files(self.manifest, notice, snapshot, ruling, files)
            if ruling.due:
                self.pending = frozenset(head.spk for head in ruling.due + ruling.counted)
            void = void or not ruling.due  # nobody to open: over at once, and nobody is pending or final by it
        state = VOID if void else PENDING if snapshot else ANNOUNCED
        if len(files) >= self.manifest.t:
            state, self.complete = COMPLETE, notice.wave
            self.final.update((head.spk, head.leaf) for head in ruling.due + ruling.counted)
        elif following is not None and not void:
            raise Rejected("releases", f"Wave {notice.wave} is called complete, but has too few release files.")
        kind = "final" if notice.final else "early"
        self.records.append(WaveRecord(notice.wave, kind, notice, snapshot, ruling, state, tuple(files)))

    def _snapshot(self, notice, following, files):
        usable = [one for one in self.checkpoints if following is None or one.size <= following.size]
        # A void wave's story is over, so the day on which it is told must not change it.
        reached = following is None and self.today is not None and self.today >= notice.snapshot_day
        if files or reached or any(one.day >= notice.snapshot_day for one in usable):
            return snapshot_of(notice, usable)
        return None


def check_release(manifest, record, file):
    """Rejected("releases"), naming the trustee, unless this ReleaseFile answers exactly this WaveRecord."""
    _check_files(manifest, record.notice, record.snapshot, record.ruling, [file])


def _check_files(manifest, notice, snapshot, ruling, files):
    due = [head.leaf for head in ruling.due]
    if files and not due:
        raise Rejected("releases", f"There is a release file for wave {notice.wave}, in which nobody is due.")
    seats = set()
    for file in files:
        who = f"The release file of {manifest.trustees[file.trustee - 1].name} for wave {notice.wave}"
        if (file.size, file.root) != (snapshot.size, snapshot.root):
            raise Rejected("releases", f"{who} is for another snapshot.")
        if file.k != ruling.k:
            raise Rejected("releases", f"{who} opens another tier than the rule gives.")
        if file.leaves() != due:
            raise Rejected("releases", f"{who} does not answer for exactly the entries that are due.")
        if file.trustee in seats:
            raise Rejected("releases", f"{who} is there twice.")
        seats.add(file.trustee)


def replay(manifest, entries, checkpoints, notices, releases, *, today=None):
    """The Story of a letter. Raises Rejected where the log, a notice or a release file breaks a rule.

    manifest: complete. entries: sequence in log order of Line, parsed entries or rows with .spk .seq .leaf .tier.
    checkpoints, notices: verified, oldest first. releases: pairs (wave, ReleaseFile), signatures verified.
    today: a day number, for a tool that must know whether a snapshot day without a batch has come.
    """
    given = {}
    for wave, file in releases:
        given.setdefault(wave, []).append(file)
    if len(entries) != (checkpoints[-1].size if checkpoints else 0):
        raise Rejected("entries", "The log has more or fewer entries than its last checkpoint says.")
    telling = _Telling(manifest, entries, checkpoints, today)
    for index, notice in enumerate(notices):
        telling.announce(notice)
        telling.settle(notice, notices[index + 1] if index + 1 < len(notices) else None, given.pop(notice.wave, []))
    if given:
        raise Rejected("releases", f"There is a release file for wave {min(given)}, which was never announced.")
    telling.advance(len(entries))
    heads = {spk: tiers.head(one) for spk, one in telling.last.items()}
    return Story(telling.records, telling.final, heads)


def describe(record):
    """One line for people about a wave."""
    if record.ruling is None:
        return f"wave {record.number} ({record.kind}): announced, snapshot on {day_text(record.notice.snapshot_day)}"
    opened = f"tier {record.ruling.k}, {len(record.ruling.due)} due" if record.ruling.k else "no tier reached"
    return f"wave {record.number} ({record.kind}): {record.state}, {opened}, {len(record.releases)} release files"

"""The trustee's watch over the log, and the release (SPEC sections 8 to 11): every reason to refuse comes first."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from petitions.sealing import ed25519, entries, manifest, opening, release, tiers, trustee, verify, waves, xwing
from petitions.sealing.encoding import day_text, hex_bytes, sha256
from petitions.sealing.errors import Malformed, Rejected

EMPTY = {"seen": None, "notices": {}, "withdrawals": {}}
_DAY_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(now):
    """The UTC day number of an aware datetime."""
    return (now - _DAY_ZERO).days


def midnight(day):
    """00:00 UTC of a day number."""
    return _DAY_ZERO + timedelta(days=day)


class Look(NamedTuple):
    """What this device now knows of a letter. facts: verify.Facts."""

    desk: object
    manifest: object
    seat: int
    facts: object
    state: dict


def approved_letter(home, bundle):
    """(Desk, Manifest) of a bundle, if exactly this letter was approved on this device."""
    letter = manifest.parse(bundle.read("manifest.json"), complete=True)
    desk = home.letter(letter.scope)
    known = desk.manifest() if desk.joined else None
    if known is None or known.letter_id != letter.letter_id:
        raise Rejected("letter", "This letter was not approved on this device.")
    return desk, known


def look(home, bundle, *, now, sealed=False, out=lambda line: None, processes=None):
    """Verify a bundle against what was seen before and remember what it shows; returns the Look.

    Call it at every batch: it is when notices are first seen, and when late growth can be told from early.
    """
    desk, letter = approved_letter(home, bundle)
    state = EMPTY | desk.state()
    state["notices"] = dict(state["notices"])
    seen = (state["seen"]["size"], bytes.fromhex(state["seen"]["root"])) if state["seen"] else None
    today = day_of(now)
    told = {"sealed": sealed, "seen": seen, "today": today}
    report = verify.verify(bundle, out=out, processes=processes, **told)
    if report.failures:
        check, sentence = report.failures[0]
        raise Rejected(check, f"Check “{check}” failed: {sentence}")
    facts = report.facts
    known_size = seen[0] if seen else 0
    late = sum(line.tier is not None for line in facts.book.lines[known_size:])
    if late and now > midnight(letter.closes + 2):
        text = f"{late} signatures were first seen here more than a day after the letter closed; they may be false."
        raise Rejected("late", text)
    for record in facts.story.waves:
        told = state["notices"].setdefault(
            str(record.number), {"sha256": sha256(record.notice.raw).hex(), "first_seen": now.isoformat()}
        )
        if told["sha256"] != sha256(record.notice.raw).hex():
            raise Rejected("notices", f"The notice of wave {record.number} is not the one that was seen here before.")
    if facts.checkpoints and facts.checkpoints[-1].size > known_size:
        state["seen"] = {"size": facts.checkpoints[-1].size, "root": facts.checkpoints[-1].root.hex()}
    desk.save_state(state)
    return Look(desk, letter, trustee.seat_of(home, letter), facts, state)


def read_withdrawal(raw):
    """The Withdraw in a file that a signatory handed over: 132 bytes, or the same in hex."""
    if len(raw) != entries.WITHDRAW_LENGTH and raw.strip().isalnum():
        raw = hex_bytes(raw.strip().decode("ascii", "replace"), entries.WITHDRAW_LENGTH)
    entry = entries.parse(raw)
    if not isinstance(entry, entries.Withdraw):
        raise Malformed("withdrawal", "This is not a withdrawal.")
    return entry


def hand_in(home, entry, *, now):
    """Keep a Withdraw that a signatory handed over; no release of a later snapshot may pass over it."""
    for desk in home.letters():
        letter = desk.manifest()
        if letter and letter.letter_id == entry.letter_id:
            entries.check_withdraw(entry, manifest=letter)
            state = EMPTY | desk.state()
            if entry.raw.hex() not in state["withdrawals"]:
                state["withdrawals"] = state["withdrawals"] | {entry.raw.hex(): now.isoformat()}
                desk.save_state(state)
            return
    raise Rejected("letter", "This withdrawal is for a letter that was not approved on this device.")


class Plan(NamedTuple):
    """A release that nothing forbids; `summary` is what the trustee is shown before they agree."""

    look: Look
    record: waves.WaveRecord
    summary: str

    @property
    def snapshot(self):
        """(size, root) that the trustees compare. It fixes the notice's too, whose tree is a beginning of it."""
        return self.record.snapshot.size, self.record.snapshot.root


def prepare(home, bundle, wave, *, now, withdrawals=(), out=lambda line: None, processes=None):
    """The Plan for a wave from a trustee bundle; SealingError names the first reason not to release.

    withdrawals: Withdraw entries that this trustee vouches were handed over in time, beside those of `hand_in`.
    """
    seen = look(home, bundle, now=now, sealed=True, out=out, processes=processes)
    story, letter = seen.facts.story, seen.manifest
    if not 1 <= wave <= len(story.waves):
        raise Rejected("wave", f"Wave {wave} has not been announced.")
    record = story.waves[wave - 1]
    if wave != len(story.waves):
        raise Rejected("wave", f"Wave {wave} is over: another was announced after it.")
    opens = midnight(record.notice.snapshot_day)
    if record.snapshot is None or now < opens:
        raise Rejected("early", f"Signatories may withdraw until {day_text(record.notice.snapshot_day)} 00:00 UTC.")
    first_seen = datetime.fromisoformat(seen.state["notices"][str(wave)]["first_seen"])
    ready = first_seen + timedelta(hours=letter.notice_hours)
    if now < ready:
        words = f"This device first saw the notice on {first_seen:%Y-%m-%d %H:%M} UTC; it may release from"
        raise Rejected("early", f"{words} {ready:%Y-%m-%d %H:%M} UTC.")
    heads = tiers.heads(seen.facts.book.lines[: record.snapshot.size])
    in_time = [
        entries.parse(bytes.fromhex(text))
        for text, handed in seen.state["withdrawals"].items()
        if datetime.fromisoformat(handed) < opens
    ]
    _check_withdrawals(seen, record, heads, [*in_time, *withdrawals])
    due = {head.leaf for head in record.ruling.due}
    sealed = sum(
        head.live and head.tier in letter.tiers and head.leaf not in due and head.spk not in story.final
        for head in heads.values()
    )
    withdrawn = sum(not head.live for head in heads.values())
    words = f"tier {record.ruling.k}" if record.ruling.k else "no tier reached"
    return Plan(seen, record, f"{words}: {len(due)} to open, {withdrawn} withdrawn, {sealed} stay sealed")


def _check_withdrawals(seen, record, heads, handed):
    highest = {}
    for line in seen.facts.book.lines[: record.snapshot.size]:
        highest[line.spk] = max(highest.get(line.spk, 0), line.seq)
    due = {head.spk for head in record.ruling.due + record.ruling.counted}
    for entry in handed:
        if entry.letter_id != seen.manifest.letter_id:
            raise Rejected("withdrawal", "A withdrawal that was handed over belongs to another letter.")
        entries.check_withdraw(entry, manifest=seen.manifest)
        head = heads.get(entry.spk)
        final = entry.spk in seen.facts.story.final and entry.spk not in due
        if head and head.live and not final and entry.seq == highest[entry.spk] + 1:
            raise Rejected("withdrawal", "A withdrawal that was handed to you in time is not in this snapshot.")


def carry_out(home, plan, *, compared, passphrase, processes=None, progress=None):
    """The bytes of the release file for a Plan, whose bundle must still be open.

    compared: the (size, root) that another trustee read out. Opens only due boxes; progress gets (done, total).
    """
    if tuple(compared) != plan.snapshot:
        raise Rejected("compared", "What the other trustee reads out is another log. Do not release; say so in public.")
    seen, record = plan.look, plan.record
    letter, facts = seen.manifest, seen.facts
    identity_seed = home.identity_seed(passphrase)
    seed = seen.desk.key(passphrase, letter.letter_id)
    if xwing.public(seed) != letter.xwings[seen.seat - 1] or (
        ed25519.public(identity_seed) != letter.trustees[seen.seat - 1].ed25519
    ):
        raise Rejected("key", "The keys on this device are not those in the letter.")
    record_of = {leaf: index for index, leaf in enumerate(facts.blobs.leaves)}
    due = [head.leaf for head in record.ruling.due]
    items = ((facts.book.entry(facts.index_of[leaf]), facts.blobs.blob(record_of[leaf])) for leaf in due)
    ok, bad = opening.open_due(
        items,
        seed=seed,
        trustee=seen.seat,
        manifest=letter,
        processes=processes,
        progress=progress,
        total=len(due),
    )
    raw = release.make_release(
        identity_seed,
        letter_id=letter.letter_id,
        size=record.snapshot.size,
        root=record.snapshot.root,
        k=record.ruling.k,
        trustee=seen.seat,
        ok=ok,
        bad=bad,
    )
    waves.check_release(letter, record, release.parse_release(raw, manifest=letter))
    return raw

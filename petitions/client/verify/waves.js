/**
 * The life of a letter told from its log: batches, notices, snapshots, waves, and what is final (protocol 7, 9, 10).
 * Lines are those of entries.lineOf; checkpoints, notices and release files come in verified, oldest first.
 */
import { equal } from "../bytes.js";
import { LAST_SEQ, LAST_SIGN_SEQ } from "../entry.js";
import { Refused } from "../errors.js";
import { dayText } from "./encoding.js";
import { headOf, judge } from "./tiers.js";

export const COMPLETE = "complete";
export const VOID = "void";
export const PENDING = "pending";
export const ANNOUNCED = "announced";

/** The earliest snapshot day of a notice signed on `day`: the first 00:00 UTC at least `noticeHours` later. */
export const firstDay = (day, noticeHours) => day + Math.ceil(noticeHours / 24);

/** The checkpoint at which this notice ends, given those up to the next notice; null if there is none yet. */
export function snapshotOf(notice, checkpoints) {
  const usable = checkpoints.filter((one) => one.size >= notice.size);
  const onTime = usable.find((one) => one.day === notice.snapshotDay);
  return onTime ?? usable.filter((one) => one.day < notice.snapshotDay).at(-1) ?? null;
}

const refuse = (check, sentence) => {
  throw new Refused(check, sentence);
};

class Telling {
  constructor(letter, lines, checkpoints, today) {
    Object.assign(this, { letter, lines, checkpoints, today });
    this.at = 0; // how many checkpoints were taken in
    this.size = 0;
    this.last = new Map();
    this.final = new Map();
    this.pending = new Set();
    this.records = [];
    this.closing = false; // a final notice was signed: only withdrawals from there on
    this.complete = 0;
  }

  /** Take in every batch up to this size, which is that of a checkpoint. */
  advance(size) {
    while (this.size < size) {
      const end = this.checkpoints[this.at].size;
      this.#takeBatch(this.lines.slice(this.size, end));
      this.size = end;
      this.at += 1;
    }
  }

  #takeBatch(batch) {
    if (batch.some((line, i) => i > 0 && batch[i - 1].leaf >= line.leaf)) refuse("order", "A batch is not sorted by leaf hash.");
    // Within a batch the order says nothing, so an spk's entries are taken by their number.
    for (const line of batch.sort((a, b) => a.seq - b.seq)) {
      this.#follows(line, this.last.get(line.spk));
      if (this.final.has(line.spk) || this.pending.has(line.spk)) {
        refuse("final", "The log holds an entry for a signature that a wave had already taken.");
      }
      this.last.set(line.spk, line);
    }
  }

  #follows(line, known) {
    if (line.seq !== (known ? known.seq + 1 : 0)) refuse("seq", "The numbers of a signatory's entries are not 0, 1, 2 … each once.");
    if (line.tier === null) {
      if (!known || known.tier === null || line.seq > LAST_SEQ) refuse("seq", "A withdrawal does not follow a signature.");
    } else if (line.seq > LAST_SIGN_SEQ) {
      refuse("seq", "A key signed more often than it may.");
    } else if (this.closing) {
      refuse("closed", "The log holds a signature after the final notice.");
    }
  }

  judge(cap = null) {
    return judge(this.letter, [...this.last.values()].map(headOf), { final: this.final, cap });
  }

  /** Check a notice against the log up to its size. */
  announce(notice) {
    const before = this.records.at(-1);
    const floor = before ? (before.snapshot ?? before.notice).size : 0;
    const bad = (what) => refuse("notices", `Notice ${notice.wave} ${what}`);
    if (notice.wave !== this.records.length + 1 || notice.previous !== this.complete) bad("does not follow the waves before it.");
    if (before?.kind === "final" && (before.state === COMPLETE || !notice.final)) bad("comes after the final wave.");
    const shown = this.checkpoints.find((one) => one.size === notice.size);
    if (!shown || !equal(shown.root, notice.root) || notice.size < floor) bad("is not about a checkpoint of this log.");
    this.advance(notice.size);
    this.pending = new Set();
    const { noticeHours, closes, tiers } = this.letter;
    const day = notice.final ? Math.max(shown.day, closes) : shown.day;
    if (notice.snapshotDay < firstDay(day, noticeHours)) bad(`leaves less than ${noticeHours} hours to withdraw.`);
    const wanted = notice.final ? tiers.at(-1) : this.judge().k;
    if (notice.k !== wanted || !wanted) bad("announces another tier than the log gives.");
    this.closing = notice.final;
  }

  /** Find the snapshot of an announced wave and what became of it. `following`: the next notice, or null. */
  settle(notice, following, files) {
    const { wave } = notice;
    let isVoid = following !== null && following.previous !== wave;
    if (isVoid && files.length) refuse("releases", `Wave ${wave} is void, but a release file for it is here.`);
    const snapshot = this.#snapshot(notice, following, files);
    if (files.length && !snapshot) refuse("releases", `There is a release file for wave ${wave}, which has no snapshot.`);
    let ruling = null;
    if (snapshot) {
      this.advance(snapshot.size);
      ruling = this.judge(notice.final ? null : notice.k);
      checkFiles(this.letter, { notice, snapshot, ruling }, files);
      if (ruling.due.length) this.pending = new Set([...ruling.due, ...ruling.counted].map((head) => head.spk));
      else isVoid = true; // nobody to open: over at once, and nobody is pending or final by it
    }
    let state = isVoid ? VOID : snapshot ? PENDING : ANNOUNCED;
    if (files.length >= this.letter.t) {
      state = COMPLETE;
      this.complete = wave;
      for (const head of [...ruling.due, ...ruling.counted]) this.final.set(head.spk, head.leaf);
    } else if (following !== null && !isVoid) {
      refuse("releases", `Wave ${wave} is called complete, but has too few release files.`);
    }
    this.records.push({ number: wave, kind: notice.final ? "final" : "early", notice, snapshot, ruling, state, releases: files });
  }

  #snapshot(notice, following, files) {
    const usable = following ? this.checkpoints.filter((one) => one.size <= following.size) : this.checkpoints;
    // A void wave's story is over, so the day on which it is told must not change it.
    const reached = following === null && this.today !== null && this.today >= notice.snapshotDay;
    const settled = files.length > 0 || reached || usable.some((one) => one.day >= notice.snapshotDay);
    return settled ? snapshotOf(notice, usable) : null;
  }
}

/** Refused("releases"), naming the trustee, unless each of these files answers exactly this wave. */
export function checkFiles(letter, { notice, snapshot, ruling }, files) {
  const due = ruling.due.map((head) => head.leaf);
  if (files.length && !due.length) {
    refuse("releases", `There is a release file for wave ${notice.wave}, in which nobody is due.`);
  }
  const seats = new Set();
  for (const file of files) {
    const bad = (what) =>
      refuse("releases", `The release file of ${letter.trustees[file.trustee - 1].name} for wave ${notice.wave} ${what}`);
    if (file.size !== snapshot.size || !equal(file.root, snapshot.root)) bad("is for another snapshot.");
    if (file.k !== ruling.k) bad("opens another tier than the rule gives.");
    const leaves = file.leaves();
    if (leaves.length !== due.length || leaves.some((leaf, i) => leaf !== due[i])) {
      bad("does not answer for exactly the entries that are due.");
    }
    if (seats.has(file.trustee)) bad("is there twice.");
    seats.add(file.trustee);
  }
}

/**
 * The story of a letter: {waves, final: Map spk → leaf, heads: Map spk → head}. releases: pairs [wave, release file].
 * today: a day number, for a tool that must know whether a snapshot day without a batch has come; or null.
 */
export function replay(letter, lines, checkpoints, notices, releases, { today = null } = {}) {
  const given = new Map();
  for (const [wave, file] of releases) given.set(wave, [...(given.get(wave) ?? []), file]);
  if (lines.length !== (checkpoints.at(-1)?.size ?? 0)) {
    refuse("entries", "The log has more or fewer entries than its last checkpoint says.");
  }
  const telling = new Telling(letter, lines, checkpoints, today);
  for (const [index, notice] of notices.entries()) {
    telling.announce(notice);
    telling.settle(notice, notices[index + 1] ?? null, given.get(notice.wave) ?? []);
    given.delete(notice.wave);
  }
  if (given.size) {
    refuse("releases", `There is a release file for wave ${Math.min(...given.keys())}, which was never announced.`);
  }
  telling.advance(lines.length);
  const heads = new Map([...telling.last].map(([spk, line]) => [spk, headOf(line)]));
  return { waves: telling.records, final: telling.final, heads };
}

/** One line for people about a wave. */
export function describe({ number, kind, notice, ruling, state, releases }) {
  if (!ruling) return `wave ${number} (${kind}): announced, snapshot on ${dayText(notice.snapshotDay)}`;
  const opened = ruling.k ? `tier ${ruling.k}, ${ruling.due.length} due` : "no tier reached";
  return `wave ${number} (${kind}): ${state}, ${opened}, ${releases.length} release files`;
}

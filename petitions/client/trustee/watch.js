/** The trustee's watch over the log, and the release (protocol sections 8 to 11): every reason to refuse comes first. */
import { equal, fromHex, hex, sha256 } from "../bytes.js";
import * as ed25519 from "../ed25519.js";
import { WITHDRAW_LENGTH } from "../entry.js";
import { Refused } from "../errors.js";
import { checkWithdraw, parseEntry } from "../verify/entries.js";
import { dayOf, dayText, grouped, hexBytes, midnight } from "../verify/encoding.js";
import { parseManifest } from "../verify/manifest.js";
import { boxTasks } from "../verify/names.js";
import { localPool } from "../verify/pool.js";
import { makeRelease, parseRelease } from "../verify/release.js";
import { headOf } from "../verify/tiers.js";
import { verifyBundle } from "../verify/verify.js";
import { checkFiles } from "../verify/waves.js";
import { identitySeed, letterOf, manifestOf, seatOf, seedFor, withLetter } from "./home.js";
import { publicOf } from "./xwing.js";

const HOUR_MS = 3600000;
const SLOW_AS = 250; // opening a key file takes about as long as so many boxes

/** A moment as the trustee file keeps it, in Python's spelling. */
const momentText = (now) => now.toISOString().replace(".000Z", "Z").replace("Z", "+00:00");

const refuse = (check, sentence) => {
  throw new Refused(check, sentence);
};

/** {scope, letter, manifest} of a bundle, if exactly this letter was approved here. */
async function approvedLetter(home, bundle) {
  const manifest = parseManifest(await bundle.read("manifest.json"));
  const scope = hex(manifest.scope);
  const letter = letterOf(home, scope);
  const known = manifestOf(letter);
  if (!known || !equal(known.letterId, manifest.letterId)) refuse("letter", "This letter was not approved on this device.");
  return { scope, letter, manifest: known };
}

/**
 * Verify a bundle against what was seen before and remember what it shows → {home, look}. Call it at every batch: it is when
 * notices are first seen, and when late growth can be told from early. sealed: it is a trustee bundle, which `plan` needs.
 * Where a check fails the refusal carries `.report`.
 */
export async function look(home, bundle, { now, sealed = false, pool, progress, onCheck }) {
  const { scope, letter, manifest } = await approvedLetter(home, bundle);
  const { state } = letter;
  const seen = state.seen && { size: state.seen.size, root: fromHex(state.seen.root, 32) };
  const report = await verifyBundle(bundle, { sealed, seen, today: dayOf(now), pool, progress, onCheck });
  if (!report.holds) {
    const [{ check, sentence }] = report.failures;
    throw Object.assign(new Refused(check, `Check “${check}” failed: ${sentence}`), { report });
  }
  const { book, checkpoints, story } = report.facts;
  const known = seen?.size ?? 0;
  const late = book.lines.slice(known).filter(({ tier }) => tier !== null).length;
  if (late && now.getTime() > midnight(manifest.closes + 2)) {
    refuse("late", `${late} signatures were first seen here more than a day after the letter closed; they may be false.`);
  }
  const notices = { ...state.notices };
  for (const { number, notice } of story.waves) {
    const digest = hex(sha256(notice.raw));
    notices[number] ??= { sha256: digest, first_seen: momentText(now) };
    if (notices[number].sha256 !== digest) {
      refuse("notices", `The notice of wave ${number} is not the one that was seen here before.`);
    }
  }
  const last = checkpoints.at(-1);
  const grown = last && last.size > known ? { size: last.size, root: hex(last.root) } : state.seen;
  const remembered = { ...state, notices, seen: grown };
  const firstSeen = Object.fromEntries(Object.entries(notices).map(([wave, one]) => [wave, new Date(one.first_seen)]));
  return {
    home: withLetter(home, scope, { state: remembered }),
    look: { report, manifest, seat: seatOf(home, manifest), firstSeen, sealed },
  };
}

/** The WITHDRAW in a file that a signatory handed over: 132 bytes, or the same in hex. */
export function readWithdrawal(bytes) {
  let raw = bytes;
  if (raw.length !== WITHDRAW_LENGTH) {
    const text = new TextDecoder().decode(raw).trim();
    if (/^[0-9A-Za-z]+$/.test(text)) raw = hexBytes(text, WITHDRAW_LENGTH);
  }
  const entry = parseEntry(raw);
  if (entry.tier !== null) refuse("withdrawal", "This is not a withdrawal.");
  return entry;
}

/** Keep a WITHDRAW that a signatory handed over → {home}; no release of a later snapshot may pass over it. */
export async function handIn(home, withdrawal, { now }) {
  for (const [scope, letter] of Object.entries(home.letters)) {
    const manifest = manifestOf(letter);
    if (!manifest || !equal(manifest.letterId, withdrawal.letterId)) continue;
    await checkWithdraw(withdrawal, manifest);
    const withdrawals = { [hex(withdrawal.raw)]: momentText(now), ...letter.state.withdrawals };
    return { home: withLetter(home, scope, { state: { ...letter.state, withdrawals } }) };
  }
  return refuse("letter", "This withdrawal is for a letter that was not approved on this device.");
}

/** The highest line of every spk among these. */
function lastLines(lines) {
  const last = new Map();
  for (const line of lines) if (!(last.get(line.spk)?.seq >= line.seq)) last.set(line.spk, line);
  return last;
}

const readOut = ({ size, root }) => `${size}:${grouped(hex(root), 4)}`;

/**
 * A release that nothing forbids, from the look at a trustee bundle. `withdrawals`: those that this trustee vouches were
 * handed over in time, beside those of `handIn`. Refused("wave" | "early" | "withdrawal") names the first reason not to.
 */
export async function plan(home, seen, wave, { now, withdrawals = [] }) {
  const { report, manifest, sealed } = seen;
  const { story, book } = report.facts;
  if (!sealed) refuse("blobs", "This is not a trustee bundle: the sealed blobs are missing.");
  if (!(wave >= 1 && wave <= story.waves.length)) refuse("wave", `Wave ${wave} has not been announced.`);
  const record = story.waves[wave - 1];
  if (wave !== story.waves.length) refuse("wave", `Wave ${wave} is over: another was announced after it.`);
  const { notice, snapshot, ruling } = record;
  const opens = midnight(notice.snapshotDay);
  if (!snapshot || now.getTime() < opens) {
    refuse("early", `Signatories may withdraw until ${dayText(notice.snapshotDay)} 00:00 UTC.`);
  }
  const firstSeen = seen.firstSeen[wave];
  const ready = new Date(firstSeen.getTime() + manifest.noticeHours * HOUR_MS);
  if (now < ready) {
    const minute = (moment) => moment.toISOString().slice(0, 16).replace("T", " ");
    refuse("early", `This device first saw the notice on ${minute(firstSeen)} UTC; it may release from ${minute(ready)} UTC.`);
  }
  const last = lastLines(book.lines.slice(0, snapshot.size));
  const kept = Object.entries(letterOf(home, hex(manifest.scope)).state.withdrawals);
  const inTime = kept.filter(([, moment]) => Date.parse(moment) < opens).map(([raw]) => parseEntry(fromHex(raw, WITHDRAW_LENGTH)));
  await checkWithdrawals(manifest, record, story, last, [...inTime, ...withdrawals]);

  const due = new Set(ruling.due.map(({ leaf }) => leaf));
  const heads = [...last.values()].map(headOf);
  const staySealed = heads.filter(
    (head) => head.live && manifest.tiers.includes(head.tier) && !due.has(head.leaf) && !story.final.has(head.spk),
  ).length;
  const withdrawn = heads.filter((head) => !head.live).length;
  const words = ruling.k ? `tier ${ruling.k}` : "no tier reached";
  return {
    wave, k: ruling.k, due: due.size, withdrawn, staySealed,
    summary: `${words}: ${due.size} to open, ${withdrawn} withdrawn, ${staySealed} stay sealed`,
    notice: { size: notice.size, root: hex(notice.root) }, snapshot: { size: snapshot.size, root: hex(snapshot.root) },
    noticeText: readOut(notice), snapshotText: readOut(snapshot),
    seen, record,
  };
}

async function checkWithdrawals(manifest, { ruling }, story, last, handed) {
  const taken = new Set([...ruling.due, ...ruling.counted].map(({ spk }) => spk));
  for (const entry of handed) {
    if (!equal(entry.letterId, manifest.letterId)) {
      refuse("withdrawal", "A withdrawal that was handed over belongs to another letter.");
    }
    await checkWithdraw(entry, manifest);
    const spk = hex(entry.spk);
    const line = last.get(spk);
    const isFinal = story.final.has(spk) && !taken.has(spk);
    if (line && line.tier !== null && !isFinal && entry.seq === line.seq + 1) {
      refuse("withdrawal", "A withdrawal that was handed to you in time is not in this snapshot.");
    }
  }
}

/** What another trustee reads out, SIZE:ROOT → {size, root (hex)}. */
export function readCompared(text) {
  const [, size, root] = /^\s*([0-9]+)(?::([\s\S]*))?$/.exec(text) ?? [];
  if (size === undefined) refuse("compared", "Write what was read out as SIZE:ROOT.");
  const digits = (root ?? "").replace(/\s/g, "").toLowerCase();
  hexBytes(digits, 32);
  return { size: Number(size), root: digits };
}

/**
 * The release file of a plan, whose bundle must still be readable → {bytes, sha256 (hex), fileName, ok, bad}. compared: the
 * {size, root} that another trustee read out. Opens only due boxes; progress(done, total) counts them and the two key files.
 */
export async function release(home, plan, { compared, passphrase, pool = localPool(), progress = () => {} }) {
  if (compared.size !== plan.snapshot.size || compared.root !== plan.snapshot.root) {
    refuse("compared", "What the other trustee reads out is another log. Do not release; say so in public.");
  }
  const { seen: { manifest, seat, report }, record } = plan;
  const total = plan.due + 2 * SLOW_AS;
  const keyFile = (at) => ({ passphrase, progress: (part) => progress((at + part) * SLOW_AS, total) });
  const identity = await identitySeed(home, keyFile(0));
  const seed = await seedFor(home, manifest, keyFile(1));
  const { letterId, n, t } = manifest;
  const areMine =
    equal(await publicOf(seed), manifest.xwings[seat - 1]) && equal(ed25519.publicKey(identity), manifest.trustees[seat - 1].ed25519);
  if (!areMine) refuse("key", "The keys on this device are not those in the letter.");

  const leaves = record.ruling.due.map(({ leaf }) => leaf);
  const ok = [];
  const bad = [];
  let done = 0;
  for await (const found of pool.each("boxes", { letterId, n, t, trustee: seat, seed }, boxTasks(leaves, report.facts))) {
    for (const share of found) {
      const leaf = fromHex(leaves[done], 32);
      if (share) ok.push({ leaf, share });
      else bad.push(leaf);
      done += 1;
    }
    progress(2 * SLOW_AS + done, total);
  }
  const { size, root } = record.snapshot;
  const bytes = makeRelease(identity, { letterId, size, root, k: record.ruling.k, trustee: seat, ok, bad });
  checkFiles(manifest, record, [parseRelease(bytes, manifest)]);
  return { bytes, sha256: hex(sha256(bytes)), fileName: `${plan.wave}-${seat}.bin`, ok: ok.length, bad: bad.length };
}

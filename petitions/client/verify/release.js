/** What the server and the trustees sign about a release (protocol sections 4, 8, 10, 11 and 13), each in exact bytes. */
import { ascii, compare, concat, equal, hex, sha256, u16, u32, u8 } from "../bytes.js";
import * as ed25519 from "../ed25519.js";
import { Refused } from "../errors.js";
import * as labels from "../labels.js";
import { Reader } from "./encoding.js";

const HEAD = 80;
const SHARE = 33;
const RECORD = 32 + SHARE;

/** The notice in these bytes, signed by this letter's log key. */
export function parseNotice(raw, letter) {
  const reader = new Reader(raw);
  const [version, letterId] = [reader.number(1), reader.take(32)];
  const [wave, previous, kind] = [reader.number(1), reader.number(1), reader.number(1)];
  const [size, root, k, snapshotDay] = [reader.number(4), reader.take(32), reader.number(2), reader.number(4)];
  const signature = reader.take(64);
  reader.end();
  if (version !== 1 || kind > 1 || wave === 0 || previous >= wave) throw new Refused("notice", "This is not a notice.");
  if (!equal(letterId, letter.letterId)) throw new Refused("notice", "This notice belongs to another letter.");
  ed25519.verify(letter.log.key, signature, concat(labels.NOTICE, raw.subarray(0, -64)));
  return { wave, previous, final: kind === 1, size, root, k, snapshotDay, raw };
}

/** One trustee's shares for one snapshot; its lists stay packed in `raw`. */
export class ReleaseFile {
  constructor(raw, fields) {
    this.raw = raw;
    Object.assign(this, fields); // size, root, k, trustee, nOk, nBad
  }

  okLeaf(index) {
    const at = HEAD + RECORD * index;
    return hex(this.raw.subarray(at, at + 32));
  }

  share(index) {
    const at = HEAD + RECORD * index + 32;
    return this.raw.subarray(at, at + SHARE);
  }

  /** Hex leaf hashes that this file answers for, ascending; Refused("release") if the lists are not sorted or overlap. */
  leaves() {
    const ok = Array.from({ length: this.nOk }, (_, index) => this.okLeaf(index));
    const badAt = HEAD + RECORD * this.nOk;
    const bad = Array.from({ length: this.nBad }, (_, i) => hex(this.raw.subarray(badAt + 32 * i, badAt + 32 * (i + 1))));
    const every = [...ok, ...bad].sort();
    const rises = (rows) => rows.every((row, i) => i === 0 || rows[i - 1] < row);
    if (![ok, bad, every].every(rises)) {
      throw new Refused("release", "The lists of this release file are not sorted, or name an entry twice.");
    }
    return every;
  }
}

/** The ReleaseFile in these bytes, signed by the trustee it names. Whether it answers a wave, waves.js decides. */
export function parseRelease(raw, letter) {
  const reader = new Reader(raw.subarray(0, HEAD));
  const [version, letterId, size, root] = [reader.number(1), reader.take(32), reader.number(4), reader.take(32)];
  const [k, trustee, nOk, nBad] = [reader.number(2), reader.number(1), reader.number(4), reader.number(4)];
  if (version !== 1 || raw.length !== HEAD + RECORD * nOk + 32 * nBad + 64) throw new Refused("release", "This is not a release file.");
  if (!equal(letterId, letter.letterId)) throw new Refused("release", "This release file belongs to another letter.");
  if (trustee < 1 || trustee > letter.n) {
    throw new Refused("release", "This release file names a trustee that the letter does not have.");
  }
  ed25519.verify(letter.trustees[trustee - 1].ed25519, raw.subarray(-64), concat(labels.RELEASE, raw.subarray(0, -64)));
  return new ReleaseFile(raw, { size, root, k, trustee, nOk, nBad });
}

/** The bytes of a release file. ok: [{leaf, share}], bad: [leaf], all bytes, in any order. */
export function makeRelease(seed, { letterId, size, root, k, trustee, ok, bad }) {
  const before = concat(
    Uint8Array.of(1), letterId, u32(size), root, u16(k), u8(trustee), u32(ok.length), u32(bad.length),
    ...[...ok].sort((a, b) => compare(a.leaf, b.leaf)).flatMap(({ leaf, share }) => [leaf, share]),
    ...[...bad].sort(compare),
  );
  return concat(before, ed25519.sign(seed, concat(labels.RELEASE, before)));
}

const approval = (letterId) => concat(labels.APPROVE, letterId);
const destruction = (letterId, day) => concat(labels.DESTROYED, letterId, u32(day));
const fetching = (letterId, day) => concat(labels.FETCH, letterId, u32(day));

/** A trustee's 64-byte signature that this is the letter they agreed to. */
export const approve = (seed, letterId) => ed25519.sign(seed, approval(letterId));
export const checkApproval = (key, letterId, signature) => ed25519.verify(key, signature, approval(letterId));

/** A trustee's 64-byte statement that their letter key was destroyed on this day. */
export const signDestroyed = (seed, letterId, day) => ed25519.sign(seed, destruction(letterId, day));
export const checkDestroyed = (key, letterId, day, signature) => ed25519.verify(key, signature, destruction(letterId, day));

/** A trustee's 64-byte proof, good for one day, with which the server hands out sealed blobs. */
export const signFetch = (seed, letterId, day) => ed25519.sign(seed, fetching(letterId, day));

/** Refused("signature") unless the log key marked the name of this entry (32-byte leaf) as disputed. */
export function checkErratum(key, signature, { letterId, leaf, day, reason }) {
  ed25519.verify(key, signature, concat(labels.ERRATUM, letterId, leaf, u32(day), sha256(ascii(reason))));
}

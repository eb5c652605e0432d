/**
 * The heavy loops, each made once with its `parts` and then called for one chunk after another; the same here and in a
 * worker. Parts, tasks and results are plain values and bytes, because they travel between threads. A job that refuses
 * throws Refused.
 */
import { concat } from "../bytes.js";
import { SIGN_LENGTH } from "../entry.js";
import { blobLength } from "../envelope.js";
import * as labels from "../labels.js";
import { RECEIPT_LENGTH } from "../receipt.js";
import { checkEntry, importIssuer, lengthOf, parseEntry } from "./entries.js";
import { parseManifest } from "./manifest.js";
import { SHARE_RECORD, boxOpener, checkBlob, openBox, openName } from "./opening.js";
import { verify } from "./signatures.js";

/** Wait for all, so that nothing goes on behind a refusal, and throw the first one in order. */
async function all(promises) {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return settled.map(({ value }) => value);
}

const cut = (raw, width) => Array.from({ length: raw.length / width }, (_, i) => raw.subarray(i * width, (i + 1) * width));

/** Check every entry in a stretch of entries.bin. */
async function entries({ manifest }) {
  const letter = parseManifest(manifest);
  const issuer = await importIssuer(letter.issuerSpki);
  return async ({ raw }) => {
    const checks = [];
    for (let at = 0; at < raw.length; ) {
      const length = lengthOf(raw[at]) ?? raw.length;
      const one = raw.subarray(at, at + length);
      checks.push((async () => checkEntry(parseEntry(one), letter, issuer))());
      at += length;
    }
    await all(checks);
    return checks.length;
  };
}

/** Check the signatures of a stretch of receipts.bin. */
async function receipts({ key, letterId }) {
  return async ({ raw }) => {
    const records = cut(raw, RECEIPT_LENGTH);
    await all(records.map((one) => verify(key, one.subarray(36), concat(labels.RECEIPT, letterId, one.subarray(0, 36)))));
    return records.length;
  };
}

/** Check a stretch of blobs against their entries and, where shares are `given` (pairs [trustee, packed]), open the names. */
async function records(letter) {
  return async ({ entries: packed, blobs, given }) => {
    const signs = cut(packed, SIGN_LENGTH);
    const each = cut(blobs, blobLength(letter.n));
    signs.forEach((entry, i) => checkBlob(entry, each[i], letter));
    if (!given) return signs.map(() => ({ identity: null, wrong: [] }));
    const sharesOf = (i) => given.map(([trustee, row]) => [trustee, row.subarray(i * SHARE_RECORD, (i + 1) * SHARE_RECORD)]);
    return all(signs.map((entry, i) => openName(entry, each[i], sharesOf(i), letter)));
  };
}

/** Open a trustee's own boxes of what is due: shares, or null where a box holds none. */
async function boxes({ seed, ...parts }) {
  const open = await boxOpener(seed);
  return async ({ entries: packed, blobs }) => {
    const each = cut(blobs, blobLength(parts.n));
    const found = [];
    for (const [i, entry] of cut(packed, SIGN_LENGTH).entries()) {
      checkBlob(entry, each[i], parts, "A sealed blob is not the one its entry was signed for.");
      found.push(await openBox(entry, each[i], { ...parts, open }));
    }
    return found;
  };
}

export const JOBS = { entries, receipts, records, boxes };

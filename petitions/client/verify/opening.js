/** Opening what is due: a trustee's own boxes, and names from t trustees' shares (protocol section 10). */
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { concat, equal, sha256, u16, u8, unsigned } from "../bytes.js";
import { blobLength, openBody, parseBlob, shareMatches } from "../envelope.js";
import { Refused } from "../errors.js";
import * as labels from "../labels.js";
import { readPlaintext } from "../plaintext.js";

export const SHARE_RECORD = 34; // 0x01 and a share, or zeros where there is none
const FIELDS = ["name", "title", "team", "note"];

/** Refused("blob") unless length and first four bytes are those of a blob for this letter's trustees. */
export function checkShape(raw, { n, t }) {
  if (raw.length !== blobLength(n) || !equal(raw.subarray(0, 4), Uint8Array.of(1, n, t, 0))) {
    throw new Refused("blob", "This is not a sealed blob for this letter's trustees.");
  }
}

/** What a seal is bound to, from the bytes of its SIGN entry. */
const contextOf = (letterId, entry) => ({
  letterId, tier: unsigned(entry.subarray(34, 36)), seq: unsigned(entry.subarray(36, 38)), spk: entry.subarray(39, 71),
});

/** Refused unless this blob has the shape of this letter's and is the one that the entry was signed for. */
export function checkBlob(entry, blob, letter, sentence = "A blob is not the one its entry was signed for.") {
  checkShape(blob, letter);
  if (!equal(sha256(blob), entry.subarray(487, 519))) throw new Refused("blobs", sentence);
}

/** X-Wing for one key: the library would expand the seed anew for every box, which is most of the work. */
class OneKey extends XWing {
  #expanded = null;

  _expandDecapsulationKey(seed) {
    this.#expanded ??= super._expandDecapsulationKey(seed);
    return this.#expanded;
  }
}

const ENC = 1120;

/** The library reads a view's whole buffer. */
const exact = (bytes) => bytes.slice().buffer;

/** A function of (info, box) that opens boxes with this 32-byte seed, or gives null where one is not for it. */
export async function boxOpener(seed) {
  const hpke = new CipherSuite({ kem: new OneKey(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
  const recipientKey = await hpke.kem.deserializePrivateKey(exact(seed));
  return async (info, box) => {
    try {
      const sealed = { recipientKey, enc: exact(box.subarray(0, ENC)), info: exact(info) };
      return new Uint8Array(await hpke.open(sealed, exact(box.subarray(ENC))));
    } catch {
      return null; // The library says no by throwing, whatever the reason.
    }
  };
}

/** A trustee's share of one entry, or null where their box holds none that keeps its commitment. `open`: from boxOpener. */
export async function openBox(entry, raw, { letterId, n, t, trustee, open }) {
  const context = contextOf(letterId, entry);
  const blob = parseBlob(raw, { n, t });
  const info = concat(labels.SHARE, letterId, context.spk, u16(context.tier), u16(context.seq), u8(trustee));
  const share = await open(info, blob.boxes[trustee - 1]);
  return share?.length === 33 && shareMatches(blob, trustee, share, context) ? share : null;
}

/** What stands for a plaintext in names.json: an object in fixed order, or null for junk and for what did not open. */
export function identityJson(plaintext) {
  const fields = plaintext && readPlaintext(plaintext);
  if (!fields) return "null";
  return JSON.stringify(Object.fromEntries(FIELDS.filter((key) => Object.hasOwn(fields, key)).map((key) => [key, fields[key]])));
}

/**
 * Open one name: {identity (JSON text), wrong: trustees whose share misses its commitment}. given: pairs [trustee, record of
 * 34 bytes]. The result is a function of all of them together.
 */
export async function openName(entry, raw, given, { letterId, n, t }) {
  const context = contextOf(letterId, entry);
  const blob = parseBlob(raw, { n, t });
  const kept = [];
  const wrong = [];
  for (const [trustee, record] of given) {
    if (record[0]) (shareMatches(blob, trustee, record.subarray(1), context) ? kept : wrong).push({ trustee, share: record.subarray(1) });
  }
  const plaintext = await openBody(blob, kept.map(({ share }) => share), context);
  return { identity: identityJson(plaintext), wrong: wrong.map(({ trustee }) => trustee) };
}

/** Looks up one release file's shares; asking in ascending order of leaf costs one comparison each. */
export class Shares {
  #file;
  #at = 0;

  constructor(file) {
    this.#file = file;
  }

  /** 0x01 and the 33-byte share of this entry (hex leaf), or 34 zero bytes where the file has none. */
  record(leaf) {
    const record = new Uint8Array(SHARE_RECORD);
    const at = this.#find(leaf);
    if (at === null) return record;
    this.#at = at + 1;
    record[0] = 1;
    record.set(this.#file.share(at), 1);
    return record;
  }

  #find(leaf) {
    const file = this.#file;
    if (this.#at < file.nOk && file.okLeaf(this.#at) === leaf) return this.#at;
    let [low, high] = [0, file.nOk];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (file.okLeaf(middle) < leaf) low = middle + 1;
      else high = middle;
    }
    return low < file.nOk && file.okLeaf(low) === leaf ? low : null;
  }
}

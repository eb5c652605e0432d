/** The sealed blob of protocol section 6: a fresh key encrypts the name, and each trustee gets one share of that key. */
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { concat, equal, hex, sha256, u16, u8 } from "./bytes.js";
import { Refused } from "./errors.js";
import * as labels from "./labels.js";
import { randomBytes, requireRandomness } from "./random.js";
import { combine, split, usable } from "./shares.js";

const ENC = 1120;
const BOX = ENC + 33 + 16;
const BODY = 512 + 16;
const suite = () => new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

/** Bytes of a blob for n trustees: 36 + 32n + 1169n + 528. */
export const blobLength = (n) => 36 + 32 * n + BOX * n + BODY;

const shareInfo = ({ letterId, spk, tier, seq }, i) => concat(labels.SHARE, letterId, spk, u16(tier), u16(seq), u8(i));
const dekCommit = ({ letterId, spk }, dek) => sha256(labels.DEK_COMMIT, letterId, spk, dek);
const shareCommit = ({ letterId, spk }, i, share) => sha256(labels.SHARE_COMMIT, letterId, spk, u8(i), share);

/** A copy whose buffer holds these bytes and nothing else: the HPKE library reads a view's whole buffer. */
const exact = (bytes) => bytes.slice().buffer;

/**
 * Seal 512 bytes for the trustees. `context` = {letterId, spk, tier, seq}; `xwings` = their n public keys of 1216 bytes.
 * The key of the envelope lives only inside this call.
 */
export async function seal(context, { xwings, t, plaintext }) {
  requireRandomness();
  const n = xwings.length;
  const dek = randomBytes(32);
  const shares = await split(dek, n, t);
  const boxes = [];
  for (const [at, share] of shares.entries()) boxes.push(await sealShare(context, at + 1, xwings[at], share));
  if (new Set(boxes.map((box) => hex(box.subarray(0, ENC)))).size !== n) {
    throw new Refused("random", "Two boxes came out the same: the source of randomness repeats itself.");
  }
  const head = concat(
    Uint8Array.of(1, n, t, 0), dekCommit(context, dek),
    ...shares.map((share, at) => shareCommit(context, at + 1, share)), ...boxes,
  );
  const body = await crypto.subtle.encrypt(bodyParameters(context, head), await bodyKey(context, dek, "encrypt"), plaintext);
  for (const secret of [dek, ...shares]) secret.fill(0);
  return concat(head, new Uint8Array(body));
}

async function sealShare(context, i, xwing, share) {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.deserializePublicKey(exact(xwing));
  const { enc, ct } = await hpke.seal({ recipientPublicKey, info: exact(shareInfo(context, i)) }, exact(share));
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

function bodyParameters({ letterId, spk, tier, seq }, head) {
  // The zero nonce is safe because each key encrypts one body and is then forgotten.
  const additionalData = concat(labels.BODY, letterId, spk, u16(tier), u16(seq), sha256(head));
  return { name: "AES-GCM", iv: new Uint8Array(12), additionalData };
}

async function bodyKey({ letterId, spk }, dek, use) {
  const material = await crypto.subtle.importKey("raw", dek, "HKDF", false, ["deriveKey"]);
  const info = concat(labels.BODY_KEY, letterId, spk);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
  return crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [use]);
}

/** Split a blob into its parts; Refused("blob") unless it has exactly the shape that n and t give. */
export function parseBlob(raw, { n, t }) {
  if (raw.length !== blobLength(n) || !equal(raw.subarray(0, 4), Uint8Array.of(1, n, t, 0))) {
    throw new Refused("blob", "This is not a sealed blob for these trustees.");
  }
  const boxesAt = 36 + 32 * n;
  const bodyAt = boxesAt + BOX * n;
  const pieces = (from, size) => Array.from({ length: n }, (_, i) => raw.subarray(from + size * i, from + size * (i + 1)));
  return {
    n, t, head: raw.subarray(0, bodyAt), body: raw.subarray(bodyAt), dekCommit: raw.subarray(4, 36),
    shareCommits: pieces(36, 32), boxes: pieces(boxesAt, BOX),
  };
}

/** Trustee i (from 1) opens their own box with their 32-byte X-Wing seed; Refused("box") if it is not for them. */
export async function openShare(blob, i, seed, context) {
  const hpke = suite();
  const recipientKey = await hpke.kem.deserializePrivateKey(exact(seed));
  const box = blob.boxes[i - 1];
  let share;
  try {
    const opening = { recipientKey, enc: exact(box.subarray(0, ENC)), info: exact(shareInfo(context, i)) };
    share = new Uint8Array(await hpke.open(opening, exact(box.subarray(ENC))));
  } catch {
    throw new Refused("box", "A box does not open.");
  }
  return share;
}

/** Whether `share` is the one that the signatory committed to for trustee i. */
export const shareMatches = (blob, i, share, context) => equal(blob.shareCommits[i - 1], shareCommit(context, i, share));

/** Open the body from any number of matching shares, trying every t of them; null if no t of them fit. */
export async function openBody(blob, shares, context) {
  for (const chosen of subsets(shares, blob.t)) {
    if (!usable(chosen)) continue;
    const dek = await combine(chosen);
    if (!equal(dekCommit(context, dek), blob.dekCommit)) continue;
    try {
      const key = await bodyKey(context, dek, "decrypt");
      return new Uint8Array(await crypto.subtle.decrypt(bodyParameters(context, blob.head), key, blob.body));
    } catch {
      return null; // The key is the committed one, so another subset would fail at the same tag.
    }
  }
  return null;
}

function* subsets(items, size) {
  if (size === 0) yield [];
  for (let at = 0; at + size <= items.length; at++) {
    if (size > 0) for (const rest of subsets(items.slice(at + 1), size - 1)) yield [items[at], ...rest];
  }
}

/** What a name that is public at once commits to: H(statement ‖ salt 32 ‖ the 512 bytes). */
export const statementHash = (salt, plaintext) => sha256(labels.STATEMENT, salt, plaintext);

/** The public log (RFC 6962) as a signatory needs it: leaf hashes, the root, and the last signed checkpoint. */
import { ascii, equal, fromBase64, hex, sha256, utf8 } from "./bytes.js";
import { verify } from "./ed25519.js";
import { Refused } from "./errors.js";

const CHECK = "log";
const JOINT = "\n---\n";
const CHECKPOINT = /^([^\n]+)\n(0|[1-9]\d{0,9})\n([A-Za-z0-9+/=]{44})\nday (\d{4}-\d{2}-\d{2})\n\n\u2014 ([^\n]+) ([A-Za-z0-9+/=]+)\n$/;

/** H(0x00 ‖ entry). */
export const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/** The RFC 6962 root over 32-byte leaf hashes; the hash of nothing for an empty log. */
export function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  let level = leaves;
  while (level.length > 1) {
    const above = [];
    for (let i = 0; i + 1 < level.length; i += 2) above.push(nodeHash(level[i], level[i + 1]));
    if (level.length % 2) above.push(level.at(-1));
    level = above;
  }
  return level[0];
}

/** leaves.bin → its 32-byte hashes. */
export function parseLeaves(raw) {
  if (raw.length % 32) throw new Refused(CHECK, "The list of leaves is damaged.");
  return Array.from({ length: raw.length / 32 }, (_, i) => raw.subarray(32 * i, 32 * (i + 1)));
}

/** The last checkpoint of checkpoints.txt, its signature verified; null before the first batch. */
export function lastCheckpoint(raw, manifest) {
  if (raw.length === 0) return null;
  const note = utf8(raw, CHECK).split(JOINT).at(-1);
  return parseCheckpoint(note, manifest);
}

/** One C2SP signed note → {size, root, day, note (itself)}; Refused("log") unless it is this letter's and the log key signed it. */
export function parseCheckpoint(note, { log, letterId }) {
  const origin = `${log.origin}/${hex(letterId)}`;
  const [, name, size, root, day, signer, signature] = CHECKPOINT.exec(note) ?? [];
  if (name !== origin || signer !== origin) throw new Refused(CHECK, "This checkpoint is not of this letter's log.");
  const raw = fromBase64(signature, 68, CHECK);
  const keyHash = sha256(ascii(origin), Uint8Array.of(0x0a, 0x01), log.key).subarray(0, 4);
  if (!equal(raw.subarray(0, 4), keyHash)) throw new Refused(CHECK, "This checkpoint names another key.");
  verify(log.key, raw.subarray(4), ascii(note.slice(0, note.indexOf("\n\n") + 1)));
  return { size: Number(size), root: fromBase64(root, 32, CHECK), day, note };
}

/**
 * The leaves that the checkpoint signs: the first of the list, as many as its size; Refused("log") if they are too few or
 * others. More may follow, because a batch publishes its leaves before its checkpoint.
 */
export function signedLeaves(leaves, checkpoint) {
  const signed = leaves.slice(0, checkpoint?.size ?? 0);
  if (checkpoint && (signed.length < checkpoint.size || !equal(rootOf(signed), checkpoint.root))) {
    throw new Refused(CHECK, "The list of leaves is not what the checkpoint signs.");
  }
  return signed;
}

/** Whether `leaf` is in the list. Asked here, from the whole list, so that the server does not learn which one. */
export const includes = (leaves, leaf) => leaves.some((other) => equal(other, leaf));

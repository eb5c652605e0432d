/** Checkpoints: C2SP signed notes that fix size and root of a letter's log on a day (protocol section 8). */
import { ascii, equal, fromBase64, hex, sha256 } from "../bytes.js";
import { verify } from "../ed25519.js";
import { Refused } from "../errors.js";
import { dayNumber } from "./encoding.js";

const SEPARATOR = ascii("\n---\n");
const MAX_SIZE = 2 ** 32 - 1;
const NOTE =
  /^([^\n]+)\n(0|[1-9][0-9]{0,9})\n([A-Za-z0-9+/]{43}=)\nday ([0-9]{4}-[0-9]{2}-[0-9]{2})\n\n\u2014 ([^ \n]+) ([A-Za-z0-9+/]{91}=)\n$/;

const malformed = () => new Refused("checkpoint", "This is not a checkpoint.");

function textOf(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw malformed();
  }
}

function strictBase64(text, length) {
  try {
    return fromBase64(text, length);
  } catch {
    throw malformed();
  }
}

/** One note → {size, root, day, raw}, if this letter's log key signed it. */
export function parseNote(raw, { log, letterId }) {
  const found = NOTE.exec(textOf(raw));
  if (!found) throw malformed();
  const [, origin, size, rootText, day, name, signatureText] = found;
  const wanted = `${log.origin}/${hex(letterId)}`;
  const [root, signature] = [strictBase64(rootText, 32), strictBase64(signatureText, 68)];
  if (origin !== wanted || name !== wanted) throw new Refused("checkpoint", "This checkpoint belongs to another log.");
  if (Number(size) > MAX_SIZE) throw malformed();
  const keyId = sha256(ascii(wanted), Uint8Array.of(10, 1), log.key).subarray(0, 4);
  if (!equal(signature.subarray(0, 4), keyId)) throw new Refused("checkpoint", "This checkpoint is signed by another key.");
  verify(log.key, signature.subarray(4), raw.subarray(0, find(raw, ascii("\n\n"), 0) + 1));
  return { size: Number(size), root, day: dayNumber(day), raw };
}

function find(raw, wanted, from) {
  for (let at = raw.indexOf(wanted[0], from); at >= 0; at = raw.indexOf(wanted[0], at + 1)) {
    if (equal(raw.subarray(at, at + wanted.length), wanted)) return at;
  }
  return -1;
}

/** The notes in checkpoints.txt, not yet parsed; empty bytes hold none. */
export function splitNotes(raw) {
  const notes = [];
  if (!raw.length) return notes;
  let at = 0;
  for (let end = find(raw, SEPARATOR, at); end >= 0; end = find(raw, SEPARATOR, at)) {
    notes.push(raw.subarray(at, end));
    at = end + SEPARATOR.length;
  }
  return [...notes, raw.subarray(at)];
}

/** The verified checkpoints of checkpoints.txt: sizes rise, days never fall. */
export function readCheckpoints(raw, letter) {
  const found = splitNotes(raw).map((note) => parseNote(note, letter));
  let [size, day] = [0, letter.opens];
  for (const one of found) {
    if (one.size <= size || one.day < day) {
      throw new Refused("checkpoints", "The checkpoints do not grow from one to the next.");
    }
    [size, day] = [one.size, one.day];
  }
  return found;
}

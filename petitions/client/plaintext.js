/** The 512 bytes inside an envelope: u16 length ‖ UTF-8 JSON ‖ zeros. Rules of protocol section 7, the same in every tool. */
import { ascii, concat, u16, unsigned } from "./bytes.js";
import { Refused } from "./errors.js";
import { parseJson } from "./json.js";

export const PLAINTEXT_LENGTH = 512;
export const NAME_MAX = 120;
const KEYS = ["name", "title", "team", "note"];
const FORBIDDEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Surrogate}]/u;

/**
 * Make the 512 bytes from what a person typed: trimmed, NFC, empty fields left out. Refused with check "name" (empty),
 * "name_long", "characters" or "long" tells them what to change.
 */
export function pad(fields) {
  const kept = {};
  for (const key of KEYS) {
    const text = (fields[key] ?? "").normalize("NFC").trim();
    if (FORBIDDEN.test(text)) throw new Refused("characters", "A field holds an invisible control character.");
    if (text) kept[key] = text;
  }
  if (!kept.name) throw new Refused("name", "The name is empty.");
  if ([...kept.name].length > NAME_MAX) throw new Refused("name_long", `The name is longer than ${NAME_MAX} characters.`);
  const json = ascii(JSON.stringify(kept));
  if (json.length > PLAINTEXT_LENGTH - 2) throw new Refused("long", "The fields together are too long.");
  return concat(u16(json.length), json, new Uint8Array(PLAINTEXT_LENGTH - 2 - json.length));
}

/** The fields inside 512 bytes, or null where the bytes are junk: junk counts, but is nobody's name. */
export function readPlaintext(raw) {
  const length = unsigned(raw.subarray(0, 2));
  if (raw.length !== PLAINTEXT_LENGTH || length > PLAINTEXT_LENGTH - 2) return null;
  if (raw.subarray(2 + length).some((byte) => byte !== 0)) return null;
  let fields;
  try {
    fields = parseJson(raw.subarray(2, 2 + length), PLAINTEXT_LENGTH, "junk");
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
  return isIdentity(fields) ? fields : null;
}

function isIdentity(fields) {
  if (fields === null || typeof fields !== "object" || Array.isArray(fields)) return false;
  const entries = Object.entries(fields);
  if (!entries.every(([key, text]) => KEYS.includes(key) && isClean(text))) return false;
  const length = Object.hasOwn(fields, "name") ? [...fields.name].length : 0;
  return length >= 1 && length <= NAME_MAX;
}

const isClean = (text) => typeof text === "string" && text === text.normalize("NFC") && !FORBIDDEN.test(text);

/** The 512 bytes inside an envelope: u16 length ‖ UTF-8 JSON ‖ zeros. Rules of protocol section 7, the same in every tool. */
import { ascii, concat, u16, unsigned } from "./bytes.js";
import { Refused } from "./errors.js";
import { parseJson } from "./json.js";

export const PLAINTEXT_LENGTH = 512;
export const NAME_MAX = 120;
const KEYS = ["name", "title", "team", "note"];
const FORBIDDEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Surrogate}]/u;

// "NFC" means NFC of Unicode 14.0. These ranges are what later versions added that composes or reorders; runtimes may
// disagree about them, so they are junk to every tool (the list is the one of petitions/sealing/plaintext.py).
const UNSETTLED =
  "5C8-5C9 897 1ACF-1AF0 105C9 105D2 105DA 105E4 10D69-10D6D 10ECB-10ECF 10EF0-10EFB 10EFD-10EFF 11382-11385 1138B 1138E " +
  "11390-11391 113B8 113BB 113C2 113C5 113C7-113C9 113CE-113D0 11F41-11F42 1611E-16129 1612F 16D63 16D67-16D6A 1D127-1D128 " +
  "1D250-1D252 1D25B-1D25C 1D25F 1D280-1D281 1E08F 1E4EC-1E4EF 1E5EE-1E5EF 1E6E3 1E6E6 1E6EE-1E6EF 1E6F5";
export const UNSETTLED_RANGES = UNSETTLED.split(" ").map((range) => {
  const [first, last = first] = range.split("-").map((digits) => parseInt(digits, 16));
  return [first, last];
});

function isForbidden(text) {
  const unsettled = (point) => UNSETTLED_RANGES.some(([first, last]) => point >= first && point <= last);
  return FORBIDDEN.test(text) || Array.from(text).some((character) => unsettled(character.codePointAt(0)));
}

/**
 * Make the 512 bytes from what a person typed: trimmed, NFC, empty fields left out. Refused with check "name" (empty),
 * "name_long", "characters" or "long" tells them what to change.
 */
export function pad(fields) {
  const kept = {};
  for (const key of KEYS) {
    const text = (fields[key] ?? "").normalize("NFC").trim();
    if (isForbidden(text)) throw new Refused("characters", "A field holds an invisible control character.");
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

const isClean = (text) => typeof text === "string" && text === text.normalize("NFC") && !isForbidden(text);

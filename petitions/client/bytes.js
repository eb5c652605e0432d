/** Bytes and their texts. Integers are big-endian, hex is lower case, base32 is RFC 4648 in lower case without padding. */
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { Refused } from "./errors.js";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const ascii = (text) => new TextEncoder().encode(text);
export const sha256 = (...parts) => hash(concat(...parts));
export const u8 = (n) => integer(n, 1);
export const u16 = (n) => integer(n, 2);
export const u32 = (n) => integer(n, 4);

function integer(n, size) {
  if (!Number.isInteger(n) || n < 0 || n >= 2 ** (8 * size)) throw new RangeError(`not an unsigned ${8 * size}-bit integer`);
  const out = new Uint8Array(size);
  for (let i = 0; i < size; i++) out[size - 1 - i] = Math.floor(n / 2 ** (8 * i)) % 256;
  return out;
}

/** Read an unsigned big-endian integer of up to 4 bytes. */
export function unsigned(bytes) {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** Whether two byte strings are the same. Only for public values: it stops at the first difference. */
export function equal(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Strict: lower case and exactly `length` bytes, else Malformed by `check`. */
export function fromHex(text, length, check = "file") {
  if (typeof text !== "string" || text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) {
    throw new Refused(check, `Not ${length} bytes of lower-case hexadecimal.`);
  }
  return Uint8Array.from({ length }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function base32(bytes) {
  let bits = 0;
  let value = 0;
  let text = "";
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits ? text + BASE32[(value << (5 - bits)) & 31] : text;
}

export function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** Strict: the canonical padded form of exactly `length` bytes. */
export function fromBase64(text, length, check = "file") {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new Refused(check, "Not base64.");
  }
  if (bytes.length !== length || base64(bytes) !== text) throw new Refused(check, `Not ${length} bytes of base64.`);
  return bytes;
}

/** Strict UTF-8 without a byte order mark. */
export function utf8(bytes, check = "file") {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused(check, "Not UTF-8 text.");
  }
  if (text.startsWith("\ufeff")) throw new Refused(check, "The text begins with a byte order mark.");
  return text;
}

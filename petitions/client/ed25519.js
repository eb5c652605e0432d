/**
 * Ed25519 as protocol section 7 wants it in every tool: canonical key and R (y < p), S < L, no key of small order, and
 * the equation without cofactor, as OpenSSL checks it. (The library's own verify multiplies by the cofactor, so on keys
 * with a torsion part it would accept signatures that the Python tools refuse.)
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, equal } from "./bytes.js";
import { Refused } from "./errors.js";

const { Point } = ed25519;
const L = Point.Fn.ORDER;

/** 32-byte seed → 32-byte public key. */
export const publicKey = (seed) => ed25519.getPublicKey(seed);

/** RFC 8032, deterministic: the same seed and message give the same 64 bytes. */
export const sign = (seed, message) => ed25519.sign(message, seed);

/** Returns nothing, or throws Refused("signature"). */
export function verify(key, signature, message) {
  if (!holds(key, signature, message)) throw new Refused("signature", "A signature does not verify.");
}

function holds(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  const s = little(signature.subarray(32));
  if (s >= L) return false;
  const a = point(key);
  if (a === null || a.isSmallOrder() || point(r) === null) return false;
  const k = little(sha512(concat(r, key, message))) % L;
  return equal(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r);
}

/** Decode strictly: y < p, on the curve, no negative zero; null where it does not decode. */
function point(bytes) {
  try {
    return Point.fromBytes(bytes, false);
  } catch {
    return null;
  }
}

function little(bytes) {
  return bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
}

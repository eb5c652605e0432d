/**
 * Ed25519 by the browser's own code where that gives the strict verdict of ed25519.js, for the ten thousands of a log.
 *
 * Key, R and S are checked for their canonical forms here, so the only freedom left to a library is the cofactor; a library
 * that multiplies by it is found out once, by a signature that only it would accept, and not used. Its yes then is our yes.
 * Its no is asked again of ed25519.js, because some browsers also refuse an R of small order, which the protocol does not.
 */
import { ed25519 as curve } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, fromHex, hex } from "../bytes.js";
import * as ed25519 from "../ed25519.js";
import { Refused } from "../errors.js";

const { Point } = curve;
// L, the order of the base point, little-endian.
const L = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", 32);
const ZERO_TO = "00".repeat(30);
const ORDER_8 = ["26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03"];
// The points of small order, and x = 0 with the sign that it cannot have.
const SMALL_ORDER = new Set([
  ...["00", "80"].flatMap((sign) => [`01${ZERO_TO}${sign}`, `00${ZERO_TO}${sign}`]),
  `ec${"ff".repeat(30)}7f`, `ec${"ff".repeat(31)}`,
  ...[`${ORDER_8[0]}05`, `${ORDER_8[0]}85`, `${ORDER_8[1]}7a`, `${ORDER_8[1]}fa`],
]);
const NEGATIVE_ZERO = new Set([`01${ZERO_TO}80`, `ec${"ff".repeat(31)}`]);

/** Whether the low 255 bits, little-endian, are below 2^255 - 19. */
function isReduced(bytes) {
  if ((bytes[31] & 0x7f) !== 0x7f || bytes[0] < 0xed) return true;
  for (let i = 1; i < 31; i++) if (bytes[i] !== 0xff) return true;
  return false;
}

function isBelowL(s) {
  for (let i = 31; i >= 0; i--) if (s[i] !== L[i]) return s[i] < L[i];
  return false;
}

/** Refused("key") unless these 32 bytes are a canonical encoding that is not of small order. */
export function checkKey(key) {
  if (key.length !== 32 || !isReduced(key) || SMALL_ORDER.has(hex(key))) {
    throw new Refused("key", "This is not an acceptable Ed25519 public key.");
  }
}

const isStrict = (key, signature) =>
  key.length === 32 && signature.length === 64 && isReduced(key) && !SMALL_ORDER.has(hex(key)) &&
  isReduced(signature) && isBelowL(signature.subarray(32)) && !NEGATIVE_ZERO.has(hex(signature.subarray(0, 32)));

async function native(key, signature, message) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}

function scalar(bytes) {
  return bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n) % Point.Fn.ORDER;
}

const little = (value) => Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

/** [key, signature, message] that the equation with the cofactor accepts and the one without it refuses. */
function onlyWithCofactor() {
  const torsion = Point.fromHex(`${ORDER_8[0]}05`);
  const secret = 5n;
  const key = Point.BASE.multiply(secret).add(torsion).toBytes();
  const r = Point.BASE.multiply(7n).toBytes();
  for (let tried = 0; ; tried++) {
    const message = Uint8Array.of(tried);
    const k = scalar(sha512(concat(r, key, message)));
    if (k % 8n) return [key, concat(r, little((7n + k * secret) % Point.Fn.ORDER)), message];
  }
}

let probed = null;

/** Whether this runtime has an Ed25519 that may be asked. Found out once. */
export function hasNative() {
  probed ??= (async () => {
    const seed = new Uint8Array(32).fill(9);
    const message = new Uint8Array(3);
    try {
      const good = [ed25519.publicKey(seed), ed25519.sign(seed, message), message];
      return (await native(...good)) && !(await native(...onlyWithCofactor()));
    } catch {
      return false; // no Ed25519 here, or it cannot read a key that the protocol allows
    }
  })();
  return probed;
}

/** Returns nothing, or throws Refused("signature"): the verdict of ed25519.verify, sooner. */
export async function verify(key, signature, message) {
  if (isStrict(key, signature) && (await hasNative())) {
    try {
      if (await native(key, signature, message)) return;
    } catch {
      // The slow way says why.
    }
  }
  ed25519.verify(key, signature, message);
}

/** Randomness, or nothing: a browser whose generator is missing or stuck may not seal a name. */
import { equal } from "./bytes.js";
import { Refused } from "./errors.js";

const broken = () => new Refused("random", "This browser has no working source of randomness.");

export function randomBytes(size) {
  const source = globalThis.crypto;
  if (typeof source?.getRandomValues !== "function") throw broken();
  const bytes = new Uint8Array(size);
  source.getRandomValues(bytes);
  return bytes;
}

/**
 * Refuse to go on unless WebCrypto is whole and two draws differ from each other and from a constant.
 * Called before every pass and every sealing, because the libraries below draw from the same source by themselves.
 */
export function requireRandomness() {
  if (typeof globalThis.crypto?.subtle?.digest !== "function") throw broken();
  const draws = [randomBytes(32), randomBytes(32)];
  const stuck = draws.some((draw) => draw.every((byte) => byte === draw[0]));
  if (stuck || equal(...draws)) throw broken();
}

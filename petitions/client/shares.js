/** Shamir over GF(256) by the audited library: a share is 33 bytes, y[32] ‖ x, with x distinct and not zero. */
import { combine as interpolate, split as divide } from "shamir-secret-sharing";

/** 32-byte secret → n shares, any t of which give it back. */
export async function split(secret, n, t) {
  return divide(secret, n, t);
}

/** Whether these shares can be interpolated at all. A set with a zero or repeated x is skipped, never an error. */
export function usable(shares) {
  const xs = shares.map((share) => share[32]);
  return shares.every((share) => share.length === 33) && !xs.includes(0) && new Set(xs).size === xs.length;
}

/** 33-byte shares → 32 bytes. The result is right only if it fits a commitment: the caller checks. */
export async function combine(shares) {
  if (!usable(shares)) throw new RangeError("shares with a zero or repeated x");
  return interpolate(shares);
}

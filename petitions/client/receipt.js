/** A receipt: leaf 32 ‖ u32 last day of inclusion ‖ Ed25519 by the log, 100 bytes. */
import { concat, equal, unsigned } from "./bytes.js";
import { verify } from "./ed25519.js";
import { Refused } from "./errors.js";
import * as labels from "./labels.js";

export const RECEIPT_LENGTH = 100;
const DAY_MS = 86400000;

/** Verify a record under the letter's log key; returns {leaf, day} (days since 1970) or throws Refused("receipt"). */
export function verifyReceipt(record, { log, letterId }) {
  if (record.length !== RECEIPT_LENGTH || !log) throw new Refused("receipt", "A receipt has exactly 100 bytes.");
  const leaf = record.slice(0, 32);
  try {
    verify(log.key, record.subarray(36), concat(labels.RECEIPT, letterId, record.subarray(0, 36)));
  } catch {
    throw new Refused("receipt", "This receipt was not signed by this letter's log.");
  }
  return { leaf, day: unsigned(record.subarray(32, 36)) };
}

/** The same, and it must be the receipt of this very entry. */
export function verifyReceiptFor(leaf, record, manifest) {
  const receipt = verifyReceipt(record, manifest);
  if (!equal(receipt.leaf, leaf)) throw new Refused("receipt", "This receipt is for another entry.");
  return receipt;
}

/** Day number → YYYY-MM-DD. */
export const dayText = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The UTC day number of a moment in milliseconds. */
export const dayOf = (milliseconds) => Math.floor(milliseconds / DAY_MS);

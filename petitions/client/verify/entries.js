/** Reading and checking what stands in the log (protocol section 7): every check that needs nothing but the manifest. */
import { concat, equal, hex, sha256, unsigned } from "../bytes.js";
import { LAST_SEQ, LAST_SIGN_SEQ, SIGN_LENGTH, WITHDRAW_LENGTH } from "../entry.js";
import { statementHash } from "../envelope.js";
import { Refused } from "../errors.js";
import * as labels from "../labels.js";
import { leafHash } from "../log.js";
import { COUNT_ONLY, NAMED_NOW } from "../manifest.js";
import { checkShape } from "./opening.js";
import { verify } from "./signatures.js";

export const ASSISTED = 1;
const SALT_LENGTH = 48;

/** The entry in exactly these bytes: {raw, letterId, seq, spk, signature} and for a SIGN also tier, flags, prefix, token, sealedHash. */
export function parseEntry(raw) {
  if (raw.length === SIGN_LENGTH && raw[0] === 1 && raw[1] === 1) {
    return {
      raw, letterId: raw.subarray(2, 34), tier: unsigned(raw.subarray(34, 36)), seq: unsigned(raw.subarray(36, 38)),
      flags: raw[38], spk: raw.subarray(39, 71), prefix: raw.subarray(71, 103), token: raw.subarray(103, 487),
      sealedHash: raw.subarray(487, 519), signature: raw.subarray(519),
    };
  }
  if (raw.length === WITHDRAW_LENGTH && raw[0] === 2 && raw[1] === 1) {
    const seq = unsigned(raw.subarray(34, 36));
    return { raw, letterId: raw.subarray(2, 34), tier: null, seq, spk: raw.subarray(36, 68), signature: raw.subarray(68) };
  }
  throw new Refused("entry", "This is not an entry.");
}

/** What the rules need of an entry; tier is null for a withdrawal. Hex texts sort as their bytes do. */
export const lineOf = (entry) => ({ spk: hex(entry.spk), seq: entry.seq, leaf: hex(leafHash(entry.raw)), tier: entry.tier });

/** How many bytes the entry that begins with this byte has; null if none does. */
export const lengthOf = (kind) => ({ 1: SIGN_LENGTH, 2: WITHDRAW_LENGTH })[kind] ?? null;

/** The issuer's key for verifying tokens. */
export function importIssuer(spki) {
  return crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
}

function isOfLetter(entry, letter) {
  if (!equal(entry.letterId, letter.letterId)) throw new Refused("letter", "This entry belongs to another letter.");
}

const checkSignature = (entry) => verify(entry.spk, entry.signature, concat(labels.ENTRY, entry.raw.subarray(0, -64)));

async function checkSign(entry, letter, issuer) {
  const { tier } = entry;
  isOfLetter(entry, letter);
  if (tier !== NAMED_NOW && tier !== COUNT_ONLY && !letter.tiers.includes(tier)) throw new Refused("tier", "This letter has no such tier.");
  if (entry.seq > LAST_SIGN_SEQ) throw new Refused("seq", "This entry's number is too high.");
  if (entry.flags > ASSISTED) throw new Refused("flags", "This entry sets unknown flags.");
  if (tier === COUNT_ONLY && entry.sealedHash.some((byte) => byte)) throw new Refused("hash", "An entry that is only counted seals nothing.");
  const message = concat(entry.prefix, labels.PASS, letter.scope, entry.spk);
  if (!(await crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT_LENGTH }, issuer, entry.token, message))) {
    throw new Refused("token", "The pass was not issued for this letter.");
  }
  await checkSignature(entry);
}

/** Everything a WITHDRAW must satisfy by itself. */
export async function checkWithdraw(entry, letter) {
  isOfLetter(entry, letter);
  if (entry.seq < 1 || entry.seq > LAST_SEQ) throw new Refused("seq", "This entry's number is not possible.");
  await checkSignature(entry);
}

/** Everything an entry must satisfy that needs no blob. `issuer` is from importIssuer. */
export const checkEntry = (entry, letter, issuer) =>
  entry.tier === null ? checkWithdraw(entry, letter) : checkSign(entry, letter, issuer);

/** Refused unless `sealed` (a blob, or salt ‖ statement for tier 0) is what this SIGN was signed for. */
export function checkContent(entry, sealed, letter) {
  if (entry.tier === NAMED_NOW) {
    if (!equal(statementHash(sealed.subarray(0, 32), sealed.subarray(32)), entry.sealedHash)) {
      throw new Refused("hash", "The statement is not the one this entry was signed for.");
    }
    return;
  }
  checkShape(sealed, letter);
  if (!equal(sha256(sealed), entry.sealedHash)) {
    throw new Refused("hash", "The sealed blob is not the one this entry was signed for.");
  }
}

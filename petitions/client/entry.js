/** The two log entries of protocol section 7, and the request that carries one: equally long whatever was chosen. */
import { concat, sha256, u16 } from "./bytes.js";
import { blobLength, seal, statementHash } from "./envelope.js";
import * as ed25519 from "./ed25519.js";
import { Refused } from "./errors.js";
import * as labels from "./labels.js";
import { COUNT_ONLY, NAMED_NOW } from "./manifest.js";
import { legible } from "./name_rules.js";
import { pad } from "./plaintext.js";
import { randomBytes, requireRandomness } from "./random.js";

export const SIGN_LENGTH = 583;
export const WITHDRAW_LENGTH = 132;
export const LAST_SIGN_SEQ = 15;
export const LAST_SEQ = 16;

function signed(ssk, before) {
  return concat(before, ed25519.sign(ssk, concat(labels.ENTRY, before)));
}

/** The 583 bytes of a SIGN entry. `sealedHash` is 32 bytes; flags are 0, because this client is not the assisted path. */
export function makeSign({ letterId, tier, seq, pass, sealedHash }) {
  const before = concat(
    Uint8Array.of(1, 1), letterId, u16(tier), u16(seq), Uint8Array.of(0), pass.spk, pass.prefix, pass.token, sealedHash,
  );
  return signed(pass.ssk, before);
}

/** The 132 bytes of a WITHDRAW entry. */
export function makeWithdraw({ letterId, seq, pass }) {
  return signed(pass.ssk, concat(Uint8Array.of(2, 1), letterId, u16(seq), pass.spk));
}

/** The three choices → the tier that stands in the entry. Refused("choice" | "tier"). */
export function tierOf(manifest, choice, tier) {
  if (choice === "count") return COUNT_ONLY;
  if (choice === "named") return NAMED_NOW;
  if (choice !== "sealed") throw new Refused("choice", "Choose one of the three ways to sign.");
  if (!manifest.tiers.includes(tier)) throw new Refused("tier", "This letter has no such number.");
  return tier;
}

/** The fields, if they say only what the letter's lists offer: a list of one's own would mark whoever was shown it. */
function chosen({ lists = { team: [], title: [] } }, fields) {
  if (!lists.team.length && !lists.title.length) return fields;
  for (const field of ["team", "title"]) {
    if (fields[field] && !lists[field].includes(fields[field])) {
      throw Object.assign(new Refused("group", "This letter's lists do not offer this."), { field });
    }
  }
  return fields;
}

/**
 * Build one SIGN request: {entry, body}, where body = entry ‖ blobLength(n) bytes. A sealed name fills the field with its
 * blob; a public name with salt 32 ‖ plaintext 512 ‖ random bytes; a count-only signature with random bytes alone.
 */
export async function buildSign(manifest, pass, { choice, tier, seq, fields }) {
  requireRandomness();
  const number = tierOf(manifest, choice, tier);
  const room = blobLength(manifest.n);
  const context = { letterId: manifest.letterId, spk: pass.spk, tier: number, seq };
  let sealedHash = new Uint8Array(32);
  let field = randomBytes(room);
  if (choice === "named") {
    const salt = randomBytes(32);
    const plaintext = pad(chosen(manifest, legible(fields)));
    sealedHash = statementHash(salt, plaintext);
    field.set(concat(salt, plaintext));
  } else if (choice === "sealed") {
    field = await seal(context, { xwings: manifest.xwings, t: manifest.t, plaintext: pad(chosen(manifest, legible(fields))) });
    sealedHash = sha256(field);
  }
  const entry = makeSign({ letterId: manifest.letterId, tier: number, seq, pass, sealedHash });
  return { entry, body: concat(entry, field) };
}

/** The pass of protocol section 5: a blind signature on the signatory's own fresh key (RFC 9474, SHA-384, PSS, randomized). */
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { concat } from "./bytes.js";
import * as ed25519 from "./ed25519.js";
import { Refused } from "./errors.js";
import * as labels from "./labels.js";
import { randomBytes, requireRandomness } from "./random.js";

export const PASS_LENGTH = 448;
export const TOKEN_LENGTH = 384;
export const CODE_LENGTH = 20;
export const MAILED_LENGTH = 10;
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]*$/;
const suite = RSABSSA.SHA384.PSS.Randomized();

/** How many characters a code of this letter has: on paper, or mailed to a work address. */
export const codeLength = (manifest) => (manifest.byMail ? MAILED_LENGTH : CODE_LENGTH);

/** What a person typed → the characters on the paper or in the mail. Refused("code") if it cannot be one. */
export function normaliseCode(text, length = CODE_LENGTH) {
  const code = text.replace(/[\s\p{Pd}\u00ad\u200b]/gu, "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  if (code.length !== length || !ALPHABET.test(code)) {
    throw new Refused("code", `This is not a code: it needs ${length} letters and digits.`);
  }
  return code;
}

/** ssk 32 ‖ prefix 32 ‖ token 384, as an object with the public key that belongs to it. */
export function parsePass(raw) {
  if (raw.length !== PASS_LENGTH) throw new Refused("file", "A pass has exactly 448 bytes.");
  const ssk = raw.slice(0, 32);
  return { raw: raw.slice(), ssk, spk: ed25519.publicKey(ssk), prefix: raw.slice(32, 64), token: raw.slice(64) };
}

const message = (manifest, spk) => concat(labels.PASS, manifest.scope, spk);

async function issuerKey(manifest) {
  const algorithm = { name: "RSA-PSS", hash: "SHA-384" };
  let key;
  try {
    key = await crypto.subtle.importKey("spki", manifest.issuerSpki, algorithm, true, ["verify"]);
  } catch {
    throw new Refused("manifest", "The issuer's key does not parse.");
  }
  const { modulusLength, publicExponent } = key.algorithm;
  if (modulusLength !== 3072 || Array.from(publicExponent).join() !== "1,0,1") {
    throw new Refused("manifest", "The issuer's key is not RSA-3072 with exponent 65537.");
  }
  return key;
}

/** Make a fresh key and blind it: `blinded` (384 bytes) goes to the server, the rest stays here until `finalize`. */
export async function blind(manifest) {
  requireRandomness();
  const ssk = randomBytes(32);
  const prefix = randomBytes(32);
  const prepared = concat(prefix, message(manifest, ed25519.publicKey(ssk)));
  const { blindedMsg, inv } = await suite.blind(await issuerKey(manifest), prepared);
  return { blinded: new Uint8Array(blindedMsg), ssk, prefix, prepared, inv };
}

/** The server's 384 bytes → the pass; Refused("issuer") unless the signature verifies under the letter's own key. */
export async function finalize(manifest, blinding, answer) {
  let token;
  try {
    token = await suite.finalize(await issuerKey(manifest), blinding.prepared, answer, blinding.inv);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("issuer", "The pass that came back does not verify.");
  }
  return parsePass(concat(blinding.ssk, blinding.prefix, token));
}

/** Refused("issuer") unless this pass is valid for this letter. */
export async function verifyPass(manifest, pass) {
  const prepared = concat(pass.prefix, message(manifest, pass.spk));
  const parameters = { name: "RSA-PSS", saltLength: 48 };
  if (!(await crypto.subtle.verify(parameters, await issuerKey(manifest), pass.token, prepared))) {
    throw new Refused("issuer", "This pass does not belong to this letter.");
  }
}

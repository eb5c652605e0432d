/** The letter's manifest: its hash is the letter, so the exact bytes are checked before any field is believed. */
import { base32, equal, fromHex, hex, sha256 } from "./bytes.js";
import { Refused } from "./errors.js";
import { parseJson } from "./json.js";

export const MANIFEST_MAX = 65536;
export const NAMED_NOW = 0;
export const COUNT_ONLY = 65535;
const CHECK = "manifest";

function need(condition, sentence) {
  if (!condition) throw new Refused(CHECK, sentence);
}

/** The longest letter.md that any tool reads. */
export const TEXT_MAX = 1024 * 1024;

const whole = (value, low, high) => Number.isInteger(value) && value >= low && value <= high;

/** The 32 characters under which a letter is published. */
export const addressOf = (letterId) => base32(letterId.subarray(0, 20));

/**
 * Parse the bytes of manifest.json, as served, for the letter at `address`; Refused("manifest") if they are not that
 * letter's or lack a field that the mathematics uses. Unknown fields are ignored.
 */
export function parseManifest(raw, address) {
  const letterId = sha256(raw);
  need(addressOf(letterId) === address, "These files belong to another letter.");
  const fields = parseJson(raw, MANIFEST_MAX, CHECK);
  need(fields !== null && typeof fields === "object" && !Array.isArray(fields), "The manifest is not an object.");
  need(fields.v === 1, "The manifest is not of version 1.");
  const { tiers, trustees, t, margin } = fields;
  need(Array.isArray(tiers) && tiers.length > 0, "The manifest has no tiers.");
  need(tiers.every((tier, i) => whole(tier, 1, COUNT_ONLY - 1) && (i === 0 || tier > tiers[i - 1])), "The tiers do not ascend.");
  need(whole(margin, 0, 65534), "The margin is not a number in range.");
  need(Array.isArray(trustees) && whole(trustees.length, 2, 7), "There are not 2 to 7 trustees.");
  need(whole(t, 2, trustees.length), "The threshold does not fit the trustees.");
  const xwings = trustees.map((trustee) => fromHex(trustee?.xwing, 1216, CHECK));
  need(new Set(xwings.map(hex)).size === xwings.length, "Two trustees have the same key.");
  return {
    letterId, address, tiers, margin, t, n: trustees.length, xwings,
    scope: fromHex(fields.scope, 32, CHECK),
    issuerSpki: fromHex(fields.issuer_spki, fields.issuer_spki?.length / 2, CHECK),
    lists: listsOf(fields),
    log: logOf(fields),
    byMail: fields.eligibility?.mode === "email",
    textHash: fields.letter_sha256 === undefined ? null : fromHex(fields.letter_sha256, 32, CHECK),
    translationHashes: translationsOf(fields).map(({ sha256: digest }) => fromHex(digest, 32, CHECK)),
  };
}

/**
 * The lists that people choose their office (`team`) and family of roles (`title`) from. No part of the protocol: whatever
 * is not two lists of short texts is ignored, as any unknown field is (petitions/small_groups.py reads it alike).
 */
function listsOf({ groups }) {
  const { offices = [], roles = [] } = groups !== null && typeof groups === "object" && !Array.isArray(groups) ? groups : {};
  const isText = (item) => typeof item === "string" && item.length > 0 && [...item].length <= 60;
  const isList = (items) =>
    Array.isArray(items) && items.length <= 20 && items.every(isText) && new Set(items).size === items.length;
  return isList(offices) && isList(roles) ? { team: offices, title: roles } : { team: [], title: [] };
}

/** The letter in other languages, as far as the manifest names any; an object without a hash is the verifier's to refuse. */
function translationsOf({ translations }) {
  return Array.isArray(translations) ? translations.filter((row) => typeof row?.sha256 === "string") : [];
}

/** What receipts and checkpoints are verified with. A recorded transcript may lack it; a letter that is open has it. */
function logOf({ log }) {
  if (log === undefined) return null;
  need(typeof log?.origin === "string" && log.origin.length > 0, "The log has no origin.");
  return { origin: log.origin, key: fromHex(log.ed25519, 32, CHECK) };
}

/**
 * Refused("manifest") unless these are the bytes of letter.md that the manifest names: then the fingerprint covers the
 * Markdown that the site serves. It cannot say that the page shows those very words: the page is HTML that the server made
 * from the Markdown, and this script does not render Markdown. People compare the two, as the trustees do.
 */
export function checkText(manifest, text) {
  need(manifest.textHash !== null && equal(sha256(text), manifest.textHash), "The text is not the one that the letter names.");
}

/** The same for the letter in any of its languages: the fingerprint covers the translations too. */
export function checkAnyText(manifest, text) {
  const digest = sha256(text);
  if (!manifest.translationHashes.some((named) => equal(digest, named))) checkText(manifest, text);
}

/** Refused("manifest") if a page's path names another letter than `address`. A path that names none says nothing. */
export function checkPath(path, address) {
  const [, named = address] = /\/l\/([^/]{32})\//.exec(path) ?? [];
  need(named === address, "This page lies at the address of another letter.");
}

/** Whether `letterId` (32 bytes) is this letter. */
export const isLetter = (manifest, letterId) => equal(manifest.letterId, letterId);

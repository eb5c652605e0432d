/**
 * The trustee file: one JSON text that holds what the command-line tool keeps in its folder (protocol section 14). In memory
 * it is a plain object that nothing here changes: whoever learns something makes a new one. Keys lie in it as key files only.
 *
 *   v 1 · kind · identity {name, contact, url, ed25519} | null · identity_key hex | null · approved [record of hex texts]
 *   letters {scope hex: {title | null, join, key hex | null, manifest text | null, state {seen, notices, withdrawals}}}
 *
 * Moments are texts as Python writes them: 2026-03-05T00:00:00+00:00.
 */
import { ascii, base32, concat, equal, fromHex, hex, sha256, utf8 } from "../bytes.js";
import { Refused } from "../errors.js";
import { parseJson } from "../json.js";
import { grouped } from "../verify/encoding.js";
import { parseManifest } from "../verify/manifest.js";
import { decrypt, encrypt } from "./keyfile.js";

const KIND = "undersigned-trustee";
export const HOME_MAX = 64 << 20;
const FIELDS = ["v", "kind", "identity", "identity_key", "approved", "letters"];
const LETTER_FIELDS = ["title", "join", "key", "manifest", "state"];
const NOT_APPROVED = new Uint8Array(32);
const EMPTY = { seen: null, notices: {}, withdrawals: {} };

export const emptyHome = () => ({ v: 1, kind: KIND, identity: null, identity_key: null, approved: [], letters: {} });

/** The text to save. */
export const homeText = (home) => `${JSON.stringify(home, null, 1)}\n`;

/** A name for it: eight characters tell two trustees' files apart on a disk. */
export function homeName({ identity }) {
  const mark = identity ? base32(fromHex(identity.ed25519, 32)).slice(0, 8) : "new";
  return `undersigned-trustee-${mark}.json`;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isHex = (value) => typeof value === "string" && /^(?:[0-9a-f]{2})*$/.test(value);
const isMoment = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const holds = (value, fields) => isObject(value) && Object.keys(value).sort().join() === [...fields].sort().join();
const areTexts = (value, fields) => isObject(value) && fields.every((field) => typeof value[field] === "string");

function isState(state) {
  if (!holds(state, Object.keys(EMPTY)) || !isObject(state.notices) || !isObject(state.withdrawals)) return false;
  const { seen, notices, withdrawals } = state;
  return (
    (seen === null || (Number.isInteger(seen.size) && isHex(seen.root) && seen.root.length === 64)) &&
    Object.values(notices).every((one) => isObject(one) && isHex(one.sha256) && isMoment(one.first_seen)) &&
    Object.entries(withdrawals).every(([raw, moment]) => isHex(raw) && isMoment(moment))
  );
}

const isLetter = ([scope, letter]) =>
  isHex(scope) && scope.length === 64 && holds(letter, LETTER_FIELDS) && isState(letter.state) &&
  areTexts(letter.join, ["name", "contact", "url", "ed25519", "xwing"]) && letter.join.scope === scope &&
  [letter.title, letter.manifest].every((text) => text === null || typeof text === "string") &&
  (letter.key === null || isHex(letter.key));

const isApproved = (record) =>
  areTexts(record, ["letter_id", "scope", "issuer"]) && Array.isArray(record.xwing) && (record.roster === null || isHex(record.roster));

/** Read the bytes of a trustee file; Refused("home") if they are none. */
export function readHome(bytes) {
  const refusal = new Refused("home", "This is not a trustee file, or it is damaged.");
  let home;
  try {
    home = parseJson(bytes, HOME_MAX, "home");
  } catch {
    throw refusal;
  }
  const whole = holds(home, FIELDS) && home.v === 1 && home.kind === KIND && Array.isArray(home.approved) && isObject(home.letters);
  if (!whole || !home.approved.every(isApproved) || !Object.entries(home.letters).every(isLetter)) throw refusal;
  const both = areTexts(home.identity, ["name", "contact", "url", "ed25519"]) && isHex(home.identity_key);
  if (!both && !(home.identity === null && home.identity_key === null)) throw refusal;
  return home;
}

/** {name, contact, url, ed25519} of this trustee. */
export function identityOf({ identity }) {
  if (!identity) throw new Refused("home", "This device has no trustee identity yet: run “init” first.");
  return identity;
}

/** The Ed25519 seed. */
export async function identitySeed(home, { passphrase, progress }) {
  identityOf(home);
  const seed = await decrypt(fromHex(home.identity_key, home.identity_key.length / 2), passphrase, progress);
  if (seed.length !== 32) throw new Refused("key", "The identity's key file holds another kind of key.");
  return seed;
}

/** What is kept for the letter of this scope (hex), or undefined. */
export const letterOf = (home, scope) => (Object.hasOwn(home.letters, scope) ? home.letters[scope] : undefined);

/** The home with some fields of one letter replaced. */
export function withLetter(home, scope, changes) {
  const before = letterOf(home, scope) ?? { title: null, join: null, key: null, manifest: null, state: EMPTY };
  return { ...home, letters: { ...home.letters, [scope]: { ...before, ...changes } } };
}

/** The approved manifest, or null. */
export const manifestOf = (letter) => (letter?.manifest ? parseManifest(ascii(letter.manifest)) : null);

/** The key file of a letter's seed: seed ‖ scope ‖ letter_id, which is zeros before the letter is approved. */
export async function letterKey(seed, { scope, letterId = NOT_APPROVED, passphrase, progress }) {
  return hex(await encrypt(concat(seed, fromHex(scope, 32), letterId), passphrase, progress));
}

/** {seed, letterId} in a letter's key file; letterId is null before the letter is approved. */
export async function openKey(home, scope, { passphrase, progress }) {
  const key = letterOf(home, scope)?.key;
  if (!key) throw new Refused("key", "The key for this letter is not on this device; it was destroyed or moved.");
  const payload = await decrypt(fromHex(key, key.length / 2), passphrase, progress);
  if (payload.length !== 96 || hex(payload.subarray(32, 64)) !== scope) {
    throw new Refused("key", "The key file belongs to another letter.");
  }
  const letterId = payload.slice(64);
  return { seed: payload.slice(0, 32), letterId: equal(letterId, NOT_APPROVED) ? null : letterId };
}

const otherLetter = () => new Refused("letter", "The key on this device was approved for another letter, or not yet for any.");

/** The X-Wing seed, if the key file was bound to this letter. */
export async function seedFor(home, manifest, secret) {
  const { seed, letterId } = await openKey(home, hex(manifest.scope), secret);
  if (!letterId || !equal(letterId, manifest.letterId)) throw otherLetter();
  return seed;
}

/** The same before or after it was bound, for approving: it must not be bound to another letter. */
export async function seedToBind(home, manifest, secret) {
  const { seed, letterId } = await openKey(home, hex(manifest.scope), secret);
  if (letterId && !equal(letterId, manifest.letterId)) throw otherLetter();
  return seed;
}

/** {scope (hex), letter, manifest} of an approved letter named by its address or its letter_id in hex. */
export function findLetter(home, named) {
  const wanted = named.replaceAll(" ", "").toLowerCase();
  for (const [scope, letter] of Object.entries(home.letters)) {
    const manifest = manifestOf(letter);
    if (manifest && [manifest.address, hex(manifest.letterId)].includes(wanted)) return { scope, letter, manifest };
  }
  throw new Refused("letter", "No letter of this name was approved on this device.");
}

/** This trustee's number in a letter approved here. */
export function seatOf(home, manifest) {
  const mine = identityOf(home).ed25519;
  const seat = manifest.trustees.findIndex(({ ed25519 }) => hex(ed25519) === mine) + 1;
  if (!seat) throw new Refused("home", "The identity in this folder is none of this letter's trustees.");
  return seat;
}

/** What people are shown of each letter in the file. */
export function letters(home) {
  return Object.entries(home.letters).map(([scope, letter]) => {
    const manifest = manifestOf(letter);
    return {
      scope, manifest, title: letter.title, joined: letter.join !== null, hasKey: letter.key !== null,
      fingerprint: manifest?.fingerprint ?? null, address: manifest?.address ?? null,
      seat: manifest ? seatOf(home, manifest) : null,
      seen: letter.state.seen, withdrawals: Object.keys(letter.state.withdrawals).length,
    };
  });
}

/** What trustees read to each other: 32 characters over both public keys of a trustee, in groups of four. */
export const keyFingerprint = (ed25519, xwing) => grouped(base32(sha256(ed25519, xwing).subarray(0, 20)), 4);

/** The manifest's bytes as the text that the file keeps: it is strict UTF-8, so nothing is lost. */
export const manifestText = (manifest) => utf8(manifest.raw);

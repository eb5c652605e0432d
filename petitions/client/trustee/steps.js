/**
 * The trustee's steps except the release: init, join, approve, selftest, fetch, destroy (protocol sections 4, 13 and 14).
 * Every refusal is the one that the command-line tool makes.
 */
import { concat, fromHex, hex, sha256, u16, u8 } from "../bytes.js";
import * as ed25519 from "../ed25519.js";
import { Refused } from "../errors.js";
import * as labels from "../labels.js";
import { randomBytes, requireRandomness } from "../random.js";
import { Bundle } from "../verify/bundle.js";
import { dayText, hexBytes, isLine } from "../verify/encoding.js";
import { parseManifest } from "../verify/manifest.js";
import { boxOpener } from "../verify/opening.js";
import { approve as signApproval, signDestroyed, signFetch } from "../verify/release.js";
import { loadJson } from "../verify/rows.js";
import {
  findLetter, identityOf, identitySeed, keyFingerprint, letterKey, letterOf, manifestText, seatOf, seedFor, seedToBind, withLetter,
} from "./home.js";
import { encrypt } from "./keyfile.js";
import { publicOf, seal } from "./xwing.js";

const DRAFT = ["v", "scope", "title", "trustee", "n", "t"];
const PASSPHRASE_MIN = 8;
const TEXT_MAX = 1 << 20;

const toText = (found) => `${JSON.stringify(found, null, 1)}\n`;

/** One bar over several slow steps: the progress of step `at` of `of`. */
const part = (progress, at, of) => (done) => progress?.((at + done) / of);

function oneLine(text, most, what) {
  if (!isLine(text, most)) throw new Refused("text", `The ${what} must be one line of text, at most ${most} characters.`);
  return text;
}

/** Make this trustee's identity once → {home}. */
export async function init(home, { name, contact, url, passphrase, progress }) {
  requireRandomness();
  const seed = randomBytes(32);
  const identity = {
    name: oneLine(name, 120, "name"), contact: oneLine(contact, 300, "contact"), url: oneLine(url, 300, "address"),
    ed25519: hex(ed25519.publicKey(seed)),
  };
  if (home.identity) throw new Refused("home", "This device has a trustee identity already.");
  if ([...passphrase].length < PASSPHRASE_MIN) {
    throw new Refused("passphrase", `The passphrase needs at least ${PASSPHRASE_MIN} characters.`);
  }
  return { home: { ...home, identity, identity_key: hex(await encrypt(seed, passphrase, progress)) } };
}

/** The invitation {v, scope, title, trustee, n, t} in these bytes, checked. */
export function readDraft(bytes) {
  const draft = loadJson(bytes, 64 * 1024);
  const isDraft = draft !== null && typeof draft === "object" && DRAFT.every((key) => Object.hasOwn(draft, key)) && draft.v === 1;
  if (!isDraft) throw new Refused("draft", "This is not an invitation to be a trustee.");
  hexBytes(draft.scope, 32);
  oneLine(draft.title, 300, "title");
  oneLine(draft.trustee, 120, "trustee's name");
  const { n, t } = draft;
  if (!Number.isInteger(n) || !Number.isInteger(t) || !(t >= 2 && t <= n && n <= 7)) {
    throw new Refused("draft", "This invitation does not say how many trustees there are and how many open.");
  }
  return draft;
}

/**
 * Make a fresh key for the letter of this invitation → {home, answer, answerText (join.json), fingerprint}. Asked again for
 * the same letter, it returns the same answer: a second key would lock the first names in.
 */
export async function join(home, draft, { passphrase, progress }) {
  const identity = identityOf(home);
  const known = letterOf(home, draft.scope);
  if (known?.join) return joined(home, known.join);
  if (home.approved.some(({ scope }) => scope === draft.scope)) {
    throw new Refused("reuse", "A letter with this scope was approved on this device before.");
  }
  requireRandomness();
  // One passphrase for all keys, and a wrong one is found now.
  await identitySeed(home, { passphrase, progress: part(progress, 0, 2) });
  const seed = randomBytes(32);
  const answer = { v: 1, scope: draft.scope, ...identity, xwing: hex(await publicOf(seed)) };
  const key = await letterKey(seed, { scope: draft.scope, passphrase, progress: part(progress, 1, 2) });
  return joined(withLetter(home, draft.scope, { title: draft.title, join: answer, key }), answer);
}

function joined(home, answer) {
  const fingerprint = keyFingerprint(fromHex(answer.ed25519, 32), fromHex(answer.xwing, 1216));
  return { home, answer, answerText: toText(answer), fingerprint };
}

async function textsOf(files) {
  const isOfLetter = (name) => name === "manifest.json" || name.startsWith("letter.");
  if (files instanceof Bundle) {
    const names = files.names().filter(isOfLetter);
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await files.read(name)])));
  }
  if (!files["manifest.json"] || !files["letter.md"]) {
    throw new Refused("letter", "The folder does not hold manifest.json and letter.md.");
  }
  return Object.fromEntries(Object.entries(files).filter(([name]) => isOfLetter(name)));
}

/**
 * Read a frozen letter: {manifest, seat, text, translations [{lang, title, text}], trustees [{seat, name, contact, url,
 * fingerprint, isYou}]} after every check that needs no second person. `files`: object of name → bytes, or a Bundle.
 */
export async function readLetter(home, files) {
  const found = await textsOf(files);
  if (Object.values(found).some((raw) => raw.length > TEXT_MAX)) throw new Refused("letter", "The letter is longer than it can be.");
  const manifest = parseManifest(found["manifest.json"]);
  const identity = identityOf(home);
  const kept = letterOf(home, hex(manifest.scope));
  if (!kept?.join) throw new Refused("join", "This device made no key for this letter: it has another scope.");
  const isMe = (one) =>
    one.name === identity.name && one.contact === identity.contact && one.url === identity.url &&
    hex(one.ed25519) === identity.ed25519 && hex(one.xwing) === kept.join.xwing;
  const seats = manifest.trustees.flatMap((one, i) => (isMe(one) ? [i + 1] : []));
  if (seats.length !== 1) {
    throw new Refused("approve", "Your name, contact, address and keys do not stand in this letter as you gave them.");
  }
  if (hex(sha256(found["letter.md"])) !== hex(manifest.letterSha256)) {
    throw new Refused("letter", "The text is not the one in the manifest.");
  }
  for (const { lang, sha256: digest } of manifest.translations) {
    if (hex(sha256(found[`letter.${lang}.md`] ?? new Uint8Array())) !== hex(digest)) {
      throw new Refused("letter", `The translation “${lang}” is not the one in the manifest.`);
    }
  }
  const text = readable(found["letter.md"]);
  const translations = manifest.translations.map(({ lang, title }) => ({ lang, title, text: readable(found[`letter.${lang}.md`]) }));
  checkFresh(home, manifest);
  const trustees = manifest.trustees.map((one, i) => ({
    seat: i + 1, name: one.name, contact: one.contact, url: one.url, isYou: i + 1 === seats[0],
    fingerprint: keyFingerprint(one.ed25519, one.xwing),
  }));
  return { manifest, seat: seats[0], text, translations, trustees };
}

// Overrides, embeddings and isolates show another text than the one that was hashed; other controls may too.
const MISLEADING = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** The text, which must be UTF-8 and look like what it is. */
function readable(raw) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new Refused("letter", "The text is not UTF-8.");
  }
  if (MISLEADING.test(text)) {
    throw new Refused("letter", "The text holds control characters, which can make it look like another text.");
  }
  return text;
}

function recordOf(manifest) {
  const { rosterRoot } = manifest.eligibility;
  return {
    letter_id: hex(manifest.letterId), scope: hex(manifest.scope), issuer: hex(sha256(manifest.issuerSpki)),
    roster: rosterRoot ? hex(rosterRoot) : null, xwing: manifest.xwings.map((key) => hex(sha256(key))),
  };
}

function checkFresh(home, manifest) {
  const record = recordOf(manifest);
  for (const known of home.approved.filter(({ letter_id: id }) => id !== record.letter_id)) {
    for (const [field, words] of [["scope", "scope"], ["issuer", "issuer key"], ["roster", "list of codes"]]) {
      if (record[field] && known[field] === record[field]) {
        throw new Refused("reuse", `Another letter that you approved has the same ${words}.`);
      }
    }
    if (known.xwing.some((key) => record.xwing.includes(key))) {
      throw new Refused("reuse", "Another letter that you approved has the key of one of these trustees.");
    }
  }
}

const isFingerprint = (typed, manifest) => typed.replace(/\s/g, "").toLowerCase() === manifest.address;

/** {home, approval {trustee, signature}, approvalText} once the fingerprint heard from the other trustees is this letter's. */
export async function approve(home, reading, { fingerprint, passphrase, progress }) {
  const { manifest, seat } = reading;
  if (!isFingerprint(fingerprint, manifest)) {
    throw new Refused("fingerprint", "This is not the fingerprint of the letter before you. Do not approve it.");
  }
  const scope = hex(manifest.scope);
  const identity = await identitySeed(home, { passphrase, progress: part(progress, 0, 3) });
  const seed = await seedToBind(home, manifest, { passphrase, progress: part(progress, 1, 3) });
  const key = await letterKey(seed, { scope, letterId: manifest.letterId, passphrase, progress: part(progress, 2, 3) });
  const record = recordOf(manifest);
  const approved = [...home.approved.filter(({ letter_id: id }) => id !== record.letter_id), record];
  const approval = { trustee: seat, signature: hex(signApproval(identity, manifest.letterId)) };
  const bound = withLetter({ ...home, approved }, scope, { key, manifest: manifestText(manifest) });
  return { home: bound, approval, approvalText: toText(approval) };
}

/** Whether the key kept here opens a box sealed to this trustee. Tier 0 and a fresh spk: never a real box. */
export async function selftest(home, named, { passphrase, progress }) {
  const { manifest } = findLetter(home, named);
  const seat = seatOf(home, manifest);
  const seed = await seedFor(home, manifest, { passphrase, progress });
  requireRandomness();
  const secret = randomBytes(33);
  const spk = ed25519.publicKey(randomBytes(32));
  const info = concat(labels.SHARE, manifest.letterId, spk, u16(0), u16(0), u8(seat));
  const open = await boxOpener(seed);
  const opened = await open(info, await seal(manifest.xwings[seat - 1], info, secret));
  return opened !== null && hex(opened) === hex(secret);
}

/** The signed request, good for one day, with which the server hands out sealed blobs: {trustee, day, signature, text}. */
export async function fetchToken(home, named, { day, passphrase, progress }) {
  const { manifest } = findLetter(home, named);
  const seed = await identitySeed(home, { passphrase, progress });
  const token = { trustee: seatOf(home, manifest), day: dayText(day), signature: hex(signFetch(seed, manifest.letterId, day)) };
  return { ...token, text: toText(token) };
}

/**
 * {home without the letter's key, statement {trustee, day, signature}, statementText}. `fingerprint` is the letter's, typed to
 * confirm. Copies of the trustee file that were saved before still hold the key: whoever asks must be told.
 */
export async function destroy(home, named, { day, fingerprint, passphrase, progress }) {
  const { scope, letter, manifest } = findLetter(home, named);
  if (!isFingerprint(fingerprint, manifest)) {
    throw new Refused("fingerprint", "This is not the letter's fingerprint. Nothing was deleted.");
  }
  const seed = await identitySeed(home, { passphrase, progress });
  if (!letter.key) throw new Refused("key", "The key for this letter is not on this device; it was destroyed or moved.");
  const signature = hex(signDestroyed(seed, manifest.letterId, day));
  const statement = { trustee: seatOf(home, manifest), day: dayText(day), signature };
  return { home: withLetter(home, scope, { key: null }), statement, statementText: toText(statement) };
}

/**
 * The whole manifest (protocol section 4), as approving, opening and verifying need it. (The signing page reads only what
 * its mathematics uses: ../manifest.js.) Unknown fields are ignored; the order of the checks is that of the Python tools.
 */
import { x25519 } from "@noble/curves/ed25519.js";
import { base32, fromHex, hex, sha256 } from "../bytes.js";
import { Refused } from "../errors.js";
import { MANIFEST_MAX } from "../manifest.js";
import { dayNumber, grouped, hexBytes, isLine } from "./encoding.js";
import { loadJson } from "./rows.js";
import { checkKey } from "./signatures.js";

const MAX_TIER = 65534;
const LANG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/;
const ORIGIN = /^[a-z0-9.:[\]-]{1,253}\/undersigned$/;
const DOMAIN = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/;
const XWING = 1216;
const MLKEM = 1184;
const Q = 3329;
// SubjectPublicKeyInfo of rsaEncryption with 3,072 bits and e = 65537: all but the modulus.
const SPKI_BEFORE = "308201a2300d06092a864886f70d01010105000382018f003082018a0282018100";
const SPKI_AFTER = "0203010001";

function need(holds, field) {
  if (!holds) throw new Refused("manifest", `The manifest field “${field}” is missing or not allowed as it stands.`);
}

function whole(value, low, high, field) {
  need(Number.isInteger(value) && value >= low && value <= high, field);
  return value;
}

function words(value, most, field) {
  need(isLine(value, most) && value === value.normalize("NFC"), field);
  return value;
}

function hexField(value, length, field) {
  need(typeof value === "string" && value.length === 2 * length && /^[0-9a-f]*$/.test(value), field);
  return hexBytes(value, length);
}

function day(value, field) {
  try {
    return dayNumber(value);
  } catch {
    return need(false, field);
  }
}

function list(value, low, high, field) {
  need(Array.isArray(value) && value.length >= low && value.length <= high, field);
  return value;
}

function object(value, field) {
  need(value !== null && typeof value === "object" && !Array.isArray(value), field);
  return value;
}

function trustee(found) {
  object(found, "trustees");
  const contact = words(found.contact, 300, "trustees.contact");
  const url = words(found.url, 300, "trustees.url");
  return {
    name: words(found.name, 120, "trustees.name"), contact, url,
    ed25519: hexField(found.ed25519, 32, "trustees.ed25519"), xwing: hexField(found.xwing, XWING, "trustees.xwing"),
  };
}

function tiers(value) {
  const found = list(value, 1, 100, "tiers").map((tier) => whole(tier, 1, MAX_TIER, "tiers"));
  need(found.every((tier, i) => i === 0 || found[i - 1] < tier), "tiers");
  return found;
}

function spki(value) {
  const length = SPKI_BEFORE.length + 768 + SPKI_AFTER.length;
  need(typeof value === "string" && value.length === length && /^[0-9a-f]*$/.test(value), "issuer_spki");
  const framed = value.startsWith(SPKI_BEFORE) && value.endsWith(SPKI_AFTER);
  // The first bit makes the modulus one of exactly 3,072 bits.
  need(framed && parseInt(value[SPKI_BEFORE.length], 16) >= 8, "issuer_spki");
  return fromHex(value, length / 2);
}

function eligibility(found) {
  const { mode } = object(found, "eligibility");
  need(mode === "code" || mode === "email", "eligibility.mode");
  const domains = list(found.domains, 0, 50, "eligibility.domains").map((name) => words(name, 253, "domains"));
  if (mode === "code") {
    need(domains.length === 0, "eligibility.domains");
    const rosterRoot = hexField(found.roster_root, 32, "eligibility.roster_root");
    return { mode, rosterRoot, rosterSize: whole(found.roster_size, 1, 2 ** 31, "eligibility.roster_size"), domains };
  }
  need(found.roster_root === null, "eligibility.roster_root");
  need(domains.length > 0 && domains.every((name) => DOMAIN.test(name)), "eligibility.domains");
  return { mode, rosterRoot: null, rosterSize: whole(found.roster_size, 0, 0, "eligibility.roster_size"), domains };
}

function translations(value) {
  const found = list(value, 0, 50, "translations").map((row) => ({
    lang: words(object(row, "translations").lang, 20, "translations.lang"),
    sha256: hexField(row.sha256, 32, "translations.sha256"),
    title: words(row.title, 300, "translations.title"),
  }));
  need(found.every(({ lang }) => LANG.test(lang)), "translations.lang");
  need(new Set(found.map(({ lang }) => lang)).size === found.length, "translations.lang");
  return found;
}

function logOf(found) {
  const { origin } = object(found, "log");
  need(typeof origin === "string" && ORIGIN.test(origin), "log.origin");
  return { origin, key: hexField(found.ed25519, 32, "log.ed25519") };
}

function batch(found) {
  const everyHours = whole(object(found, "batch").every_hours, 24, 24 * 28, "batch.every_hours");
  need(everyHours % 24 === 0, "batch.every_hours");
  return { min: whole(found.min, 5, 1000, "batch.min"), everyHours };
}

function rest(found) {
  const [opens, closes, destroyBy] = ["opens", "closes", "destroy_by"].map((field) => day(found[field], field));
  need(opens < closes, "closes");
  need(closes < destroyBy, "destroy_by");
  const clients = list(found.client_sha256, 1, 20, "client_sha256");
  return {
    opens, closes, destroyBy,
    clientSha256: clients.map((row) => hexField(row, 32, "client_sha256")),
    letterSha256: hexField(found.letter_sha256, 32, "letter_sha256"),
    translations: translations(Object.hasOwn(found, "translations") ? found.translations : []),
    deliverAt: whole(found.deliver_at, 1, 2 ** 31, "deliver_at"),
    eligibility: eligibility(found.eligibility),
    log: logOf(found.log),
    noticeHours: whole(found.notice_hours, 0, 720, "notice_hours"),
    batch: batch(found.batch),
  };
}

/** Refused("xwing") unless a box can be sealed to this key: coefficients below q, and no X25519 key of small order. */
function checkXwing(key) {
  let fits = true;
  for (let at = 0; at < MLKEM - 32; at += 3) {
    const [a, b, c] = key.subarray(at, at + 3);
    fits &&= (a | ((b & 15) << 8)) < Q && ((b >> 4) | (c << 4)) < Q;
  }
  try {
    x25519.getSharedSecret(new Uint8Array(32).fill(1), key.slice(MLKEM));
  } catch {
    fits = false;
  }
  if (!fits) throw new Refused("xwing", "This is not a valid X-Wing public key.");
}

function checkKeys(trustees, log) {
  const distinct = (keys) => new Set(keys.map(hex)).size === keys.length;
  const signing = [...trustees.map((one) => one.ed25519), log.key];
  need(distinct(trustees.map((one) => one.xwing)), "trustees.xwing");
  need(distinct(signing), "trustees.ed25519");
  signing.forEach(checkKey);
  for (const { xwing } of trustees) checkXwing(xwing);
}

/** The manifest in these exact bytes; Refused("manifest") names the field, ("json" | "key" | "xwing") what else is wrong. */
export function parseManifest(raw) {
  const found = object(loadJson(raw, MANIFEST_MAX), "(the whole)");
  whole(found.v, 1, 1, "v");
  const trustees = list(found.trustees, 2, 7, "trustees").map(trustee);
  need(typeof found.count_public === "boolean", "count_public");
  const more = rest(found);
  checkKeys(trustees, more.log);
  const letterId = sha256(raw);
  const address = base32(letterId.subarray(0, 20));
  return {
    raw, letterId, address, fingerprint: grouped(address, 4), n: trustees.length, trustees, xwings: trustees.map((one) => one.xwing),
    scope: hexField(found.scope, 32, "scope"),
    tiers: tiers(found.tiers),
    margin: whole(found.margin, 0, MAX_TIER, "margin"),
    countPublic: found.count_public,
    t: whole(found.t, 2, trustees.length, "t"),
    issuerSpki: spki(found.issuer_spki),
    ...more,
  };
}

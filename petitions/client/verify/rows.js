/**
 * The JSON files of a bundle, each with one accepted spelling (protocol section 11, "so that no bit is free"): a reader
 * rebuilds the bytes from what it understood and compares.
 */
import { ascii, equal, hex } from "../bytes.js";
import { Refused } from "../errors.js";
import { parseJson } from "../json.js";
import { dayNumber, hexBytes, isPrintable } from "./encoding.js";

const refuse = (sentence) => {
  throw new Refused("json", sentence);
};

const SENTENCES = {
  "A field is there twice.": "A key occurs twice in this JSON.",
  "A number is not a whole number.": "Only whole numbers are allowed in this JSON.",
};

/** Strict JSON of at most `most` bytes, with the one sentence for everything that is not. */
export function loadJson(raw, most) {
  if (raw.length > most) refuse("This JSON is longer than allowed.");
  try {
    return parseJson(raw, most, "json");
  } catch (error) {
    throw error instanceof Refused ? new Refused("json", SENTENCES[error.message] ?? "This is not strict UTF-8 JSON.") : error;
  }
}

const hasFields = (row, fields) =>
  row !== null && typeof row === "object" && !Array.isArray(row) && Object.keys(row).join() === fields.join();

/** Read a list of rows with exactly these fields; `read(row)` gives [what is returned, the row as it must be spelled, its sort key]. */
function readList(raw, most, fields, read) {
  const found = loadJson(raw, most);
  if (!Array.isArray(found) || !found.every((row) => hasFields(row, fields))) {
    refuse("This list does not have exactly the fields it must have.");
  }
  const rows = found.map(read);
  const sorted = [...rows].sort((a, b) => order(a.key, b.key));
  const spelled = sorted.map(({ row }) => JSON.stringify(row));
  const rebuilt = spelled.length ? `[\n${spelled.join(",\n")}\n]\n` : "[]\n";
  if (!equal(raw, ascii(rebuilt))) refuse("This JSON is not spelled in its one accepted way, or not sorted.");
  return rows.map(({ value }) => value);
}

function order(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

function seat(value) {
  if (!Number.isInteger(value) || value < 1 || value > 7) refuse("A trustee is a number from 1 to 7.");
  return value;
}

/** approvals.json → [{trustee, signature}]. */
export function readApprovals(raw, most) {
  return readList(raw, most, ["trustee", "signature"], (row) => {
    const value = { trustee: seat(row.trustee), signature: hexBytes(row.signature, 64) };
    return { value, row, key: [row.trustee, row.signature] };
  });
}

/** destroyed.json → [{trustee, day, signature}]. */
export function readDestroyed(raw, most) {
  return readList(raw, most, ["trustee", "day", "signature"], (row) => {
    const value = { trustee: seat(row.trustee), day: dayNumber(row.day), signature: hexBytes(row.signature, 64) };
    return { value, row, key: [row.trustee, row.day, row.signature] };
  });
}

/** errata.json → [{leaf (hex), reason, day, signature}]. */
export function readErrata(raw, most) {
  return readList(raw, most, ["leaf", "reason", "day", "signature"], (row) => {
    if (typeof row.reason !== "string" || !isPrintable(row.reason)) refuse("The reason of an erratum is one line of text.");
    hexBytes(row.leaf, 32);
    const value = { leaf: row.leaf, reason: row.reason, day: dayNumber(row.day), signature: hexBytes(row.signature, 64) };
    // Two rows of one leaf are refused by the verifier, so their order among themselves decides nothing.
    return { value, row, key: [row.leaf, row.reason, row.day, row.signature] };
  });
}

/** roster.json → {root (bytes), leaves: [hex], redeemed: [hex] | null}. */
export function readRoster(raw, most) {
  const found = loadJson(raw, most);
  if (!hasFields(found, ["root", "size", "leaves", "redeemed"])) refuse("The roster does not have exactly the fields it must have.");
  const { root, leaves, redeemed } = found;
  if (!Array.isArray(leaves) || !(redeemed === null || Array.isArray(redeemed))) refuse("The roster does not hold lists.");
  const bytes = hexBytes(root, 32);
  for (const text of [...leaves, ...(redeemed ?? [])]) hexBytes(text, 32);
  const rebuilt = { root, size: leaves.length, leaves: [...leaves].sort(), redeemed: redeemed && [...redeemed].sort() };
  if (!equal(raw, ascii(`${JSON.stringify(rebuilt)}\n`))) refuse("This JSON is not spelled in its one accepted way, or not sorted.");
  return { root: bytes, leaves, redeemed };
}

/** The bytes of one row of names.json. identity: JSON text. salt and statement (bytes): tier 0 only. */
export function nameRow({ leaf, tier, wave, identity, statement, salt }) {
  const more = statement ? `,"statement":"${hex(statement)}","salt":"${hex(salt)}"` : "";
  return ascii(`{"leaf":"${leaf}","tier":${tier},"wave":${wave},"identity":${identity}${more}}`);
}

/** Yield the encoded rows of names.json from its lines, without parsing them. */
export async function* nameRows(lines) {
  const bad = () => refuse("names.json is not spelled in its one accepted way.");
  let more = null;
  let closed = false;
  for await (const line of lines) {
    if (more === null) {
      closed = equal(line, ascii("[]\n"));
      more = equal(line, ascii("[\n"));
      if (!more && !closed) bad();
    } else if (more) {
      more = line.length >= 2 && equal(line.subarray(-2), ascii(",\n"));
      yield line.subarray(0, line.length - (more ? 2 : 1));
    } else if (closed || !equal(line, ascii("]\n"))) {
      bad();
    } else {
      closed = true;
    }
  }
  if (more === null) bad();
  if (more || !closed) refuse("names.json ends too early.");
}

/** {salt, statement} of an encoded tier-0 row. */
export function readStatement(row) {
  const found = loadJson(row, 8192);
  if (found === null || typeof found !== "object" || Array.isArray(found)) refuse("A row of names.json is not an object.");
  return { salt: hexBytes(found.salt, 32), statement: hexBytes(found.statement, 512) };
}

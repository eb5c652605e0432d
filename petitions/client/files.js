/**
 * What a signatory keeps. While the page works it is one object of eight fields: v, letter (address), letter_id (hex), pass
 * (base64 of 448 bytes), seq (null before the first signature), kind (null | "sign" | "withdraw"), entry_leaf (hex | null),
 * receipt (hex | null). A receipt null beside a seq says that no answer came, so the server may not know that entry.
 * On disk there are two files after signing, because the receipt may be shown and the secret may not:
 *   the secret: v, letter, letter_id, pass, seq, kind, answered (false where no receipt came)
 *   the receipt: the eight fields without `pass`; it proves inclusion and names nobody
 * A pass before signing, and a file saved by earlier versions, hold all eight fields.
 */
import { ascii, base64, equal, fromBase64, fromHex, hex } from "./bytes.js";
import { Refused } from "./errors.js";
import { LAST_SEQ } from "./entry.js";
import { parseJson } from "./json.js";
import { addressOf } from "./manifest.js";
import { PASS_LENGTH, parsePass } from "./pass.js";
import { RECEIPT_LENGTH } from "./receipt.js";

export const FILE_MAX = 4096;
const FIELDS = ["v", "letter", "letter_id", "pass", "seq", "kind", "entry_leaf", "receipt"];
const SECRET_FIELDS = ["v", "letter", "letter_id", "pass", "seq", "kind", "answered"];

/** A file that holds a pass and no signature yet. */
export function passFile(manifest, pass) {
  return {
    v: 1, letter: manifest.address, letter_id: hex(manifest.letterId), pass: base64(pass.raw),
    seq: null, kind: null, entry_leaf: null, receipt: null,
  };
}

/** The same pass after an entry was made; `receipt` is null until the server has answered. */
export const afterEntry = ({ v, letter, letter_id, pass }, { seq, kind, leaf, receipt }) => ({
  v, letter, letter_id, pass, seq, kind, entry_leaf: hex(leaf), receipt: receipt ? hex(receipt) : null,
});

/** The file that withdraws or changes a signature; a pass without a signature stays as it is. */
export function secretFile(saved) {
  const { v, letter, letter_id, pass, seq, kind } = saved;
  return seq === null ? saved : { v, letter, letter_id, pass, seq, kind, answered: isAnswered(saved) };
}

/** Whether the server is known to have the last entry of this file. */
export const isAnswered = (saved) => saved.answered ?? saved.receipt !== null;

export function receiptFile({ pass: _secret, ...rest }) {
  return rest;
}

export const fileText = (saved) => `${JSON.stringify(saved, null, 1)}\n`;

/** `kind` of file: "secret", "pass", "receipt" or "proof". Eight characters are enough to tell letters apart on a disk. */
export function fileName(saved, kind) {
  return `undersigned-${saved.letter.slice(0, 8)}-${kind}.json`;
}

function bad(condition) {
  if (condition) throw new Refused("file", "This is not a file saved here, or it is damaged.");
}

/** Check the shape of a saved file (an object, as parsed): Refused("file"). With `needPass` false a receipt-only file will do. */
export function checkSaved(saved, { needPass = true } = {}) {
  bad(saved === null || typeof saved !== "object" || Array.isArray(saved));
  const whole = needPass || "pass" in saved ? FIELDS : FIELDS.filter((field) => field !== "pass");
  const expected = "answered" in saved ? SECRET_FIELDS : whole;
  bad(Object.keys(saved).sort().join() !== [...expected].sort().join() || saved.v !== 1);
  bad(addressOf(fromHex(saved.letter_id, 32)) !== saved.letter);
  if (expected.includes("pass")) fromBase64(saved.pass, PASS_LENGTH);
  if ("answered" in saved) {
    bad(typeof saved.answered !== "boolean" || !isTurn(saved));
  } else if (saved.seq === null) {
    bad(saved.kind !== null || saved.entry_leaf !== null || saved.receipt !== null);
  } else {
    bad(!isTurn(saved));
    const leaf = fromHex(saved.entry_leaf, 32);
    if (saved.receipt !== null) bad(!equal(fromHex(saved.receipt, RECEIPT_LENGTH).subarray(0, 32), leaf));
  }
  return saved;
}

const isTurn = ({ seq, kind }) =>
  Number.isInteger(seq) && seq >= 0 && seq <= LAST_SEQ && ["sign", "withdraw"].includes(kind);

/**
 * Read the bytes of a chosen file for this letter: our JSON, or a raw pass of 448 bytes.
 * Refused("file") if it is neither, Refused("other_letter") if it belongs elsewhere.
 */
export function readSaved(bytes, manifest, options) {
  if (bytes.length === PASS_LENGTH && bytes[0] !== 0x7b) return passFile(manifest, parsePass(bytes));
  const saved = checkSaved(parseJson(bytes, FILE_MAX, "file"), options);
  requireLetter(saved, manifest);
  return saved;
}

export function requireLetter(saved, manifest) {
  if (saved.letter_id !== hex(manifest.letterId)) throw new Refused("other_letter", "This file belongs to another letter.");
}

export const passOf = (saved) => parsePass(fromBase64(saved.pass, PASS_LENGTH));
export const fileBytes = (saved) => ascii(fileText(saved));

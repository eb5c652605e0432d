/**
 * What a signatory does, over HTTP. Each step is made in two parts: `prepare…` builds a request with the bytes it will send,
 * `send` sends them. A request whose answer was lost is sent again unchanged, so that nobody is counted or refused twice.
 */
import { ascii, concat, fromHex } from "./bytes.js";
import { LAST_SEQ, LAST_SIGN_SEQ, buildSign, makeWithdraw } from "./entry.js";
import { NoAnswer, Refused, ServerRefused } from "./errors.js";
import { afterEntry, isAnswered, passFile, passOf, requireLetter } from "./files.js";
import { includes, lastCheckpoint, leafHash, parseLeaves, signedLeaves } from "./log.js";
import { MANIFEST_MAX, TEXT_MAX, checkText, parseManifest } from "./manifest.js";
import { TOKEN_LENGTH, blind, codeLength, finalize, normaliseCode, verifyPass } from "./pass.js";
import { get, post } from "./post.js";
import { work } from "./work.js";
import { RECEIPT_LENGTH, dayText, verifyReceipt, verifyReceiptFor } from "./receipt.js";

const ASK_LENGTH = 256;
const LOG_MAX = 256 * 1024 * 1024;

/**
 * Read the letter at `base` ("…/l/<address>/"): its manifest must be the one that the address names, and its text the one
 * that the manifest names.
 */
export async function openLetter(base, address, fetch = globalThis.fetch.bind(globalThis)) {
  const letter = { base, fetch };
  const [raw, text] = await Promise.all([get(letter, "manifest.json", MANIFEST_MAX), get(letter, "letter.md", TEXT_MAX)]);
  const manifest = parseManifest(raw, address);
  checkText(manifest, text);
  return { ...letter, manifest };
}

/** A request for a code by work mail: the address as typed, filled up so that the length of the request tells nothing. */
export function prepareAsk(letter, typed) {
  const address = ascii(typed.trim());
  if (!address.length || address.length > ASK_LENGTH || address.includes(0)) {
    throw new Refused("mailbox", "This is not a mail address.");
  }
  const body = concat(address, new Uint8Array(ASK_LENGTH - address.length));
  return { path: "code/", length: 1, body, saved: null, finish: async () => null };
}

/** A request for a pass: the characters of a code (20, mailed 10) ‖ 384 blinded bytes. */
export async function preparePass(letter, typed) {
  const code = normaliseCode(typed, codeLength(letter.manifest));
  const blinding = await blind(letter.manifest);
  return {
    path: "pass/", length: TOKEN_LENGTH, body: concat(ascii(code), blinding.blinded), saved: null,
    finish: async (answer) => passFile(letter.manifest, await finalize(letter.manifest, blinding, answer)),
  };
}

/** A request that signs, or signs again, with a saved file. `form` = {choice, tier, fields}. */
export async function prepareSign(letter, saved, form) {
  const make = async (seq) => {
    if (seq > LAST_SIGN_SEQ) throw new Refused("seq", "This signature was changed too often.");
    const { entry, body } = await buildSign(letter.manifest, pass, { ...form, seq });
    return entryRequest(letter, saved, { path: "sign/", kind: "sign", seq, entry, body });
  };
  const pass = await passFor(letter, saved);
  if (saved.seq === null) return make(0);
  return withDoubt(saved, await make(saved.seq + 1), saved.seq, make);
}

/** A request that withdraws what the saved file signed. */
export async function prepareWithdraw(letter, saved) {
  if (saved.seq === null) throw new Refused("no_signature", "This file holds a pass and no signature.");
  if (saved.kind === "withdraw") throw new Refused("withdrawn", "This file says that the signature is withdrawn.");
  const pass = await passFor(letter, saved);
  const make = async (seq) => {
    if (seq > LAST_SEQ) throw new Refused("seq", "This signature was changed too often.");
    const entry = makeWithdraw({ letterId: letter.manifest.letterId, seq, pass });
    return entryRequest(letter, saved, { path: "withdraw/", kind: "withdraw", seq, entry, body: entry });
  };
  // If the only signing was never received there is nothing to withdraw, so seq 0 is no second guess.
  return withDoubt(saved, await make(saved.seq + 1), saved.seq > 0 ? saved.seq : null, make);
}

async function passFor(letter, saved) {
  requireLetter(saved, letter.manifest);
  const pass = passOf(saved);
  await verifyPass(letter.manifest, pass);
  return pass;
}

function entryRequest(letter, saved, { path, kind, seq, entry, body }) {
  const leaf = leafHash(entry);
  return {
    path, body, length: RECEIPT_LENGTH, saved: afterEntry(saved, { seq, kind, leaf, receipt: null }),
    finish: async (receipt) => {
      verifyReceiptFor(leaf, receipt, letter.manifest);
      return afterEntry(saved, { seq, kind, leaf, receipt });
    },
  };
}

/** A file without a receipt may hold an entry that never arrived: then the server still waits for that number. */
function withDoubt(saved, request, seq, make) {
  if (!isAnswered(saved) && seq !== null) request.otherwise = () => make(seq);
  return request;
}

/**
 * Send a request and return the new saved file. NoAnswer carries `.request`, the very bytes to send again;
 * ServerRefused is final.
 */
export async function send(letter, request) {
  try {
    return await request.finish(await postOrWork(letter, request));
  } catch (error) {
    if (error instanceof ServerRefused && request.otherwise && error.status !== 429) {
      return send(letter, await request.otherwise());
    }
    // An answer that is no receipt of ours is no answer: the entry may be in all the same.
    throw error instanceof NoAnswer || error.check === "receipt" ? Object.assign(new NoAnswer(), { request }) : error;
  }
}

/** A server under pressure wants proof of work (429): the same bytes go again with it. */
async function postOrWork(letter, { path, body, length }) {
  try {
    return await post(letter, path, body, length);
  } catch (error) {
    const solved = error instanceof ServerRefused && error.status === 429 && (await work(letter));
    if (!solved) throw error;
    return post(letter, path, body, length, solved);
  }
}

/**
 * Compare a receipt with the whole public list, so that the server does not learn whose it is. `today` is a day number.
 * Returns {state: "included" | "waiting" | "overdue", day: "YYYY-MM-DD"}, and where it is overdue `proof`, the fields of a
 * file that `petitions.sealing verify --receipt` takes; Refused("receipt") or ("log") if something lies.
 */
export async function checkReceipt(letter, saved, today) {
  const { manifest } = letter;
  requireLetter(saved, manifest);
  if (!saved.receipt) throw new Refused("receipt", "This file holds no receipt.");
  const { leaf, day } = verifyReceipt(fromHex(saved.receipt, RECEIPT_LENGTH), manifest);
  // In this order a batch that is published meanwhile only adds leaves behind those that the checkpoint signs.
  const checkpoint = lastCheckpoint(await get(letter, "checkpoints.txt", LOG_MAX), manifest);
  const signed = signedLeaves(parseLeaves(await get(letter, "leaves.bin", LOG_MAX)), checkpoint);
  // The batch that keeps the promise of `day` is published at the midnight that ends it, or somewhat later on that night.
  const state = includes(signed, leaf) ? "included" : today > day + 1 ? "overdue" : "waiting";
  if (state !== "overdue") return { state, day: dayText(day) };
  const checkpoints = checkpoint ? [checkpoint.note] : [];
  const proof = { v: 1, letter: saved.letter, letter_id: saved.letter_id, receipt: saved.receipt, checkpoints };
  return { state, day: dayText(day), proof };
}

/**
 * How fast a browser can go at the arithmetic of the trustee's page alone, with as many workers: the calls of WebCrypto and of
 * the HPKE library on operands that are ready in memory. No rules, no file, no sending of work between threads.
 *
 * The page calls `prepare(files)` once and `run(kind)` as often as wanted. The same script is the workers' script.
 */
import { concat, fromHex, u16, u8 } from "../../petitions/client/bytes.js";
import { blobLength, parseBlob } from "../../petitions/client/envelope.js";
import * as labels from "../../petitions/client/labels.js";
import { importIssuer, parseEntry } from "../../petitions/client/verify/entries.js";
import { boxOpener } from "../../petitions/client/verify/opening.js";

const SIGN = 583;
const RECEIPT = 100;
const TOGETHER = 250; // as many promises at a time as the page has

const cut = (raw, width) => Array.from({ length: raw.length / width }, (_, i) => raw.slice(i * width, (i + 1) * width));
const importKey = (key) => crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
const verify = (key, signature, message) => crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);

/** One entry's three signatures: the pass, the entry, the receipt. */
function signaturesOf({ issuer, logKey, scope, letterId }, raw, receipt) {
  const entry = parseEntry(raw);
  const certified = concat(entry.prefix, labels.PASS, scope, entry.spk);
  const signed = concat(labels.ENTRY, raw.subarray(0, -64));
  const promised = concat(labels.RECEIPT, letterId, receipt.subarray(0, 36));
  return () => Promise.all([
    crypto.subtle.verify({ name: "RSA-PSS", saltLength: 48 }, issuer, entry.token, certified),
    importKey(entry.spk).then((key) => verify(key, entry.signature, signed)),
    verify(logKey, receipt.subarray(36), promised),
  ]);
}

function boxOf({ letterId, n, t, trustee }, raw, blob) {
  const entry = parseEntry(raw);
  const info = concat(labels.SHARE, letterId, entry.spk, u16(entry.tier), u16(entry.seq), u8(trustee));
  return [info, parseBlob(blob, { n, t }).boxes[trustee - 1]];
}

/** The work of one worker: two functions that do their part once. */
async function makeWorks({ letter, entries, receipts, blobs }) {
  const keys = { issuer: await importIssuer(letter.issuer), logKey: await importKey(letter.log) };
  const signs = cut(entries, SIGN);
  const notes = cut(receipts, RECEIPT);
  const sealed = cut(blobs, 32 + blobLength(letter.n)).map((record) => record.slice(32));
  const checks = signs.map((raw, i) => signaturesOf({ ...letter, ...keys }, raw, notes[i]));
  const boxes = signs.map((raw, i) => boxOf(letter, raw, sealed[i]));
  const open = await boxOpener(letter.seed);
  return {
    async signatures() {
      for (let at = 0; at < checks.length; at += TOGETHER) {
        const found = await Promise.all(checks.slice(at, at + TOGETHER).map((check) => check()));
        if (!found.flat().every(Boolean)) throw new Error("a signature does not verify");
      }
    },
    async boxes() {
      for (const [info, box] of boxes) if ((await open(info, box)) === null) throw new Error("a box does not open");
    },
  };
}

function serve(scope) {
  let works = null;
  scope.addEventListener("message", async ({ data }) => {
    if (data.kind) await works[data.kind]();
    else works = await makeWorks(data);
    scope.postMessage("done");
  });
}

function lead(window) {
  const text = document.querySelector("script").textContent;
  let workers = [];

  const all = (messages) => Promise.all(workers.map((worker, i) => new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(messages[i]);
  })));

  /** files: letter.json, entries.bin, receipts.bin, blobs.bin, in order of leaf all three. */
  window.prepare = async (input, number) => {
    const files = Object.fromEntries([...input.files].map((file) => [file.name, file]));
    const texts = JSON.parse(await files["letter.json"].text());
    const letter = Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, typeof value === "string" ? fromHex(value, value.length / 2) : value]));
    const bytes = async (name) => new Uint8Array(await files[name].arrayBuffer());
    const whole = { entries: await bytes("entries.bin"), receipts: await bytes("receipts.bin"), blobs: await bytes("blobs.bin") };
    const widths = { entries: SIGN, receipts: RECEIPT, blobs: 32 + blobLength(letter.n) };
    const size = whole.entries.length / SIGN;
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    workers = Array.from({ length: number }, () => new Worker(url));
    const edge = (i) => Math.floor((size * i) / number);
    const part = (i) => Object.entries(widths).map(([name, width]) => [name, whole[name].slice(edge(i) * width, edge(i + 1) * width)]);
    await all(workers.map((_, i) => ({ letter, ...Object.fromEntries(part(i)) })));
  };

  /** Milliseconds that all of the "signatures" or "boxes" took. */
  window.run = async (kind) => {
    const began = performance.now();
    await all(workers.map(() => ({ kind })));
    return performance.now() - began;
  };
}

if (globalThis.document) lead(globalThis);
else serve(globalThis);

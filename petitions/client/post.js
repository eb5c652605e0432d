/** The only place that talks to the server: no cookie, no referrer, no redirect, bytes in and bytes out. */
import { NoAnswer, ServerRefused } from "./errors.js";

const COMMON = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" };
const SENTENCE_MAX = 500;

async function answerTo(fetch, url, options) {
  let response;
  try {
    response = await fetch(url, { ...COMMON, ...options });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    if (response.status < 400 || response.status >= 500) throw new NoAnswer();
  } catch {
    // A lost connection, a refused redirect and a failing server leave the same doubt: did the bytes arrive?
    throw new NoAnswer();
  }
  throw new ServerRefused(response.status, await sentenceOf(response));
}

async function sentenceOf(response) {
  try {
    const { error } = await response.json();
    return typeof error === "string" && error.length <= SENTENCE_MAX ? error : null;
  } catch {
    return null;
  }
}

/** GET a public file beneath the letter, at most `most` bytes. */
export async function get(letter, path, most) {
  const bytes = await answerTo(letter.fetch, letter.base + path, { cache: "no-cache", headers: { Accept: "*/*" } });
  if (bytes.length > most) throw new NoAnswer();
  return bytes;
}

/** POST bytes beneath the letter; the answer must have exactly `length` bytes, else it is no answer at all. */
export async function post(letter, path, body, length, work = null) {
  const headers = { "Content-Type": "application/octet-stream", Accept: "application/json" };
  if (work) headers["X-Work"] = work;
  const answer = await answerTo(letter.fetch, letter.base + path, { method: "POST", cache: "no-store", headers, body });
  if (answer.length !== length) throw new NoAnswer();
  return answer;
}

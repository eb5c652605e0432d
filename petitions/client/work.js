/**
 * Proof of work, only when the server asks for it (429). The puzzle comes from an address of its own. WebCrypto derives
 * keys outside the page's own thread, so the page stays alive without a worker file, and the policy needs none.
 */
import { pbkdf2, solveChallenge } from "altcha/lib";
import { utf8 } from "./bytes.js";
import { Refused } from "./errors.js";
import { get } from "./post.js";

const PUZZLE_MAX = 4096;
const MOST_ROUNDS = 20000; // A puzzle dearer than ours is none of ours: a phone must not be kept busy for nothing.
const TIMEOUT_MS = 60000;

/** The text of a solution for the X-Work header, or null when there is no puzzle to solve. */
export async function work(letter) {
  const puzzle = await fetchPuzzle(letter);
  const { algorithm, cost } = puzzle?.parameters ?? {};
  if (algorithm !== "PBKDF2/SHA-256" || !(cost <= MOST_ROUNDS)) return null;
  const solution = await solveChallenge({ challenge: puzzle, deriveKey: pbkdf2.deriveKey, timeout: TIMEOUT_MS });
  if (!solution) return null;
  const { counter, derivedKey } = solution;
  return btoa(JSON.stringify({ challenge: puzzle, solution: { counter, derivedKey } }));
}

async function fetchPuzzle(letter) {
  try {
    return JSON.parse(utf8(await get(letter, "challenge/", PUZZLE_MAX)));
  } catch (error) {
    // Without a puzzle what stands is the server's first answer, which the caller shows.
    if (error instanceof Refused || error instanceof SyntaxError) return null;
    throw error;
  }
}

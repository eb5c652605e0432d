/** The log of a bundle: one pass over entries.bin and one over receipts.bin (protocol sections 7, 8 and 11). */
import { concat, fromHex, hex, unsigned } from "../bytes.js";
import { Refused } from "../errors.js";
import { RECEIPT_LENGTH } from "../receipt.js";
import { ASSISTED, lengthOf, lineOf, parseEntry } from "./entries.js";
import { dayText } from "./encoding.js";
import { Frontier } from "./tree.js";

const CHUNK = 250;

/** What one pass over entries.bin finds; its bytes are held (583 for a signature). */
export class LogBook {
  lines = [];
  signs = 0;
  assisted = 0;
  #offsets = [];
  #wrong = false;

  constructor(raw, marks) {
    this.raw = raw;
    this.marks = marks;
  }

  /** Yield {raw} of up to CHUNK entries, taking them in on the way. */
  *tasks() {
    const tree = new Frontier();
    const roots = new Map(this.marks.map(({ size, root }) => [size, hex(root)]));
    let start = 0;
    for (let at = 0; at < this.raw.length; ) {
      const length = lengthOf(this.raw[at]);
      const entry = this.raw.subarray(at, at + (length ?? 0));
      if (length === null || entry.length !== length) throw new Refused("entries", "The entries do not parse to the end.");
      this.#take(entry, at);
      tree.append(fromHex(this.lines.at(-1).leaf, 32));
      at += length;
      if (roots.has(tree.size) && hex(tree.root()) !== roots.get(tree.size)) this.#wrong = true;
      if (this.lines.length % CHUNK === 0 || at === this.raw.length) {
        yield { raw: this.raw.subarray(start, at) };
        start = at;
      }
    }
  }

  #take(raw, at) {
    // The second byte, the version, is the worker's to check: here only what the first byte says is read.
    const entry = parseEntry(raw[1] === 1 ? raw : concat(Uint8Array.of(raw[0], 1), raw.subarray(2)));
    this.lines.push(lineOf({ ...entry, raw }));
    this.#offsets.push(at);
    if (entry.tier === null) return;
    this.signs += 1;
    this.assisted += entry.flags & ASSISTED;
  }

  /** Every checkpoint must be over a beginning of exactly these entries. */
  checkRoots() {
    if (this.#wrong || (this.marks.at(-1)?.size ?? 0) !== this.lines.length) {
      throw new Refused("log", "The entries are not those that the checkpoints were signed over.");
    }
  }

  /** Refused("log") unless the tree over the first `size` entries has this root. */
  checkSeen({ size, root }) {
    const tree = new Frontier();
    for (const line of this.lines.slice(0, size)) tree.append(fromHex(line.leaf, 32));
    if (tree.size !== size || hex(tree.root()) !== hex(root)) {
      throw new Refused("log", "This log is not an extension of the one seen before.");
    }
  }

  /** The bytes of one entry. */
  entry(index) {
    const at = this.#offsets[index];
    return this.raw.subarray(at, at + lengthOf(this.raw[at]));
  }

  /** How many entries each checkpoint added: [{day, added}]. */
  growth() {
    return this.marks.map(({ day, size }, i) => ({ day: dayText(day), added: size - (this.marks[i - 1]?.size ?? 0) }));
  }

  /** Lines for people: how much was assisted, and how the log grew. */
  describe() {
    const grown = this.growth().map(({ day, added }) => `${day} +${added}`);
    const shown = grown.length <= 12 ? grown : [...grown.slice(0, 3), "…", ...grown.slice(-8)];
    return [
      `${this.assisted} of ${this.signs} signatures were made with the server's help (assisted)`,
      `growth by batch: ${shown.join(", ") || "none yet"}`,
    ];
  }
}

/** The LogBook of entries.bin, every entry checked by itself. `tick(n)`: so many more are done. */
export async function readLog(raw, marks, letter, { pool, tick }) {
  const book = new LogBook(raw, marks);
  try {
    for await (const done of pool.each("entries", { manifest: letter.raw }, book.tasks())) tick(done);
  } catch (error) {
    if (!(error instanceof Refused) || error.check === "entries") throw error;
    throw new Refused("entries", `An entry of the log is not valid: ${error.message}`);
  }
  return book;
}

/** The last day of the 7-day period, counted from `opens`, in which `day` lies. */
export const receiptDay = (opens, day) => day - ((((day - opens) % 7) + 7) % 7) + 6;

/**
 * How many entries came into the log after their receipt's day. There must be one valid receipt for every entry, sorted by
 * leaf, each naming the last day of a 7-day period.
 */
export async function checkReceipts(piece, book, letter, { pool, tick }) {
  const { lines, marks } = book;
  if (piece.length !== RECEIPT_LENGTH * lines.length) {
    throw new Refused("receipts", "There is not exactly one receipt for every entry of the log.");
  }
  const byLeaf = [...lines.keys()].sort((a, b) => (lines[a].leaf < lines[b].leaf ? -1 : 1));
  let late = 0;

  async function* tasks() {
    for (let first = 0; first < byLeaf.length; first += CHUNK) {
      const part = byLeaf.slice(first, first + CHUNK);
      const raw = await piece.read(first * RECEIPT_LENGTH, part.length * RECEIPT_LENGTH);
      for (const [i, index] of part.entries()) {
        const record = raw.subarray(i * RECEIPT_LENGTH, i * RECEIPT_LENGTH + 36);
        const day = unsigned(record.subarray(32));
        if (hex(record.subarray(0, 32)) !== lines[index].leaf || receiptDay(letter.opens, day) !== day) {
          throw new Refused("receipts", "A receipt is out of order, for no entry, or for an impossible day.");
        }
        // The batch at the 00:00 that ends the receipt's day carries the next day's date.
        if (marks.find(({ size }) => size > index).day > day + 1) late += 1;
      }
      yield { raw };
    }
  }

  try {
    for await (const done of pool.each("receipts", { key: letter.log.key, letterId: letter.letterId }, tasks())) tick(done);
  } catch (error) {
    if (!(error instanceof Refused) || error.check === "receipts") throw error;
    throw new Refused("receipts", `A receipt is not valid: ${error.message}`);
  }
  return late;
}

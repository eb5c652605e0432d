/** Texts of the protocol that have one spelling: hex, days, lines. The sentences are those of the command-line tools. */
import { fromHex } from "../bytes.js";
import { Refused } from "../errors.js";

const DAY_MS = 86400000;
export const LAST_DAY = 2_932_896; // 9999-12-31

/** `length` bytes from lower-case hex, else Refused("hex"). */
export function hexBytes(text, length) {
  try {
    return fromHex(text, length, "hex");
  } catch {
    throw new Refused("hex", `Expected ${length} bytes as lower-case hex.`);
  }
}

/** YYYY-MM-DD → days since 1970-01-01 UTC, else Refused("day"). */
export function dayNumber(text) {
  if (typeof text !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
    throw new Refused("day", "A day is written YYYY-MM-DD.");
  }
  const moment = Date.parse(`${text}T00:00:00Z`);
  // 30 February parses to 2 March in some engines.
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== text) {
    throw new Refused("day", "There is no such day.");
  }
  if (moment < 0) throw new Refused("day", "Days before 1970 are not used.");
  return moment / DAY_MS;
}

/** Day number → YYYY-MM-DD; Refused("day") past the year 9999. */
export function dayText(day) {
  if (!(day >= 0 && day <= LAST_DAY)) throw new Refused("day", "There is no such day.");
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The UTC day number of a Date. */
export const dayOf = (now) => Math.floor(now.getTime() / DAY_MS);

/** 00:00 UTC of a day number, in milliseconds. */
export const midnight = (day) => day * DAY_MS;

/** The text in groups of `size` characters, for reading aloud. */
export const grouped = (text, size) => text.match(new RegExp(`.{1,${size}}`, "g"))?.join(" ") ?? "";

// Python's str.isprintable: no control, format, private, unassigned or surrogate character, no separator but the space.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

export const isPrintable = (text) => !UNPRINTABLE.test(text);

/** One line of at most `most` characters that is not only spaces. */
export const isLine = (text, most) =>
  typeof text === "string" && [...text].length <= most && text.trim() !== "" && isPrintable(text);

/** Take fixed-length fields from the front; Refused("length") when they run out or are left over. */
export class Reader {
  #raw;
  #at = 0;

  constructor(raw) {
    this.#raw = raw;
  }

  take(length) {
    const end = this.#at + length;
    if (end > this.#raw.length) throw new Refused("length", "The bytes end too early.");
    const part = this.#raw.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  number(length) {
    return this.take(length).reduce((value, byte) => value * 256 + byte, 0);
  }

  end() {
    if (this.#at !== this.#raw.length) throw new Refused("length", "There are bytes after the end.");
  }
}

/** A file of a bundle: a stretch of a Blob, read slice by slice so that a large file is never held whole, or bytes. */
import { concat } from "../bytes.js";
import { Refused } from "../errors.js";

export const BLOCK = 1 << 20;

const changed = () => new Refused("bundle", "A file of this bundle changed while it was read.");

export class Piece {
  #source;
  #offset;

  /** source: Blob or Uint8Array; the file is `length` bytes from `offset` of it. */
  constructor(source, offset = 0, length = (source.size ?? source.length) - offset) {
    this.#source = source;
    this.#offset = offset;
    this.length = length;
  }

  /** `length` bytes from `start` (all from there if not given); Refused("bundle") if they are not there. */
  async read(start = 0, length = this.length - start) {
    const from = this.#offset + start;
    let found;
    if (this.#source instanceof Uint8Array) {
      found = this.#source.subarray(from, from + length);
    } else {
      try {
        found = new Uint8Array(await this.#source.slice(from, from + length).arrayBuffer());
      } catch {
        throw changed(); // the browser refuses to read a file that was written to since it was chosen
      }
    }
    if (found.length !== length || start + length > this.length) throw changed();
    return found;
  }

  /** Yield blocks of at most `BLOCK` bytes. */
  async *blocks() {
    for (let at = 0; at < this.length; at += BLOCK) yield this.read(at, Math.min(BLOCK, this.length - at));
  }

  /** Yield the lines, each with its newline, the last one as it is. */
  async *lines() {
    let rest = new Uint8Array();
    for await (const block of this.blocks()) {
      const whole = rest.length ? concat(rest, block) : block;
      let at = 0;
      for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, at)) {
        yield whole.subarray(at, end + 1);
        at = end + 1;
      }
      rest = whole.subarray(at);
      if (rest.length > BLOCK) throw new Refused("json", "A line in this bundle is longer than any can be.");
    }
    if (rest.length) yield rest;
  }
}

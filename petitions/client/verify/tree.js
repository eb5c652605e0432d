/** An RFC 6962 tree that only grows, kept as the roots of its complete subtrees (protocol section 8). */
import { sha256 } from "../bytes.js";

const node = (left, right) => sha256(Uint8Array.of(1), left, right);

export class Frontier {
  #peaks = [];
  size = 0;

  /** Add a 32-byte leaf hash at the end. */
  append(leaf) {
    let above = leaf;
    for (let size = this.size; size % 2; size = (size - 1) / 2) above = node(this.#peaks.pop(), above);
    this.#peaks.push(above);
    this.size += 1;
  }

  /** The 32-byte root at this size; the hash of nothing for an empty tree. */
  root() {
    return this.#peaks.length ? this.#peaks.reduceRight((right, left) => node(left, right)) : sha256();
  }
}

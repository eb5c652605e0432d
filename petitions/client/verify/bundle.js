/** The bundle of a letter (protocol section 11): exactly the files it may have, none longer than it can be. */
import { Refused } from "../errors.js";
import { Piece } from "./piece.js";
import { looksLikeZip, members } from "./zip.js";

const MIB = 1 << 20;
const MOST = 2 ** 32 - 1;
const CAPS = {
  "manifest.json": 64 * 1024,
  "approvals.json": 16 * 1024,
  "letter.md": MIB,
  "entries.bin": MOST,
  "checkpoints.txt": 16 * MIB,
  "roster.json": 512 * MIB,
  "blobs.bin": 64 * 1024 * MIB,
  "receipts.bin": MOST,
  "names.json": MOST,
  "destroyed.json": 16 * 1024,
  "errata.json": 4 * MIB,
};
const NUMBER = "(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
const NOTICE = new RegExp(`^notices/(${NUMBER})\\.bin$`);
const RELEASE = new RegExp(`^releases/(${NUMBER})-([1-7])\\.bin$`);
const TRANSLATION = /^letter\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})\.md$/;
const PATTERNS = [[NOTICE, 4096], [RELEASE, 1024 * MIB], [TRANSLATION, MIB]];
const ALWAYS = Object.keys(CAPS).filter((name) => name !== "roster.json");

/** The most bytes a file of this name may have; Refused("bundle") if a bundle has no such file. */
export function cap(name) {
  if (Object.hasOwn(CAPS, name)) return CAPS[name];
  const [, most] = PATTERNS.find(([pattern]) => pattern.test(name)) ?? [];
  if (most === undefined) throw new Refused("bundle", "There is a file in this bundle that does not belong to one.");
  return most;
}

export class Bundle {
  #pieces;

  /** pieces: Map name → Piece. */
  constructor(pieces) {
    for (const [name, piece] of pieces) {
      if (piece.length > cap(name)) throw new Refused("bundle", "A file in this bundle is longer than it can be.");
    }
    if (!ALWAYS.every((name) => pieces.has(name))) {
      throw new Refused("bundle", "A file that every bundle has is missing in this one.");
    }
    this.#pieces = pieces;
  }

  has(name) {
    return this.#pieces.has(name);
  }

  names() {
    return [...this.#pieces.keys()].sort();
  }

  /** The Piece of a file; Refused("bundle") if it is missing. */
  piece(name) {
    if (!this.has(name)) throw new Refused("bundle", "A file that this bundle needs is missing.");
    return this.#pieces.get(name);
  }

  /** All bytes of a file, at most `most`. */
  async read(name, most = Infinity) {
    const piece = this.piece(name);
    if (piece.length > most) throw new Refused("bundle", "A file in this bundle is longer than it can be.");
    return piece.read();
  }

  #numbers(pattern) {
    const found = this.names().map((name) => pattern.exec(name)).filter(Boolean);
    return found.map((hit) => hit.slice(1).map(Number)).sort(([a, b], [c, d]) => a - c || b - d);
  }

  /** The languages of the translated texts, sorted. */
  translations() {
    return this.names().map((name) => TRANSLATION.exec(name)?.[1]).filter(Boolean);
  }

  /** Wave numbers that have a notice, ascending. */
  notices() {
    return this.#numbers(NOTICE).map(([wave]) => wave);
  }

  /** Pairs [wave, trustee] that have a release file, ascending. */
  releases() {
    return this.#numbers(RELEASE);
  }
}

/** The bundle in a zip (Blob or Uint8Array): Refused("unreadable") if it is no zip, ("bundle") if it is damaged. */
export async function readBundle(file, { progress } = {}) {
  const whole = new Piece(file);
  if (!(await looksLikeZip(whole))) throw new Refused("unreadable", "There is no bundle here: this file is no zip.");
  const found = [...(await members(whole, progress))];
  return new Bundle(new Map(found.map(([name, { offset, length }]) => [name, new Piece(file, offset, length)])));
}

/** The bundle of single files: an object or Map of name → Blob or Uint8Array. */
export function readFiles(files) {
  const pairs = files instanceof Map ? [...files] : Object.entries(files);
  return new Bundle(new Map(pairs.map(([name, file]) => [name, new Piece(file)])));
}

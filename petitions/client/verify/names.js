/** What was opened: blobs, shares, and every published name from scratch (protocol sections 10 and 11). */
import { concat, equal, hex } from "../bytes.js";
import { blobLength } from "../envelope.js";
import { Refused } from "../errors.js";
import { NAMED_NOW } from "../manifest.js";
import { checkContent, parseEntry } from "./entries.js";
import { SHARE_RECORD, Shares, identityJson } from "./opening.js";
import { nameRow, nameRows, readStatement } from "./rows.js";
import { COMPLETE, PENDING } from "./waves.js";

const CHUNK = 250;

/** blobs.bin: records leaf ‖ blob, sorted by leaf. The leaves (hex) are read first, the blobs when they are needed. */
export class BlobBook {
  leaves = [];
  #piece;

  constructor(piece, n) {
    this.#piece = piece;
    this.width = 32 + blobLength(n);
  }

  static async read(piece, n) {
    const book = new BlobBook(piece, n);
    if (piece.length % book.width) throw new Refused("blobs", "The file of blobs does not parse to the end.");
    const count = piece.length / book.width;
    for (let first = 0; first < count; first += CHUNK) {
      const run = await piece.read(first * book.width, Math.min(CHUNK, count - first) * book.width);
      for (let at = 0; at < run.length; at += book.width) book.leaves.push(hex(run.subarray(at, at + 32)));
    }
    if (book.leaves.some((leaf, i) => i > 0 && book.leaves[i - 1] >= leaf)) {
      throw new Refused("blobs", "The blobs are not sorted, or one is there twice.");
    }
    return book;
  }

  /** The blobs of `count` records from `first`, one behind the other. */
  async run(first, count) {
    const raw = await this.#piece.read(first * this.width, count * this.width);
    return concat(...Array.from({ length: count }, (_, i) => raw.subarray(i * this.width + 32, (i + 1) * this.width)));
  }
}

/**
 * {must, may}: Sets of leaves. The public bundle holds exactly the blobs due in complete waves; the trustee bundle
 * (`sealed`) must also hold those due in a wave under way, and may hold every live sealed one.
 */
export function allowedBlobs(letter, story, sealed) {
  const told = story.waves.filter(({ ruling, state }) => ruling && (state === COMPLETE || (sealed && state === PENDING)));
  const must = new Set(told.flatMap(({ ruling }) => ruling.due.map((head) => head.leaf)));
  if (!sealed) return { must, may: must };
  const live = [...story.heads.values()].filter((head) => head.live && letter.tiers.includes(head.tier));
  return { must, may: new Set([...must, ...live.map((head) => head.leaf)]) };
}

/**
 * Yield {leaf, wave, identity, wrong} for every record of blobs.bin, its hash checked; wave and identity (JSON text) are null
 * for what no complete wave opened, because nothing else is opened.
 */
export async function* checkBlobs(blobs, { book, letter, story, indexOf, sealed, pool }) {
  const { must, may } = allowedBlobs(letter, story, sealed);
  const held = new Set(blobs.leaves);
  const missing = [...must].filter((leaf) => !held.has(leaf)).length;
  const foreign = blobs.leaves.filter((leaf) => !may.has(leaf)).length;
  if (missing) throw new Refused("blobs", `${missing} sealed blobs that are due are missing.`);
  if (foreign) throw new Refused("blobs", `The bundle holds ${foreign} sealed blobs that it must not hold.`);

  const complete = story.waves.filter(({ state }) => state === COMPLETE);
  const waveOf = new Map(complete.flatMap(({ number, ruling }) => ruling.due.map((head) => [head.leaf, number])));
  const books = new Map(complete.flatMap(({ number, releases }) => releases.map((file) => [`${number}-${file.trustee}`, new Shares(file)])));
  const seats = [...new Set(complete.flatMap(({ releases }) => releases.map((file) => file.trustee)))].sort();
  const recordOf = (leaf, seat) => books.get(`${waveOf.get(leaf)}-${seat}`)?.record(leaf) ?? new Uint8Array(SHARE_RECORD);

  async function* tasks() {
    for (let first = 0; first < blobs.leaves.length; first += CHUNK) {
      const leaves = blobs.leaves.slice(first, first + CHUNK);
      const given = seats.map((seat) => [seat, concat(...leaves.map((leaf) => recordOf(leaf, seat)))]);
      const entries = concat(...leaves.map((leaf) => book.entry(indexOf.get(leaf))));
      yield { entries, blobs: await blobs.run(first, leaves.length), given: given.length ? given : null };
    }
  }

  let at = 0;
  const { letterId, n, t } = letter;
  for await (const found of pool.each("records", { letterId, n, t }, tasks())) {
    for (const { identity, wrong } of found) {
      const leaf = blobs.leaves[at++];
      yield { leaf, wave: waveOf.get(leaf) ?? null, identity, wrong };
    }
  }
}

/**
 * The published names, every row rebuilt from the log, the blobs and the shares, and compared byte for byte: [{leaf, tier,
 * wave, identity}], where `identity` is parsed. opened: Map leaf → {wave, identity} of all that complete waves opened.
 */
export async function checkNames(lines, { opened, book, letter, story, indexOf, tick }) {
  const live = [...story.heads.values()].filter((head) => head.live && head.tier === NAMED_NOW);
  const stated = new Set(live.map((head) => head.leaf));
  const expected = [...new Set([...stated, ...opened.keys()])].sort();
  const names = [];
  for await (const row of nameRows(lines)) {
    const leaf = expected[names.length];
    if (leaf === undefined) throw new Refused("names", "More names are published than the log and the shares give.");
    const fields = stated.has(leaf) ? statedFields(row, leaf, { book, letter, indexOf }) : sealedFields(leaf, { opened, book, indexOf });
    if (!equal(row, nameRow(fields))) throw new Refused("names", "A published row is not what the log and the shares give.");
    names.push({ leaf, tier: fields.tier, wave: fields.wave, identity: JSON.parse(fields.identity) });
    tick(1);
  }
  if (names.length < expected.length) throw new Refused("names", "A name that the log and the shares give is not published.");
  return names;
}

function statedFields(row, leaf, { book, letter, indexOf }) {
  const { salt, statement } = readStatement(row);
  checkContent(parseEntry(book.entry(indexOf.get(leaf))), concat(salt, statement), letter);
  return { leaf, tier: 0, wave: null, identity: identityJson(statement), statement, salt };
}

function sealedFields(leaf, { opened, book, indexOf }) {
  return { leaf, tier: book.lines[indexOf.get(leaf)].tier, ...opened.get(leaf) };
}

/** Ascending numbers as pairs [first, count] of those that follow each other: one read of the file each, and not one for every blob. */
function stretches(numbers) {
  const found = [];
  for (const at of numbers) {
    const last = found.at(-1);
    if (last && last[0] + last[1] === at) last[1] += 1;
    else found.push([at, 1]);
  }
  return found;
}

/** Entries and blobs of these leaves, in order, for the "boxes" job; SIGN entries all. */
export async function* boxTasks(leaves, { book, blobs, indexOf }) {
  const recordOf = new Map(blobs.leaves.map((leaf, index) => [leaf, index]));
  for (let first = 0; first < leaves.length; first += CHUNK) {
    const part = leaves.slice(first, first + CHUNK);
    const found = await Promise.all(stretches(part.map((leaf) => recordOf.get(leaf))).map(([at, count]) => blobs.run(at, count)));
    yield { entries: concat(...part.map((leaf) => book.entry(indexOf.get(leaf)))), blobs: concat(...found) };
  }
}

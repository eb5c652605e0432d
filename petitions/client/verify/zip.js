/**
 * The one zip that a set of files has (protocol section 11): stored, sorted ASCII names, 1980-01-01 00:00, nothing extra.
 * Every header is rebuilt and compared, so that no bit of the archive is free.
 */
import { ascii, compare, concat, equal } from "../bytes.js";
import { Refused } from "../errors.js";
import { BLOCK } from "./piece.js";

const MAX_MEMBERS = 65_534;
const LOCAL = 30;
const VERSION = 20;
const DATE = 33; // 1980-01-01

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of more bytes after those of `crc`. */
export function crc32(bytes, crc = 0) {
  let value = ~crc;
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ CRC[(value ^ bytes[i]) & 255];
  return ~value >>> 0;
}

/** Little-endian numbers, each [size, value]. */
function packed(...numbers) {
  const out = [];
  for (const [size, value] of numbers) for (let i = 0; i < size; i++) out.push(Math.floor(value / 256 ** i) & 255);
  return Uint8Array.from(out);
}

const common = ({ name, crc, length }) => [
  [2, VERSION], [2, 0], [2, 0], [2, 0], [2, DATE], [4, crc], [4, length], [4, length], [2, name.length], [2, 0],
];

const local = (member) => concat(packed([4, 0x04034b50], ...common(member)), member.name);

const central = (member) =>
  concat(packed([4, 0x02014b50], [2, VERSION], ...common(member), [2, 0], [2, 0], [2, 0], [4, 0], [4, member.at]), member.name);

/** The central directory and end record of these members, with nothing after them. */
function tail(members) {
  const directory = concat(...members.map(central));
  const last = members.at(-1);
  const at = last ? last.at + LOCAL + last.name.length + last.length : 0;
  const end = packed([4, 0x06054b50], [2, 0], [2, 0], [2, members.length], [2, members.length], [4, directory.length], [4, at], [2, 0]);
  return concat(directory, end);
}

function refuse(condition) {
  if (condition) throw new Refused("bundle", "This zip is damaged, or not packed in the one way a bundle is.");
}

/** Map name → {offset, length} of a zip; Refused("bundle") unless it has exactly the one form. `progress`(done, total). */
export async function members(piece, progress = () => {}) {
  const found = [];
  const files = new Map();
  let at = 0;
  for (;;) {
    const head = await piece.read(at, Math.min(LOCAL, piece.length - at));
    if (head.length < 4 || !equal(head.subarray(0, 4), Uint8Array.of(0x50, 0x4b, 3, 4))) break;
    refuse(head.length !== LOCAL || found.length > MAX_MEMBERS);
    const view = new DataView(head.buffer, head.byteOffset, LOCAL);
    const [crc, length, nameLength] = [view.getUint32(14, true), view.getUint32(18, true), view.getUint16(26, true)];
    refuse(at + LOCAL + nameLength > piece.length);
    const name = await piece.read(at + LOCAL, nameLength);
    const member = { name: name.slice(), crc, length, at };
    refuse(!equal(concat(head, name), local(member)) || name.some((byte) => byte > 127));
    refuse(found.length > 0 && compare(found.at(-1).name, name) >= 0);
    const start = at + LOCAL + nameLength;
    refuse(start + length > piece.length || (await crcOf(piece, start, length, progress)) !== crc);
    found.push(member);
    files.set(String.fromCharCode(...name), { offset: start, length });
    at = start + length;
  }
  const wanted = tail(found);
  refuse(piece.length - at !== wanted.length || !equal(await piece.read(at), wanted));
  return files;
}

async function crcOf(piece, start, length, progress) {
  let crc = 0;
  for (let at = 0; at < length; at += BLOCK) {
    crc = crc32(await piece.read(start + at, Math.min(BLOCK, length - at)), crc);
    progress(start + at, piece.length);
  }
  return crc;
}

/** Whether this is meant to be a zip at all. */
export async function looksLikeZip(piece) {
  const begins = await piece.read(0, Math.min(4, piece.length));
  const ends = await piece.read(Math.max(0, piece.length - 22));
  return equal(begins, ascii("PK\x03\x04")) || equal(ends.subarray(0, 4), ascii("PK\x05\x06"));
}

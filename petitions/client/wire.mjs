/** What the two terminal runners share: how a bundle is loaded, and how bytes travel in JSON, as {"hex": "…"}. */
import { readFile } from "node:fs/promises";

/** The file is imported from its bytes, so that its name and the folder's package.json do not matter. */
export async function load(path) {
  return import(`data:text/javascript;base64,${(await readFile(path)).toString("base64")}`);
}

const isBytes = (value) => value !== null && typeof value === "object" && Object.keys(value).join() === "hex";

export function toBytes(value) {
  if (isBytes(value)) return Uint8Array.from(Buffer.from(value.hex, "hex"));
  if (Array.isArray(value)) return value.map(toBytes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toBytes(part)]));
}

export function fromBytes(value) {
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(fromBytes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fromBytes(part)]));
}

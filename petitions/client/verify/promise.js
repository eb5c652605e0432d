/** Whether the log kept what a receipt promised (protocol section 8): the proof against a server that drops signatures. */
import { ascii, concat, equal, fromHex, hex, unsigned } from "../bytes.js";
import * as ed25519 from "../ed25519.js";
import { Refused } from "../errors.js";
import * as labels from "../labels.js";
import { RECEIPT_LENGTH } from "../receipt.js";
import { dayText, hexBytes } from "./encoding.js";
import { parseNote } from "./notes.js";
import { loadJson } from "./rows.js";
import { Frontier } from "./tree.js";

const FILE_MAX = 64 * 1024;
const MOST_NOTES = 100;

/** {receipt, notes} from the bytes of a saved receipt or of a proof; its other fields are not needed here. */
export function readPromise(raw) {
  const found = loadJson(raw, FILE_MAX);
  const isObject = found !== null && typeof found === "object" && !Array.isArray(found);
  const notes = isObject ? (Object.hasOwn(found, "checkpoints") ? found.checkpoints : []) : null;
  const fits = Array.isArray(notes) && notes.length <= MOST_NOTES && notes.every((note) => typeof note === "string");
  if (!fits || typeof found.receipt !== "string") {
    throw new Refused("promise", "This file holds no receipt that was saved after signing.");
  }
  return { receipt: hexBytes(found.receipt, RECEIPT_LENGTH), notes: notes.map(ascii) };
}

/**
 * What became of a receipt in this log: {late, sentence}. Refused("promise") if the log lacks an entry whose day has passed,
 * ("log") if it is not an extension of a checkpoint that the holder saw. today: a day number, or null.
 */
export function checkPromise({ receipt, notes, today = null }, { letter, lines, marks }) {
  ed25519.verify(letter.log.key, receipt.subarray(36), concat(labels.RECEIPT, letter.letterId, receipt.subarray(0, 36)));
  const [leaf, day] = [hex(receipt.subarray(0, 32)), unsigned(receipt.subarray(32, 36))];
  mustExtend(notes.map((note) => parseNote(note, letter)), lines);
  const index = lines.findIndex((line) => line.leaf === leaf);
  if (index < 0) {
    // The batch at the 00:00 that ends the receipt's day carries the next day's date.
    if ((today !== null && today > day + 1) || marks.some((mark) => mark.day > day + 1)) {
      const words = `The log signed that it would hold entry ${leaf} by the end of ${dayText(day)}, and does not.`;
      throw new Refused("promise", `${words} The receipt is the proof.`);
    }
    return { late: false, sentence: `the receipt is valid, and its entry is not due before the end of ${dayText(day)}` };
  }
  const into = marks.find((mark) => mark.size > index);
  if (!into) throw new Refused("log", "No checkpoint of this log covers the entry.");
  const late = into.day > day + 1;
  return { late, sentence: `the entry of this receipt is in the log since ${dayText(into.day)}${late ? ", later than promised" : ""}` };
}

function mustExtend(seen, lines) {
  const tree = new Frontier();
  for (const mark of [...seen].sort((a, b) => a.size - b.size)) {
    if (mark.size > lines.length) throw new Refused("log", "The log was rolled back: it is shorter than a checkpoint it had signed.");
    for (const line of lines.slice(tree.size, mark.size)) tree.append(fromHex(line.leaf, 32));
    if (!equal(tree.root(), mark.root)) {
      throw new Refused("log", "The log was changed: it is not an extension of a checkpoint it had signed.");
    }
  }
}

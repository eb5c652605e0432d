/** Strict JSON: what JSON.parse takes, without repeated keys, fractions or exponents. */
import { utf8 } from "./bytes.js";
import { Refused } from "./errors.js";

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
// A number beyond 2^53 loses digits here, but no field allows one; beyond 4,300 digits Python refuses it in any field.
const WHOLE = /^-?\d{1,4300}$/;

/** Parse `bytes` (at most `most` of them) or throw Refused(check). */
export function parseJson(bytes, most, check) {
  if (bytes.length > most) throw new Refused(check, "The file is too long.");
  const text = utf8(bytes, check);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(check, "Not a JSON text.");
  }
  inspect(text, check);
  return value;
}

/** Walk the tokens of a text that JSON.parse has already found well formed. */
function inspect(text, check) {
  const open = [];
  let atKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const keys = open.at(-1);
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : null);
      atKey = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
      atKey = false;
    } else if (token === ",") {
      atKey = keys instanceof Set;
    } else if (token[0] === '"') {
      const string = JSON.parse(token);
      if (/\p{Surrogate}/u.test(string)) throw new Refused(check, "A text holds half a character.");
      if (atKey) {
        if (keys.has(string)) throw new Refused(check, "A field is there twice.");
        keys.add(string);
        atKey = false;
      }
    } else if (/^[-\d]/.test(token) && !WHOLE.test(token)) {
      throw new Refused(check, "A number is not a whole number.");
    }
  }
}

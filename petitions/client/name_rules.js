/**
 * Which names people can read without being deceived: the rules of petitions/name_rules.py, applied before a name is
 * sealed, because nobody can refuse it afterwards. A test holds both files together. Nothing here is wire format.
 */
import { Refused } from "./errors.js";
import { UNSETTLED_RANGES } from "./plaintext.js";

const MOST_LETTERS = 80;
const MOST_CODE_POINTS = 120;
const MOST_DIACRITICS = 2;
const MOST_MARKS = 4;
const LAST_PLAIN_SYMBOL = 0x2150;

const KEPT = "\u0587\u0E33\u0EB3\u0EDC\u0EDD";
const SIGNS = "-'\"().,/‘’“”„«»·–‐・゠־׳״՚॰་";
const JOINERS = "\u200C\u200D";

const scripts = (names) => new Map(names.split(" ").map((name) => [name, new RegExp(`\\p{Script=${name}}`, "u")]));
const KNOWN = scripts(
  "Latin Cyrillic Greek Arabic Hebrew Han Hiragana Katakana Hangul Devanagari Bengali Gurmukhi Gujarati Oriya Tamil " +
  "Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Armenian Ethiopic Khmer Adlam Balinese Bamum " +
  "Batak Bopomofo Buginese Canadian_Aboriginal Chakma Cham Cherokee Javanese Kayah_Li Lepcha Limbu Lisu Meetei_Mayek " +
  "Mongolian New_Tai_Lue Nko Ol_Chiki Osage Saurashtra Sundanese Syloti_Nagri Syriac Tai_Le Tai_Tham Tai_Viet Thaana " +
  "Tifinagh Vai Yi",
);
const ANY_SCRIPT = /[\p{Script=Common}\p{Script=Inherited}]/u;
const JOINED = [
  "Arabic", "Bengali", "Devanagari", "Gujarati", "Gurmukhi", "Kannada", "Khmer", "Malayalam", "Mongolian", "Myanmar", "Oriya",
  "Sinhala", "Syriac", "Tamil", "Telugu", "Tibetan",
].map((name) => KNOWN.get(name));
const COMBINED = [["Latin", "Han", "Hiragana", "Katakana"], ["Latin", "Han", "Bopomofo"], ["Latin", "Han", "Hangul"]];

const NOT_DRAWN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const OF_A_NAME = /[\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{Mn}\p{Mc} 0-9]/u;
const OF_A_TITLE = /[\p{L}\p{N}\p{P}\p{Mn}\p{Mc}\p{Sm}\p{Sc}\p{Zs}]/u;
const STANDS = /[\p{L}\p{M}\p{N}]/u;

/** NFC, with every odd space as one plain space and none at the ends. */
export const tidy = (text) =>
  text.normalize("NFC").replace(/[\t\p{Zs}]/gu, " ").replace(/ +/g, " ").replace(/^ | $/g, "");

const joins = (character) => character !== undefined && JOINED.some((script) => script.test(character));

function isHidden(points, at) {
  const character = points[at];
  if (JOINERS.includes(character)) return !(joins(points[at - 1]) && joins(points[at + 1]));
  const point = character.codePointAt(0);
  return NOT_DRAWN.test(character) || UNSETTLED_RANGES.some(([first, last]) => point >= first && point <= last);
}

const isSignOfName = (character) => OF_A_NAME.test(character) || SIGNS.includes(character) || JOINERS.includes(character);

function isSignOfTitle(character) {
  if (/\p{So}/u.test(character)) return character.codePointAt(0) < LAST_PLAIN_SYMBOL;
  return OF_A_TITLE.test(character) || JOINERS.includes(character);
}

const hasForm = (character) => !KEPT.includes(character) && character.normalize("NFKC") !== character;
const isMark = (character) => /\p{Mn}/u.test(character);
const isDiacritic = (character) => isMark(character) && /\p{Script=Inherited}/u.test(character);
const isRun = (points, at, most, counts) => at >= most && points.slice(at - most, at + 1).every(counts);

function pilesUp(points, at) {
  const character = points[at];
  if (!/[\p{Mn}\p{Mc}]/u.test(character)) return false;
  const before = points[at - 1];
  if (before === undefined || !(STANDS.test(before) || JOINERS.includes(before))) return true;
  if (isMark(character) && before === character) return true;
  return isRun(points, at, MOST_DIACRITICS, isDiacritic) || isRun(points, at, MOST_MARKS, isMark);
}

function mixesScripts(points) {
  const found = new Set();
  for (const character of points) {
    if (!/[\p{L}\p{M}]/u.test(character) || ANY_SCRIPT.test(character)) continue;
    const [name] = [...KNOWN].find(([, script]) => script.test(character)) ?? [];
    if (name === undefined) return true;
    found.add(name);
  }
  return found.size > 1 && !COMBINED.some((together) => [...found].every((name) => together.includes(name)));
}

const length = (points) => points.filter((one) => !/\p{M}/u.test(one) && !JOINERS.includes(one)).length;

function fault(points, tooLong, isSign) {
  if (points.length > MOST_CODE_POINTS || length(points) > MOST_LETTERS) return tooLong;
  if (points.some((_, at) => isHidden(points, at))) return "characters";
  if (!points.every(isSign)) return "signs";
  return points.some((_, at) => pilesUp(points, at)) ? "marks" : null;
}

/** What keeps people from reading this tidied name as it is meant: a `check` that has a sentence, or null. */
export function faultOfName(text) {
  const points = Array.from(text);
  if (points.length === 0) return "name";
  const found = fault(points, "name_long", isSignOfName);
  if (found) return found;
  if (points.some(hasForm)) return "form";
  if (!points.some((one) => /\p{L}/u.test(one))) return "letters";
  return mixesScripts(points) ? "script" : null;
}

/** The same for a title or a team, where signs, numbers and several scripts are usual. */
export function faultOfTitle(text) {
  const points = Array.from(text);
  return fault(points, "long", isSignOfTitle) ?? (points.some((one) => /\p{L}/u.test(one) && hasForm(one)) ? "form" : null);
}

/** The fields tidied; Refused with the fault as `check` and the `field` it is in. */
export function legible(fields) {
  const rules = { name: faultOfName, title: faultOfTitle, team: faultOfTitle };
  const kept = { ...fields };
  for (const [field, rule] of Object.entries(rules)) {
    kept[field] = tidy(fields[field] ?? "");
    const found = rule(kept[field]);
    if (found) throw Object.assign(new Refused(found, "A field cannot be read as it is meant."), { field });
  }
  return kept;
}

/**
 * The checks of protocol section 11, in its order. Each takes the facts that the ones before it found, adds its own, and
 * returns sentences: the first is the verdict, the rest are details. The sentences are those of the command-line verifier.
 */
import { equal, fromHex, hex, sha256 } from "../bytes.js";
import { Refused } from "../errors.js";
import { leafHash, rootOf } from "../log.js";
import * as labels from "../labels.js";
import { checkReceipts, readLog } from "./logbook.js";
import { parseManifest } from "./manifest.js";
import { BlobBook, checkBlobs, checkNames } from "./names.js";
import { readCheckpoints } from "./notes.js";
import { checkPromise } from "./promise.js";
import { checkApproval, checkDestroyed, checkErratum, parseNotice, parseRelease } from "./release.js";
import { readApprovals, readDestroyed, readErrata, readRoster } from "./rows.js";
import { describe, replay } from "./waves.js";

const SMALL = 16 * 1024;

const refuse = (check, sentence) => {
  throw new Refused(check, sentence);
};

/** A trustee as people are told about them. */
const trusteeOf = (facts, seat) => `trustee ${seat} (${facts.manifest.trustees[seat - 1].name})`;

async function manifest(facts) {
  facts.manifest = parseManifest(await facts.bundle.read("manifest.json"));
  return [`letter_id ${hex(facts.manifest.letterId)}`, `address ${facts.manifest.fingerprint}`];
}

async function approvals(facts) {
  const { n, trustees, letterId } = facts.manifest;
  const found = readApprovals(await facts.bundle.read("approvals.json"), SMALL);
  if (found.length !== n || found.some(({ trustee }, i) => trustee !== i + 1)) {
    refuse("approvals", "Not every trustee has approved this letter.");
  }
  for (const { trustee, signature } of found) {
    try {
      checkApproval(trustees[trustee - 1].ed25519, letterId, signature);
    } catch {
      refuse("approvals", `The approval of ${trusteeOf(facts, trustee)} is not valid.`);
    }
  }
  return [`all ${n} trustees approved exactly this letter`];
}

async function letter(facts) {
  const { letterSha256, translations } = facts.manifest;
  const wanted = translations.map(({ lang }) => lang).sort();
  const text = await facts.bundle.read("letter.md");
  if (!equal(sha256(text), letterSha256) || facts.bundle.translations().sort().join() !== wanted.join()) {
    refuse("letter", "The text is not the one in the manifest.");
  }
  for (const row of translations) {
    if (!equal(sha256(await facts.bundle.read(`letter.${row.lang}.md`)), row.sha256)) {
      refuse("letter", `The translation “${row.lang}” is not the one in the manifest.`);
    }
  }
  return [`the text is the one approved, in ${1 + translations.length} language(s)`];
}

async function checkpoints(facts) {
  facts.checkpoints = readCheckpoints(await facts.bundle.read("checkpoints.txt"), facts.manifest);
  return [`${facts.checkpoints.length} checkpoints, the last over ${facts.checkpoints.at(-1)?.size ?? 0} entries`];
}

async function entries(facts) {
  facts.book = await readLog(await facts.bundle.read("entries.bin"), facts.checkpoints, facts.manifest, facts);
  const { lines, signs } = facts.book;
  facts.indexOf = new Map(lines.map(({ leaf }, index) => [leaf, index]));
  const words = `${signs} signatures and ${lines.length - signs} withdrawals, each valid, each with a pass of this letter`;
  return [words, ...facts.book.describe()];
}

async function log(facts) {
  facts.book.checkRoots();
  if (facts.seen) facts.book.checkSeen(facts.seen);
  return [`every checkpoint extends the one before${facts.seen ? ", and the one seen before" : ""}`];
}

async function waves(facts) {
  const notices = await readNotices(facts);
  const files = await readReleases(facts);
  facts.story = replay(facts.manifest, facts.book.lines, facts.checkpoints, notices, files, { today: facts.today });
  const live = [...facts.story.heads.values()].filter((head) => head.live).length;
  const found = [`${live} live signatures; ${facts.story.final.size} are final`];
  for (const record of facts.story.waves) {
    found.push(describe(record));
    for (const { trustee, nBad } of record.releases) {
      if (nBad) found.push(`wave ${record.number}: ${trusteeOf(facts, trustee)} could not open ${nBad} boxes`);
    }
  }
  return found;
}

async function readNotices({ bundle, manifest: known }) {
  if (bundle.notices().some((wave, i) => wave !== i + 1)) refuse("notices", "A notice is missing.");
  const notices = [];
  for (const wave of bundle.notices()) {
    const notice = parseNotice(await bundle.read(`notices/${wave}.bin`), known);
    if (notice.wave !== wave) refuse("notices", "A notice is filed under another wave.");
    notices.push(notice);
  }
  return notices;
}

async function readReleases(facts) {
  const { bundle, manifest: known } = facts;
  const files = [];
  for (const [wave, trustee] of bundle.releases()) {
    if (trustee > known.n) refuse("releases", "There is a release file of a trustee that this letter does not have.");
    const raw = await bundle.read(`releases/${wave}-${trustee}.bin`);
    let file;
    try {
      file = parseRelease(raw, known);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refuse("releases", `A file of ${trusteeOf(facts, trustee)}: ${error.message}`);
    }
    if (file.trustee !== trustee) refuse("releases", `A file of ${trusteeOf(facts, file.trustee)} is filed under another name.`);
    files.push([wave, file]);
  }
  return files;
}

async function roster(facts) {
  const { mode, rosterRoot, rosterSize } = facts.manifest.eligibility;
  if (mode === "email") {
    if (facts.bundle.has("roster.json")) refuse("roster", "A letter with work-mail passes has no roster.");
    const loud = "ATTENTION: passes went out by work mail, so THE COUNT RESTS ON THE OPERATOR'S WORD";
    facts.loud.push(loud);
    return [loud];
  }
  const { root, leaves, redeemed } = readRoster(await facts.bundle.read("roster.json", 1024 + 140 * rosterSize), 2 ** 31);
  const known = new Set(leaves);
  if (known.size !== leaves.length) refuse("roster", "The roster lists a code twice.");
  const found = rootOf(leaves.map((leaf) => leafHash(fromHex(leaf, 32))));
  if (!equal(root, rosterRoot) || leaves.length !== rosterSize || !equal(found, root)) {
    refuse("roster", "The roster is not the one in the manifest.");
  }
  const people = new Set(facts.book.lines.filter(({ tier }) => tier !== null).map(({ spk }) => spk)).size;
  if (redeemed === null) {
    if (facts.bundle.releases().length || people > rosterSize) {
      refuse("roster", "Redeemed codes are missing although something was released, or too many signed.");
    }
    return [`${people} signatories, ${rosterSize} codes; redeemed codes are not published yet`];
  }
  const isListed = (h1) => known.has(hex(sha256(labels.ROSTER, fromHex(h1, 32))));
  if (new Set(redeemed).size !== redeemed.length || !redeemed.every(isListed)) {
    refuse("roster", "A redeemed code is not on the roster, or counted twice.");
  }
  if (people > redeemed.length) refuse("roster", "More people signed than codes were redeemed.");
  return [`${people} signatories, ${redeemed.length} redeemed of ${rosterSize} codes`];
}

async function receipts(facts) {
  const late = await checkReceipts(facts.bundle.piece("receipts.bin"), facts.book, facts.manifest, facts);
  if (late) {
    facts.complaints.push({ trustee: null, sentence: `the log took in ${late} entries after the day their receipts promised` });
  }
  return [`one valid receipt for each of ${facts.book.lines.length} entries`];
}

async function promise(facts) {
  const { manifest: known, book, checkpoints: marks } = facts;
  const { late, sentence } = checkPromise(facts.promise, { letter: known, lines: book.lines, marks });
  if (late) {
    facts.complaints.push({ trustee: null, sentence: "the log took in the entry of this receipt after the day it promised" });
  }
  return [sentence];
}

async function blobs(facts) {
  const { manifest: known, book, story, indexOf, sealed, pool, tick } = facts;
  facts.blobs = await BlobBook.read(facts.bundle.piece("blobs.bin"), known.n);
  const wrongBy = new Map();
  for await (const one of checkBlobs(facts.blobs, { book, letter: known, story, indexOf, sealed, pool })) {
    if (one.wave !== null) facts.opened.set(one.leaf, { wave: one.wave, identity: one.identity });
    for (const trustee of one.wrong) wrongBy.set(trustee, [...(wrongBy.get(trustee) ?? []), one.leaf]);
    tick(1);
  }
  for (const [trustee, leaves] of [...wrongBy].sort(([a], [b]) => a - b)) {
    const sentence = `${trusteeOf(facts, trustee)} gave ${leaves.length} wrong share(s), the first for entry ${leaves[0]}`;
    facts.complaints.push({ trustee, sentence });
  }
  return [`${facts.blobs.leaves.length} sealed blobs, each the one its entry was signed for`];
}

async function names(facts) {
  const { opened, book, manifest: known, story, indexOf, tick } = facts;
  const given = { opened, book, letter: known, story, indexOf, tick };
  facts.names = await checkNames(facts.bundle.piece("names.json").lines(), given);
  const junk = facts.names.filter(({ identity }) => identity === null);
  const named = facts.names.length - junk.length;
  const words = `${named} published names are exactly what was sealed or stated in the log`;
  return [words, ...junk.map(({ leaf }) => `no name in entry ${leaf}`)];
}

async function errata(facts) {
  const found = readErrata(await facts.bundle.read("errata.json"), 2 ** 23);
  if (new Set(found.map(({ leaf }) => leaf)).size !== found.length) refuse("errata", "An entry is disputed twice.");
  const { log: { key }, letterId } = facts.manifest;
  for (const { leaf, reason, day, signature } of found) {
    if (!facts.indexOf.has(leaf)) refuse("errata", "An erratum is about no entry of the log.");
    checkErratum(key, signature, { letterId, leaf: fromHex(leaf, 32), day, reason });
  }
  facts.errata = found;
  const words = `${found.length} published names are disputed by their owners`;
  return [words, ...found.map(({ leaf, reason }) => `disputed: entry ${leaf}: ${reason}`)];
}

async function destroyed(facts) {
  const { n, trustees, letterId } = facts.manifest;
  const found = readDestroyed(await facts.bundle.read("destroyed.json"), SMALL);
  if (new Set(found.map(({ trustee }) => trustee)).size !== found.length) {
    refuse("destroyed", "A trustee's statement is there twice.");
  }
  for (const { trustee, day, signature } of found) {
    if (trustee > n) refuse("destroyed", "A statement names a trustee that this letter does not have.");
    checkDestroyed(trustees[trustee - 1].ed25519, letterId, day, signature);
  }
  facts.destroyed = found;
  return [`${found.length} of ${n} trustees say that they destroyed their letter key`];
}

/** Each check with those it builds on: where one of these failed, it is skipped and says so. "promise" is run if there is one. */
export const CHECKS = [
  ["manifest", manifest, []],
  ["approvals", approvals, ["manifest"]],
  ["letter", letter, ["manifest"]],
  ["checkpoints", checkpoints, ["manifest"]],
  ["entries", entries, ["checkpoints"]],
  ["log", log, ["entries"]],
  ["waves", waves, ["log"]],
  ["roster", roster, ["entries"]],
  ["receipts", receipts, ["log"]],
  ["promise", promise, ["entries"]],
  ["blobs", blobs, ["waves"]],
  ["names", names, ["blobs"]],
  ["errata", errata, ["entries"]],
  ["destroyed", destroyed, ["manifest"]],
];

/** The verifier: every check of protocol section 11 on a bundle, and what it found for people and for the trustee's steps. */
import { hex } from "../bytes.js";
import { SIGN_LENGTH } from "../entry.js";
import { Refused } from "../errors.js";
import { RECEIPT_LENGTH } from "../receipt.js";
import { CHECKS } from "./checks.js";
import { dayText } from "./encoding.js";
import { localPool } from "./pool.js";
import { judge } from "./tiers.js";

/** How the bar moves: about one step for every entry, receipt, blob and name. It only ever rises, to exactly its end. */
class Progress {
  #done = 0;
  #tell;

  constructor(bundle, tell) {
    const [entries, receipts, blobs, names] = ["entries.bin", "receipts.bin", "blobs.bin", "names.json"].map((name) => bundle.piece(name).length);
    // Blobs of two trustees have 2,966 bytes and a row of names.json some 200: the end is only an estimate until it comes.
    this.total = Math.ceil(entries / SIGN_LENGTH + receipts / RECEIPT_LENGTH + blobs / 2966 + names / 200) + CHECKS.length;
    this.#tell = tell;
  }

  add(n, label) {
    this.#done = Math.min(this.#done + n, this.total - 1);
    this.#tell(this.#done, this.total, label);
  }

  end() {
    this.#tell(this.total, this.total, "");
  }
}

/**
 * Run every check on a bundle. sealed: it is a trustee bundle. seen: {size, root} of a checkpoint that must be a beginning of
 * this log. today: a day number or null, as waves.replay takes it. promise: what readPromise gave and `today`, to look up as well. Returns the report described at `reportOf`.
 */
export async function verifyBundle(bundle, { sealed = false, seen = null, today = null, promise = null, pool = localPool(), progress = () => {}, onCheck = () => {} } = {}) {
  const bar = new Progress(bundle, progress);
  const facts = { bundle, sealed, seen, today, promise, pool, complaints: [], loud: [], opened: new Map(), names: [], errata: [], destroyed: [] };
  const checks = [];
  const failed = new Set();
  for (const [check, run, needs] of CHECKS.filter(([name]) => promise || name !== "promise")) {
    const missing = needs.find((need) => failed.has(need));
    facts.tick = (n) => bar.add(n, check);
    let found;
    if (missing) {
      found = { check, state: "skipped", sentence: `builds on ${missing}`, more: [] };
    } else {
      try {
        const [sentence, ...more] = await run(facts);
        found = { check, state: "ok", sentence, more };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        found = { check, state: "failed", sentence: error.message, more: [] };
      }
    }
    if (found.state !== "ok") failed.add(check);
    checks.push(found);
    bar.add(1, check);
    onCheck(found);
  }
  bar.end();
  return reportOf(facts, checks);
}

function linesOf(checks, complaints, failures, named) {
  const words = { ok: "ok   ", failed: "FAIL ", skipped: "skip " };
  const last = failures.length
    ? [`FAILED: ${failures.map(({ check }) => check).join(", ")}`]
    : [
        `All checks hold. ${named} names are published, and they are what was sealed or stated.`,
        "This does not prove that passes went to real employees.",
      ];
  return [
    ...checks.flatMap(({ check, state, sentence, more }) => [`${words[state]} ${check}: ${sentence}`, ...more.map((line) => `      ${line}`)]),
    ...complaints.map(({ sentence }) => `COMPLAINT  ${sentence}`),
    ...last,
  ];
}

function letterOf({ manifest }) {
  if (!manifest) return null;
  const { letterId, fingerprint, trustees, t, tiers, eligibility } = manifest;
  return { letterId: hex(letterId), fingerprint, trustees: trustees.map(({ name }, i) => ({ seat: i + 1, name })), t, tiers, mode: eligibility.mode };
}

function logOf({ book, story }) {
  if (!book) return null;
  const { signs, assisted, lines } = book;
  const live = story ? [...story.heads.values()].filter((head) => head.live).length : null;
  return { signs, withdrawals: lines.length - signs, assisted, live, final: story?.final.size ?? null, growth: book.growth() };
}

const waveOf = ({ number, kind, state, notice, snapshot, ruling, releases }) => ({
  number, kind, state,
  noticeSize: notice.size, noticeRoot: hex(notice.root), snapshotDay: dayText(notice.snapshotDay),
  k: ruling?.k ?? null, due: ruling?.due.length ?? null,
  snapshot: snapshot && { size: snapshot.size, root: hex(snapshot.root) },
  files: releases.map(({ trustee }) => trustee).sort(),
});

/** N(k) of every tier at the end of the log. */
function tiersOf({ manifest, story }) {
  if (!story) return null;
  const { nAt } = judge(manifest, story.heads.values(), { final: story.final });
  const { countPublic, margin } = manifest;
  return { countPublic, margin, nAt: [...nAt].map(([tier, count]) => ({ tier, count, need: tier + margin })) };
}

/**
 * What is known at the end, in plain values: holds, checks [{check, state: ok | failed | skipped, sentence, more}], failures,
 * complaints [{trustee or null, sentence}], loud, lines (as the command-line verifier prints them), letter, log, waves, tiers,
 * names [{leaf, tier, wave, identity}], errata, destroyed, clientSha256; and `facts`, which the trustee's steps go on with.
 */
function reportOf(facts, checks) {
  const failures = checks.filter(({ state }) => state === "failed").map(({ check, sentence }) => ({ check, sentence }));
  const { complaints, loud, names } = facts;
  const named = names.filter(({ identity }) => identity !== null).length;
  return {
    holds: failures.length === 0, checks, failures, complaints, loud, names,
    lines: linesOf(checks, complaints, failures, named),
    letter: letterOf(facts),
    log: logOf(facts),
    waves: facts.story?.waves.map(waveOf) ?? [],
    tiers: tiersOf(facts),
    errata: facts.errata.map(({ leaf, reason, day }) => ({ leaf, reason, day: dayText(day) })),
    destroyed: facts.destroyed.map(({ trustee, day }) => ({ trustee, day: dayText(day) })),
    clientSha256: facts.manifest?.clientSha256.map(hex) ?? [],
    facts,
  };
}

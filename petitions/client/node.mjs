#!/usr/bin/env node
/**
 * Act as signatories from a terminal, through the very bundle that browsers get.
 *
 *   node petitions/client/node.mjs BUNDLE_JS [CONCURRENCY]
 *
 * Reads one JSON object a line on stdin and writes one a line on stdout, as each is finished; `id` is copied across.
 *   {"id": 1, "op": "pass",     "base": "http://127.0.0.1:8000/l/<address>/", "code": "…"}
 *   {"id": 2, "op": "sign",     "base": …, "code": "…" | "file": {…}, "choice": "sealed|count|named", "tier": 25, "fields": {"name": "…"}}
 *   {"id": 3, "op": "resign",   "base": …, "file": {…}, "choice": …, "tier": …, "fields": …}
 *   {"id": 4, "op": "withdraw", "base": …, "file": {…}}
 *   {"id": 5, "op": "check",    "base": …, "file": {…}, "today": day number}
 *   {"op": "call", "path": "envelope.seal", "args": […]}   a core function; bytes travel as {"hex": "…"}
 * Answers: {"id": …, "ok": true, "file": {…}} ("result" for check and call), or {"id": …, "ok": false, "check": "…", "error": "…"}.
 * It fails (exit 1) only if a line is not JSON.
 */
import { createInterface } from "node:readline";
import { fromBytes, load, toBytes } from "./wire.mjs";

const ATTEMPTS = 5;

function makeOperations(core) {
  const { errors, files, signatory } = core;
  const letters = new Map();

  const letterAt = (base) => {
    const address = /\/l\/([a-z2-7]{32})\/$/.exec(base)?.[1];
    if (!letters.has(base)) letters.set(base, signatory.openLetter(base, address));
    return letters.get(base);
  };

  /** Send; when no answer comes, send the same bytes again, as the page's "try again" does. */
  async function send(letter, request) {
    let waiting = request;
    for (let attempt = 1; ; attempt++) {
      try {
        return await signatory.send(letter, waiting);
      } catch (error) {
        if (!(error instanceof errors.NoAnswer) || attempt === ATTEMPTS) throw error;
        waiting = error.request;
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      }
    }
  }

  async function sign({ base, code, file, choice, tier, fields }) {
    const letter = await letterAt(base);
    const saved = file ? files.checkSaved(file) : await send(letter, await signatory.preparePass(letter, code));
    return { file: await send(letter, await signatory.prepareSign(letter, saved, { choice, tier, fields })) };
  }

  return {
    sign,
    resign: sign,
    async pass({ base, code }) {
      const letter = await letterAt(base);
      return { file: await send(letter, await signatory.preparePass(letter, code)) };
    },
    async withdraw({ base, file }) {
      const letter = await letterAt(base);
      return { file: await send(letter, await signatory.prepareWithdraw(letter, files.checkSaved(file))) };
    },
    async check({ base, file, today }) {
      const letter = await letterAt(base);
      return { result: await signatory.checkReceipt(letter, files.checkSaved(file, { needPass: false }), today) };
    },
    async call({ path, args }) {
      const [module, name] = path.split(".");
      return { result: fromBytes(await core[module][name](...toBytes(args))) ?? null };
    },
  };
}

async function main(bundle, concurrency = "4") {
  const operations = makeOperations(await load(bundle));
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const work = async () => {
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      if (!next.value.trim()) continue;
      const task = JSON.parse(next.value);
      let answer;
      try {
        answer = { id: task.id, ok: true, ...(await operations[task.op](task)) };
      } catch (error) {
        answer = { id: task.id, ok: false, check: error.check ?? "bug", error: error.check ? error.message : error.stack };
      }
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, work));
}

await main(process.argv[2], process.argv[3]);

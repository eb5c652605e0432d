#!/usr/bin/env node
/**
 * Verify bundles and take a trustee's steps from a terminal, through the built core (core.js).
 *
 *   node petitions/client/core.mjs CORE_JS [WORKERS]
 *
 * Reads one JSON object a line on stdin and answers one a line on stdout, in order; bytes travel as {"hex": "…"}.
 *   {"op": "call",    "path": "trustee.init", "args": […]}          a core function
 *   {"op": "verify",  "zip": path | "files": {name: bytes}, "sealed": false, "seen": {"size", "root"}, "today": day number}
 *   {"op": "open",    "zip": path}                                  → the names in it
 *   {"op": "replay",  "manifest": bytes, "lines": […], "checkpoints": […], "notices": [bytes], "releases": [[wave, bytes]], "today": …}
 *   {"op": "job",     "job": "boxes", "parts": {…}, "task": {…}}    one chunk of a heavy loop
 *   {"op": "look",    "home": {…}, "zip" | "files": …, "sealed": …, "now": "2026-03-05T00:00:00Z"}   → home, look (a number), report
 *   {"op": "handIn",  "home": {…}, "raw": bytes, "now": …}
 *   {"op": "plan",    "home": {…}, "look": number, "wave": 1, "now": …, "withdrawals": [bytes]}      → plan (a number), summary …
 *   {"op": "release", "home": {…}, "plan": number, "compared": {"size", "root"}, "passphrase": …}
 * Answers: {"ok": true, "result": …, "seconds": …} or {"ok": false, "check": "…", "error": "…"}; check is "bug" for what is no refusal.
 */
import { openAsBlob } from "node:fs";
import { createInterface } from "node:readline";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { fromBytes, load, toBytes } from "./wire.mjs";

/** A worker thread's port with the methods that a browser's Worker has. */
const portOf = (port) => ({
  postMessage: (message) => port.postMessage(message),
  addEventListener: (kind, listener) => port.on(kind, (data) => listener({ data })),
});

function makeOperations({ verify, trustee, ...core }, pool) {
  const kept = [];
  const keep = (thing) => kept.push(thing) - 1;
  const bundleOf = async ({ zip, files }) => (zip ? verify.readBundle(await openAsBlob(zip)) : verify.readFiles(files));
  const plain = ({ facts: _facts, ...report }) => report;

  return {
    async call({ path, args }) {
      const [module, name] = path.split(".");
      return (await { verify, trustee, ...core }[module][name](...args)) ?? null;
    },
    async verify(task) {
      const steps = [];
      const progress = (done, total) => steps.push([done, total]);
      const told = [];
      const given = { sealed: task.sealed, seen: task.seen, today: task.today, promise: task.promise, pool, progress, onCheck: ({ check }) => told.push(check) };
      const report = await verify.verifyBundle(await bundleOf(task), given);
      return { ...plain(report), steps, told };
    },
    async open({ zip }) {
      return (await bundleOf({ zip })).names();
    },
    async job({ job, parts, task }) {
      const results = [];
      for await (const result of pool.each(job, parts, [task])) results.push(result);
      return results[0];
    },
    async replay({ manifest, lines, checkpoints, notices, releases, today }) {
      const letter = verify.parseManifest(manifest);
      const shown = notices.map((raw) => core.release.parseNotice(raw, letter));
      const files = releases.map(([wave, raw]) => [wave, core.release.parseRelease(raw, letter)]);
      const { waves, final, heads } = core.waves.replay(letter, lines, checkpoints, shown, files, { today });
      const plainRuling = (ruling) => ruling && { ...ruling, nAt: Object.fromEntries(ruling.nAt) };
      return {
        waves: waves.map(({ number, kind, state, snapshot, ruling, releases: files }) => ({
          number, kind, state, snapshot: snapshot?.size ?? null, ruling: plainRuling(ruling), releases: files.map(({ trustee }) => trustee),
        })),
        final: Object.fromEntries(final),
        heads: Object.fromEntries(heads),
      };
    },
    async look(task) {
      const given = { now: new Date(task.now), sealed: task.sealed, pool };
      const { home, look } = await trustee.look(task.home, await bundleOf(task), given);
      return { home, look: keep(look), seat: look.seat, report: plain(look.report) };
    },
    async handIn({ home, raw, now }) {
      return trustee.handIn(home, trustee.readWithdrawal(raw), { now: new Date(now) });
    },
    async plan({ home, look, wave, now, withdrawals = [] }) {
      const given = { now: new Date(now), withdrawals: withdrawals.map(trustee.readWithdrawal) };
      const found = await trustee.plan(home, kept[look], wave, given);
      const { seen: _seen, record: _record, ...shown } = found;
      return { ...shown, plan: keep(found) };
    },
    async release({ home, plan, compared, passphrase }) {
      const steps = [];
      const progress = (done, total) => steps.push([done, total]);
      return { ...(await trustee.release(home, kept[plan], { compared, passphrase, pool, progress })), steps };
    },
  };
}

async function main(path, count = "0") {
  const core = await load(path);
  const workers = Array.from({ length: Number(count) }, () => new Worker(new URL(import.meta.url), { workerData: path }));
  const pool = workers.length ? core.verify.workerPool(workers.map(portOf)) : core.verify.localPool();
  const operations = makeOperations(core, pool);
  for await (const line of createInterface({ input: process.stdin })) {
    const task = toBytes(JSON.parse(line));
    const began = performance.now();
    let answer;
    try {
      answer = { ok: true, result: fromBytes(await operations[task.op](task)), seconds: (performance.now() - began) / 1000 };
    } catch (error) {
      answer = { ok: false, check: error.check ?? "bug", error: error.check ? error.message : error.stack };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
}

if (isMainThread) {
  await main(process.argv[2], process.argv[3]);
} else {
  // Messages that came before the listener is there wait in the port.
  const core = await load(workerData);
  core.verify.serveWorker(portOf(parentPort));
}

/**
 * Where the heavy loops run: on this thread, or in workers. A pool has `size` and `each(job, parts, tasks)`, which yields the
 * result of every task in order, a few tasks ahead of what is asked for; a job's refusal is thrown where its result would be.
 *
 * Messages to a worker: {id, run, job, parts (once per run), task}; from it: {id, result} or {id, refused: {check, sentence}}
 * or {id, bug: text}. A port is a Worker, or anything with its postMessage and addEventListener.
 */
import { Refused, Stopped } from "../errors.js";
import { JOBS } from "./jobs.js";

const AHEAD = 2; // tasks handed to each worker in advance; more would only hold memory
const SILENT_MS = 120000; // no chunk takes a tenth of this on a slow phone
const TICKS = 60;

/** A copy whose byte arrays hold nothing else: a view would take the whole file behind it along to the worker. */
function exact(value) {
  if (value instanceof Uint8Array) return value.byteLength === value.buffer.byteLength ? value : value.slice();
  if (Array.isArray(value)) return value.map(exact);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, exact(part)]));
}

/** Everything on this thread, which breathes between two tasks so that a page stays alive. */
export function localPool() {
  return {
    size: 1,
    async *each(name, parts, tasks) {
      const job = await JOBS[name](parts);
      for await (const task of tasks) {
        yield await job(task);
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    close() {},
  };
}

/**
 * A pool over these ports, which the caller made and ends. Stopped once a worker has ended, as far as that can be
 * known: a browser that runs out of memory may end one and say nothing, so silence of all for `silentMs` while one is waited
 * for is taken for the end. Silence is counted in ticks, so that the sleep of a closed laptop is none.
 */
export function workerPool(ports, { silentMs = SILENT_MS } = {}) {
  const waiting = new Map();
  let ids = 0;
  let runs = 0;
  let isOver = false;
  let silent = 0;
  let clock = null;

  const stopped = () => new Stopped("A worker of this page has stopped.");
  const end = () => {
    isOver = true;
    for (const { reject } of waiting.values()) reject(stopped());
    waiting.clear();
    rest();
  };
  const rest = () => {
    if (waiting.size) return;
    clearInterval(clock);
    clock = null;
  };
  const listen = () => {
    silent = 0;
    clock ??= setInterval(() => {
      silent += 1;
      if (silent > TICKS) end();
    }, silentMs / TICKS);
  };
  const answer = ({ data: { id, result, refused, bug } }) => {
    silent = 0;
    if (!waiting.has(id)) return;
    const { resolve, reject, load, port } = waiting.get(id);
    waiting.delete(id);
    rest();
    load.set(port, load.get(port) - 1);
    if (refused) reject(new Refused(refused.check, refused.sentence));
    else if (bug) reject(new Error(bug));
    else resolve(result);
  };
  for (const port of ports) {
    port.addEventListener("message", answer);
    port.addEventListener("error", end);
    port.addEventListener("messageerror", end);
  }

  return {
    size: ports.length,
    async *each(job, parts, tasks) {
      const run = (runs += 1);
      const load = new Map(ports.map((port) => [port, 0]));
      const told = new Set();
      const ahead = [];

      const hand = (task) => {
        if (isOver) throw stopped();
        const port = ports.reduce((least, one) => (load.get(one) < load.get(least) ? one : least));
        load.set(port, load.get(port) + 1);
        const id = (ids += 1);
        const promise = new Promise((resolve, reject) => waiting.set(id, { resolve, reject, load, port }));
        promise.catch(() => {}); // thrown where its result is asked for, or not at all if an earlier one refused
        port.postMessage(exact({ id, run, job, task, ...(told.has(port) ? {} : { parts }) }));
        told.add(port);
        listen();
        return promise;
      };

      for await (const task of tasks) {
        ahead.push(hand(task));
        if (ahead.length >= ports.length * AHEAD) yield await ahead.shift();
      }
      while (ahead.length) yield await ahead.shift();
    },
    close: end,
  };
}

/** The worker's side: `scope` is `self`, or a port that has its methods. */
export function serveWorker(scope) {
  let made = { run: null, job: null };
  scope.addEventListener("message", async ({ data: { id, run, job, parts, task } }) => {
    try {
      if (made.run !== run) made = { run, job: JOBS[job](parts) };
      const ready = await made.job;
      scope.postMessage({ id, result: await ready(task) });
    } catch (error) {
      const said = error instanceof Refused ? { refused: { check: error.check, sentence: error.message } } : { bug: `${error.stack ?? error}` };
      scope.postMessage({ id, ...said });
    }
  });
}

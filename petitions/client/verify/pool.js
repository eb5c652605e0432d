/**
 * Where the heavy loops run: on this thread, or in workers. A pool has `size` and `each(job, parts, tasks)`, which yields the
 * result of every task in order, a few tasks ahead of what is asked for; a job's refusal is thrown where its result would be.
 *
 * Messages to a worker: {id, run, job, parts (once per run), task}; from it: {id, result} or {id, refused: {check, sentence}}
 * or {id, bug: text}. A port is a Worker, or anything with its postMessage and addEventListener.
 */
import { Refused } from "../errors.js";
import { JOBS } from "./jobs.js";

const AHEAD = 2; // tasks handed to each worker in advance; more would only hold memory

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

/** A pool over these ports, which the caller made and ends. */
export function workerPool(ports) {
  const waiting = new Map();
  let ids = 0;
  let runs = 0;

  const answer = ({ data: { id, result, refused, bug } }) => {
    if (!waiting.has(id)) return;
    const { resolve, reject, load, port } = waiting.get(id);
    waiting.delete(id);
    load.set(port, load.get(port) - 1);
    if (refused) reject(new Refused(refused.check, refused.sentence));
    else if (bug) reject(new Error(bug));
    else resolve(result);
  };
  const broken = () => {
    for (const { reject } of waiting.values()) reject(new Error("A worker of this page stopped."));
    waiting.clear();
  };
  for (const port of ports) {
    port.addEventListener("message", answer);
    port.addEventListener("error", broken);
    port.addEventListener("messageerror", broken);
  }

  return {
    size: ports.length,
    async *each(job, parts, tasks) {
      const run = (runs += 1);
      const load = new Map(ports.map((port) => [port, 0]));
      const told = new Set();
      const ahead = [];

      const hand = (task) => {
        const port = ports.reduce((least, one) => (load.get(one) < load.get(least) ? one : least));
        load.set(port, load.get(port) + 1);
        const id = (ids += 1);
        const promise = new Promise((resolve, reject) => waiting.set(id, { resolve, reject, load, port }));
        promise.catch(() => {}); // thrown where its result is asked for, or not at all if an earlier one refused
        port.postMessage(exact({ id, run, job, task, ...(told.has(port) ? {} : { parts }) }));
        told.add(port);
        return promise;
      };

      for await (const task of tasks) {
        ahead.push(hand(task));
        if (ahead.length >= ports.length * AHEAD) yield await ahead.shift();
      }
      while (ahead.length) yield await ahead.shift();
    },
    close() {
      broken();
    },
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

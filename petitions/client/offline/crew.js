/** Workers made of this very page: its script again, from memory, so that the heavy loops use every core of the device. */
import { localPool, workerPool } from "../verify/index.js";

const MOST = 4;
const READY_MS = 10000;
export const READY = "ready";

/** A pool of workers, or where the browser forbids them, one that works on the page's own thread. */
export async function makePool(window) {
  const { document, navigator } = window;
  const text = document.querySelector("script").textContent;
  const url = window.URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const address = policyOf(window).createScriptURL(url);
  const workers = [];
  try {
    const number = Math.min(MOST, Math.max(1, navigator.hardwareConcurrency ?? 1));
    for (let i = 0; i < number; i++) workers.push(new window.Worker(address));
    await Promise.all(workers.map(answers));
  } catch {
    for (const worker of workers) worker.terminate();
    return localPool(); // Slower, and the same result.
  }
  const pool = workerPool(workers);
  return {
    size: pool.size,
    each: pool.each,
    close() {
      pool.close();
      for (const worker of workers) worker.terminate();
      window.URL.revokeObjectURL(url);
    },
  };
}

/** The one Trusted Types policy of the page: it lets the address of its own script pass, and nothing else uses it. */
let policy = null;
function policyOf(window) {
  policy ??= window.trustedTypes?.createPolicy("undersigned", { createScriptURL: (url) => url }) ?? { createScriptURL: (url) => url };
  return policy;
}

function answers(worker) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("a worker does not answer")), READY_MS);
    worker.addEventListener("message", ({ data }) => {
      if (data !== READY) return;
      clearTimeout(late);
      resolve();
    });
    worker.addEventListener("error", (event) => {
      clearTimeout(late);
      reject(new Error(event.message ?? "a worker stopped"));
    });
  });
}

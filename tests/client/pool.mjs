/** What a pool says when a worker ends in one way: `node pool.mjs CORE HOW BUNDLE`; prints what it gave and its refusals. */
import { readFile } from "node:fs/promises";

const [built, how, bundle] = process.argv.slice(2);
const { pool, verify } = await import(`data:text/javascript;base64,${(await readFile(built)).toString("base64")}`);

/** A worker that answers each task with its number, until it is asked for the one at which it ends. */
class Port extends EventTarget {
  postMessage({ id, task }) {
    const says = (kind, data) => setTimeout(() => this.dispatchEvent(Object.assign(new Event(kind), { data })));
    if (task < 5 || how === "lives") says("message", { id, result: task });
    else if (how !== "silent") says(how);
  }
}

const crew = pool.workerPool([new Port(), new Port()], { silentMs: 60 });
const found = [];
const check = async (work) => {
  try {
    await work();
    return null;
  } catch (error) {
    return error.check ?? `bug: ${error.stack}`;
  }
};
const all = async (tasks) => {
  for await (const result of crew.each("job", {}, tasks)) found.push(result);
};
const first = await check(() => all([0, 1, 2, 3, 4, 5, 6, 7]));
const again = await check(() => all([0]));
const whole = await verify.readBundle(new Uint8Array(await readFile(bundle)));
const verified = await check(async () => { await verify.verifyBundle(whole, { pool: crew }); });
console.log(JSON.stringify({ found, first, again, verified }));

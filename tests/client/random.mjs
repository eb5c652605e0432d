/** Try to seal and to blind where randomness is broken in one way: `node random.mjs BUNDLE HOW`; prints each refusal's check. */
import { readFile } from "node:fs/promises";

const [bundle, how] = process.argv.slice(2);
const core = await import(`data:text/javascript;base64,${(await readFile(bundle)).toString("base64")}`);
const real = globalThis.crypto;
let at = 0;
const broken = {
  whole: real,
  missing: undefined,
  "no subtle": { getRandomValues: (view) => real.getRandomValues(view) },
  "no generator": { subtle: real.subtle },
  zeros: { subtle: real.subtle, getRandomValues: (view) => view.fill(0) },
  constant: { subtle: real.subtle, getRandomValues: (view) => view.fill(7) },
  // Always the same draw, as a virtual machine that was restored from a snapshot might give.
  repeating: { subtle: real.subtle, getRandomValues: (view) => view.forEach((_, i) => { view[i] = i + 1; }) ?? view },
  untouched: { subtle: real.subtle, getRandomValues: (view) => view },
  // Good at first: the check passes, and only the boxes show that the generator is stuck now.
  "stuck later": {
    subtle: real.subtle,
    getRandomValues: (view) => (at++ < 2 ? real.getRandomValues(view) : (view.forEach((_, i) => { view[i] = i + 1; }), view)),
  },
}[how];
Object.defineProperty(globalThis, "crypto", { value: broken, configurable: true });

const key = new Uint8Array(JSON.parse(process.env.XWING));
const context = { letterId: new Uint8Array(32), spk: new Uint8Array(32), tier: 25, seq: 0 };
const outcome = async (work) => {
  try {
    await work();
    return "sealed";
  } catch (error) {
    return error.check ?? `bug: ${error.stack}`;
  }
};
console.log(JSON.stringify({
  seal: await outcome(() => core.envelope.seal(context, { xwings: [key, key], t: 2, plaintext: new Uint8Array(512) })),
  blind: await outcome(() => core.pass.blind({ scope: new Uint8Array(32), issuerSpki: new Uint8Array(0) })),
  build: await outcome(() => core.entry.buildSign({ tiers: [25] }, {}, { choice: "count", tier: 0, seq: 0, fields: {} })),
}));

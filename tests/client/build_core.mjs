/**
 * Build petitions/client/core.js into one file for the tests: `node tests/client/build_core.mjs OUT`. Another entry, as a script
 * that is no module: `node tests/client/build_core.mjs OUT ENTRY`.
 */
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { build } = createRequire(join(ROOT, "deploy/web/package.json"))("esbuild");
const [out, entry] = process.argv.slice(2);

await build({
  absWorkingDir: ROOT,
  entryPoints: [entry ?? "petitions/client/core.js"],
  outfile: resolve(out),
  nodePaths: [join(ROOT, "deploy/web/node_modules")],
  bundle: true,
  format: entry ? "iife" : "esm",
  platform: "browser",
  target: "es2022",
  external: ["crypto"],
  logLevel: "warning",
  preserveSymlinks: true,
});

/** Build petitions/client/core.js into one file for the tests: `node tests/client/build_core.mjs OUT`. */
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { build } = createRequire(join(ROOT, "deploy/web/package.json"))("esbuild");

await build({
  absWorkingDir: ROOT,
  entryPoints: ["petitions/client/core.js"],
  outfile: resolve(process.argv[2]),
  nodePaths: [join(ROOT, "deploy/web/node_modules")],
  bundle: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  external: ["crypto"],
  logLevel: "warning",
  preserveSymlinks: true,
});

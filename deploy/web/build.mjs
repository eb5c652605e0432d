/**
 * Build the signing bundle: `node deploy/web/build.mjs OUT` writes OUT/client/letter.js, leave.js (for the pages around the
 * letter), their licences beside them, and hashes.json. The bytes depend only on the sources and the lock file, never on the folder or the moment: anyone can build
 * again and compare the SHA-256 with the one in a letter's manifest.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(WEB, "../..");
const ENTRIES = { letter: "petitions/client/letter.js", leave: "petitions/client/page/leaving.js" };

const { build } = createRequire(join(WEB, "package.json"))("esbuild");

function digest(algorithm, bytes, encoding) {
  return createHash(algorithm).update(bytes).digest(encoding);
}

/** The licence texts of every package whose code is in the bundle, in one file beside it. */
async function licences(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name) names.add(name);
  }
  if (names.has("@cloudflare/blindrsa-ts")) names.add("sjcl"); // It carries a copy of sjcl's big integers.
  const texts = [];
  for (const name of [...names].sort()) {
    const folder = join(WEB, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence text`);
    texts.push(`${name} ${version} (${typeof license === "string" ? license : "see below"})\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

async function main(out) {
  if (!out) throw new Error("usage: node deploy/web/build.mjs OUT");
  const folder = resolve(out, "client");
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: folder,
    nodePaths: [join(WEB, "node_modules")],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    footer: { js: "/*! AGPL-3.0-or-later; libraries: see the .LEGAL.txt file beside this one */" },
    metafile: true,
    sourcemap: false,
    // Two libraries would import Node's crypto where the browser's is missing; this bundle refuses to run there instead.
    external: ["crypto"],
    logLevel: "warning",
    preserveSymlinks: true,
  });
  const hashes = {};
  for (const name of Object.keys(ENTRIES)) {
    const bytes = await readFile(join(folder, `${name}.js`));
    if (bytes.includes(ROOT)) throw new Error(`${name}.js names the folder it was built in`);
    const output = Object.keys(metafile.outputs).find((path) => path.endsWith(`/client/${name}.js`));
    await writeFile(join(folder, `${name}.js.LEGAL.txt`), await licences(Object.keys(metafile.outputs[output].inputs)));
    hashes[`${name}.js`] = {
      sha256: digest("sha256", bytes, "hex"),
      sha384: `sha384-${digest("sha384", bytes, "base64")}`,
      bytes: bytes.length,
    };
  }
  const text = `${JSON.stringify(hashes, null, 1)}\n`;
  await writeFile(join(folder, "hashes.json"), text);
  process.stdout.write(text);
}

await main(process.argv[2]);

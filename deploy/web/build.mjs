/**
 * Build what browsers run: `node deploy/web/build.mjs OUT` writes OUT/client/letter.js, leave.js (for the pages around the
 * letter), desk.js and count.js (for the desk) with their licences beside them, the single-file pages OUT/client/sign.html and trustee.html, and hashes.json. The bytes depend only
 * on the sources and the lock file, never on the folder, the person or the moment: anyone can build again and compare the
 * SHA-256 with the ones in a letter's manifest.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(WEB, "../..");
const OFFLINE = join(ROOT, "petitions/client/offline");
const SCRIPTS = { "letter.js": "petitions/client/letter.js", "leave.js": "petitions/client/page/leaving.js", "desk.js": "petitions/client/desk/preview.js", "count.js": "shareholder/client/count.js" };
const PAGES = { "sign.html": "petitions/client/offline/sign.js", "trustee.html": "petitions/client/offline/trustee.js" };
// The offline pages look like the site. Its fonts stay out: a page of a megabyte would be no easier to read.
const STYLES = ["tokens", "type", "parts", "forms"].map((name) => join(ROOT, `organize/static/organize/${name}.css`));
const FONT_FACE = /@font-face\s*\{[^}]*\}/g;

const { build, transform } = createRequire(join(WEB, "package.json"))("esbuild");

function digest(algorithm, bytes, encoding) {
  return createHash(algorithm).update(bytes).digest(encoding);
}

const source = (bytes) => `'sha256-${digest("sha256", bytes, "base64")}'`;

/** The licence texts of every package whose code is in the bundle. */
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

/** One entry as one script: {text, used}. */
async function bundle(entry, options) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    nodePaths: [join(WEB, "node_modules")],
    write: false,
    bundle: true,
    platform: "browser",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    sourcemap: false,
    // Two libraries would import Node's crypto where the browser's is missing; this bundle refuses to run there instead.
    external: ["crypto"],
    logLevel: "warning",
    preserveSymlinks: true,
    ...options,
  });
  return { text: outputFiles[0].text, used: Object.keys(metafile.inputs) };
}

async function style() {
  const sheets = await Promise.all([...STYLES, join(OFFLINE, "page.css")].map((path) => readFile(path, "utf8")));
  const css = sheets.join("\n").replace(FONT_FACE, "");
  const { code } = await transform(css, { loader: "css", minify: true, charset: "utf8", target: "es2022" });
  return code.trim();
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * Put script, style and licences into the page. Its policy allows these two by their hashes, workers from memory, and no
 * connection to anywhere: a changed script does not run, and what is typed has no way out.
 */
function page(template, { script, css, texts }) {
  // The browser hashes what it has parsed, so nothing may be in there that its parser changes or ends at.
  for (const part of [script, css]) if (/[\r\0]|<\/(script|style)|<!--/i.test(part)) throw new Error("a part would not survive being inlined");
  const policy = [
    "default-src 'none'", `script-src ${source(script)}`, `style-src ${source(css)}`, "img-src data:", "connect-src 'none'",
    "worker-src blob:", "form-action 'none'", "base-uri 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
    "trusted-types undersigned",
  ].join("; ");
  const parts = { policy, style: css, script, licences: escaped(texts) };
  const html = template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!(name in parts)) throw new Error(`the page asks for ${name}`);
    return parts[name];
  });
  for (const name of Object.keys(parts)) if (template.split(`{{${name}}}`).length !== 2) throw new Error(`the page must hold ${name} once`);
  return html;
}

async function main(out) {
  if (!out) throw new Error("usage: node deploy/web/build.mjs OUT");
  const folder = resolve(out, "client");
  await mkdir(folder, { recursive: true });
  const hashes = {};
  const keep = async (name, text) => {
    const bytes = Buffer.from(text);
    if (bytes.includes(ROOT)) throw new Error(`${name} names the folder it was built in`);
    await writeFile(join(folder, name), bytes);
    hashes[name] = {
      sha256: digest("sha256", bytes, "hex"),
      sha384: `sha384-${digest("sha384", bytes, "base64")}`,
      bytes: bytes.length,
    };
  };
  for (const [name, entry] of Object.entries(SCRIPTS)) {
    const footer = { js: "/*! AGPL-3.0-or-later; libraries: see the .LEGAL.txt file beside this one */" };
    const { text, used } = await bundle(entry, { format: "esm", footer });
    await keep(name, text);
    await writeFile(join(folder, `${name}.LEGAL.txt`), await licences(used));
  }
  const css = await style();
  for (const [name, entry] of Object.entries(PAGES)) {
    const { text, used } = await bundle(entry, { format: "iife" });
    const template = await readFile(join(OFFLINE, name), "utf8");
    await keep(name, page(template, { script: text.trim(), css, texts: await licences(used) }));
  }
  const text = `${JSON.stringify(hashes, null, 1)}\n`;
  await writeFile(join(folder, "hashes.json"), text);
  process.stdout.write(text);
}

await main(process.argv[2]);

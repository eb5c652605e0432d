/**
 * The bundle's entry. It exports the whole core, so that Node runs the very bytes that a browser gets, and wakes the page
 * only where there is one.
 */
import { start } from "./page/start.js";

export * as bytes from "./bytes.js";
export * as ed25519 from "./ed25519.js";
export * as entry from "./entry.js";
export * as envelope from "./envelope.js";
export * as errors from "./errors.js";
export * as files from "./files.js";
export * as json from "./json.js";
export * as log from "./log.js";
export * as manifest from "./manifest.js";
export * as nameRules from "./name_rules.js";
export * as pass from "./pass.js";
export * as plaintext from "./plaintext.js";
export * as random from "./random.js";
export * as receipt from "./receipt.js";
export * as shares from "./shares.js";
export * as signatory from "./signatory.js";
export * as work from "./work.js";
export { SENTENCE_KEYS } from "./page/sentences.js";

if (globalThis.document) start(document);

/** Everything without a page, for Node: the signing core, the verifier and the trustee's steps. */
export * as bytes from "./bytes.js";
export * as ed25519 from "./ed25519.js";
export * as envelope from "./envelope.js";
export * as errors from "./errors.js";
export * as plaintext from "./plaintext.js";
export * as random from "./random.js";
export * as trustee from "./trustee/index.js";
export * as keyfile from "./trustee/keyfile.js";
export * as verify from "./verify/index.js";
export * as jobs from "./verify/jobs.js";
export * as opening from "./verify/opening.js";
export * as pool from "./verify/pool.js";
export * as release from "./verify/release.js";
export * as signatures from "./verify/signatures.js";
export * as tiers from "./verify/tiers.js";
export * as waves from "./verify/waves.js";

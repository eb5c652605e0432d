/** The verifier's side of the protocol, without a page: what an offline page or a terminal needs. */
export { readBundle, readFiles } from "./bundle.js";
export { parseManifest } from "./manifest.js";
export { localPool, serveWorker, workerPool } from "./pool.js";
export { readPromise } from "./promise.js";
export { verifyBundle } from "./verify.js";

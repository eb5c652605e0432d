/** The domain-separation labels of protocol v1: `undersigned/v1/<name>` and one zero byte. One constant each. */
import { ascii } from "./bytes.js";

const label = (name) => ascii(`undersigned/v1/${name}\0`);

// Marked as pure are those that the signing page does not need, so that its bundle leaves them out.
export const PASS = label("pass");
export const ENTRY = label("entry");
export const SHARE = label("share");
export const BODY = label("body");
export const BODY_KEY = label("body-key");
export const DEK_COMMIT = label("dek-commit");
export const SHARE_COMMIT = label("share-commit");
export const STATEMENT = label("statement");
export const RELEASE = /* @__PURE__ */ label("release");
export const APPROVE = /* @__PURE__ */ label("approve");
export const RECEIPT = label("receipt");
export const ROSTER = /* @__PURE__ */ label("roster");
export const NOTICE = /* @__PURE__ */ label("notice");
export const DESTROYED = /* @__PURE__ */ label("destroyed");
export const ERRATUM = /* @__PURE__ */ label("erratum");
export const FETCH = /* @__PURE__ */ label("fetch");

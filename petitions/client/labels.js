/** The domain-separation labels of protocol v1: `undersigned/v1/<name>` and one zero byte. One constant each. */
import { ascii } from "./bytes.js";

const label = (name) => ascii(`undersigned/v1/${name}\0`);

export const PASS = label("pass");
export const ENTRY = label("entry");
export const SHARE = label("share");
export const BODY = label("body");
export const BODY_KEY = label("body-key");
export const DEK_COMMIT = label("dek-commit");
export const SHARE_COMMIT = label("share-commit");
export const STATEMENT = label("statement");
export const RELEASE = label("release");
export const APPROVE = label("approve");
export const RECEIPT = label("receipt");
export const ROSTER = label("roster");
export const NOTICE = label("notice");
export const DESTROYED = label("destroyed");
export const ERRATUM = label("erratum");
export const FETCH = label("fetch");

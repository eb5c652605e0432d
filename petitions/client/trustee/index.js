/** The trustee's side of the protocol, without a page. */
export { HOME_MAX, emptyHome, homeName, homeText, keyFingerprint, letters, readHome } from "./home.js";
export { approve, destroy, fetchToken, init, join, readDraft, readLetter, selftest } from "./steps.js";
export { handIn, look, plan, readCompared, readWithdrawal, release } from "./watch.js";

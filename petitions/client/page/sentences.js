/**
 * Every sentence that the script shows comes from the page, where it is translated:
 * `<template id="sentences"><p data-key="working_pass">…</p>…</template>`. Places in braces are filled here:
 * receipt_waiting and receipt_overdue have {day}. Errors are found by the `check` of a Refused: `error_<check>`.
 */
export const SENTENCE_KEYS = [
  "working_manifest", "working_pass", "working_seal", "working_send", "working_withdraw", "working_check",
  "receipt_included", "receipt_waiting", "receipt_overdue", "receipt_log_differs", "saved", "replaced_file",
  "error_mailbox", "error_code", "error_no_proof", "error_one_proof", "error_file", "error_other_letter", "error_no_signature",
  "error_withdrawn", "error_seq", "error_choice", "error_tier", "error_name", "error_name_long", "error_long",
  "error_characters", "error_signs", "error_form", "error_marks", "error_group", "error_letters", "error_script", "error_receipt",
  "error_manifest", "error_issuer", "error_offline", "error_refused", "error_random", "error_unknown",
];

/** Read the template into a function key → sentence; a page that lacks one is a bug, found at start. */
export function readSentences(document) {
  const found = new Map();
  for (const element of document.getElementById("sentences").content.querySelectorAll("[data-key]")) {
    found.set(element.dataset.key, element.textContent.trim());
  }
  const missing = SENTENCE_KEYS.filter((key) => !found.get(key));
  if (missing.length) throw new Error(`sentences missing from the page: ${missing.join(" ")}`);
  return (key, values = {}) => found.get(key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

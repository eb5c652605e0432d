/** Offer the files of a signatory as downloads, and ask before leaving while the secret is not on disk. Nothing is kept in the browser. */
import { fileName, fileText, receiptFile, secretFile } from "../files.js";

export function makeKeeper(document) {
  const window = document.defaultView;
  let held = null;
  let unsaved = false;
  let proof = null;
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  return {
    hold(saved) {
      held = saved;
      unsaved = saved !== null;
    },
    drop() {
      held = proof = null;
      unsaved = false;
    },
    get held() {
      return held;
    },
    /** Keep the proof of an overdue receipt at hand, as checkReceipt returned it. */
    holdProof(found) {
      proof = found;
    },
    /** Start the download of `kind`: "secret", "pass", "receipt" or "proof". */
    save(kind) {
      const made = { receipt: receiptFile, secret: secretFile, pass: (saved) => saved, proof: () => proof }[kind](held);
      const text = fileText(made);
      const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = fileName(made, kind);
      document.body.append(link);
      link.click();
      link.remove();
      // The browser reads the blob after this turn; a minute later it is surely done.
      window.setTimeout(() => URL.revokeObjectURL(url), 60000);
      if (kind === "secret" || kind === "pass") unsaved = false;
    },
  };
}

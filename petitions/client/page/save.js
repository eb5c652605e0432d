/** Offer the saved file as a download, and ask before leaving while it is not on disk. Nothing is kept in the browser. */
import { fileName, fileText, receiptFile } from "../files.js";

export function makeKeeper(document) {
  const window = document.defaultView;
  let held = null;
  let unsaved = false;
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  return {
    hold(saved) {
      held = saved;
      unsaved = saved !== null;
    },
    drop() {
      held = null;
      unsaved = false;
    },
    get held() {
      return held;
    },
    /** Start the download of `kind`: "secret", "pass" or "receipt". */
    save(kind) {
      const text = fileText(kind === "receipt" ? receiptFile(held) : held);
      const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = fileName(held, kind);
      document.body.append(link);
      link.click();
      link.remove();
      // The browser reads the blob after this turn; a minute later it is surely done.
      window.setTimeout(() => URL.revokeObjectURL(url), 60000);
      if (kind !== "receipt") unsaved = false;
    },
  };
}

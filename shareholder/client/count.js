/**
 * Both word counts beside a proposal, a moment after the last key. The server counts, so that there is one idea of a word;
 * where this does not run, a button asks for the same.
 */
const QUIET_MS = 350;
const LOOKS = { fits: "", doubtful: "notice-warn", too_long: "notice-wax" };

/** Keep `notice` (data-count: where to ask) true to what stands in `form`. */
export function watch(form, notice) {
  const [counts, says] = notice.querySelectorAll("[data-part]");
  let timer = 0;
  let asked = 0;
  const show = async () => {
    const turn = ++asked;
    const answer = await fetch(notice.dataset.count, { method: "POST", body: new FormData(form) });
    if (!answer.ok || turn !== asked) return; // What was typed meanwhile has asked again, or will with the next key.
    const found = await answer.json();
    counts.textContent = found.counts;
    says.textContent = found.says;
    notice.className = `notice ${LOOKS[found.verdict] ?? ""}`;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), QUIET_MS); // Away: the button and saving count as well.
  });
}

const notice = globalThis.document?.querySelector("[data-count]");
if (notice) watch(document.querySelector("form.form-wide"), notice);

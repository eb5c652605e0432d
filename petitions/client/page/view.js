/** What the script may touch on the page: states, sentences, field errors, sections. Nothing here knows any mathematics. */

/** Elements that must be there are fetched with `need`, so that a page which lacks one fails at start and not at a click. */
export function makeView(document, sentence) {
  const main = need(document, "main[data-letter]");
  const parts = {
    main, sentence, status: need(main, "[data-status]"), error: need(main, "[data-error]"), sign: need(main, "form#sign"),
    withdraw: need(main, "form#withdraw"), check: main.querySelector("form#check"), done: need(main, "section#done"),
    ask: main.querySelector("form#ask"), failed: need(main, "section#failed"), again: need(main, "#failed [data-do=again]"),
  };
  const forms = [parts.ask, parts.sign, parts.withdraw, parts.check].filter(Boolean);
  const all = (selector) => main.querySelectorAll(selector);
  // A button that the page itself disabled (the letter takes no signature now) is never enabled here.
  const buttons = [...all("[data-do]")].filter((button) => !button.disabled);

  const view = {
    ...parts, forms, all,
    say: (key, values) => { parts.status.textContent = sentence(key, values); },

    setState(state) {
      const working = state === "working";
      main.dataset.state = state;
      main.setAttribute("aria-busy", String(working));
      for (const button of buttons) button.disabled = working;
      if (working) return; // What is on the page stays there until the step has ended.
      parts.status.textContent = "";
      parts.done.hidden = state !== "done";
      parts.failed.hidden = state !== "failed";
      for (const form of forms) form.hidden = state === "done" || state === "failed";
      if (state === "done" || state === "failed") parts[state].focus();
    },

    clearErrors() {
      parts.error.hidden = true;
      parts.error.textContent = "";
      for (const note of all("[data-error-for]")) {
        note.hidden = true;
        note.textContent = "";
      }
      for (const input of all("[aria-invalid]")) input.removeAttribute("aria-invalid");
    },

    /** Show a sentence beside the field it is about, or in the general place where the page has no room beside it. */
    showError(text, field = null) {
      const note = field && main.querySelector(`[data-error-for="${field}"]`);
      const place = note ?? parts.error;
      place.textContent = text;
      place.hidden = false;
      const input = field && main.querySelector(`[name="${field}"]`);
      input?.setAttribute("aria-invalid", "true");
      input?.focus();
    },

    /** Show one data-done block and the buttons that belong to it. */
    showDone(kind, day) {
      for (const block of parts.done.querySelectorAll("[data-done]")) block.hidden = block.dataset.done !== kind;
      for (const button of parts.done.querySelectorAll("[data-save]")) {
        button.hidden = (button.dataset.save === "pass") !== (kind === "pass");
      }
      for (const place of parts.done.querySelectorAll("[data-receipt-day]")) {
        place.textContent = day ?? "";
        (place.closest("p") ?? place).hidden = !day;
      }
      view.setState("done");
    },

    /** Say that a mail is on its way, at the form that asked for it. */
    showAsked() {
      view.setState("ready");
      const note = need(main, "#asked");
      note.hidden = false;
      note.focus();
    },

    clearFields: () => forms.forEach((form) => form.reset()),
  };
  return view;
}

export function need(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

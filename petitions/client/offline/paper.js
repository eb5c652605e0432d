/**
 * What both offline pages stand on: their sentences, files in and out, and forms that run one step at a time. Every
 * sentence sits in the page: `<template id="sentences"><p data-key="…">`, a refusal's under `error_<check>`.
 */
import { ascii } from "../bytes.js";
import { Refused, Stopped } from "../errors.js";
import { need } from "../page/view.js";

const KEPT_MS = 60000;

/** Whether this is no bug of the page: it has a sentence. */
const isForPeople = (error) => error instanceof Refused || error instanceof Stopped;

export function makePaper(document) {
  const window = document.defaultView;
  const main = need(document, "main");
  const status = need(main, "[data-status]");
  const sentences = new Map();
  for (const element of need(document, "template#sentences").content.querySelectorAll("[data-key]")) {
    sentences.set(element.dataset.key, element.textContent.trim());
  }
  const unsaved = new Set();
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size || main.dataset.state === "working") event.preventDefault();
  });

  const paper = {
    main,
    need: (selector) => need(main, selector),
    all: (selector) => main.querySelectorAll(selector),

    /** The page's sentence, its places in braces filled; a missing one is a bug. */
    sentence(key, values = {}) {
      if (!sentences.has(key)) throw new Error(`the page has no sentence ${key}`);
      return sentences.get(key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
    },

    say(key, values) {
      status.textContent = key ? paper.sentence(key, values) : "";
    },

    /** Show exactly these among the elements with `data-part`, and move to the last one named. */
    show(...names) {
      for (const part of paper.all("[data-part]")) part.hidden = !names.includes(part.dataset.part);
    },

    reveal(name) {
      const part = paper.need(`[data-part="${name}"]`);
      part.hidden = false;
      const title = part.querySelector("h2, h3") ?? part;
      title.tabIndex = -1;
      title.focus();
    },

    put(name, text) {
      for (const place of paper.all(`[data-put="${name}"]`)) place.textContent = text;
    },

    /** Fill a list with these texts, and show what holds it only if there are any. */
    list(name, items) {
      const list = paper.need(`[data-list="${name}"]`);
      list.replaceChildren();
      for (const item of items) paper.add(name, item);
      (list.closest("[data-with-list]") ?? list).hidden = items.length === 0;
    },

    /** One more item: a text, what kind it is, and lines in small print beneath it. */
    add(name, text, kind = "", more = []) {
      const row = document.createElement("li");
      row.className = kind;
      const words = document.createElement("span");
      words.textContent = text;
      row.append(words);
      for (const line of more) {
        const small = document.createElement("small");
        small.textContent = line;
        row.append(small);
      }
      paper.need(`[data-list="${name}"]`).append(row);
    },

    /** A bar for something slow: call it with how much is done of how much. */
    bar(name) {
      const bar = paper.need(`progress[data-bar="${name}"]`);
      bar.hidden = false;
      return (done, total = 1) => {
        bar.max = total || 1;
        bar.value = done;
      };
    },

    /** Remember that `what` exists only here; leaving the page then asks first. */
    holds: (what) => unsaved.add(what),
    letsGo: (what) => unsaved.delete(what),

    download(name, content, what = null) {
      const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = name;
      document.body.append(link);
      link.click();
      link.remove();
      // The browser reads the blob after this turn; a minute later it is surely done.
      window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
      if (what) unsaved.delete(what);
    },

    /** Select the text block, and copy it where the browser allows that; the selection is there either way. */
    async copy(area) {
      area.focus();
      area.select();
      try {
        await window.navigator.clipboard.writeText(area.value);
        paper.say("copied");
      } catch {
        paper.say("selected"); // No permission, or an old browser: the person copies by hand.
      }
    },

    /** On submit of the form: run `step`, one at a time, and show beside the form how it ended. */
    on(id, step) {
      const form = paper.need(`form#${id}`);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        run(form, () => step(form));
      });
      return form;
    },

    /** The same for a button outside of any form. */
    press(selector, step) {
      const button = paper.need(selector);
      button.addEventListener("click", () => run(button.closest("form, section"), step));
      return button;
    },
  };

  async function run(place, step) {
    if (main.dataset.state === "working") return;
    setState("working");
    paper.say(null);
    for (const old of paper.all("[data-error]")) old.remove();
    for (const input of paper.all("[aria-invalid]")) input.removeAttribute("aria-invalid");
    try {
      await step();
    } catch (error) {
      paper.say(null);
      showError(place, error);
      if (!isForPeople(error)) throw error;
    } finally {
      setState("ready");
    }
  }

  function showError(place, error) {
    const key = `error_${error.check}`;
    const known = isForPeople(error) ? (sentences.get(key) ?? error.message) : paper.sentence("error_unknown");
    const note = document.createElement("p");
    note.dataset.error = error.check ?? "unknown";
    note.className = "error";
    note.role = "alert";
    // The page's own sentence is what to do next; the tool's is what exactly is wrong.
    note.textContent = sentences.has(key) && error.message !== known ? `${known} (${error.message})` : known;
    const named = error.field && place.querySelector(`[name="${error.field}"]`);
    const field = named || place.querySelector(`[data-for-error~="${error.check}"]`);
    field?.setAttribute("aria-invalid", "true");
    place.append(note);
    (field ?? note).focus();
    note.scrollIntoView({ block: "nearest" });
  }

  function setState(state) {
    main.dataset.state = state;
    main.setAttribute("aria-busy", String(state === "working"));
    for (const button of paper.all("button")) button.disabled = state === "working";
    if (state === "ready") for (const bar of paper.all("progress")) bar.hidden = true;
  }

  return paper;
}

/** The chosen file as a File, or null; refused before it is read when it is longer than `most`. */
export function fileIn(input, most) {
  const file = input.files[0] ?? null;
  if (file && file.size > most) throw new Refused("too_long", "This file is larger than any that belongs here.");
  return file;
}

/** The bytes of a file or of what was pasted beside it; Refused("no_file") if there is neither. */
export async function given(form, name, most) {
  const file = fileIn(form.elements[name], most);
  const pasted = form.elements[`${name}_text`]?.value.trim() ?? "";
  if (file && pasted) throw new Refused("file_and_text", "Choose the file or paste its text, not both.");
  if (file) return new Uint8Array(await file.arrayBuffer());
  // Copying takes the newline at the end along or not; our files end with exactly one.
  if (pasted) return ascii(`${pasted.replaceAll("\r\n", "\n")}\n`);
  throw new Refused("no_file", "Choose the file first.");
}

/** "abcd efgh …": groups of four, to be read aloud. */
export const grouped = (text) => text.replace(/(.{4})(?=.)/g, "$1 ");

/**
 * The letter beside its form, as signatories will read it, a moment after the last key. Where this does not run, saving shows
 * the same. The server renders, so that there is one idea of what Markdown is; it answers with parts, not with markup, because
 * this site forbids scripts to turn text into markup.
 */
const QUIET_MS = 350;
const TAGS = new Set("p br em strong a ul ol li blockquote h2 h3 h4 hr code pre".split(" "));

/** An element for [tag, attributes, inside], or a text node. Only what the server's own allow-list knows becomes an element. */
export function built(document, part) {
  if (typeof part === "string") return document.createTextNode(part);
  const [tag, attributes, inside] = part;
  const element = document.createElement(TAGS.has(tag) ? tag : "span");
  if (tag === "a" && /^(https|mailto):/.test(attributes.href ?? "")) {
    element.href = attributes.href;
    element.rel = "noopener noreferrer nofollow";
  }
  if (tag === "ol" && /^\d+$/.test(attributes.start ?? "")) element.start = Number(attributes.start);
  element.append(...inside.map((one) => built(document, one)));
  return element;
}

/** Keep `sheet` (data-preview: where to ask) like what stands in `form`. */
export function watch(document, form, sheet) {
  const [title, text] = [sheet.querySelector(".title"), sheet.querySelector(".text")];
  let timer = 0;
  let asked = 0;
  const show = async () => {
    const turn = ++asked;
    const answer = await fetch(sheet.dataset.preview, { method: "POST", body: new FormData(form) });
    if (!answer.ok || turn !== asked) return; // What was typed meanwhile has asked again, or will with the next key.
    const found = await answer.json();
    title.textContent = found.title;
    text.replaceChildren(...found.parts.map((part) => built(document, part)));
    const { value } = form.elements.language;
    for (const part of [title, text]) Object.assign(part, { lang: value, dir: value === "ar" ? "rtl" : "ltr" });
    sheet.dataset.state = "ready";
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => (sheet.dataset.state = "away")), QUIET_MS);
  };
  form.addEventListener("input", soon);
  sheet.hidden = false;
  soon();
}

const sheet = globalThis.document?.querySelector("[data-preview]");
if (sheet) watch(document, document.querySelector("form.form-wide"), sheet);

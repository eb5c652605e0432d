/**
 * sign.html: sign without any connection. Requests and answers travel as text, by way of the letter's paste page; they are
 * the very bytes that the letter's own page posts and gets.
 */
import { base64, fromHex, sha256, unsigned } from "../bytes.js";
import { Refused } from "../errors.js";
import { readSaved } from "../files.js";
import { MANIFEST_MAX, TEXT_MAX, addressOf, checkAnyText, parseManifest } from "../manifest.js";
import { parseJson } from "../json.js";
import { chosenFile, followChoice, readChoice } from "../page/fields.js";
import { makeKeeper } from "../page/save.js";
import { requireRandomness } from "../random.js";
import { RECEIPT_LENGTH, dayText } from "../receipt.js";
import { preparePass, prepareSign, prepareWithdraw } from "../signatory.js";
import { given, grouped, makePaper } from "./paper.js";

const LINE = 64;
const ANSWER_MAX = 4096;

export function start(document) {
  const paper = makePaper(document);
  const keeper = makeKeeper(document);
  let letter = null;
  let pass = null; // A pass that was made here, so that nobody has to choose the file they just saved.
  let request = null;

  try {
    requireRandomness();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    paper.show("no-crypto");
    paper.main.dataset.state = "no-crypto";
    return;
  }

  const forms = {
    letter: paper.on("letter", readLetter), pass: paper.on("pass", getPass), sign: paper.on("sign", sign),
    withdraw: paper.on("withdraw", withdraw), answer: paper.on("answer", readAnswer),
  };
  const view = { sign: forms.sign, all: paper.all };
  forms.sign.addEventListener("change", () => followChoice(view));
  followChoice(view);
  paper.press("[data-do=copy]", () => paper.copy(paper.need("#request-text")));
  paper.press("[data-do=other]", async () => ask(await request.otherwise(), request.kind));
  paper.press("[data-do=back]", () => backToForms());
  paper.press("[data-do=more]", () => backToForms());
  for (const kind of ["pass", "secret", "receipt"]) {
    for (const button of paper.all(`[data-save=${kind}]`)) {
      button.addEventListener("click", () => {
        keeper.save(kind);
        paper.say("saved");
      });
    }
  }
  paper.show("choose");
  paper.main.dataset.state = "ready";

  async function readLetter(form) {
    const raw = await given(form, "manifest", MANIFEST_MAX);
    const text = await given(form, "text", TEXT_MAX);
    const manifest = parseManifest(raw, addressOf(sha256(raw)));
    checkAnyText(manifest, text);
    if (letter && letter.manifest.address !== manifest.address) pass = null;
    letter = { manifest };
    showLetter(manifest, parseJson(raw, MANIFEST_MAX, "manifest"), new TextDecoder().decode(text));
  }

  function showLetter(manifest, fields, text) {
    paper.put("fingerprint", grouped(manifest.address));
    paper.put("path", `/l/${manifest.address}/paste/`);
    paper.put("letter", text);
    paper.put("of", paper.sentence("t_of_n", { t: manifest.t, n: manifest.n }));
    paper.list("trustees", fields.trustees.map(({ name, contact }) => (contact ? `${name}, ${contact}` : name)));
    const tiers = manifest.tiers.map((tier) => [tier, paper.sentence("tier", { goal: tier + manifest.margin })]);
    offer(forms.sign.elements.tier, tiers);
    offerLists(manifest.lists);
    const from = manifest.byMail ? "mail" : "paper";
    paper.put("code-label", paper.sentence(`label_${from}`));
    paper.put("code-help", paper.sentence(`help_${from}`));
    paper.put("ask-path", `/l/${manifest.address}/code/`);
    paper.need("[data-by-mail]").hidden = !manifest.byMail;
    backToForms();
    paper.reveal("reading");
  }

  /** Give a select these choices, pairs [value, words], after its first one. */
  function offer(select, choices) {
    const options = choices.map(([value, words]) => {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = words;
      return option;
    });
    select.replaceChildren(select.options[0], ...options);
  }

  /** Free lines for title and team, or what the letter's own lists offer. Only the fields that are shown have a name. */
  function offerLists(lists) {
    const isListed = lists.title.length + lists.team.length > 0;
    const use = (field, name, isUsed) => {
      field.hidden = !isUsed;
      field.querySelector("input, select").name = isUsed ? name : "";
    };
    for (const [at, field] of [...paper.all("[data-free]")].entries()) use(field, ["title", "team"][at], !isListed);
    for (const field of paper.all("[data-list-of]")) {
      const name = field.dataset.listOf;
      offer(field.querySelector("select"), lists[name].map((item) => [item, item]));
      use(field, name, lists[name].length > 0);
    }
    paper.need("[data-listed]").hidden = !isListed;
  }

  function backToForms() {
    request = null;
    paper.need("[data-part=made-pass]").dataset.ready = pass ? "yes" : "";
    paper.show("choose", "reading", "deeds", ...(pass ? ["made-pass"] : ["need-pass"]));
  }

  async function getPass(form) {
    await ask(await preparePass(letter, form.elements.code.value), "pass");
  }

  async function sign(form) {
    const chosen = await savedIn(form.elements.pass);
    const saved = chosen ?? pass;
    if (!saved) throw new Refused("no_pass", "Get a pass first, or choose the file that you saved.");
    await ask(await prepareSign(letter, saved, readChoice(form)), "sign");
  }

  async function withdraw(form) {
    const saved = await savedIn(form.elements.secret);
    if (!saved) throw new Refused("no_file", "Choose the file first.");
    await ask(await prepareWithdraw(letter, saved), "withdraw");
  }

  async function savedIn(input) {
    const bytes = await chosenFile(input);
    return bytes && readSaved(bytes, letter.manifest);
  }

  /** Show the request as text. What it may have signed is offered as a file before anything leaves this page. */
  function ask(made, kind) {
    request = Object.assign(made, { kind });
    if (request.saved) keeper.hold(request.saved);
    paper.need("#request-text").value = lines(base64(request.body));
    forms.answer.reset();
    paper.need("[data-do=other]").hidden = !request.otherwise;
    for (const note of paper.all("[data-request]")) note.hidden = note.dataset.request !== kind;
    for (const button of paper.all("[data-part=request] [data-save]")) button.hidden = !request.saved;
    paper.holds("request");
    paper.show("request");
    paper.reveal("request");
  }

  async function readAnswer(form) {
    const saved = await request.finish(fromLines(form.elements.answer.value, request.length));
    const { kind } = request;
    keeper.hold(saved);
    paper.letsGo("request");
    pass = kind === "pass" ? saved : null;
    for (const other of Object.values(forms)) if (other !== forms.letter) other.reset();
    followChoice(view);
    paper.need("#request-text").value = "";
    for (const block of paper.all("[data-done]")) block.hidden = block.dataset.done !== kind;
    for (const button of paper.all("[data-part=done] [data-save]")) {
      button.hidden = (button.dataset.save === "pass") !== (kind === "pass");
    }
    if (saved.receipt) paper.put("day", dayText(unsigned(fromHex(saved.receipt, RECEIPT_LENGTH).subarray(32, 36))));
    paper.need("[data-receipt]").hidden = !saved.receipt;
    paper.show("done");
    paper.reveal("done");
  }
}


/** base64 in lines that fit on a screen; spaces and line ends mean nothing on the way back. */
const lines = (text) => `${text.match(new RegExp(`.{1,${LINE}}`, "g")).join("\n")}\n`;

function fromLines(text, length) {
  if (text.length > ANSWER_MAX) throw new Refused("answer", "This text is longer than any answer.");
  let raw;
  try {
    raw = Uint8Array.from(atob(text.replace(/\s/g, "")), (character) => character.charCodeAt(0));
  } catch {
    throw new Refused("answer", "This is not the text of an answer.");
  }
  if (raw.length !== length) throw new Refused("answer", "This answer has the wrong length.");
  return raw;
}

if (globalThis.document) start(document);

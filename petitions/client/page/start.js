/** Wake the letter page. Without this script the page still says what to do; with it, the forms appear. */
import { FILE_MAX, checkSaved } from "../files.js";
import { parseJson } from "../json.js";
import { Refused } from "../errors.js";
import { requireRandomness } from "../random.js";
import { chosenFile, followChoice } from "./fields.js";
import { makeFlow } from "./flow.js";
import { watchLeave } from "./leave.js";
import { makeKeeper } from "./save.js";
import { readSentences } from "./sentences.js";
import { makeView } from "./view.js";

export function start(document) {
  const view = makeView(document, readSentences(document));
  const keeper = makeKeeper(document);
  const flow = makeFlow(view, keeper);
  watchLeave(document, flow.forget);
  if (!canSeal(document.defaultView)) {
    for (const part of view.all("[data-no-crypto]")) part.hidden = false;
    view.setState("no-crypto");
    for (const form of view.forms) form.hidden = true;
    return;
  }
  listen(view, keeper, flow);
  forgetOnReturn(document.defaultView, view);
  for (const part of view.all("[data-no-script]")) part.hidden = true;
  for (const part of view.all("[data-script]")) part.hidden = false;
  followChoice(view);
  view.setState("ready");
}

/** http on an ordinary browser has no WebCrypto, and a stuck generator must not seal anything. */
function canSeal(window) {
  try {
    requireRandomness();
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
  return window.isSecureContext;
}

function listen(view, keeper, flow) {
  for (const form of view.forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (view.main.dataset.state === "ready") flow[form.id]();
    });
  }
  for (const button of view.all("[data-do=pass]")) button.addEventListener("click", flow.pass);
  view.again.addEventListener("click", flow.again);
  view.sign.addEventListener("change", () => followChoice(view));
  view.sign.elements.pass.addEventListener("change", () => announceReplacing(view));
  for (const button of view.all("[data-save]")) {
    button.addEventListener("click", () => {
      keeper.save(button.dataset.save);
      view.say("saved");
    });
  }
}

/** Say early that the chosen file belongs to a signature, which signing now will replace. Faults are told at signing. */
async function announceReplacing(view) {
  let replaces = false;
  try {
    const bytes = await chosenFile(view.sign.elements.pass);
    replaces = bytes !== null && checkSaved(parseJson(bytes, FILE_MAX, "file")).seq !== null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  for (const part of view.all("[data-resign]")) part.hidden = !replaces;
  if (replaces) view.say("replaced_file");
}

/** A page that comes back from the browser's memory must show no field and offer no button that has lost its file. */
function forgetOnReturn(window, view) {
  window.addEventListener("pagehide", () => view.clearFields());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}

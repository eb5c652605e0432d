/** The order of steps on the page, and where each one resumes after a lost answer. */
import { NoAnswer, Refused, ServerRefused } from "../errors.js";
import { fromHex, unsigned } from "../bytes.js";
import { readSaved } from "../files.js";
import { checkPath } from "../manifest.js";
import { dayOf, dayText } from "../receipt.js";
import { checkReceipt, openLetter, prepareAsk, preparePass, prepareSign, prepareWithdraw, send } from "../signatory.js";
import { FIELD_OF, chosenFile, readChoice, readProof } from "./fields.js";
import { SENTENCE_KEYS } from "./sentences.js";

export function makeFlow(view, keeper, now = Date.now) {
  const { letter: address, base } = view.main.dataset;
  let letter = null;
  // One code has one blinding: asking again with another would lose the pass, so it is remembered until the page goes.
  let passes = new Map();
  let pending = null;

  async function theLetter() {
    view.say("working_manifest");
    checkPath(view.main.ownerDocument.location.pathname, address);
    letter ??= await openLetter(base, address);
    return letter;
  }

  /** Get the pass for a code, with the same blinded bytes however often it is asked for. */
  async function passFor(code) {
    const known = passes.get(code) ?? {};
    passes.set(code, known);
    view.say("working_pass");
    known.request ??= await preparePass(letter, code);
    if (!known.saved) {
      known.saved = await send(letter, known.request);
      keeper.hold(known.saved);
    }
    return known.saved;
  }

  async function sendSigned(request) {
    view.say(request.saved.kind === "withdraw" ? "working_withdraw" : "working_send");
    const saved = await send(letter, request);
    finished(saved, saved.kind);
  }

  function finished(saved, kind) {
    keeper.hold(saved);
    pending = null;
    passes = new Map();
    view.clearFields();
    view.showDone(kind, saved.receipt && dayText(unsigned(fromHex(saved.receipt, 100).subarray(32, 36))));
  }

  async function sign() {
    await theLetter();
    const proof = await readProof(view.sign, letter.manifest);
    const form = readChoice(view.sign);
    pending = async () => {
      const saved = proof.saved ?? (await passFor(proof.code));
      view.say("working_seal");
      const request = await prepareSign(letter, saved, form);
      pending = () => sendSigned(request);
      await pending();
    };
    await pending();
  }

  /** Have a code mailed. The answer is the same for every address, so there is nothing to show but that. */
  async function ask() {
    await theLetter();
    const request = prepareAsk(letter, view.ask.elements.mailbox.value);
    pending = async () => {
      await send(letter, request);
      pending = null;
      view.showAsked();
    };
    await pending();
  }

  async function getPass() {
    await theLetter();
    const { code } = await readProof(view.sign, letter.manifest);
    if (!code) throw new Refused("no_proof", "Give the code.");
    pending = async () => finished(await passFor(code), "pass");
    await pending();
  }

  async function withdraw() {
    await theLetter();
    const saved = await savedIn(view.withdraw.elements.secret);
    const request = await prepareWithdraw(letter, saved);
    pending = () => sendSigned(request);
    await pending();
  }

  async function savedIn(input, options) {
    const bytes = await chosenFile(input);
    if (!bytes) throw new Refused("no_file", "Choose the file first.");
    return readSaved(bytes, letter.manifest, options);
  }

  async function check() {
    await theLetter();
    view.say("working_check");
    const saved = await savedIn(view.check.elements.receipt, { needPass: false });
    const { state, day, proof = null } = await checkReceipt(letter, saved, dayOf(now()));
    keeper.holdProof(proof);
    for (const part of view.all("[data-overdue]")) part.hidden = proof === null;
    return { say: `receipt_${state}`, day };
  }

  /** Run one step and show how it ended. A step that was not an answer keeps `pending`, and "try again" resumes it. */
  async function run(step, fileField = null) {
    view.clearErrors();
    view.setState("working");
    try {
      const outcome = await step();
      if (outcome?.say) {
        view.setState("ready");
        view.say(outcome.say, outcome);
      }
    } catch (error) {
      explain(error, fileField);
    }
  }

  function explain(error, fileField) {
    if (error instanceof NoAnswer && error.request) {
      const { request } = error;
      if (request.saved) {
        // The server may have the entry: whoever gives up here keeps a file that can still withdraw or replace it.
        keeper.hold(request.saved);
        pending = () => sendSigned(request);
      }
      for (const button of view.failed.querySelectorAll("[data-save]")) button.hidden = !request.saved;
      view.setState("failed");
      return;
    }
    view.setState("ready");
    pending = null;
    if (error instanceof ServerRefused) {
      view.showError(error.sentence ?? view.sentence("error_refused"), fileField === "mailbox" ? fileField : null);
    } else if (error instanceof Refused) {
      view.showError(view.sentence(keyOf(error)), error.field ?? FIELD_OF[error.check] ?? (ABOUT_FILE.has(error.check) ? fileField : null));
    } else {
      view.showError(view.sentence("error_unknown"));
      throw error;
    }
  }

  return {
    ask: () => run(ask, "mailbox"), sign: () => run(sign, "pass"), pass: () => run(getPass, "code"), withdraw: () => run(withdraw, "secret"),
    check: () => run(check, "receipt"), again: () => run(() => pending()),
    forget() {
      passes = new Map();
      pending = null;
      keeper.drop();
      view.clearFields();
    },
  };
}

const ABOUT_FILE = new Set(["file", "no_file", "other_letter", "no_signature", "withdrawn", "seq", "receipt"]);
const OWN_KEY = { log: "receipt_log_differs", signature: "receipt_log_differs", no_file: "error_file" };

function keyOf({ check }) {
  const key = OWN_KEY[check] ?? `error_${check}`;
  return SENTENCE_KEYS.includes(key) ? key : "error_unknown";
}

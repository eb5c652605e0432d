/**
 * trustee.html: everything that a trustee does, without a terminal and without a connection; and, without a key, the page on
 * which anyone checks a letter. The same script is the workers' script.
 */
import { MANIFEST_MAX, TEXT_MAX } from "../manifest.js";
import { Refused } from "../errors.js";
import { requireRandomness } from "../random.js";
import { dayOf } from "../receipt.js";
import * as trustee from "../trustee/index.js";
import { readBundle, serveWorker, verifyBundle } from "../verify/index.js";
import { READY, makePool } from "./crew.js";
import { given, grouped, makePaper } from "./paper.js";
import { makeReport } from "./report.js";

const SMALL_MAX = 64 * 1024;

export function start(document) {
  const paper = makePaper(document);
  const window = document.defaultView;
  paper.need("[data-served]").hidden = window.location.protocol === "file:";
  try {
    requireRandomness();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    paper.show("no-crypto");
    paper.main.dataset.state = "no-crypto";
    return;
  }

  const report = makeReport(paper);
  let home = null;
  let reading = null;
  let looked = null;
  let plan = null;
  let made = null; // What the last step made, to be saved again if need be: {name, content, waits: for the trustee file}.

  const now = () => new Date();
  const today = () => dayOf(Date.now());

  /** Take the new state of the trustee file, which exists only in this page until it is saved. */
  function keep(changed) {
    home = changed;
    paper.holds("home");
    showHome();
  }

  function showHome() {
    const known = trustee.letters(home);
    paper.show("home", ...(home.identity ? ["identity", "join", "read", "look-step", "handed"] : ["init"]), ...(known.some(({ address }) => address) ? ["own"] : []));
    paper.put("own-name", home.identity?.name ?? "");
    paper.list("letters", known.map((one) => paper.sentence(one.address ? "letter_approved" : "letter_joined", {
      title: one.title ?? "", fingerprint: one.fingerprint ?? "", key: paper.sentence(one.hasKey ? "has_key" : "no_key"),
    })));
    for (const select of paper.all("select[name=letter]")) {
      select.replaceChildren(...known.filter(({ address }) => address).map((one) => {
        const option = document.createElement("option");
        option.value = one.address;
        option.textContent = `${one.title ?? ""} ${one.fingerprint}`;
        return option;
      }));
    }
  }

  /**
   * Offer a file to be passed on. What `waits` is offered only once the trustee file was saved: whoever passes on a key that
   * exists nowhere else, or says that a key is destroyed which the only saved file still holds, has said too much.
   */
  function offer(name, content, key, { waits = false, beside = null } = {}) {
    made = { name, content, waits, beside };
    paper.put("made-name", name);
    paper.put("made-says", paper.sentence(key));
    showMade();
  }

  function showMade() {
    paper.need("[data-save-first]").hidden = !made.waits;
    paper.need("[data-made]").hidden = made.waits;
    for (const part of paper.all("[data-beside]")) part.hidden = part.dataset.beside !== made.beside;
    paper.reveal("made");
  }

  function saveHome() {
    paper.download(trustee.homeName(home), trustee.homeText(home), "home");
    paper.say("saved");
    if (!made?.waits) return;
    made.waits = false;
    showMade();
  }

  const secret = (form, name) => ({ passphrase: form.elements.passphrase.value, progress: paper.bar(name) });
  const clear = (form) => form.reset();

  // Open or make the trustee file, or go without one.
  paper.on("open", async (form) => {
    home = trustee.readHome(await given(form, "home", trustee.HOME_MAX));
    made = null;
    showHome();
  });
  paper.press("[data-do=new]", () => {
    home = trustee.emptyHome();
    made = null;
    showHome();
  });
  paper.press("[data-do=check]", () => {
    home = null;
    paper.show("look-step", "only-check");
    paper.reveal("look-step");
  });
  paper.press("[data-do=save]", saveHome);
  paper.press("[data-do=save-first]", saveHome);
  paper.press("[data-do=save-made]", () => paper.download(made.name, made.content));

  paper.on("init", async (form) => {
    const { name, contact, url, passphrase, again } = form.elements;
    if (passphrase.value !== again.value) throw new Refused("twice", "The passphrase was not typed the same twice.");
    const given_ = { name: name.value.trim(), contact: contact.value.trim(), url: url.value.trim() };
    const { home: changed } = await trustee.init(home, { ...given_, ...secret(form, "init") });
    clear(form);
    keep(changed);
  });

  paper.on("join", async (form) => {
    const draft = trustee.readDraft(await given(form, "draft", SMALL_MAX));
    const { home: changed, answerText, fingerprint } = await trustee.join(home, draft, secret(form, "join"));
    clear(form);
    keep(changed);
    paper.put("key-fingerprint", fingerprint);
    offer("join.json", answerText, "made_join", { waits: true, beside: "key" });
  });

  paper.on("read", async (form) => {
    const files = { "manifest.json": await given(form, "manifest", MANIFEST_MAX), "letter.md": await given(form, "text", TEXT_MAX) };
    for (const file of form.elements.others.files) files[file.name] = new Uint8Array(await file.arrayBuffer());
    reading = await trustee.readLetter(home, files);
    paper.put("letter", [reading.text, ...reading.translations.map(({ text }) => text)].join("\n\n* * *\n\n"));
    paper.put("fingerprint", reading.manifest.fingerprint);
    paper.list("trustees", reading.trustees.map((one) => paper.sentence(one.isYou ? "seat_you" : "seat", one)));
    paper.reveal("approve");
  });

  paper.on("approve", async (form) => {
    if (!form.elements.compared.checked) throw new Refused("not_compared", "Compare the fingerprints first.");
    const typed = form.elements.fingerprint.value;
    const { home: changed, approvalText } = await trustee.approve(home, reading, { fingerprint: typed, ...secret(form, "approve") });
    clear(form);
    keep(changed);
    offer("approval.json", approvalText, "made_approval", { waits: true });
  });

  paper.on("selftest", async (form) => {
    const passed = await trustee.selftest(home, form.elements.letter.value, secret(form, "selftest"));
    if (!passed) throw new Refused("selftest", "The key of this file does not open a box sealed to you.");
    clear(form);
    paper.say("selftest_passed");
  });

  paper.on("fetch", async (form) => {
    const address = form.elements.letter.value;
    const token = await trustee.fetchToken(home, address, { day: today(), ...secret(form, "fetch") });
    form.elements.passphrase.value = "";
    paper.need("#token").value = token.text;
    paper.put("fetch-path", `/l/${address}/trustee/`);
    paper.need("[data-token]").hidden = false;
  });
  paper.press("[data-do=copy-token]", () => paper.copy(paper.need("#token")));
  paper.press("[data-do=copy-lines]", () => paper.copy(paper.need("#lines")));

  paper.on("handed", async (form) => {
    const withdrawal = trustee.readWithdrawal(await given(form, "withdrawal", SMALL_MAX));
    const { home: changed } = await trustee.handIn(home, withdrawal, { now: now() });
    clear(form);
    keep(changed);
    paper.say("handed");
  });

  paper.on("look", async (form) => {
    const file = form.elements.bundle.files[0];
    if (!file) throw new Refused("no_file", "Choose the file first.");
    const sealed = form.elements.kind.value === "trustee";
    looked = plan = null;
    const move = paper.bar("look");
    report.clear();
    const started = Date.now();
    const pool = await makePool(window);
    try {
      const bundle = await readBundle(file, { progress: move });
      const watch = { sealed, pool, progress: move, onCheck: report.check };
      if (!home) {
        report.whole(await verifyBundle(bundle, { ...watch, today: today() }));
      } else {
        const found = await trustee.look(home, bundle, { ...watch, now: now() });
        // A notice counts from when this file first saw it, so it is kept also when nothing can be released yet.
        keep(found.home);
        looked = found.look;
        report.whole(looked.report);
      }
    } catch (error) {
      if (error.report) report.whole(error.report);
      throw error;
    } finally {
      pool.close();
    }
    paper.put("took", paper.sentence("took", { seconds: Math.ceil((Date.now() - started) / 1000), workers: pool.size }));
    if (looked && sealed) await showPlan();
  });

  async function showPlan() {
    const wave = looked.report.waves.at(-1);
    if (wave?.state !== "pending") return;
    plan = await trustee.plan(home, looked, wave.number, { now: now() });
    paper.put("summary", plan.summary);
    paper.put("notice", plan.noticeText);
    paper.put("snapshot", plan.snapshotText);
    paper.reveal("release");
  }

  paper.on("release", async (form) => {
    if (!form.elements.sure.checked) throw new Refused("not_sure", "Say first that you want to open these names.");
    const compared = trustee.readCompared(form.elements.compared.value);
    const pool = await makePool(window);
    let released;
    try {
      released = await trustee.release(home, plan, { compared, pool, ...secret(form, "release") });
    } finally {
      pool.close();
    }
    clear(form);
    paper.put("opened", paper.sentence("opened", released));
    paper.put("sha256", grouped(released.sha256));
    offer(released.fileName, released.bytes, "made_release", { beside: "release" });
  });

  paper.on("destroy", async (form) => {
    const { letter, fingerprint } = form.elements;
    const found = await trustee.destroy(home, letter.value, { day: today(), fingerprint: fingerprint.value, ...secret(form, "destroy") });
    clear(form);
    keep(found.home);
    offer("destroyed.json", found.statementText, "made_destroyed", { waits: true });
  });

  paper.show("begin");
  paper.main.dataset.state = "ready";
}

if (globalThis.document) {
  start(document);
} else {
  serveWorker(globalThis);
  globalThis.postMessage(READY);
}

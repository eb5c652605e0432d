/** Read the forms. What a person typed leaves these functions only towards the sealing core. */
import { Refused } from "../errors.js";
import { FILE_MAX, readSaved } from "../files.js";
import { codeLength, normaliseCode } from "../pass.js";

/** The field beside which a refusal is shown; others go to the general place. */
export const FIELD_OF = {
  code: "code", no_proof: "code", one_proof: "code", choice: "choice", tier: "tier",
  mailbox: "mailbox", name: "name", name_long: "name", long: "name", characters: "name", signs: "name", form: "name",
  marks: "name", letters: "name", script: "name",
};

/** The bytes of the chosen file, or null. A file longer than any of ours is refused before it is read. */
export async function chosenFile(input) {
  const file = input.files[0];
  if (!file) return null;
  if (file.size > FILE_MAX) throw new Refused("file", "This is not a file saved here.");
  return new Uint8Array(await file.arrayBuffer());
}

/** → {code} or {saved}: exactly one way to prove that this person may sign. */
export async function readProof(form, manifest) {
  const typed = form.elements.code.value.trim();
  const bytes = await chosenFile(form.elements.pass);
  if (typed && bytes) throw new Refused("one_proof", "Give a code or a file, not both.");
  if (bytes) return { saved: readSaved(bytes, manifest) };
  if (!typed) throw new Refused("no_proof", "Give a code or choose a file.");
  return { code: normaliseCode(typed, codeLength(manifest)) };
}

/** → {choice, tier, fields} as `prepareSign` takes it. */
export function readChoice(form) {
  const { elements } = form;
  const text = (name) => elements[name]?.value ?? "";
  return {
    choice: elements.choice.value,
    tier: Number(elements.tier.value),
    fields: { name: text("name"), title: text("title"), team: text("team") },
  };
}

/** Show only the fields that the chosen way of signing uses. */
export function followChoice(view) {
  const chosen = view.sign.elements.choice.value;
  for (const part of view.all("[data-for-choice]")) {
    const wanted = part.dataset.forChoice.split(" ").includes(chosen);
    part.hidden = !wanted;
    if ("disabled" in part) part.disabled = !wanted;
  }
}

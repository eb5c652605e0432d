/** What a look at a bundle found, as lists on the page: every check as it is known, then what it all says. */

export function makeReport(paper) {
  return {
    clear() {
      for (const name of ["checks", "loud", "complaints", "waves", "facts"]) paper.list(name, []);
      paper.need("[data-part=verdict]").hidden = true;
      paper.need("[data-list=checks]").hidden = false;
    },

    check({ check, state, sentence, more }) {
      paper.add("checks", `${paper.sentence(`check_${check}`)}: ${sentence}`, state, more);
    },

    whole(report) {
      paper.reveal("verdict");
      paper.put("verdict", paper.sentence(report.holds ? "holds" : "fails"));
      paper.list("loud", report.loud);
      paper.list("complaints", report.complaints.map(({ sentence }) => sentence));
      paper.list("waves", report.waves.map((wave) => paper.sentence(`wave_${wave.state}`, {
        number: wave.number, day: wave.snapshotDay, k: wave.k ?? "?", due: wave.due ?? "?", files: wave.files.length,
      })));
      paper.list("facts", factsOf(paper, report));
      paper.need("#lines").value = `${report.lines.join("\n")}\n`;
    },
  };
}

function factsOf(paper, { holds, log, tiers, names, letter, clientSha256 }) {
  const facts = [];
  if (letter) facts.push(paper.sentence("fact_letter", { fingerprint: letter.fingerprint }));
  if (log) facts.push(paper.sentence("fact_log", log));
  for (const row of tiers?.nAt ?? []) facts.push(paper.sentence("fact_tier", row));
  // The sentence says that the names are right, which is known only when everything holds.
  if (holds) facts.push(paper.sentence("fact_names", { number: names.filter(({ identity }) => identity).length }));
  for (const [at, digest] of clientSha256.entries()) facts.push(paper.sentence("fact_client", { at: at + 1, digest }));
  return facts;
}

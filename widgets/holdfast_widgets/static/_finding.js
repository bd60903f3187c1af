/*
 * What the facts of a case point to, by the same rules as holdfast.law_finding; tests/vectors/offences.json holds both
 * to them. Dates are ISO, so they compare as text.
 */

/** @typedef {Record<string, any>} Law  an entry, a version or a question, as offence_finder.py puts it into the view */

/**
 * Return what a nation has on a date, and what the facts make of each offence.
 * @param {{entries: Law[], questions: Law[]}} view
 * @param {Record<string, string[]>} facts
 * @param {string} on
 * @param {string} nation
 */
export function findLaw({ entries, questions }, facts, on, nation) {
  const so = Object.values(facts).flat();
  const answered = questions.filter(({ id, several }) => !several && facts[id]?.length);
  const out = answered.flatMap((question) => question.facts.map(({ id }) => id)).filter((id) => !so.includes(id));
  const here = entries.filter(({ nations, versions }) => nations.includes(nation) && versions.length);
  return here.map(({ kind, title, id, versions }) => {
    const version = versions.findLast(({ from }) => from <= on) ?? versions[0];
    const timing = timingOf(version, on);
    const found = { id, title, version, timing, outcome: timing === "in force" ? "applies" : "not on this date", states: [] };
    return timing === "in force" && kind === "offence" ? { ...found, ...weigh(version, so, out) } : found;
  });
}

/** @param {Law} version @param {string[]} so @param {string[]} out */
function weigh({ elements }, so, out) {
  const states = elements.map(({ facts }) => {
    if (!facts.length) return "for police";
    if (facts.some((fact) => so.includes(fact))) return "shown";
    return facts.every((fact) => out.includes(fact)) ? "not shown" : "not known";
  });
  const open = states.includes("not known") || !states.includes("shown");
  return { states, outcome: states.includes("not shown") ? "does not" : open ? "could" : "points to" };
}

/** @param {Law} version @param {string} on */
function timingOf({ from, to, status }, on) {
  if (status === "enacted, not in force") return "not in force";
  if (from > on) return "begins later";
  return to && to <= on ? "ended" : "in force";
}

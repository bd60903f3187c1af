/*
 * What is read after "Check": what was chosen wrongly or left out first, what is right last. Data in, elements out.
 */

/** @typedef {{experience: string, instead: string, why: string, sources: Source[]}} Explained */
/** @typedef {Item & {starred: boolean, right: {correct: string[], options: Record<string, Explained>}}} Practised */

/** Return what is said of an option chosen wrongly, left out, and chosen rightly. @param {Practised} item */
function labelsOf({ type }) {
  if (type === "short") return ["", say("You could add"), say("Your words had this")];
  if (type === "multiple" || type === "spot") return [say("You chose"), say("You left out"), say("Right")];
  return [say("You chose"), say("What helps more"), say("You chose")];
}

/** @param {Option[]} all @param {string} id */
const textOf = (all, id) => all.find((each) => each.id === id)?.text ?? id;

/** Explain one option. @param {Practised} item @param {string} id @param {string} [label] @param {"div" | "li"} [tag] */
function explainOption({ options, groups, right }, id, label = "", tag = "div") {
  const { experience, instead, why, sources } = right.options[id];
  const wrong = !groups.length && !right.correct.includes(id); // Nothing wrong stands out: it would be what is remembered.
  const text = textOf(options, id);
  return make(
    tag,
    { class: "hf-told" },
    label && make("p", { class: "hf-small", dir: "auto" }, label),
    make("p", { class: "hf-of", dir: "auto" }, wrong ? text : make("strong", {}, text)),
    words(experience),
    instead && words(instead),
    words(say("Why: {why}", { why }), "hf-why"),
    sourceLine(sources),
  );
}

/** @param {Practised} item @param {string[]} answer */
function explainChosen(item, answer) {
  const { correct } = item.right;
  const labels = labelsOf(item);
  const rank = (/** @type {string} */ id) => (correct.includes(id) ? (answer.includes(id) ? 2 : 1) : 0);
  const told = inContentOrder(item, [...answer, ...correct]);
  return told.sort((one, other) => rank(one) - rank(other)).map((id) => explainOption(item, id, labels[rank(id)]));
}

/** @param {Practised} item */
function explainOrder(item) {
  return [make("ol", {}, ...item.right.correct.map((id) => explainOption(item, id, "", "li")))];
}

/** @param {Practised} item @param {string[]} answer */
function explainPlaces(item, answer) {
  const { correct } = item.right;
  const wrong = correct.filter((pair) => !answer.includes(pair)).map((pair) => {
    const [id, group] = pair.split(":");
    const values = { group: textOf(item.groups, group) };
    const placed = answer.some((each) => each.startsWith(`${id}:`));
    return explainOption(item, id, placed ? say("Belongs with: {group}", values) : say("You left out: {group}", values));
  });
  const right = correct.filter((pair) => answer.includes(pair)).map((pair) => pair.split(":")[0]);
  if (!right.length) return wrong;
  const options = right.map((id) => textOf(item.options, id).replace(/\.$/, "")).join("\u00a0· ");
  const line = words(say("Right: {options}", { options }));
  const reasons = right.map((id) => explainOption(item, id));
  return [...wrong, line, make("details", {}, make("summary", {}, say("Why these are right")), ...reasons)];
}

/**
 * Draw the outcome of an answer; its heading is to receive focus. What somebody wrote themselves has no verdict.
 * @param {Practised} item @param {string[]} answer @param {string} sure
 */
function explained(item, answer, sure) {
  const part = share(item, item.right.correct, answer);
  const [title, kind] =
    item.type === "short" ? [say("Point by point"), ""]
    : part === 1 ? [say("Right"), "hf-good"]
    : [part ? say("Partly right") : say("Look at this again"), "hf-mind"];
  const explain = item.groups.length ? explainPlaces : item.type === "ordering" ? explainOrder : explainChosen;
  return make(
    "div",
    { class: `hf-outcome ${kind}` },
    heading("h3", title),
    kind === "hf-mind" && sure === "sure" && words(say("You were sure of this one; worth a second look.")),
    ...explain(item, answer),
  );
}

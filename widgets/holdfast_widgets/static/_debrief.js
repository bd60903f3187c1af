/*
 * The way that was taken, told afterwards. The list is one rule with the result page (holdfast.server.page_debrief);
 * tests/vectors/debriefs.json holds both to it.
 */

/** What went well comes first, then what was put right, then what to look at again. */
const labelOf = (/** @type {number} */ rank) => [say("Went well"), say("Put right"), say("Look at this again")][rank];
const KINDS = ["hf-good", "hf-good", "hf-mind"];

/**
 * One decision that was taken: `at` in the path, `rank` as in KINDS.
 * @typedef {Record<"label" | "title" | "did" | "putRight" | "stronger", string> & {at: number, rank: number}} Step
 */

/**
 * Return the steps of a path in the order in which they were taken.
 * @type {(view: View, path: string[], who: string) => Step[]}
 */
function stepsOf(view, path, who) {
  return replay(view, path).taken.map((taken, at) => {
    const { node, choice } = chosenAt(view, taken);
    const rank = choice.best ? 0 : taken.repaired ? 1 : 2;
    return {
      at,
      rank,
      label: labelOf(rank),
      title: node.title,
      did: `${who} ${choice.did}`.replace(/[^.!?…”"]$/u, "$&."),
      putRight: taken.repaired ? choice.repair?.text ?? "" : "",
      stronger: choice.best ? "" : node.choices.find(({ best }) => best)?.text ?? "",
    };
  });
}

/**
 * Return what a debrief says: its first line, and its steps in their order.
 * @param {View} view
 * @param {string[]} path
 * @param {string} [who]
 */
export function debriefOf(view, path, who = say("You")) {
  const steps = stepsOf(view, path, who).sort((one, other) => one.rank - other.rank);
  const lead = steps[0]?.rank === 0
    ? say("What went well comes first.")
    : say("This was seen through to the end. Each step below can be taken another way.");
  return { lead, steps };
}

/** Draw the debrief: its list, and the same way as a drawing. @param {Play} play */
function debrief(play) {
  const { lead, steps } = debriefOf(play.view, play.path, ROUTES[play.route]().who);
  const rows = steps.map(({ at, rank, label, title, did, putRight, stronger }) => make(
    "li",
    {},
    make("p", { class: `hf-verdict ${KINDS[rank]}`, dir: "auto" }, `${label}: `, make("strong", {}, title)),
    words(did),
    putRight ? labelled(say("How it was put right"), putRight) : null,
    stronger ? labelled(say("A stronger step"), stronger) : null,
    retake(play, at, title),
  ));
  return [
    words(lead, "hf-soft"),
    make("ol", { class: "hf-debrief" }, ...rows),
    folded(say("Your way as a drawing"), wayMap(play)),
  ];
}

/** @type {(play: Play, at: number, title: string) => HTMLElement} */
function retake(play, at, title) {
  const again = button(say("Take this decision again"), () => play.retake(at));
  again.classList.add("hf-quiet");
  again.append(unseen(` (${title})`));
  return again;
}

/** Draw the whole way once more, to be read: each moment, what was chosen and what happened. @param {Play} play */
function readAgain(play) {
  const { view, path } = play;
  const rows = replay(view, path).taken.map((taken, at) => {
    const before = pathTo(path, at);
    const { node, choice } = chosenAt(view, taken);
    const { text, happens } = (taken.repaired && choice.repair) || { text: "", happens: "" };
    return folded(
      say("Decision {number}: {title}", { number: at + 1, title: node.title }),
      ...moment(play, node, replay(view, before).state),
      ...decided(play, node, choice),
      outcome(play, before, choice, make("h3", {}, labelOf(choice.best ? 0 : 2))),
      text ? labelled(say("How it was put right"), text) : null,
      happens ? labelled(say("After that"), happens, "hf-aside") : null,
    );
  });
  return folded(say("Read your way through again"), ...rows, folded(say("How it ended"), ...ended(play)));
}

/** Make a part that is folded away until it is wanted. @param {string} title @param {...Child} parts */
function folded(title, ...parts) {
  return make("details", {}, make("summary", { dir: "auto" }, title), make("div", { class: "hf-folded" }, ...parts));
}

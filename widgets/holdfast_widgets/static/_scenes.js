/* What a scenario shows at each stage. Every function here draws from a `Play` and changes nothing. */

/** What is said in each of the two equal routes. */
const ROUTES = {
  first: () => ({
    who: say("You"),
    part: say("Your part"),
    now: say("What you can do now"),
    commit: say("This is what I would do"),
    chose: say("Your choice"),
  }),
  third: () => ({
    who: say("The colleague"),
    part: say("The colleague’s part"),
    now: say("What the colleague can do now"),
    commit: say("This is what the colleague should do"),
    chose: say("The colleague’s choice"),
  }),
};

/** A term in a text, and what comes before it where it begins a sentence. */
const TERM = /(^["“‘(]+|[.!?…]["”’)]*\s+["“‘(]*)?\{([a-z0-9]+(?:-[a-z0-9]+)*)\}/gu;

/**
 * Return a view with its terms in the words of a nation ("": none is known). Python does the same (holdfast.terms).
 * @type {(view: View, nation: string) => View}
 */
export function inWords(view, nation) {
  const { terms = {} } = view;
  /** @type {(all: string, lead: string | undefined, id: string, at: number) => string} */
  const word = (all, lead, id, at) => {
    if (!Object.hasOwn(terms, id)) return all;
    const said = terms[id][nation] ?? terms[id][""];
    if (lead === undefined && at) return said;
    return (lead ?? "") + said.charAt(0).toUpperCase() + said.slice(1);
  };
  return JSON.parse(JSON.stringify(view), (_, value) => (typeof value === "string" ? value.replace(TERM, word) : value));
}

/**
 * Draw the passages of a node that hold in a state, for the reader's nation, pathway and route.
 * @param {Play} play
 * @param {Decision | Ending} node
 * @param {State} state
 */
function passages(play, node, state) {
  const { nation, pathway } = play;
  const told = (/** @type {Passage[]} */ all) => all.filter(({ when, nations = [], pathways = [] }) =>
    holds(when, state)
    && (!nations.length || !nation || nations.includes(nation))
    && (!pathways.length || pathways.includes(pathway || "all-staff")));
  const written = play.route === "third" ? told(node.written) : [];
  return (written.length ? written : told(node.text)).map(({ text, nations = [] }) =>
    nations.length && !nation
      ? make("p", { dir: "auto" }, make("strong", {}, say("In {nations}:", { nations: namesOf(play.view, nations) })), " ", text)
      : words(text));
}

/** Return the names of nations as one text: "England and Wales". @type {(view: View, nations: string[]) => string} */
function namesOf({ nations: all = [] }, nations) {
  const names = all.filter(({ id }) => nations.includes(id)).map(({ name }) => name);
  const [last = "", most] = [names.at(-1), names.slice(0, -1).join(", ")];
  return most ? say("{most} and {last}", { most, last }) : last;
}

/**
 * Draw states in words, such as "Trust: he is still talking".
 * @param {View} view
 * @param {[string, string][]} entries
 * @param {string} name
 */
function stateTags(view, entries, name) {
  const tags = entries.map(([key, value]) => {
    const label = `${key.charAt(0).toUpperCase()}${key.slice(1)}: `;
    return make("li", {}, label, make("strong", { dir: "auto" }, view.state[key]?.[value] ?? value));
  });
  return tags.length ? make("ul", { class: "hf-tags", "aria-label": name }, ...tags) : null;
}

/**
 * Draw a moment: what is told, and how things stand.
 * @type {(play: Play, node: Decision | Ending, state: State) => (HTMLElement | null)[]}
 */
function moment(play, node, state) {
  return [...passages(play, node, state), stateTags(play.view, Object.entries(state), say("How things stand"))];
}

/**
 * Draw what stands above the answers of a decision.
 * @param {Play} play
 * @param {Decision} node
 * @param {string[]} path the path that leads to it
 */
function above(play, node, path) {
  const { state, taken } = replay(play.view, path);
  const all = taken.length + decisionsAhead(play.view, node.id, state);
  const title = say("Decision {number} of {count} · {place}", { number: taken.length + 1, count: all, place: node.place });
  return [heading("h2", title, "hf-small"), aside(play), ...moment(play, node, state)];
}

/** Draw what has to be said first: what a repair led to, or why the scenario starts again. @param {Play} play */
function aside({ mended, notice }) {
  if (mended) return labelled(say("After that"), mended, "hf-aside");
  return notice ? words(notice, "hf-aside") : null;
}

/** @param {Play} play */
function drawDecision(play) {
  const node = /** @type {Decision} */ (nodeOf(play.view, replay(play.view, play.path).node));
  const complaint = make("p", { class: "hf-complaint", id: `${play.own}-complaint` });
  const cards = node.choices.map(({ id, text }) => {
    const change = () => {
      play.chosen = id;
      complaint.textContent = "";
    };
    return choiceCard({ type: "radio", group: play.own, value: id, text, checked: play.chosen === id, change });
  });
  const asked = make("fieldset", {}, legend(node.question), ...cards);
  const commit = buttonRow(button(ROUTES[play.route]().commit, null, true));
  return [...above(play, node, play.path), form(() => play.commit(), null, asked, complaint, commit)];
}

/**
 * Draw what came of a choice; `before` is the path that leads to its decision.
 * @type {(play: Play, before: string[], choice: Choice, title: HTMLElement) => HTMLElement}
 */
function outcome(play, before, choice, title) {
  const was = replay(play.view, before).state;
  const now = Object.entries(replay(play.view, [...before, choice.id]).state);
  const changed = now.filter(([name, value]) => was[name] !== value);
  const [lead, rest] = firstSentence(choice.happens);
  return make(
    "div",
    { class: `hf-outcome ${choice.best ? "hf-good" : "hf-mind"}` },
    title,
    make("p", { dir: "auto" }, make("strong", {}, lead), rest),
    stateTags(play.view, changed, say("What has changed")),
    choice.instead ? words(choice.instead) : null,
    words(say("Why: {why}", { why: choice.why }), "hf-why"),
    sourceLine(choice.sources),
  );
}

/** Draw what was asked, and what was chosen. @type {(play: Play, node: Decision, choice: Choice) => HTMLElement[]} */
function decided(play, node, choice) {
  const asked = make("p", { class: "hf-question", dir: "auto" }, node.question);
  return [asked, labelled(ROUTES[play.route]().chose, choice.text, "hf-chosen")];
}

/** @param {Play} play */
function drawFeedback(play) {
  const before = play.path.slice(0, -1);
  const { node, choice } = play.last();
  const repair = choice.best ? null : choice.repair;
  const goOn = () => play.goOn(say("The story goes on."));
  const back = button(say("Back to the decision"), () => play.back());
  const actions = repair
    ? [button(say("Do this, and go on"), () => play.repair(), true), back, button(say("Go on without it"), goOn)]
    : [button(say("Go on"), goOn, true), back];
  const mend = repair
    ? make("div", { class: "hf-mend" }, make("h3", {}, ROUTES[play.route]().now), words(repair.text))
    : null;
  const came = outcome(play, before, choice, heading("h3", labelOf(choice.best ? 0 : 2)));
  return [
    ...above(play, node, before),
    ...decided(play, node, choice),
    make("div", { class: "hf-after" }, came, mend, buttonRow(...actions)),
  ];
}

/** @param {Play} play */
function drawEnding(play) {
  return [
    heading("h2", say("How this ends"), "hf-small"),
    aside(play),
    ...ended(play),
    make("h2", { class: "hf-title" }, say("Another way through")),
    ...debrief(play),
    readAgain(play),
    playAgain(play),
  ];
}

/** @param {Play} play */
function ended(play) {
  const { node, state } = replay(play.view, play.path);
  const ending = /** @type {Ending} */ (nodeOf(play.view, node));
  const next = make("div", { class: "hf-mend" }, make("h3", {}, say("The next step")), words(ending.nextStep));
  return [...moment(play, ending, state), next];
}

/** @param {Play} play */
function drawSummary(play) {
  return [
    heading("h2", say("You have been through this scenario"), "hf-title"),
    words(say("You can read your way through again, or play it again and choose differently.")),
    readAgain(play),
    folded(say("Another way through"), ...debrief(play)),
    playAgain(play),
  ];
}

/** @param {Play} play */
function playAgain(play) {
  return buttonRow(button(say("Play it again"), () => play.retake(0)));
}

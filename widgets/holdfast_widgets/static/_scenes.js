/*
 * What a scenario shows at each stage. Every function here draws from a `Play` (scenario.js) and changes nothing.
 */

/** What is said in each of the two equal routes. */
const ROUTES = {
  first: { who: "You", commit: "This is what I would do", chose: "Your choice" },
  third: { who: "The colleague", commit: "This is what the colleague should do", chose: "The colleague’s choice" },
};

/**
 * Return the passages of a node that hold in a state, in the route that is read.
 * @param {Play} play
 * @param {Decision | Ending} node
 * @param {State} state
 */
function passages(play, node, state) {
  const told = (/** @type {Passage[]} */ all) => all.filter(({ when }) => holds(when, state));
  const written = play.route === "third" ? told(node.written) : [];
  return (written.length ? written : told(node.text)).map(({ text }) => words(text));
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
 * Draw what stands above the answers of a decision.
 * @param {Play} play
 * @param {Decision} node
 * @param {string[]} path the path that leads to it
 */
function moment(play, node, path) {
  const { state, taken } = replay(play.view, path);
  const all = taken.length + decisionsAhead(play.view, node.id, state);
  return [
    heading("h2", `Decision ${taken.length + 1} of ${all} · ${node.place}`, "hf-small"),
    aside(play),
    ...passages(play, node, state),
    stateTags(play.view, Object.entries(state), "How things stand"),
  ];
}

/**
 * Draw what has to be said before the story goes on: what a repair led to, or why the scenario starts again.
 * @param {Play} play
 */
function aside({ mended, notice }) {
  if (mended) return labelled("After that", mended, "hf-aside");
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
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    play.commit();
  };
  const form = make(
    "form",
    { submit, autocomplete: "off" },
    make("fieldset", {}, make("legend", { dir: "auto" }, node.question), ...cards),
    complaint,
    make("div", { class: "hf-actions" }, button(ROUTES[play.route].commit, null, true)),
  );
  return [...moment(play, node, play.path), form];
}

/** @param {Play} play */
function drawFeedback(play) {
  const before = play.path.slice(0, -1);
  const { node, choice } = play.last();
  const was = replay(play.view, before).state;
  const now = Object.entries(replay(play.view, play.path).state).filter(([name, value]) => was[name] !== value);
  const [lead, rest] = firstSentence(choice.happens);
  const outcome = make(
    "div",
    { class: `hf-outcome ${choice.best ? "hf-good" : "hf-mind"}` },
    heading("h3", choice.best ? "Went well" : "Look at this again"),
    make("p", { class: "hf-lead", dir: "auto" }, make("strong", {}, lead), rest),
    stateTags(play.view, now, "What has changed"),
    choice.instead ? words(choice.instead) : null,
    words(`Why: ${choice.why}`, "hf-why"),
    sourceLine(choice.sources),
  );
  const repair = choice.best ? null : choice.repair;
  const goOn = () => play.goOn("You went on.");
  const back = button("Back to the decision", () => play.back());
  const actions = repair
    ? [button("Do this, and go on", () => play.repair(), true), back, button("Go on without it", goOn)]
    : [button("Go on", goOn, true), back];
  const mend = repair
    ? make("div", { class: "hf-mend" }, make("h3", {}, "What you can do now"), words(repair.text))
    : null;
  return [
    ...moment(play, node, before),
    make("p", { class: "hf-question", dir: "auto" }, node.question),
    labelled(ROUTES[play.route].chose, choice.text, "hf-chosen"),
    make("div", { class: "hf-after" }, outcome, mend, make("div", { class: "hf-actions" }, ...actions)),
  ];
}

/** @param {Play} play */
function drawEnding(play) {
  const { node, state } = replay(play.view, play.path);
  const ending = /** @type {Ending} */ (nodeOf(play.view, node));
  return [
    heading("h2", "How this ends", "hf-small"),
    aside(play),
    ...passages(play, ending, state),
    stateTags(play.view, Object.entries(state), "How things stand"),
    make("div", { class: "hf-mend" }, make("h3", {}, "The next step"), words(ending.nextStep)),
    make("h2", { class: "hf-title" }, "Another way through"),
    ...debrief(play),
    playAgain(play),
  ];
}

/** @param {Play} play */
function drawSummary(play) {
  const summary = make("summary", {}, "Another way through");
  return [
    heading("h2", "You have been through this scenario", "hf-title"),
    words("You can read your way through again, or play it again and choose differently."),
    make("details", {}, summary, ...debrief(play)),
    playAgain(play),
  ];
}

/** @param {Play} play */
function playAgain(play) {
  return make("div", { class: "hf-actions" }, button("Play it again", () => play.again()));
}

/**
 * Draw the way that was taken: what went well first, then what was mended, then what to look at again.
 * @param {Play} play
 */
function debrief(play) {
  const { who } = ROUTES[play.route];
  const steps = replay(play.view, play.path).taken.map((taken) => ({ ...play.found(taken), repaired: taken.repaired }));
  const rank = (/** @type {typeof steps[number]} */ { choice, repaired }) => (choice.best ? 0 : repaired ? 1 : 2);
  const rows = steps.sort((one, other) => rank(one) - rank(other)).map(({ node, choice, repaired }) => {
    const stronger = choice.best ? null : node.choices.find(({ best }) => best);
    const label = choice.best ? "Went well" : repaired ? "Put right" : "Look at this again";
    const kind = choice.best || repaired ? "hf-good" : "hf-mind";
    return make(
      "li",
      {},
      make("p", { class: `hf-verdict ${kind}`, dir: "auto" }, `${label}: `, make("strong", {}, node.title)),
      words(`${who} ${choice.did.replace(/[^.!?…”"]$/u, "$&.")}`),
      choice.repair && repaired ? labelled("How it was put right", choice.repair.text) : null,
      stronger ? labelled("A stronger step", stronger.text) : null,
    );
  });
  const lead = steps.some(({ choice }) => choice.best)
    ? "What went well comes first."
    : "This was seen through to the end. Each step below can be taken another way.";
  return [words(lead, "hf-soft"), make("ol", { class: "hf-debrief" }, ...rows)];
}

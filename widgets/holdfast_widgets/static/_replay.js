/*
 * The graph of a scenario, without a page. Python replays a path by the same rules;
 * tests/vectors/scenario_paths.json holds both to them.
 */

/** @typedef {Record<string, string>} State */
/** @typedef {{text: string, when: State, nations?: string[], pathways?: string[]}} Passage */
/** @typedef {{text: string, happens: string, effect: State}} Repair */
/**
 * @typedef {{id: string, text: string, best: boolean, effect: State, happens: string, instead: string, why: string,
 *   did: string, sources: Source[], repair: Repair | null, next: {go: string, when: State}[]}} Choice
 */
/** @typedef {{kind: "decision", id: string, title: string, place: string, text: Passage[], written: Passage[], question: string, choices: Choice[]}} Decision */
/** @typedef {{kind: "ending", id: string, text: Passage[], written: Passage[], nextStep: string}} Ending */
/**
 * @typedef {object} View
 * @property {string} id
 * @property {string} title
 * @property {string} perspective
 * @property {number} minutes
 * @property {string} contentNote
 * @property {Record<string, Record<string, string>>} state words for each value of each state
 * @property {State} begin
 * @property {string} start
 * @property {(Decision | Ending)[]} nodes
 * @property {Record<string, Record<string, string>>} [terms] what a term is called, by nation; under "" in general
 * @property {{id: string, name: string}[]} [nations] to choose from; none where every nation reads the same
 */
/** @typedef {{decision: string, choice: string, repaired: boolean}} Taken */
/** @typedef {{node: string, state: State, finished: boolean, taken: Taken[]}} Replay */

/** The reserved word in a path: the repair that the choice before it offers was done. */
const REPAIR = "repair";

/**
 * Follow a path from the start.
 * @param {View} view
 * @param {string[]} path
 * @returns {Replay}
 * @throws {RangeError} when nobody can have taken that path
 */
export function replay(view, path) {
  const state = { ...view.begin };
  /** @type {Taken[]} */
  const taken = [];
  let node = nodeOf(view, view.start);
  for (let at = 0; at < path.length; at += 1) {
    if (node.kind === "ending") throw new RangeError(`The path goes on after the ending '${node.id}'.`);
    const choice = node.choices.find(({ id }) => id === path[at]);
    if (!choice) throw new RangeError(`'${path[at]}' is not a choice at '${node.id}'.`);
    Object.assign(state, choice.effect);
    const repaired = path[at + 1] === REPAIR;
    if (repaired) {
      if (choice.best || !choice.repair) throw new RangeError(`'${choice.id}' has nothing to repair.`);
      Object.assign(state, choice.repair.effect);
      at += 1;
    }
    taken.push({ decision: node.id, choice: choice.id, repaired });
    const branch = choice.next.find(({ when }) => holds(when, state));
    if (!branch) throw new RangeError(`'${choice.id}' leads nowhere.`);
    node = nodeOf(view, branch.go);
  }
  return { node: node.id, state, finished: node.kind === "ending", taken };
}

/** Return the beginning of a path that has `at` decisions. @type {(path: string[], at: number) => string[]} */
function pathTo(path, at) {
  let seen = 0;
  const end = path.findIndex((word) => word !== REPAIR && seen++ === at);
  return end < 0 ? path : path.slice(0, end);
}

/** Return the decision and the choice of one step of a path. @param {View} view @param {Taken} taken */
function chosenAt(view, { decision, choice }) {
  const node = /** @type {Decision} */ (nodeOf(view, decision));
  return { node, choice: /** @type {Choice} */ (node.choices.find(({ id }) => id === choice)) };
}

/** @param {View} view @param {string} id */
function nodeOf(view, id) {
  const node = view.nodes.find((each) => each.id === id);
  if (!node) throw new RangeError(`There is no node '${id}'.`);
  return node;
}

/** @param {State} when @param {State} state */
function holds(when, state) {
  return Object.entries(when).every(([name, value]) => state[name] === value);
}

/**
 * Count the decisions on the longest way from a node to an ending; ways that no state opens do not count.
 * @param {View} view
 * @param {string} id
 * @param {State} state
 * @param {Map<string, number>} [known]
 * @returns {number}
 */
function decisionsAhead(view, id, state, known = new Map()) {
  const node = nodeOf(view, id);
  if (node.kind === "ending") return 0;
  const place = JSON.stringify([id, Object.entries(state).sort()]);
  if (!known.has(place)) {
    known.set(place, 1); // A loop in the content must not hang the page.
    const ways = node.choices.flatMap((choice) => statesAfter(choice, state).map((after) => {
      const branch = choice.next.find(({ when }) => holds(when, after));
      return branch ? decisionsAhead(view, branch.go, after, known) : 0;
    }));
    known.set(place, 1 + Math.max(...ways));
  }
  return /** @type {number} */ (known.get(place));
}

/**
 * Return the state after a choice: with the repair declined and, where there is one, done.
 * @param {Choice} choice
 * @param {State} state
 * @returns {State[]}
 */
function statesAfter({ best, effect, repair }, state) {
  const after = { ...state, ...effect };
  return repair && !best ? [after, { ...after, ...repair.effect }] : [after];
}

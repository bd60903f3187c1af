/* One question, of any type, for every widget that asks one. Nothing here knows what is right. */

/** @typedef {{id: string, text: string, note: string}} Option */
/** @typedef {"single" | "sentence" | "multiple" | "spot" | "short" | "ordering" | "matching" | "sorting"} ItemType */
/**
 * @typedef {{id: string, type: ItemType, stem: string[], question: string, options: Option[], groups: Option[],
 *   passage: string[]}} Item
 */
/**
 * What a drawer is given.
 * @typedef {object} Asked
 * @property {Item} item
 * @property {string} own id prefix, unique on the page, of this question
 * @property {string[]} answer what is kept
 * @property {(name: string, ids: string[]) => string[]} order shuffles
 * @property {(answer: string[]) => void} change call on each change by the learner, with the whole answer
 * @property {(text: string) => void} speak polite live region
 */
/**
 * What a drawer returns.
 * @typedef {object} Drawn
 * @property {HTMLElement} el a fieldset (legend = question and hint) with the controls
 * @property {(answer: string[]) => void} show put an answer from outside on the controls, without calling `change`
 * @property {() => HTMLElement} first what receives focus when someone is sent to this question
 */

/** @type {Record<ItemType, (asked: Asked) => Drawn>} */
const DRAW = {
  single: drawChoices,
  sentence: drawChoices,
  multiple: drawChoices,
  spot: drawSpot,
  short: drawShort,
  ordering: drawOrdering,
  matching: drawMatching,
  sorting: drawSorting,
};

/**
 * Return the ids of some of a question's options, in the order of the content.
 * @param {Item} item
 * @param {string[]} ids
 */
function inContentOrder(item, ids) {
  return item.options.map(({ id }) => id).filter((id) => ids.includes(id));
}

/**
 * Draw a question as a card: its number, its story, and the controls of its type.
 * @param {Asked & {number: number, of: number}} asked
 * @returns {Drawn & {card: HTMLElement}}
 */
function drawQuestion({ number, of, ...asked }) {
  const { item, own } = asked;
  const drawn = DRAW[item.type](asked);
  const stem = make("div", { class: "hf-stem", id: `${own}-stem` }, ...item.stem.map((text) => words(text)));
  drawn.el.setAttribute("aria-describedby", stem.id);
  const title = make("h3", { class: "hf-small" }, say("Question {number} of {count}", { number, count: of }));
  return { ...drawn, card: make("div", { class: "hf-card hf-asked", id: own }, title, stem, drawn.el) };
}

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

/** The answer of somebody who does not know; Python knows it by the same name (holdfast.grading.DO_NOT_KNOW). */
const DO_NOT_KNOW = "i-do-not-know";

/**
 * Return the questions that are asked here and now, in their order.
 * @template {Item} Kind
 * @param {Model} model
 * @returns {Kind[]}
 */
function askedOf(model) {
  /** @type {Kind[]} */
  const items = model.get("view").items;
  const ids = /** @type {string[] | null} */ (model.get("asked") ?? null);
  return ids ? ids.flatMap((id) => items.find((item) => item.id === id) ?? []) : items;
}

/** Make the card of a widget that asks nothing now: because it is closed, or does not know yet what to ask. @param {Model} model */
function notAsking(model) {
  return noteCard(model.get("view").title, words(model.get("closed") || say("Your questions are on their way.")));
}

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
 * @param {Asked & {number: number, of: number, unsure?: boolean}} asked `unsure`: whether "I don't know" can be chosen
 * @returns {Drawn & {card: HTMLElement}}
 */
function drawQuestion({ number, of, unsure = false, ...asked }) {
  const { item, own } = asked;
  const drawn = unsure ? drawUnsure(asked) : DRAW[item.type](asked);
  const stem = make("div", { class: "hf-stem", id: `${own}-stem` }, ...item.stem.map((text) => words(text)));
  drawn.el.setAttribute("aria-describedby", stem.id);
  const title = make("h3", { class: "hf-small" }, say("Question {number} of {count}", { number, count: of }));
  return { ...drawn, card: make("div", { class: "hf-card hf-asked", id: own }, title, stem, drawn.el) };
}

/** Draw a question that can also be answered with "I don't know", which comes last and stands alone. @param {Asked} asked */
function drawUnsure(asked) {
  const { item, own, answer, change } = asked;
  const type = item.type === "single" || item.type === "sentence" ? "radio" : "checkbox";
  const unknown = (/** @type {string[]} */ ids) => same(ids, [DO_NOT_KNOW]);
  const choose = (/** @type {boolean} */ chosen) => {
    if (chosen) drawn.show([]);
    change(chosen ? [DO_NOT_KNOW] : []);
  };
  const card = choiceCard({ type, group: own, value: DO_NOT_KNOW, text: say("I don’t know"), checked: false, change: choose });
  const input = /** @type {HTMLInputElement} */ (card.querySelector("input"));
  const answered = (/** @type {string[]} */ ids) => {
    input.checked = false;
    change(ids);
  };
  const drawn = DRAW[item.type]({ ...asked, answer: unknown(answer) ? [] : answer, change: answered });
  const show = (/** @type {string[]} */ ids) => {
    drawn.show(unknown(ids) ? [] : ids);
    input.checked = unknown(ids);
  };
  input.checked = unknown(answer);
  card.classList.add("hf-unsure");
  drawn.el.append(card);
  return { ...drawn, show, first: () => (input.checked ? input : drawn.first()) };
}

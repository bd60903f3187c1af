/*
 * What a room shows, on the wall and on phones: the question, how it was answered, and why. Everything that comes from
 * the server becomes text, never markup.
 */

const { say, sayMany } = /** @type {any} */ (globalThis).holdfastSay;
const SVG = "http://www.w3.org/2000/svg";

/** @typedef {{id: string, letter: string, text: string}} Choice */
/**
 * @typedef {{id: string, kind: "decision" | "poll", group: string, number: number, of: number, title: string, text: string[],
 *   question: string, choices: Choice[]}} Step
 */
/** @typedef {{id: string, share: string, count: number | null, percent: number | null}} Share */
/** @typedef {{id: string, best: boolean, happens: string, instead: string, why: string, sources: string[]}} Reason */
/** @typedef {{counted: number | null, rounds: {round: number, choices: Share[]}[], explanation: Reason[]}} Result */

/**
 * Make an element. Functions become listeners, `true` an empty attribute, `null` and `false` nothing.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children strings become text
 * @returns {HTMLElement}
 */
export function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

/** @param {string} text @param {string | null} [kind] */
export function words(text, kind = null) {
  return make("p", { class: kind, dir: "auto" }, text);
}

/** Make the heading of what is shown; the script can put the keyboard there. @param {string} text */
export function heading(text) {
  return make("h1", { tabindex: "-1", dir: "auto" }, text);
}

/** Say where in the session a question stands. @param {Step} step @param {number} round */
export function place({ number, of }, round) {
  const which = round > 1 ? say("second vote") : say("first vote");
  return say("Question {number} of {count}, {which}", { number, count: of, which });
}

/** Say what is voted on: what a colleague could do, never what somebody here would. @param {Step} step */
export function hint({ kind }) {
  return kind === "poll" ? say("Choose one.") : say("Choose what a colleague could do.");
}

/** Say how many chose something, without a number. @param {string} share */
function shareInWords(share) {
  switch (share) {
    case "most":
      return say("most");
    case "some":
      return say("some");
    case "a few":
      return say("a few");
    case "few or nobody":
      return say("few or nobody");
    default:
      return say("nobody");
  }
}

/** @param {Share} share */
function told({ share, count, percent }) {
  if (count === null || percent === null) return shareInWords(share);
  return say("{count} ({percent} %)", { count, percent });
}

/** Draw a bar beside its words, which say the same. @param {number} percent */
function bar(percent) {
  const svg = document.createElementNS(SVG, "svg");
  const set = (/** @type {Element} */ node, /** @type {Record<string, string>} */ values) => {
    for (const [name, value] of Object.entries(values)) node.setAttribute(name, value);
    return node;
  };
  set(svg, { class: "hf-meter", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
  const all = set(document.createElementNS(SVG, "rect"), { class: "hf-meter-all", width: "100", height: "8" });
  const have = set(document.createElementNS(SVG, "rect"), { class: "hf-meter-have", width: String(percent), height: "8" });
  svg.append(all, have);
  return svg;
}

/**
 * Make the chart: a table whose cells say the share in words or numbers and draw it beside them. On a phone its style
 * makes a list of it, so the roles are said.
 * @param {Step} step
 * @param {Result} result
 */
export function chart(step, { counted, rounds, explanation }) {
  if (!rounds.length) return words(say("Too few answers to show how the room voted."), "hf-lead");
  const best = new Set(explanation.filter((reason) => reason.best).map((reason) => reason.id));
  const names = rounds.map(({ round }) => (round > 1 ? say("Second vote") : say("First vote")));
  const head = [say("Answer"), ...names].map((name) => make("th", { role: "columnheader", scope: "col" }, name));
  const rows = step.choices.map((choice) => {
    const cells = rounds.map(({ choices }, place) => cell(choices.find(({ id }) => id === choice.id), names[place]));
    const title = make("th", { role: "rowheader", scope: "row" }, ...lettered(choice), best.has(choice.id) && helpsMost());
    return make("tr", { role: "row" }, title, ...cells);
  });
  const note =
    counted === null
      ? say("With fewer than eight answers, or when nearly all agree, no numbers are shown.")
      : sayMany("{number} answer", "{number} answers", counted);
  const table = make(
    "table",
    { class: "hf-chart", role: "table" },
    make("caption", {}, say("How the room answered"), make("span", { class: "hf-cell-soft" }, note)),
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)),
    make("tbody", { role: "rowgroup" }, ...rows),
  );
  return make("div", { class: "hf-table" }, table);
}

/** @param {Share | undefined} share @param {string} name of the vote */
function cell(share, name) {
  const drawn = share && share.percent !== null && bar(share.percent);
  return make("td", { role: "cell", "data-label": name }, drawn, make("span", { class: "hf-bar-words" }, share ? told(share) : say("nobody")));
}

/** @param {Choice} choice @returns {HTMLElement[]} */
export function lettered({ letter, text }) {
  return [make("span", { class: "hf-letter" }, letter), make("span", { dir: "auto" }, text)];
}

/** Make the tag of what helps most; it is said in words, not by a colour. */
function helpsMost() {
  return make("span", { class: "hf-tag hf-went-well" }, say("Helps most"));
}

/**
 * Make the reasons: what helps most first, then each of the others.
 * @param {Step} step
 * @param {Reason[]} explanation
 * @param {{mine?: string | null, folded?: boolean}} [how] the answer of whoever reads it; whether the others are folded away
 */
export function reasons(step, explanation, { mine = null, folded = false } = {}) {
  const list = (/** @type {boolean} */ best) =>
    make("ul", { class: "hf-reasons" }, ...explanation.filter((each) => each.best === best).map((each) => reason(step, each, mine)));
  const others = folded ? make("details", {}, make("summary", {}, say("What the other answers would bring")), list(false)) : list(false);
  return make("div", {}, list(true), others);
}

/** @param {Step} step @param {Reason} reason @param {string | null} mine */
function reason(step, { id, best, happens, instead, why, sources }, mine) {
  const choice = step.choices.find((each) => each.id === id);
  const title = choice && make("p", { class: "hf-reason-title" }, ...lettered(choice), best && helpsMost(), id === mine && yours());
  const names = sources.join(" · ");
  const rests = names && make("p", { class: "hf-sources" }, sayMany("Source: {names}", "Sources: {names}", sources.length, { names }));
  return make("li", { class: best ? "hf-reason hf-answer" : "hf-reason" }, title, words([happens, instead, why].filter(Boolean).join(" ")), rests);
}

/** Make the tag of the reader's own answer. */
export function yours() {
  return make("span", { class: "hf-tag hf-mine" }, say("Your answer"));
}

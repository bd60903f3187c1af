/*
 * What every Holdfast widget is drawn with. This file is put in front of a widget's own script, so it has no exports.
 * Content only ever becomes text nodes: there is no innerHTML here, and there must not be.
 */

/**
 * The part of a widget model that a widget may use, whoever hosts it.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {(event: string, callback: (...args: any[]) => void) => void} on
 * @property {(event: string, callback: (...args: any[]) => void) => void} off
 * @property {() => void} save_changes
 * @property {(content: any) => void} send
 */

/** @typedef {Node | string | number | null | undefined | false} Child */

/** Room for a sticky header (64 px) above whatever receives focus. */
const HEADER_ROOM = 80;

const FOCUSABLE = new Set(["a", "button", "input", "summary"]);

/**
 * Make an element. Functions become listeners, `true` an empty attribute, `null` and `false` nothing.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children strings become text, never markup
 * @returns {HTMLElement}
 */
function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  // JupyterLab's shortcuts (arrows move between cells, d d deletes one) look at the focused element itself.
  if ("tabindex" in props || FOCUSABLE.has(tag)) node.setAttribute("data-lm-suppress-shortcuts", "");
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  const shown = children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== "");
  node.append(.../** @type {(Node | string)[]} */ (shown));
  return node;
}

/**
 * Make a paragraph of content; its direction follows its own letters.
 * @param {string} text
 * @param {string | null} [kind] class name
 * @returns {HTMLElement}
 */
function words(text, kind = null) {
  return make("p", { class: kind, dir: "auto" }, text);
}

/**
 * Make a paragraph of content under a small label of ours.
 * @param {string} label
 * @param {string} text
 * @param {string | null} [kind] class name
 * @returns {HTMLElement}
 */
function labelled(label, text, kind = null) {
  return make("div", { class: kind }, make("p", { class: "hf-small" }, label), words(text));
}

/**
 * Make a heading that can receive focus from the script and is not in the tab order.
 * @param {"h2" | "h3"} tag
 * @param {string} text
 * @param {string | null} [kind]
 * @returns {HTMLElement}
 */
function heading(tag, text, kind = null) {
  return make(tag, { class: kind, tabindex: "-1", dir: "auto" }, text);
}

/**
 * Make a button.
 * @param {string} text
 * @param {(() => void) | null} act what a press does; null makes it the form's submit button
 * @param {boolean} [primary]
 * @returns {HTMLElement}
 */
function button(text, act, primary = false) {
  const kind = primary ? "hf-button hf-primary" : "hf-button";
  return make("button", { type: act ? "button" : "submit", class: kind, click: act }, text);
}

/**
 * Make a full-width card around a native radio or checkbox; the whole card is its label.
 * @param {{type: "radio" | "checkbox", group: string, value: string, text: string, checked: boolean,
 *   change: (checked: boolean) => void}} choice
 * @returns {HTMLElement}
 */
function choiceCard({ type, group, value, text, checked, change }) {
  const input = /** @type {HTMLInputElement} */ (make("input", { type, name: group, value }));
  input.checked = checked;
  input.autocomplete = "off"; // A browser must not restore a choice by itself after a reload.
  input.addEventListener("change", () => change(input.checked));
  return make("label", { class: "hf-choice" }, input, make("span", { dir: "auto" }, text));
}

/**
 * Make the line of sources: short names that link to the document; an address that is not a web address stays text.
 * @param {{short: string, url: string}[]} sources
 * @returns {HTMLElement | null}
 */
function sourceLine(sources) {
  if (!sources.length) return null;
  const links = sources.flatMap(({ short, url }, index) => [index ? "\u00a0· " : "", sourceLink(short, url)]);
  return make("p", { class: "hf-sources" }, sources.length > 1 ? "Sources: " : "Source: ", ...links);
}

/**
 * @param {string} short
 * @param {string} url
 * @returns {Child}
 */
function sourceLink(short, url) {
  if (!/^https?:\/\//i.test(url)) return short;
  const note = make("span", { class: "hf-hidden" }, " (opens in a new tab)");
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, short, note);
}

/**
 * Split a text after its first sentence.
 * @param {string} text
 * @returns {[string, string]}
 */
function firstSentence(text) {
  const found = /^.*?[.!?…]["'”’)]*(?=\s+["'“‘(]?\p{Lu})/su.exec(text);
  return found ? [found[0], text.slice(found[0].length)] : [text, ""];
}

/**
 * Bring a block into view, below the sticky header, without moving more than needed.
 * @param {Element} block
 */
function reveal(block) {
  const { top, bottom, height } = block.getBoundingClientRect();
  if (top >= HEADER_ROOM && bottom <= window.innerHeight) return;
  const tall = height > window.innerHeight - HEADER_ROOM - 16;
  block.scrollIntoView({ block: tall || top < HEADER_ROOM ? "start" : "nearest" });
}

/**
 * Move focus, then bring the block it belongs to into view.
 * @param {HTMLElement} target
 * @param {Element} [block]
 */
function arrive(target, block = target) {
  target.focus({ preventScroll: true });
  reveal(block);
}

/**
 * Tell whether two lists hold the same words in the same order.
 * @param {string[]} one
 * @param {string[]} other
 */
function same(one, other) {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}

/**
 * Return what the model keeps for one record key, as a list of its own.
 * @param {Model} model
 * @param {string} key
 * @returns {string[]}
 */
function kept(model, key) {
  const value = (model.get("value") ?? {})[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/**
 * Put one record key into the model and have it saved; other keys stay as they are.
 * @param {Model} model
 * @param {string} key
 * @param {string[]} value
 */
function keep(model, key, value) {
  model.set("value", { ...model.get("value"), [key]: value });
  model.save_changes();
}

/**
 * Make the frame of a widget: its root, a polite live region, and the foot that tells the truth about saving.
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {string} name what assistive technology calls it
 * @returns {{root: HTMLElement, foot: HTMLElement, say: (text: string) => void, stop: () => void}}
 */
function frame(model, el, name) {
  const live = make("p", { class: "hf-hidden", role: "status" });
  const savingLive = make("p", { class: "hf-hidden", role: "status" });
  const foot = make("p", { class: "hf-foot", dir: "auto" });
  let told = "";
  const draw = () => {
    const { code = "", words: text = "" } = model.get("saving") ?? {};
    foot.dataset.code = code;
    foot.replaceChildren(code === "saved" ? make("span", { "aria-hidden": "true" }, "✓ ") : "", text);
    // Said aloud only when it is settled and new: not "saving, saved" after every answer.
    if (["saved", "offline", "refused"].includes(code) && text !== told) savingLive.textContent = told = text;
  };
  draw();
  model.on("change:saving", draw);
  const root = make("section", { class: `hf-widget hf-${model.get("kind")}`, "aria-label": name }, live, savingLive);
  el.append(root);
  return {
    root,
    foot,
    say: (text) => {
      live.textContent = text;
    },
    stop: () => {
      model.off("change:saving", draw);
      root.remove();
    },
  };
}

/** Return a word for ids and radio groups that no other widget of the page uses. */
function ownWord() {
  return `hf${Math.random().toString(36).slice(2, 10)}`;
}

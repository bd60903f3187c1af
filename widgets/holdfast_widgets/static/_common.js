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

/** @typedef {{short: string, url: string}} Source */
/** @typedef {Node | string | number | null | undefined | false} Child */

/** Room for a sticky header (64 px) above whatever receives focus. */
const HEADER_ROOM = 80;

/** Say that nobody watches, wherever somebody may write. */
const nobodyWatches = () => say("Nobody watches this. If it is about a real child, stop and tell your safeguarding lead now.");

const FOCUSABLE = new Set(["a", "button", "input", "select", "summary", "textarea"]);

/**
 * Make an element. Functions become listeners, `true` an empty attribute, `null` and `false` nothing.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children strings become text, never markup
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
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

/**
 * Make a paragraph of content; its direction follows its own letters.
 * @param {string} text
 * @param {string | null} [kind] class name
 */
function words(text, kind = null) {
  return make("p", { class: kind, dir: "auto" }, text);
}

/**
 * Make a paragraph of content under a small label of ours.
 * @param {string} label
 * @param {string} text
 * @param {string | null} [kind] class name
 */
function labelled(label, text, kind = null) {
  return make("div", { class: kind }, make("p", { class: "hf-small" }, label), words(text));
}

/**
 * Make a heading that can receive focus from the script and is not in the tab order.
 * @param {"h2" | "h3"} tag
 * @param {string} text
 * @param {string | null} [kind]
 */
function heading(tag, text, kind = null) {
  return make(tag, { class: kind, tabindex: "-1", dir: "auto" }, text);
}

/**
 * Make a button.
 * @param {string} text
 * @param {(() => void) | null} act what a press does; null makes it the form's submit button
 * @param {boolean} [primary]
 */
function button(text, act, primary = false) {
  const kind = primary ? "hf-button hf-primary" : "hf-button";
  return make("button", { type: act ? "button" : "submit", class: kind, click: act }, text);
}

/** Make the row of buttons below something. @param {...HTMLElement} buttons */
function buttonRow(...buttons) {
  return make("div", { class: "hf-actions" }, ...buttons);
}

/** Make the card a widget begins with. @param {string} title @param {...Child} parts */
function noteCard(title, ...parts) {
  return make("div", { class: "hf-card hf-note" }, make("h2", { class: "hf-title", dir: "auto" }, title), ...parts);
}

/**
 * Make a form that acts instead of being sent.
 * @param {() => void} act
 * @param {string | null} kind class name
 * @param {...(Child | Child[])} children
 */
function form(act, kind, ...children) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act();
  };
  return make("form", { class: kind, submit, novalidate: true, autocomplete: "off" }, ...children);
}

/** Make the legend of a fieldset. @param {string} text @param {string} [hint] how it is answered */
function legend(text, hint = "") {
  return make("legend", {}, make("span", { dir: "auto" }, text), hint && " ", hint && make("span", { class: "hf-hint" }, hint));
}

/** Make words that assistive technology reads and nobody sees. @param {string} text */
function unseen(text) {
  return make("span", { class: "hf-hidden", dir: "auto" }, text);
}

/**
 * Make a full-width card around a native radio or checkbox; the whole card is its label.
 * @param {{type: "radio" | "checkbox", group: string, value: string, text: string, note?: string, checked: boolean,
 *   change: (checked: boolean) => void}} choice
 */
function choiceCard({ type, group, value, text, note = "", checked, change }) {
  const input = make("input", { type, name: group, value });
  input.checked = checked;
  input.autocomplete = "off"; // A browser must not restore a choice by itself after a reload.
  input.addEventListener("change", () => change(input.checked));
  return make("label", { class: "hf-choice" }, input, make("span", { dir: "auto" }, noted(note), make("span", {}, text)));
}

/**
 * Make the small label that says whose something is, or of what kind.
 * @param {string} note
 * @returns {HTMLElement | null}
 */
function noted(note) {
  return note ? make("small", { class: "hf-small", dir: "auto" }, note, " ") : null;
}

/**
 * Make the line of sources: short names that link to the document; an address that is not a web address stays text.
 * @param {Source[]} sources
 * @returns {HTMLElement | null}
 */
function sourceLine(sources) {
  if (!sources.length) return null;
  const links = sources.flatMap(({ short, url }, index) => [index ? "\u00a0· " : "", sourceLink(short, url)]);
  return make("p", { class: "hf-sources" }, sayMany("Source:", "Sources:", sources.length), " ", ...links);
}

/**
 * @param {string} short
 * @param {string} url
 * @returns {Child}
 */
function sourceLink(short, url) {
  if (!/^https?:\/\//i.test(url)) return short;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, short, unseen(" " + say("(opens in a new tab)")));
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

/** Bring a block into view, below the sticky header, without moving more than needed. @param {Element} block */
function reveal(block) {
  const { top, bottom, height } = block.getBoundingClientRect();
  if (top >= HEADER_ROOM && bottom <= window.innerHeight) return;
  const tall = height > window.innerHeight - HEADER_ROOM - 16;
  block.scrollIntoView({ block: tall || top < HEADER_ROOM ? "start" : "nearest" });
}

/** Move focus, then bring the block it belongs to into view. @param {HTMLElement} target @param {Element} [block] */
function arrive(target, block = target) {
  target.focus({ preventScroll: true });
  reveal(block);
}

/** Tell whether two lists hold the same words in the same order. @param {string[]} one @param {string[]} other */
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
 * Put record keys into the model at once, and have them saved; other keys stay.
 * @param {Model} model
 * @param {Record<string, string[]>} values
 */
function keep(model, values) {
  put(model, "value", { ...model.get("value"), ...values });
}

/** Set a trait, and have it sent. @param {Model} model @param {string} name @param {any} value */
function put(model, name, value) {
  model.set(name, value);
  model.save_changes();
}

const stillLoading = () => say("Your earlier answers are still on their way. Try again in a moment.");

/** Tell whether earlier answers are still on their way. @param {Model} model */
function loading(model) {
  return model.get("saving")?.code === "loading";
}

/**
 * Make the frame of a widget: its root, a polite live region, and the foot that tells the truth about saving.
 * What is heard through it is heard until it stops.
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {string} name what assistive technology calls it
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
  /** @type {[string, (...news: any[]) => void][]} */
  const heard = [];
  const hear = (/** @type {string} */ event, /** @type {(...news: any[]) => void} */ act) => {
    heard.push([event, act]);
    model.on(event, act);
  };
  draw();
  hear("change:saving", draw);
  const root = make("section", { class: `hf-widget hf-${model.get("kind")}`, "aria-label": name }, live, savingLive);
  el.append(root);
  return {
    root,
    foot,
    hear,
    speak: (/** @type {string} */ text) => {
      live.textContent = text;
    },
    stop: () => {
      for (const [event, act] of heard) model.off(event, act);
      root.remove();
    },
  };
}

/**
 * Return what a host calls to draw a widget; what that returns lets go of everything.
 * @param {new (model: Model, el: HTMLElement) => {frame: ReturnType<typeof frame>, stop?: () => void}} Kind
 */
function renderOf(Kind) {
  return (/** @type {{model: Model, el: HTMLElement}} */ { model, el }) => {
    const words = model.get("interface");
    if (words?.messages) Object.assign(globalThis, { holdfastWords: words });
    const drawn = new Kind(model, el);
    return () => {
      drawn.stop?.();
      drawn.frame.stop();
    };
  };
}

/** Return a word for ids and radio groups that no other widget of the page uses. */
function ownWord() {
  return `hf${Math.random().toString(36).slice(2, 10)}`;
}

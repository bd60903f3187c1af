/*
 * A check at the end of a module: questions, answers and a Submit button. There is no key here, and none arrives:
 * the answers are data, and the mark is worked out in Python.
 */

/** @typedef {{id: string, type: "single" | "multiple", stem: string[], question: string, options: {id: string, text: string}[]}} Item */
/** @typedef {{id: string, title: string, items: Item[], scenario: {id: string, title: string} | null}} View */

/** How long to wait for the host's answer to Submit before saying that none came. */
const PATIENCE = 30_000;

/** One assessment on one page. */
class Sheet {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {View} */
    this.view = model.get("view");
    this.own = ownWord();
    this.waiting = 0;
    this.frame = frame(model, el, this.view.title);
    this.panel = make("div", { class: "hf-panel" });
    this.submit = button("Submit", () => this.ask(), true);
    this.questions = this.view.items.map((item, index) => drawItem(this, item, index));
    const last = make("div", { class: "hf-card" }, this.panel, make("div", { class: "hf-actions" }, this.submit), this.frame.foot);
    this.frame.root.append(this.intro(), ...this.questions, last);
    this.changed = () => this.follow();
    this.replied = (/** @type {any} */ message) => this.hear(message);
    model.on("change:value", this.changed);
    model.on("msg:custom", this.replied);
  }

  stop() {
    window.clearTimeout(this.waiting);
    this.model.off("change:value", this.changed);
    this.model.off("msg:custom", this.replied);
    this.frame.stop();
  }

  intro() {
    const { title, items, scenario } = this.view;
    const count = items.length === 1 ? "One question." : `${items.length} questions.`;
    return make(
      "div",
      { class: "hf-card hf-note" },
      make("h2", { class: "hf-title", dir: "auto" }, title),
      words(`${count} Take the time you need; you can change an answer until you submit, and submit again later.`),
      scenario ? words(`The scenario “${scenario.title}” counts too: your way through it goes in with these answers.`) : null,
    );
  }

  /** Show the answers the model holds: another tab, the server or Python may have changed them. */
  follow() {
    this.view.items.forEach(({ id }, index) => {
      const chosen = kept(this.model, id);
      for (const input of this.questions[index].querySelectorAll("input")) input.checked = chosen.includes(input.value);
    });
  }

  /**
   * @param {Item} item
   * @param {string} option
   * @param {boolean} checked
   */
  answer(item, option, checked) {
    const rest = item.type === "single" ? [] : kept(this.model, item.id).filter((each) => each !== option);
    const chosen = checked ? [...rest, option] : rest;
    const inOrder = item.options.map(({ id }) => id).filter((id) => chosen.includes(id));
    this.close();
    keep(this.model, item.id, inOrder);
  }

  /** Take away what the panel says, because it is no longer so. */
  close() {
    if (this.waiting) return;
    this.panel.replaceChildren();
    this.submit.hidden = false;
  }

  /** Return the numbers (from 0) of the questions without an answer. */
  open() {
    return this.view.items.flatMap(({ id }, index) => (kept(this.model, id).length ? [] : [index]));
  }

  /** Submit, or list first what has no answer yet. */
  ask() {
    if (this.waiting) return;
    const open = this.open();
    if (!open.length) {
      this.send();
      return;
    }
    const links = open.map((index) => make("li", {}, this.link(index)));
    const goBack = button("Go back to the questions", () => {
      this.close();
      this.goTo(open[0]);
    });
    this.tell(
      open.length === 1 ? "One question has no answer yet" : `${open.length} questions have no answer yet`,
      "hf-mind",
      make("ul", {}, ...links),
      words("Questions without an answer score nothing. Submit as it is, or go back?"),
      make("div", { class: "hf-actions" }, goBack, button("Submit as it is", () => this.send())),
    );
    this.submit.hidden = true;
  }

  /** @param {number} index */
  link(index) {
    const click = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.goTo(index);
    };
    const { id } = this.questions[index];
    return make("a", { href: `#${id}`, click, dir: "auto" }, `Question ${index + 1}: ${this.view.items[index].question}`);
  }

  /** @param {number} index */
  goTo(index) {
    const question = this.questions[index];
    arrive(/** @type {HTMLElement} */ (question.querySelector("input")), question);
  }

  send() {
    this.tell("Submitting", "", words("Your answers are on their way."));
    this.submit.hidden = true;
    this.waiting = window.setTimeout(() => {
      this.hear({ kind: "not-submitted", reason: "No reply came. Your answers are still here; please submit again." });
    }, PATIENCE);
    this.model.send({ kind: "submit" });
  }

  /** @param {{kind?: string, url?: string, reason?: string}} message */
  hear({ kind, url = "", reason = "" }) {
    if (kind !== "submitted" && kind !== "not-submitted") return;
    window.clearTimeout(this.waiting);
    this.waiting = 0;
    if (kind === "not-submitted") {
      this.tell("Not submitted", "hf-mind", words(reason));
      return;
    }
    const result = make("a", { href: url, class: "hf-button hf-primary" }, "See your result");
    const link = /^\/(?!\/)/.test(url) ? make("div", { class: "hf-actions" }, result) : null; // Never to another site.
    this.tell("Submitted", "hf-good", words("Your answers are being marked. It takes a few seconds."), link);
    this.submit.textContent = "Submit again";
    this.submit.classList.remove("hf-primary");
  }

  /**
   * Say something beside the Submit button and take focus to it.
   * @param {string} title
   * @param {string} kind
   * @param {...Child} parts
   */
  tell(title, kind, ...parts) {
    const top = heading("h3", title);
    this.panel.replaceChildren(make("div", { class: `hf-outcome ${kind}` }, top, ...parts));
    this.submit.hidden = false;
    arrive(top, this.panel);
    this.frame.say(title);
  }
}

/**
 * @param {Sheet} sheet
 * @param {Item} item
 * @param {number} index
 */
function drawItem(sheet, item, index) {
  const id = `${sheet.own}-${index + 1}`;
  const type = item.type === "single" ? "radio" : "checkbox";
  const chosen = kept(sheet.model, item.id);
  const cards = item.options.map((option) => {
    const change = (/** @type {boolean} */ checked) => sheet.answer(item, option.id, checked);
    return choiceCard({ type, group: id, value: option.id, text: option.text, checked: chosen.includes(option.id), change });
  });
  const hint = item.type === "multiple" ? make("span", { class: "hf-hint" }, "Choose all that are right") : null;
  return make(
    "div",
    { class: "hf-card", id },
    make("h3", { class: "hf-small" }, `Question ${index + 1} of ${sheet.view.items.length}`),
    make("div", { id: `${id}-stem` }, ...item.stem.map((text) => words(text))),
    make(
      "fieldset",
      { "aria-describedby": `${id}-stem` },
      make("legend", {}, make("span", { dir: "auto" }, item.question), hint),
      ...cards,
    ),
  );
}

/** @param {{model: Model, el: HTMLElement}} place */
function render({ model, el }) {
  const sheet = new Sheet(model, el);
  return () => sheet.stop();
}

export default { render };

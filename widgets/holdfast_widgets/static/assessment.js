/* A check at the end of a module. There is no key here, and none arrives: the mark is worked out in Python. */

/** @typedef {{id: string, title: string, items: Item[], scenario: {id: string, title: string} | null,
 *   unsure: boolean, again: boolean}} View `again`: whether it can be submitted more than once */

/** How long to wait for the host's answer to Submit before saying that none came. */
const PATIENCE = 30_000;

/** One assessment on one page. */
class Sheet {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    /** @type {View} */
    this.view = model.get("view");
    this.own = ownWord();
    this.waiting = 0;
    this.frame = frame(model, el, this.view.title);
    this.panel = make("div", { class: "hf-panel" });
    this.submit = button(say("Submit"), () => this.ask(), true);
    this.answered = false; // Whether something was answered here, in the order shown.
    this.submitted = false;
    this.order = orderOf(model, this.view.id);
    this.last = make("div", { class: "hf-card" }, this.panel, buttonRow(this.submit), this.frame.foot);
    /** @type {HTMLElement[]} */
    this.shown = [];
    this.lay();
    this.frame.hear("change:value", () => this.follow());
    this.frame.hear("change:asked", () => this.lay());
    this.frame.hear("change:closed", () => this.lay());
    this.frame.hear("msg:custom", (message) => this.hear(message));
  }

  stop() {
    window.clearTimeout(this.waiting);
  }

  /** Lay the sheet out: its questions as they are asked now, or why there are none. */
  lay() {
    for (const part of this.shown) part.remove();
    this.items = this.model.get("closed") ? [] : askedOf(this.model);
    this.questions = this.draw();
    const cards = this.questions.map(({ card }) => card);
    this.shown = cards.length ? [this.intro(), ...cards, this.last] : [notAsking(this.model)];
    this.frame.root.append(...this.shown);
  }

  intro() {
    const { title, scenario, again } = this.view;
    const count = sayMany("One question.", "{number} questions.", this.items.length);
    const lead = again
      ? say("Take the time you need; you can change an answer until you submit, and submit again later.")
      : say("Take the time you need; you can change an answer until you submit.");
    return noteCard(
      title,
      words(`${count} ${lead}`),
      scenario && words(say("The scenario “{title}” counts too: your way through it goes in with these answers.", { title: scenario.title })),
    );
  }

  /** Draw every question in the order of the seed. */
  draw() {
    const { items } = this;
    return items.map((item, index) =>
      drawQuestion({
        item,
        number: index + 1,
        of: items.length,
        own: `${this.own}-${index + 1}`,
        answer: kept(this.model, item.id),
        order: this.order.order,
        unsure: this.view.unsure,
        change: (answer) => this.answer(item.id, answer),
        speak: this.frame.speak,
      }),
    );
  }

  /** Show the answers the model holds: another tab, the server or Python may have changed them. */
  follow() {
    const { seed } = this.order;
    if (!this.answered) this.order = orderOf(this.model, this.view.id, seed);
    if (this.order.seed === seed) this.items.forEach(({ id }, index) => this.questions[index].show(kept(this.model, id)));
    else this.redraw();
  }

  /** Draw the questions again, in the order in which they were answered before; focus stays at its question. */
  redraw() {
    const before = this.questions;
    this.questions = this.draw();
    before.forEach(({ card }, index) => {
      const here = card.contains(document.activeElement);
      card.replaceWith(this.questions[index].card);
      if (here) this.questions[index].first().focus({ preventScroll: true });
    });
  }

  /** @param {string} id of an item @param {string[]} answer */
  answer(id, answer) {
    this.answered = true;
    this.close();
    keep(this.model, { [id]: answer, ...this.order.record });
  }

  /** Take away what the panel says, because it is no longer so. */
  close() {
    if (this.waiting) return;
    this.panel.replaceChildren();
    this.submit.hidden = this.submitted && !this.view.again;
  }

  /** Return the numbers (from 0) of the questions without an answer. */
  open() {
    return this.items.flatMap(({ id }, index) => (kept(this.model, id).length ? [] : [index]));
  }

  /** Submit, or list first what has no answer yet. */
  ask() {
    if (this.waiting) return;
    if (loading(this.model)) {
      this.tell(say("Not submitted"), "hf-mind", words(stillLoading()));
      return;
    }
    const open = this.open();
    if (!open.length) {
      this.send();
      return;
    }
    const links = open.map((index) => make("li", {}, this.link(index)));
    const goBack = button(say("Go back to the questions"), () => {
      this.close();
      this.goTo(open[0]);
    });
    this.tell(
      sayMany("One question has no answer yet", "{number} questions have no answer yet", open.length),
      "hf-mind",
      make("ul", {}, ...links),
      words(say("Questions without an answer score nothing. Submit as it is, or go back?")),
      buttonRow(goBack, button(say("Submit as it is"), () => this.send())),
    );
    this.submit.hidden = true;
  }

  /** @param {number} index */
  link(index) {
    const click = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.goTo(index);
    };
    const text = say("Question {number}: {question}", { number: index + 1, question: this.items[index].question });
    return make("a", { href: `#${this.own}-${index + 1}`, click, dir: "auto" }, text);
  }

  /** @param {number} index */
  goTo(index) {
    const { card, first } = this.questions[index];
    arrive(first(), card);
  }

  send() {
    this.tell(say("Submitting"), "", words(say("Your answers are on their way.")));
    this.submit.hidden = true;
    this.waiting = window.setTimeout(() => {
      this.hear({ kind: "not-submitted", reason: say("No reply came. Your answers are still here; please submit again.") });
    }, PATIENCE);
    this.model.send({ kind: "submit" });
  }

  /** @param {{kind?: string, url?: string, reason?: string}} message */
  hear({ kind, url = "", reason = "" }) {
    if (kind !== "submitted" && kind !== "not-submitted") return;
    window.clearTimeout(this.waiting);
    this.waiting = 0;
    if (kind === "not-submitted") {
      this.tell(say("Not submitted"), "hf-mind", words(reason));
      return;
    }
    const result = make("a", { href: url, class: "hf-button hf-primary" }, say("See your result"));
    const link = /^\/(?!\/)/.test(url) ? buttonRow(result) : null; // Never to another site.
    this.tell(say("Submitted"), "hf-good", words(say("Your answers are being marked. It takes a few seconds.")), link);
    this.submitted = true;
    this.submit.hidden = !this.view.again;
    this.submit.textContent = say("Submit again");
    this.submit.classList.remove("hf-primary");
  }

  /**
   * Say something beside the Submit button and take focus to it, unless the learner has gone on to a question.
   * @param {string} title
   * @param {string} kind
   * @param {...Child} parts
   */
  tell(title, kind, ...parts) {
    const top = heading("h3", title);
    const gone = this.questions.some(({ card }) => card.contains(document.activeElement));
    this.panel.replaceChildren(make("div", { class: `hf-outcome ${kind}` }, top, ...parts));
    this.submit.hidden = false;
    if (!gone) arrive(top, this.panel);
    this.frame.speak(title);
  }
}

const render = renderOf(Sheet);

export default { render };

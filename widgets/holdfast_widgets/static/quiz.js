/* Practice. What is right is here on purpose: no question of an assignment is in a quiz. */

const sureness = () => ({ "not-sure": say("Not sure"), "fairly-sure": say("Fairly sure"), sure: say("Sure") });

/** Return what is said where nothing is answered. @param {ItemType} type */
function missing(type) {
  if (type === "single" || type === "sentence") return say("Choose one of these first.");
  if (type === "short") return say("Press “Compare” first, and tick what your words had.");
  if (type === "ordering") return say("Put these in your order first, or press “This is my order”.");
  return say("Choose at least one of these first.");
}

/** One question: the answer on the page, and what is kept of it. */
class Trial {
  /** @param {Practice} quiz @param {Practised} item @param {number} number */
  constructor(quiz, item, number) {
    this.quiz = quiz;
    this.item = item;
    this.number = number;
    this.place = make("div", { class: "hf-trial" });
    if (quiz.fresh) this.begin();
    else this.load();
  }

  /** Show what is kept, explained if it is an answer; return whether that is new. */
  load() {
    const [answer, [sure = ""]] = ["", "/certainty"].map((end) => kept(this.quiz.model, this.item.id + end));
    const known = this.answer && same([...answer, sure], [...this.answer, this.sure]) && this.seed === this.quiz.order.seed;
    if (known) return false;
    this.draw(answer, sure);
    if (answer.length) this.tell();
    return true;
  }

  /** Follow another tab, the server or Python, unless the learner is in the middle of answering. */
  follow() {
    if (this.busy || this.place.querySelector("textarea")?.value) return;
    const held = this.place.contains(document.activeElement);
    if (this.load() && held) this.top().focus({ preventScroll: true });
  }

  /** Return what focus goes to. */
  top() {
    return this.after.querySelector("h3") ?? this.drawn.first();
  }

  /** Draw the question with an answer, and nothing explained. @param {string[]} answer @param {string} sure */
  draw(answer, sure) {
    const { quiz, item, number } = this;
    const { seed, order } = quiz.order;
    Object.assign(this, { answer, sure, seed, busy: false });
    const own = `${quiz.own}-${number}`;
    const change = (/** @type {string[]} */ now) => this.change({ answer: now });
    this.drawn = drawQuestion({ item, own, answer, order, change, speak: quiz.frame.speak, number, of: quiz.of });
    this.complaint = make("p", { class: "hf-complaint", id: `${own}-missing` });
    const check = buttonRow(button(say("Check"), () => this.check(), true));
    this.ask = make("div", {}, item.starred && this.certainty(own), this.complaint, check);
    this.after = make("div", { class: "hf-after" });
    this.drawn.card.append(this.ask, this.after);
    this.place.replaceChildren(this.drawn.card);
  }

  /** @param {string} own */
  certainty(own) {
    const cards = Object.entries(sureness()).map(([value, text]) => {
      const change = () => this.change({ sure: value });
      return choiceCard({ type: "radio", group: `${own}-sure`, value, text, checked: this.sure === value, change });
    });
    return make("fieldset", { class: "hf-sure" }, legend(say("How sure are you?"), say("You can leave this out")), ...cards);
  }

  /** Take what the learner changed: an explanation would be of another answer. @param {object} now */
  change(now) {
    Object.assign(this, now, { busy: true });
    this.complain("");
    this.after.replaceChildren();
    this.ask.hidden = false;
  }

  check() {
    const { model, order, frame } = this.quiz;
    const { item, answer, sure } = this;
    if (loading(model)) {
      this.complain(stillLoading());
    } else if (!answer.length) {
      this.complain(missing(item.type));
    } else {
      const certainty = item.starred && { [`${item.id}/certainty`]: sure ? [sure] : [] };
      this.busy = false; // Before the model hears of it: its own echo is not news.
      keep(model, { [item.id]: answer, ...certainty, ...order.record });
      this.tell();
      arrive(this.top(), this.after);
      frame.speak(this.top().textContent);
    }
  }

  /** Explain the answer on the page. */
  tell() {
    this.complain("");
    this.ask.hidden = true;
    const again = button(say("Try again"), () => this.again());
    this.after.replaceChildren(explained(this.item, this.answer, this.sure), buttonRow(again));
  }

  /** Draw the question open: what is kept stays until the next check. */
  begin() {
    this.draw([], "");
    this.busy = true;
  }

  again() {
    this.begin();
    arrive(this.top(), this.drawn.card);
    this.quiz.frame.speak(say("The question is open again."));
  }

  /** @param {string} text */
  complain(text) {
    this.complaint.textContent = text;
    this.drawn.el.setAttribute("aria-describedby", `${this.drawn.card.id}-stem ${text && this.complaint.id}`.trim());
    if (text) this.quiz.frame.speak(text);
  }
}

/** One quiz on one page. */
class Practice {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    /** @type {{id: string, title: string, items: Practised[], fresh: boolean}} */
    const { id, title, fresh } = model.get("view");
    this.model = model;
    this.fresh = fresh; // Whether every question begins open, whatever is kept.
    this.own = ownWord();
    this.order = orderOf(model, id);
    this.frame = frame(model, el, title);
    /** @type {Trial[]} */
    this.trials = [];
    /** @type {HTMLElement[]} */
    this.shown = [];
    this.lay();
    this.frame.hear("change:value", () => {
      this.order = orderOf(model, id, this.order.seed);
      for (const trial of this.trials) trial.follow();
    });
    const news = () => this.trials.length || this.lay(); // What somebody has begun is not taken away.
    this.frame.hear("change:asked", news);
    this.frame.hear("change:closed", news);
  }

  /** Lay the quiz out: its questions as they are asked now, or why there are none. */
  lay() {
    for (const part of this.shown) part.remove();
    /** @type {Practised[]} */
    const items = this.model.get("closed") ? [] : askedOf(this.model);
    this.of = items.length;
    this.trials = items.map((item, index) => new Trial(this, item, index + 1));
    const lead = words(say("This is practice. Each answer is explained at once, nothing is marked, and you can try again."));
    const card = noteCard(this.model.get("view").title, lead);
    this.shown = items.length ? [card, ...this.trials.map(({ place }) => place), this.frame.foot] : [notAsking(this.model)];
    this.frame.root.append(...this.shown);
  }
}

const render = renderOf(Practice);

export default { render };

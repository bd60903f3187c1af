/* The stages from both sides. One is broken once its text has been opened; closing it takes nothing back. */

/** @typedef {{id: string, title: string, lived: string, done: string, adult: string, sources: Source[]}} StageView */

/** One stage in the list. */
class StageCard {
  /**
   * @param {StageView} stage
   * @param {string} place such as "Stage 1 of 7"
   * @param {string} own id prefix
   * @param {(card: StageCard) => void} press
   */
  constructor(stage, place, own, press) {
    this.id = stage.id;
    this.place = place;
    this.mark = make("p", { class: "hf-small" }, place);
    this.text = make("div", { id: `${own}-${stage.id}`, class: "hf-outcome hf-good", hidden: true }, words(stage.adult));
    this.button = button(say("An adult can break it here"), () => press(this));
    this.button.append(unseen(` (${stage.title})`));
    this.button.setAttribute("aria-controls", this.text.id);
    this.answer = make("div", { class: "hf-break" }, this.button, this.text);
    const sides = [
      labelled(say("What the young person lives through"), stage.lived),
      labelled(say("What is being done to them"), stage.done, "hf-done"),
    ];
    const title = make("h3", { class: "hf-title", dir: "auto" }, stage.title);
    this.el = make("li", { class: "hf-card" }, this.mark, title, make("div", { class: "hf-sides" }, ...sides), this.answer, sourceLine(stage.sources));
    this.open = false;
  }

  get open() {
    return !this.text.hidden;
  }

  set open(open) {
    this.text.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
  }

  /** @param {boolean} broken */
  tell(broken) {
    this.mark.textContent = broken ? say("{place} · you have read how to break it here", { place: this.place }) : this.place;
    this.el.toggleAttribute("data-broken", broken);
  }
}

/** One timeline on one page. */
class Timeline {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    const stages = /** @type {StageView[]} */ (model.get("view").stages);
    const own = ownWord();
    this.frame = frame(model, el, say("The stages, and where an adult can break them"));
    this.cards = stages.map((stage, index) => {
      const place = say("Stage {number} of {count}", { number: index + 1, count: stages.length });
      return new StageCard(stage, place, own, (card) => this.press(card));
    });
    this.sum = make("p", { class: "hf-sum" });
    /** @type {string[]} what the record held when it was last shown */
    this.broken = [];
    /** @type {string[]} opened while earlier answers are still on their way */
    this.waiting = [];
    const note = noteCard(
      say("Where would you break it?"),
      words(say("Each stage is told twice: what the young person lives through, and what someone does to them. None of it is their fault.")),
      words(say("The chain can be broken. Where would you, or a colleague, step in? Open what an adult can do there.")),
      buttonRow(button(say("Open all"), () => this.all(true)), button(say("Close all"), () => this.all(false))),
    );
    this.frame.root.append(note, make("ol", { role: "list" }, ...this.cards.map((card) => card.el)), this.sum, this.frame.foot);
    for (const name of ["value", "saving"]) this.frame.hear(`change:${name}`, () => this.follow());
    this.follow();
  }

  /** @param {StageCard} card */
  press(card) {
    card.open = !card.open;
    if (!card.open) return;
    this.break([card.id]);
    this.frame.speak(this.sum.textContent ?? "");
    reveal(card.answer);
  }

  /** @param {boolean} open */
  all(open) {
    for (const card of this.cards) card.open = open;
    if (open) this.break(this.cards.map(({ id }) => id));
    this.frame.speak(open ? (this.sum.textContent ?? "") : say("All are closed."));
  }

  /** @param {string[]} ids */
  break(ids) {
    this.waiting.push(...ids);
    this.follow();
  }

  /** Show what is kept, and keep what was opened here; a record that comes late is added to, not written over. */
  follow() {
    const before = this.broken;
    const held = kept(this.model, "stages");
    const ids = this.cards.map(({ id }) => id);
    this.broken = ids.filter((id) => held.includes(id));
    for (const card of this.cards) {
      const now = this.broken.includes(card.id);
      if (now !== before.includes(card.id) && !this.waiting.includes(card.id)) card.open = now;
    }
    const all = ids.filter((id) => held.includes(id) || this.waiting.includes(id));
    this.draw(all);
    if (!this.waiting.length || loading(this.model)) return;
    this.waiting = [];
    if (all.length > this.broken.length) keep(this.model, { stages: (this.broken = all) });
  }

  /** @param {string[]} broken */
  draw(broken) {
    const [count, of] = [broken.length, this.cards.length];
    for (const card of this.cards) card.tell(broken.includes(card.id));
    const values = { number: count, count: of };
    const told = count < of
      ? say("You have read how an adult can break it at {number} of {count} stages.", values)
      : say("You have read how an adult can break it at all {count} stages. It can be broken at every stage.", values);
    this.sum.textContent = count ? told : "";
  }
}

const render = renderOf(Timeline);

export default { render };

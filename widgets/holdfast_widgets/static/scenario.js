/*
 * A branching conversation, played in the browser. The record is the path: the list of choice ids (and "repair").
 * The graph and its types are in _replay.js, what is shown at each stage is in _scenes.js.
 */

/** One scenario on one page: what is shown, and what the learner does with it. */
class Play {
  /**
   * @param {Model} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {View} */
    this.view = model.get("view");
    this.own = ownWord();
    /** @type {keyof typeof ROUTES} */
    this.route = "first"; // Lives and dies with the page: which route somebody takes is nobody's business.
    this.frame = frame(model, el, `Scenario: ${this.view.title}`);
    this.body = make("div", { class: "hf-body" });
    this.card = make("div", { class: "hf-card" }, this.body, this.frame.foot);
    this.frame.root.append(this.note(), this.card);
    this.load();
    this.changed = () => this.takeFromOutside();
    model.on("change:value", this.changed);
  }

  stop() {
    this.model.off("change:value", this.changed);
    this.frame.stop();
  }

  // --- what is kept ---------------------------------------------------------------------------------------------------

  /** Show what the model keeps. */
  load() {
    this.record = kept(this.model, this.view.id);
    this.path = this.record;
    this.chosen = "";
    this.mended = "";
    this.notice = "";
    try {
      this.stage = replay(this.view, this.path).finished ? "summary" : "decision";
    } catch {
      this.path = [];
      this.stage = "decision";
      this.notice = "Your earlier way through does not fit this version of the scenario. Please start again.";
    }
    this.draw();
  }

  /** Follow another tab, the server or Python, unless the learner is in the middle of choosing. */
  takeFromOutside() {
    const loading = this.model.get("saving")?.code === "loading";
    if (same(kept(this.model, this.view.id), this.record) || (this.chosen && !loading)) return;
    const held = this.body.contains(document.activeElement);
    this.load();
    if (held) this.title().focus({ preventScroll: true });
    this.frame.say("This scenario now shows the answers that were kept.");
  }

  /** @param {string[]} path */
  write(path) {
    this.path = path;
    this.record = path; // Before the model hears of it, so that its own echo is not news.
    keep(this.model, this.view.id, path);
  }

  // --- what the learner does --------------------------------------------------------------------------------------------

  commit() {
    const loading = this.model.get("saving")?.code === "loading";
    if (loading || !this.chosen) {
      this.complain(loading ? "Your earlier answers are still on their way. Try again in a moment." : "Choose one of these first.");
      return;
    }
    this.write([...this.path, this.chosen]);
    this.chosen = "";
    this.mended = "";
    this.notice = "";
    this.stage = "feedback";
    const { choice } = this.last();
    this.step(`${ROUTES[this.route].chose}: ${choice.text}`);
  }

  /** @param {string} said */
  goOn(said) {
    this.stage = replay(this.view, this.path).finished ? "ending" : "decision";
    this.step(said);
  }

  repair() {
    const { repair } = this.last().choice;
    if (!repair) return;
    this.write([...this.path, REPAIR]);
    this.mended = repair.happens;
    this.goOn(`Done: ${repair.text}`);
  }

  back() {
    this.write(this.path.slice(0, -1));
    this.stage = "decision";
    this.step("Back at the decision. Nothing is chosen.");
  }

  again() {
    this.path = [];
    this.mended = "";
    this.notice = "You are at the start again. Your earlier way through is kept until you make a new choice.";
    this.stage = "decision";
    this.step("The scenario starts again.");
  }

  /** @param {string} text */
  complain(text) {
    const message = /** @type {HTMLElement} */ (this.body.querySelector(".hf-complaint"));
    message.textContent = text;
    this.body.querySelector("fieldset")?.setAttribute("aria-describedby", message.id);
    this.frame.say(text);
  }

  // --- drawing ----------------------------------------------------------------------------------------------------------

  draw() {
    const draw = { decision: drawDecision, feedback: drawFeedback, ending: drawEnding, summary: drawSummary }[this.stage];
    this.body.replaceChildren(...draw(this).filter((part) => part !== null));
  }

  /**
   * Draw the next stage and take focus to it.
   * @param {string} said
   */
  step(said) {
    this.draw();
    arrive(this.title(), this.body.querySelector(".hf-after") ?? this.card);
    this.frame.say(said);
  }

  /** Return the heading that focus goes to. */
  title() {
    const found = this.body.querySelector(".hf-after [tabindex='-1']") ?? this.body.querySelector("[tabindex='-1']");
    return /** @type {HTMLElement} */ (found);
  }

  /** Return the decision and the choice the path ends with. */
  last() {
    return this.found(/** @type {Taken} */ (replay(this.view, this.path).taken.at(-1)));
  }

  /** @param {Taken} taken */
  found({ decision, choice }) {
    const node = /** @type {Decision} */ (nodeOf(this.view, decision));
    return { node, choice: /** @type {Choice} */ (node.choices.find(({ id }) => id === choice)) };
  }

  /** Draw the content note and the switch between the two equal routes. */
  note() {
    const { contentNote, minutes, perspective } = this.view;
    const turn = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", role: "switch" }));
    turn.addEventListener("change", () => {
      this.route = turn.checked ? "third" : "first";
      this.draw();
      this.frame.say(turn.checked ? "Now told in the third person." : "Now told to you.");
    });
    return make(
      "div",
      { class: "hf-card hf-note" },
      make("h2", { class: "hf-small" }, "Before you start"),
      words(contentNote),
      make("label", { class: "hf-switch" }, turn, make("span", {}, "Read it in the third person")),
      make("p", { class: "hf-soft" }, `Your part: ${perspective}. About ${minutes} minutes.`),
    );
  }
}

/** @param {{model: Model, el: HTMLElement}} place */
function render({ model, el }) {
  const play = new Play(model, el);
  return () => play.stop();
}

export default { render };

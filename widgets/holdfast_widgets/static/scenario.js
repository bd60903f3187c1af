/* A branching conversation, played in the browser. The record is the path: the list of choice ids (and "repair"). */

/** One scenario on one page: what is shown, and what the learner does with it. */
class Play {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.read();
    this.own = ownWord();
    /** @type {keyof typeof ROUTES} */
    this.route = "first"; // Lives and dies with the page: which route somebody takes is nobody's business.
    this.frame = frame(model, el, say("Scenario: {title}", { title: this.view.title }));
    this.body = make("div", { class: "hf-body" });
    this.card = make("div", { class: "hf-card" }, this.body, this.frame.foot);
    this.frame.root.append(this.note(), this.card);
    this.load();
    this.frame.hear("change:value", () => this.takeFromOutside());
    for (const name of ["nation", "pathway"]) this.frame.hear(`change:${name}`, () => this.changeWords());
  }

  /** Read the scenario in the words of the reader's nation and pathway. */
  read() {
    /** @type {View} */
    const view = this.model.get("view");
    const nation = this.model.get("nation");
    this.nation = (view.nations ?? []).some(({ id }) => id === nation) ? nation : "";
    this.pathway = this.model.get("pathway") ?? "";
    this.view = inWords(view, this.nation);
  }

  /** Show the same place in other words. */
  changeWords() {
    const before = this.nation;
    this.read();
    this.tellNote();
    this.redraw();
    const nation = namesOf(this.view, [this.nation]);
    if (this.nation !== before) this.frame.speak(nation ? say("Now shown for {nation}.", { nation }) : say("Now shown for all nations."));
  }

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
      this.notice = say("This scenario has changed since you were here, so your earlier way through no longer fits it. That is not your doing. Please start again.");
    }
    this.draw();
  }

  /** Follow another tab, the server or Python, unless the learner is in the middle of choosing. */
  takeFromOutside() {
    if (same(kept(this.model, this.view.id), this.record) || (this.chosen && !loading(this.model))) return;
    const held = this.body.contains(document.activeElement);
    this.load();
    if (held) this.title().focus({ preventScroll: true });
    this.frame.speak(say("This scenario now shows the answers that were kept."));
  }

  /** @param {string[]} path */
  write(path) {
    this.path = path;
    this.record = path; // Before the model hears of it, so that its own echo is not news.
    keep(this.model, { [this.view.id]: path });
  }

  commit() {
    if (loading(this.model)) return this.complain(stillLoading());
    if (!this.chosen) return this.complain(say("Choose one of these first."));
    this.write([...this.path, this.chosen]);
    this.chosen = "";
    this.mended = "";
    this.notice = "";
    this.stage = "feedback";
    const { choice } = this.last();
    this.step(`${ROUTES[this.route]().chose}: ${choice.text}`);
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
    this.goOn(say("Done: {text}", { text: repair.text }));
  }

  back() {
    this.write(this.path.slice(0, -1));
    this.stage = "decision";
    this.step(say("Back at the decision. Nothing is chosen."));
  }

  /**
   * Go back to one decision of a path that has ended; what came before it stands.
   * @param {number} at how many decisions come before it
   */
  retake(at) {
    this.path = pathTo(this.path, at);
    this.mended = "";
    this.notice = at
      ? say("You are at this decision again. Your earlier way through is kept until you make a new choice.")
      : say("You are at the start again. Your earlier way through is kept until you make a new choice.");
    this.stage = "decision";
    this.step(at ? say("Back at decision {number}. Nothing is chosen.", { number: at + 1 }) : say("The scenario starts again."));
  }

  /** @param {string} text */
  complain(text) {
    const message = /** @type {HTMLElement} */ (this.body.querySelector(".hf-complaint"));
    message.textContent = text;
    this.body.querySelector("fieldset")?.setAttribute("aria-describedby", message.id);
    this.frame.speak(text);
  }

  draw() {
    const draw = { decision: drawDecision, feedback: drawFeedback, ending: drawEnding, summary: drawSummary }[this.stage];
    this.body.replaceChildren(...draw(this).filter((part) => part !== null));
  }

  /** Draw the same stage once more; focus, and what is unfolded, stay. */
  redraw() {
    const stops = () => [...this.body.querySelectorAll("a, button, input, summary, [tabindex]")];
    const folds = () => [...this.body.querySelectorAll("details")];
    const at = stops().findIndex((stop) => stop === document.activeElement);
    const unfolded = folds().map(({ open }) => open);
    this.draw();
    folds().forEach((fold, index) => {
      fold.open = unfolded[index];
    });
    if (at >= 0) /** @type {HTMLElement} */ (stops()[at])?.focus({ preventScroll: true });
  }

  /** Draw the next stage and take focus to it. @param {string} said */
  step(said) {
    this.draw();
    arrive(this.title(), this.body.querySelector(".hf-after") ?? this.card);
    this.frame.speak(said);
  }

  /** Return the heading that focus goes to. */
  title() {
    const found = this.body.querySelector(".hf-after [tabindex='-1']") ?? this.body.querySelector("[tabindex='-1']");
    return /** @type {HTMLElement} */ (found);
  }

  /** Return the decision and the choice the path ends with. */
  last() {
    return chosenAt(this.view, /** @type {Taken} */ (replay(this.view, this.path).taken.at(-1)));
  }

  /** Draw the note, the switch between the two equal routes, and the choice of a nation. */
  note() {
    const turn = make("input", { type: "checkbox", role: "switch", autocomplete: "off" });
    turn.addEventListener("change", () => {
      this.route = turn.checked ? "third" : "first";
      this.tellNote();
      this.redraw();
      this.frame.speak(turn.checked ? say("Now told in the third person.") : say("Now told to you."));
    });
    this.warning = words("");
    this.about = words("", "hf-soft");
    this.pick = this.nationPick();
    this.tellNote();
    return make(
      "div",
      { class: "hf-card hf-note" },
      make("h2", { class: "hf-small" }, say("Before you start")),
      this.warning,
      make("label", { class: "hf-switch" }, turn, make("span", {}, say("Read it in the third person"))),
      this.pick ? make("label", { class: "hf-nation" }, make("span", {}, say("Your nation")), this.pick) : null,
      this.about,
    );
  }

  /** Put the words of the note in their place; its controls stay, and so does focus. */
  tellNote() {
    const { contentNote, minutes, perspective } = this.view;
    this.warning.textContent = contentNote;
    const time = sayMany("About {number} minute.", "About {number} minutes.", minutes);
    this.about.textContent = `${ROUTES[this.route]().part}: ${perspective}. ${time}`;
    if (this.pick) this.pick.value = this.nation;
  }

  /** Make the choice of a nation; there is none where every nation reads the same. */
  nationPick() {
    const { nations = [] } = this.view;
    if (!nations.length) return null;
    const all = [{ id: "", name: say("All nations") }, ...nations];
    const options = all.map(({ id, name }) => make("option", { value: id }, name));
    const change = () => put(this.model, "nation", pick.value);
    const pick = make("select", { change, autocomplete: "off" }, ...options);
    return pick;
  }
}

const render = renderOf(Play);

export default { render };

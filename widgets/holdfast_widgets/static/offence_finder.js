/* The facts of a case, asked one by one, and what the law says of them. Nothing here is kept. */

class Finder {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.view = model.get("view");
    this.own = ownWord();
    this.frame = frame(model, el, say("Offence finder"));
    this.submit = button(this.view.texts.ask, null, true);
    this.complaint = make("p", { class: "hf-complaint", id: this.own });
    this.results = make("div", { class: "hf-card", hidden: true });
    this.nation = make("select", { change: () => put(model, "nation", this.nation.value) });
    this.nation.append(...this.view.nations.map(({ id, name }) => make("option", { value: id }, name)));
    this.day = make("input", { type: "date", min: "1900-01-01", max: "2100-12-31" });
    this.day.addEventListener("change", () => this.dated() && put(model, "on", this.day.value));
    this.questions = this.view.questions.map((question) => this.ask(question));
    this.frame.root.append(this.form(), this.results);
    for (const name of ["nation", "on", "facts"]) this.frame.hear(`change:${name}`, () => this.follow());
    this.follow();
  }

  form() {
    const { texts, notes } = this.view;
    return form(
      () => this.show(),
      "hf-card",
      make("h2", { class: "hf-title" }, texts.title),
      notes.map((note) => words(note)),
      make("div", { class: "hf-fields" }, make("label", {}, texts.where, this.nation), make("label", {}, texts.when, this.day)),
      this.questions,
      this.complaint,
      buttonRow(this.submit),
    );
  }

  /** @param {Law} question */
  ask({ id, question, several, facts }) {
    const common = { type: several ? "checkbox" : "radio", group: `${this.own}-${id}`, checked: false };
    const cards = facts.map((fact) =>
      choiceCard({ ...common, value: fact.id, text: fact.text, change: () => this.answer(id) }),
    );
    const hint = several ? this.view.texts.several : "";
    return make("fieldset", { name: id }, legend(question, hint), make("div", { class: "hf-fields" }, cards));
  }

  /** @param {string} id */
  answer(id) {
    const inputs = this.questions.find(({ name }) => name === id).querySelectorAll("input");
    const chosen = [...inputs].filter(({ checked, value }) => checked && value).map(({ value }) => value);
    const { [id]: _, ...rest } = this.facts();
    put(this.model, "facts", chosen.length ? { ...rest, [id]: chosen } : rest);
  }

  /** @returns {Record<string, string[]>} */
  facts() {
    return this.model.get("facts") ?? {};
  }

  dated() {
    return this.day.value && this.day.validity.valid;
  }

  /** Show on the controls what the model holds, and take away what was found of something else. */
  follow() {
    const on = this.model.get("on");
    this.nation.value = this.model.get("nation");
    if (on !== this.told) this.day.value = this.told = on; // A day that is half written stays as it is.
    for (const question of this.questions) {
      const chosen = this.facts()[question.name] ?? [];
      for (const input of question.querySelectorAll("input")) input.checked = input.value ? chosen.includes(input.value) : !chosen.length;
    }
    if (this.results.hidden) return;
    if (this.results.contains(document.activeElement)) arrive(this.submit);
    this.results.hidden = true;
    this.frame.speak(this.view.texts.changed);
  }

  show() {
    const wrong = this.nation.value ? !this.dated() && this.day : this.nation;
    const text = wrong ? this.view.texts[wrong === this.day ? "noDay" : "noNation"] : "";
    for (const control of [this.nation, this.day]) control.removeAttribute("aria-describedby");
    this.complaint.textContent = text;
    if (!wrong) return this.tell(this.day.value, this.nation.value);
    wrong.setAttribute("aria-describedby", this.own);
    arrive(wrong);
    this.frame.speak(text);
  }

  /** @param {string} on @param {string} nation */
  tell(on, nation) {
    const { nations, lawAsAt, groups, texts, language } = this.view;
    const all = findLaw(this.view, this.facts(), on, nation);
    const { name } = nations.find(({ id }) => id === nation);
    const day = new Date(on).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const top = heading("h2", say("What the law says in {nation} on {day}", { nation: name, day }), "hf-title");
    const drawn = groups.map(({ outcome, title, lead }) => {
      const found = all.filter((each) => each.outcome === outcome);
      const above = [make("h3", {}, `${title} (${found.length})`), words(lead, "hf-soft")];
      return make("div", { hidden: !found.length }, above, found.map((each) => this.draw(each)));
    });
    this.results.replaceChildren(top, words(on > lawAsAt ? texts.later : texts.limits), ...drawn);
    this.results.hidden = false;
    arrive(top, this.results);
    const count = all.filter(({ outcome }) => outcome === "points to").length;
    const found = sayMany("The facts point to one offence.", "The facts point to {number} offences.", count);
    this.frame.speak(count ? found : say("The facts point to no offences."));
  }

  /** @param {Law} found */
  draw({ title, outcome, version, timing, states }) {
    const told = this.view.states;
    const least = outcome === "does not" ? "not shown" : "not known";
    const open = states.filter((state) => state === least).length;
    const values = { state: told[least], number: open, count: states.length };
    const small = version.when[timing] ?? (open && say("{state}: {number} of {count} parts", values));
    const parts = version.elements.map(({ text }, index) => {
      const state = states[index];
      return make("li", { dir: "auto", "data-state": state }, state && make("strong", {}, `${told[state]}: `), text);
    });
    const lines = version.lines.map(([term, text]) => make("div", {}, make("dt", {}, term), make("dd", { dir: "auto" }, text)));
    return make(
      "details",
      {},
      make("summary", {}, make("span", { dir: "auto" }, title), small ? make("span", { class: "hf-soft" }, small) : null),
      words(version.plain),
      make("ul", {}, parts),
      make("dl", {}, lines),
      sourceLine(version.sources),
    );
  }
}

const render = renderOf(Finder);

export default { render };

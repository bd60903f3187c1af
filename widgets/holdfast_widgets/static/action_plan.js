/* The school's own plan. Each line is kept by itself when it is left; what cannot be kept stays on the page. */

/** @typedef {{parts: {title: string, lead: string, fields: FieldView[]}[], help: Service[], longest: number}} PlanView */

const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u; // The two joiners are part of many names.

class PlanLine {
  /** @param {Plan} plan @param {FieldView} field @param {string} id */
  constructor(plan, field, id) {
    this.plan = plan;
    this.field = field;
    this.told = "";
    const heard = { input: () => this.typed(), change: () => this.left() };
    const about = { id, type: "text", dir: "auto", autocomplete: "off", maxlength: plan.view.longest, "aria-describedby": `${id}-hint ${id}-note` };
    this.input = make("input", { ...about, ...heard });
    this.note = make("p", { id: `${id}-note`, class: "hf-complaint" });
    const hint = make("p", { id: `${id}-hint`, class: "hf-hint", dir: "auto" }, field.hint);
    this.el = make("div", { class: "hf-entry" }, make("label", { for: id, dir: "auto" }, field.label), make("div", {}, this.input, hint, this.note));
  }

  get text() {
    return this.input.value.trim();
  }

  /** Return why this line cannot be kept, or nothing: the rule of `holdfast.recording`. */
  reason() {
    const { longest } = this.plan.view;
    if (HIDDEN.test(this.text)) return say("Not kept: a character here cannot be seen. Type this line again, without pasting.");
    return [...this.text].length > longest ? say("Not kept: this line is too long. It takes {longest} characters.", { longest }) : "";
  }

  /** Return what may need a second look in a line that is kept. */
  doubt() {
    if (this.input.value.length === this.plan.view.longest) return say("This line is full now. Check that its end is there.");
    return this.field.kind === "phone" && this.text && !/\p{Nd}/u.test(this.text) ? say("This is kept. There is no number in it yet.") : "";
  }

  /** @param {string} text @param {boolean} refused */
  tell(text, refused) {
    if (text || this.note.textContent) this.plan.frame.speak(text && `${this.field.label}: ${text}`);
    this.note.textContent = text;
    this.input.setAttribute("aria-invalid", String(refused));
  }

  typed() {
    const refused = Boolean(this.reason());
    this.plan.card.write(this.field.key, refused ? this.told : this.text);
    if (!refused) this.tell("", false);
  }

  left() {
    const reason = this.reason();
    this.tell(reason || this.doubt(), Boolean(reason));
    if (reason || this.text === this.told) return;
    this.told = this.text;
    keep(this.plan.model, { [this.field.key]: this.text ? [this.text] : [] });
  }

  /** Show what is kept, except over what the learner is writing. */
  follow() {
    const [now = ""] = kept(this.plan.model, this.field.key);
    const writing = this.text !== this.told;
    if (now === this.told) return;
    this.told = now;
    if (writing) return;
    this.input.value = now;
    this.typed();
  }
}

class Plan {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    /** @type {PlanView} */
    this.view = model.get("view");
    this.frame = frame(model, el, say("Your school’s action plan"));
    const fields = this.view.parts.flatMap((part) => part.fields);
    const own = ownWord();
    this.card = new PlanCard(fields, this.view.help);
    this.lines = fields.map((field) => new PlanLine(this, field, `${own}-${field.key}`));
    this.frame.root.append(this.note(), ...this.parts(), this.preview(), this.frame.foot);
    for (const line of this.lines) line.typed();
    const follow = () => this.lines.forEach((line) => line.follow());
    this.frame.hear("change:value", follow);
    follow();
  }

  stop() {
    this.card.clean();
  }

  note() {
    return noteCard(
      say("Your school’s action plan"),
      words(nobodyWatches(), "hf-complaint"),
      words(say("Write names and numbers of staff and services only, never of a pupil.")),
      words(say("Any line can stay empty.")),
    );
  }

  parts() {
    return this.view.parts.map(({ title, lead, fields }) => {
      const lines = this.lines.filter(({ field }) => fields.includes(field)).map((line) => line.el);
      const legend = make("legend", {}, make("h3", { dir: "auto" }, title));
      return make("div", { class: "hf-card" }, make("fieldset", {}, legend, words(lead), make("div", { class: "hf-entries" }, ...lines)));
    });
  }

  preview() {
    return make(
      "div",
      { class: "hf-card hf-body" },
      make("h2", { class: "hf-title" }, say("Your card")),
      words(say("It fills in while you write. An empty line is printed as a line to fill in by hand.")),
      this.card.el,
      buttonRow(button(say("Print the card"), () => this.card.print(), true)),
    );
  }
}

const render = renderOf(Plan);

export default { render };

/* The card: the lines that are wanted at once, with the numbers that help; and how it is printed alone. */

/** @typedef {{name: string, audience: string, numbers: string[], urgent: boolean}} Service */
/** @typedef {{key: string, label: string, hint: string, kind: string, card: boolean}} FieldView */

/* Not every browser says when printing has ended; who can press a key again is no longer printing. */
const PRINTED = ["afterprint", "keydown", "pointerdown"];

class PlanCard {
  /** @param {FieldView[]} fields @param {Service[]} help */
  constructor(fields, help) {
    this.lines = /** @type {Record<string, HTMLElement>} */ ({});
    const row = (/** @type {string} */ name, /** @type {HTMLElement} */ line, small = "") =>
      make("div", {}, make("dt", { dir: "auto" }, name, small && make("small", {}, ` ${small}`)), line);
    const services = (/** @type {boolean} */ first) =>
      help.filter(({ urgent }) => urgent === first).map((each) => row(each.name, make("dd", {}, each.numbers.join(", ")), first ? "" : each.audience));
    const own = fields.filter(({ card }) => card).map(({ key, label }) => row(label, (this.lines[key] = make("dd", { dir: "auto" }))));
    this.el = make(
      "div",
      { class: "hf-paper" },
      make("h3", {}, say("If someone is being threatened")),
      words(say("Stay with them. They stop replying, pay nothing, send nothing. You do not need to see anything. Tell the safeguarding lead now, by voice.")),
      make("dl", {}, ...services(true), ...own, ...services(false)),
    );
    this.clean = () => {};
  }

  /** @param {string} key @param {string} line */
  write(key, line) {
    this.lines[key]?.replaceChildren(line || make("span", { class: "hf-blank" }, say("Not filled in yet")));
  }

  /** Print a copy at the end of the page, with nothing of the host around it. */
  print() {
    this.clean();
    const sheet = make("div", { class: "hf-widget hf-action-plan hf-sheet" }, this.el.cloneNode(true));
    const { classList } = document.documentElement;
    const clean = (this.clean = () => {
      sheet.remove();
      classList.remove("hf-card-alone");
      for (const event of PRINTED) window.removeEventListener(event, clean, true);
    });
    for (const event of PRINTED) window.addEventListener(event, clean, true);
    document.body.append(sheet);
    classList.add("hf-card-alone");
    window.print();
  }
}

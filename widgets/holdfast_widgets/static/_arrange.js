/* Questions that are answered by arranging: options put in order, matched with groups, or sorted into groups. */

const ordered = () => say("The order shown is your answer.");

/** @typedef {{id: string, el: HTMLElement, place: HTMLElement, up: HTMLElement, down: HTMLElement}} Row */

/**
 * Return options in the order shown.
 * @param {Asked} asked
 * @param {string} name of the shuffle
 * @param {Option[]} options
 */
function shownOptions({ order }, name, options) {
  const place = order(name, options.map(({ id }) => id));
  return [...options].sort((one, other) => place.indexOf(one.id) - place.indexOf(other.id));
}

/** @param {Option} option */
function wording({ text, note }) {
  return [noted(note), make("span", { dir: "auto" }, text)];
}

/** Lines that are put in order by buttons, by keys or by dragging. */
class Ordering {
  /** @param {Asked} asked */
  constructor(asked) {
    const { item, own } = asked;
    this.asked = asked;
    this.shuffled = shownOptions(asked, item.id, item.options).map((option, index) => this.row(option, `${own}-row${index}`));
    /** @type {Row[]} */
    this.rows = [];
    this.list = make("ol", { role: "list" });
    this.told = make("p", { class: "hf-soft" });
    this.accept = button(say("This is my order"), () => this.answered || this.answer(this.rows, ordered()));
    const hint = say("Use Up and Down, or hold Alt and press the up or down arrow. You can also drag a line by its dots.");
    this.el = make("fieldset", {}, legend(item.question, hint), this.list, make("div", { class: "hf-placed" }, this.told, this.accept));
    this.show(asked.answer);
  }

  /** @param {Option} option @param {string} own */
  row(option, own) {
    const [up, down] = [say("Up"), say("Down")].map((word, index) => {
      const control = button(word, () => {
        control.focus({ preventScroll: true }); // Not every browser does so by itself.
        this.move(row, this.rows.indexOf(row) + (index ? 1 : -1));
      });
      control.id = `${own}-${index}`;
      control.setAttribute("aria-labelledby", `${control.id} ${own}`);
      return control;
    });
    const grip = make("span", {
      class: "hf-grip",
      "aria-hidden": "true",
      mousedown: (/** @type {Event} */ event) => event.preventDefault(), // It would take focus away.
      pointerdown: (/** @type {PointerEvent} */ event) => this.grab(row, event),
      pointermove: (/** @type {PointerEvent} */ event) => this.held === row && this.hold(row, this.placeAt(event)),
      pointerup: () => this.drop(),
      lostpointercapture: () => this.hold(null), // As after pointercancel.
    }, "⋮⋮");
    const place = make("strong");
    const keydown = (/** @type {KeyboardEvent} */ event) => this.hear(row, event);
    const line = make("div", { id: own }, place, " ", ...wording(option));
    /** @type {Row} */
    const row = { id: option.id, el: make("li", { class: "hf-row", keydown }, grip, line, make("div", {}, up, down)), place, up, down };
    return row;
  }

  /** Show an order from outside; one that is not whole counts as none. @param {string[]} answer */
  show(answer) {
    const whole = same([...answer].sort(), this.shuffled.map(({ id }) => id).sort());
    const place = (/** @type {Row} */ { id }) => answer.indexOf(id);
    this.draw(whole ? [...this.shuffled].sort((one, other) => place(one) - place(other)) : this.shuffled, whole);
  }

  /** @param {Row[]} rows @param {boolean} answered */
  draw(rows, answered) {
    this.hold(null);
    if (rows.some((row, index) => row !== this.rows[index])) this.arrange(rows.map(({ el }) => el));
    this.rows = rows;
    this.answered = answered;
    rows.forEach(({ place, up, down }, index) => {
      place.textContent = `${index + 1}.`;
      up.ariaDisabled = String(index === 0);
      down.ariaDisabled = String(index === rows.length - 1);
    });
    this.accept.ariaDisabled = String(answered);
    this.told.textContent = answered ? ordered() : say("Not answered yet.");
  }

  /** Put the lines in order around the one with focus, which would lose it if it moved. @param {HTMLElement[]} lines */
  arrange(lines) {
    const still = lines.findIndex((line) => line.matches(":focus-within"));
    if (still < 0) this.list.append(...lines);
    lines[still]?.before(...lines.slice(0, still));
    lines[still]?.after(...lines.slice(still + 1));
  }

  /** @param {Row[]} rows @param {string} words */
  answer(rows, words) {
    this.draw(rows, true);
    this.asked.change(rows.map(({ id }) => id));
    this.asked.speak(words);
  }

  /** @param {Row} row @param {number} to place from 0; beyond the ends nothing moves */
  move(row, to) {
    const rows = this.rows.filter((each) => each !== row);
    rows.splice(to, 0, row);
    if (to < 0 || to > rows.length - 1 || same(rows, this.rows)) {
      const place = this.rows.indexOf(row) + 1;
      this.asked.speak(say("This is place {place} of {count} already", { place, count: this.rows.length }));
      return;
    }
    this.answer(rows, say("Moved to place {place} of {count}", { place: to + 1, count: rows.length }));
    reveal(row.el);
  }

  /** @param {Row} row @param {KeyboardEvent} event */
  hear(row, event) {
    if (event.key === "Escape") this.hold(null);
    const from = this.rows.indexOf(row);
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, Home: 0, End: this.rows.length - 1 }[event.key];
    if (!event.altKey || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(row, to);
  }

  /** @param {Row} row @param {PointerEvent} event */
  grab(row, event) {
    if (!event.isPrimary || event.button) return;
    const from = this.rows.indexOf(row);
    (from ? row.up : row.down).focus({ preventScroll: true }); // Where Escape is heard.
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.hold(row, from);
  }

  /** Mark the line that is held, and by a stroke where it would go. @param {Row | null} held @param {number} to */
  hold(held, to = -1) {
    Object.assign(this, { held, to });
    this.rows.forEach((row, index) => {
      row.el.classList.toggle("hf-held", row === held);
      row.el.classList.toggle("hf-over", index === to && row !== held);
    });
  }

  drop() {
    const { held, to } = this;
    this.hold(null);
    if (held && this.rows[to] !== held) this.move(held, to);
  }

  /**
   * Return the place under the pointer; away from the list, the place the line came from.
   * @param {PointerEvent} event
   */
  placeAt({ clientX: x, clientY: y }) {
    const { left, right, top, bottom } = this.list.getBoundingClientRect();
    if (Math.max(left - x, x - right, top - y, y - bottom) > 24) return this.rows.indexOf(this.held);
    return Math.max(0, this.rows.filter(({ el }) => el.getBoundingClientRect().top < y).length - 1);
  }
}

/** Draw a question whose options are put in order. @param {Asked} asked */
function drawOrdering(asked) {
  const ordering = new Ordering(asked);
  return { el: ordering.el, show: (answer) => ordering.show(answer), first: () => ordering.rows[0].down };
}

/**
 * Draw what matching and sorting have in common: how many are still to place, the way to the next, and a way back.
 * @param {Asked} asked
 * @param {string} hint
 * @param {Child} above
 * @param {(option: Option, own: string, change: () => void) => HTMLElement} slotOf draws an option with native controls
 */
function drawPlacing(asked, hint, above, slotOf) {
  const { item, own, change, speak } = asked;
  const shown = shownOptions(asked, item.id, item.options);
  const slots = new Map(shown.map((option, index) => [option.id, slotOf(option, `${own}-slot${index}`, () => changed())]));
  const all = [...slots.values()];
  const open = () => all.filter((slot) => !placedIn(slot));
  const first = () => open()[0] ?? all[0];
  const goOn = () => arrive(controlOf(first()), first());
  const left = make("p", { class: "hf-soft" });
  const next = button(say("Go to the next one"), goOn);
  const clear = button(say("Clear"), () => {
    show([]);
    goOn();
    changed();
  });
  clear.classList.add("hf-quiet");
  const tell = () => {
    const count = open().length;
    const values = { number: count, count: all.length };
    left.textContent = count ? say("{number} of {count} still to place", values) : say("All {count} are placed", values);
    // What has focus is not taken away under it.
    next.hidden = (count === 0 || count === all.length) && !next.matches(":focus");
    clear.hidden = count === all.length && !clear.matches(":focus");
  };
  const changed = () => {
    tell();
    const placed = item.options.map(({ id }) => `${id}:${placedIn(/** @type {HTMLElement} */ (slots.get(id)))}`);
    change(placed.filter((word) => !word.endsWith(":")));
    speak(left.textContent);
  };
  const show = (/** @type {string[]} */ answer) => {
    const groups = Object.fromEntries(answer.map((word) => word.split(":")));
    for (const [id, slot] of slots) putIn(slot, groups[id]);
    tell();
  };
  show(asked.answer);
  const foot = make("div", { class: "hf-placed" }, left, next, clear);
  return { el: make("fieldset", {}, legend(item.question, hint), above, ...all, foot), show, first: () => controlOf(first()) };
}

/** @param {HTMLElement} slot */
function placedIn(slot) {
  return /** @type {HTMLInputElement | null} */ (slot.querySelector(":checked"))?.value ?? "";
}

/** @param {HTMLElement} slot @param {string | undefined} group none is chosen if it does not have it */
function putIn(slot, group) {
  for (const input of slot.querySelectorAll("input")) input.checked = input.value === group;
  for (const option of slot.querySelectorAll("option")) option.selected = option.value === group;
}

/** @param {HTMLElement} slot */
function controlOf(slot) {
  return /** @type {HTMLElement} */ (slot.querySelector("select, :checked") ?? slot.querySelector("input"));
}

/** Draw a question whose options are matched with lettered groups. @param {Asked} asked */
function drawMatching(asked) {
  const groups = shownOptions(asked, `${asked.item.id}/groups`, asked.item.groups);
  const letter = (/** @type {number} */ index) => `${"ABCDEFGH"[index]}. `;
  const list = groups.map((group, index) => make("li", {}, make("strong", {}, letter(index)), ...wording(group)));
  const hint = say("Choose a letter for each. A letter may fit more than once, or not at all.");
  return drawPlacing(asked, hint, make("ul", { class: "hf-letters", role: "list" }, ...list), (option, id, change) => {
    const choices = groups.map((group, index) => make("option", { value: group.id }, letter(index) + group.text));
    const select = make("select", { id, autocomplete: "off", change }, make("option", { value: "" }, say("Choose")), ...choices);
    return make("div", { class: "hf-slot hf-pair" }, make("label", { for: id }, ...wording(option)), select);
  });
}

/** Draw a question whose options are sorted into groups. @param {Asked} asked */
function drawSorting(asked) {
  return drawPlacing(asked, say("Choose one answer for each."), null, (option, group, change) => {
    const tiles = asked.item.groups.map(({ id: value, text, note }) =>
      choiceCard({ type: "radio", group, value, text, note, checked: false, change }));
    for (const tile of tiles) tile.classList.add("hf-tile");
    return make("fieldset", { class: "hf-slot" }, make("legend", {}, ...wording(option)), make("div", { class: "hf-tiles" }, ...tiles));
  });
}

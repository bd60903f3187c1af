/* Questions that are answered by choosing: cards, phrases of a passage, and what one's own words had. */

/** Options as cards: one of them, or all that are right. @param {Asked} asked */
function drawChoices(asked) {
  const { item, order } = asked;
  const several = item.type === "multiple";
  const ids = order(item.id, item.options.map(({ id }) => id));
  const hint = several ? say("Choose all that are right") : "";
  const bare = item.type === "sentence" && !item.options.some(({ text }) => /^["'“‘]/.test(text));
  const el = make("fieldset", { class: bare && "hf-said" }, legend(item.question, hint)); // Said, and not in quotation marks yet.
  el.append(...cardsOf(asked, el, ids, several ? "checkbox" : "radio"));
  return { el, ...choosing(el, asked.answer) };
}

/** Phrases of a passage, each a checkbox in its place in the text. @param {Asked} asked */
function drawSpot(asked) {
  const { item, own, answer, change } = asked;
  const hint = say("Each phrase with a box can be chosen. Choose all that are right.");
  const el = make("fieldset", {}, legend(item.question, hint));
  const phrase = (/** @type {Option} */ { id, text, note }) => {
    const input = make("input", { type: "checkbox", name: own, value: id, autocomplete: "off" });
    input.addEventListener("change", () => change(chosenIn(el, item)));
    return make("label", { class: "hf-phrase" }, input, make("span", { dir: "auto" }, noted(note), text));
  };
  const paragraphs = item.passage.map((text) => {
    const parts = text.split(/\{([a-z0-9-]+)\}/).map((part, index) => {
      const option = index % 2 ? item.options.find(({ id }) => id === part) : undefined;
      return option ? phrase(option) : index % 2 ? `{${part}}` : part;
    });
    return make("p", { dir: "auto" }, ...parts);
  });
  el.append(make("div", { class: "hf-passage" }, ...paragraphs));
  return { el, ...choosing(el, answer) };
}

/**
 * Words of one's own, which stay on the page, and a list to compare them with: its ticks are the answer.
 * @param {Asked} asked
 */
function drawShort(asked) {
  const { item, own } = asked;
  const text = make("textarea", {
    id: `${own}-words`,
    rows: 3,
    maxlength: 300,
    autocomplete: "off",
    spellcheck: "false", // A browser may send what it checks to its maker.
    "aria-describedby": `${own}-alone`,
  });
  const alone = make(
    "div",
    { id: `${own}-alone`, class: "hf-alone" },
    words(nobodyWatches()),
    words(say("It stays on this page: it is not sent and not kept.")),
  );
  const list = make("fieldset", { class: "hf-compared", hidden: true }, make("legend", {}, say("Which of these did your words have?")));
  list.append(...cardsOf(asked, list, item.options.map(({ id }) => id), "checkbox"));
  const chosen = choosing(list, []);
  const compare = button(say("Compare"), () => {
    open();
    arrive(chosen.first(), list);
  });
  const open = () => {
    list.hidden = false;
    actions.hidden = true;
  };
  const actions = buttonRow(compare);
  const label = make("label", { class: "hf-small", for: text.id }, say("Your words"));
  const el = make("fieldset", {}, legend(item.question), alone, label, text, actions, list);
  const show = (/** @type {string[]} */ answer) => {
    if (answer.length) open();
    chosen.show(answer);
  };
  show(asked.answer);
  return { el, show, first: () => text };
}

/**
 * @param {Asked} asked
 * @param {HTMLElement} box where the cards are going to be
 * @param {string[]} ids in the order shown
 * @param {"radio" | "checkbox"} type
 */
function cardsOf({ item, own, change }, box, ids, type) {
  return ids.map((value) => {
    const { text, note } = /** @type {Option} */ (item.options.find(({ id }) => id === value));
    return choiceCard({ type, group: own, value, text, note, checked: false, change: () => change(chosenIn(box, item)) });
  });
}

/** Return what is chosen, in the order of the content. @param {HTMLElement} box @param {Item} item */
function chosenIn(box, item) {
  return inContentOrder(item, inputsIn(box).flatMap(({ checked, value }) => (checked ? value : [])));
}

/** @param {HTMLElement} box */
function inputsIn(box) {
  return [...box.querySelectorAll("input")];
}

/** Show an answer on native radios or checkboxes, now and later. @param {HTMLElement} box @param {string[]} answer */
function choosing(box, answer) {
  const inputs = inputsIn(box);
  const show = (/** @type {string[]} */ ids) => {
    for (const input of inputs) input.checked = ids.includes(input.value);
  };
  show(answer);
  return { show, first: () => inputs.find(({ checked, type }) => checked && type === "radio") ?? inputs[0] };
}

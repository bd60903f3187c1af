/*
 * The trainer's two windows: the wall, which everyone sees, and the notes, which stay on the trainer's own screen. Both
 * have the same buttons and keys, and both follow the room: it does not matter in which of them something is pressed.
 */

/** @typedef {import("./room-shown.js").Step} Step */
/**
 * @typedef {{version: number, phase: string, round: number, discussing: boolean, step: Step | null, result: import("./room-shown.js").Result | null,
 *   joined: number, here: number, voted: number, code: string, address: string, steps: {id: string, group: string, title: string, done: boolean}[],
 *   notes: string[]}} State
 */

const { say, sayMany } = /** @type {any} */ (globalThis).holdfastSay;
const { parts = "{}", window: which = "wall" } = document.body.dataset;
const urls = JSON.parse(parts);
/** @type {[typeof import("./ask.js"), typeof import("./room-stream.js"), typeof import("./room-shown.js")]} */
const [{ ask, Pause }, { follow }, { chart, heading, hint, lettered, make, place, reasons, words }] = await Promise.all(
  [urls.ask, urls["room-stream"], urls["room-shown"]].map((url) => import(url)),
);

/** What can be done in which phase; the first of each is what usually comes next. */
const ACTS = /** @type {Record<string, string[]>} */ ({
  waiting: ["next", "blank", "end"],
  open: ["close", "discuss", "reveal", "next", "blank", "end"],
  closed: ["discuss", "again", "reveal", "next", "blank", "end"],
  revealed: ["next", "blank", "end"],
  blank: ["back", "end"],
});

/** Tell what can be done now: there is one second vote, and nothing after the last question. @returns {string[]} */
function possible() {
  if (!now) return [];
  const { phase, round, discussing, step, steps } = now;
  const without = { again: round > 1, discuss: discussing, next: step !== null && step.id === steps.at(-1)?.id };
  return (ACTS[phase] ?? []).filter((act) => !(/** @type {Record<string, boolean>} */ (without)[act]));
}
const KEYS = /** @type {Record<string, string[]>} */ ({ n: ["next"], h: ["close"], d: ["discuss"], r: ["reveal"], a: ["again"], b: ["blank", "back"] });

const LONG = 400; // letters of a situation; a longer one is set smaller, so that the answers stand on the same screen

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [stage, said, link, counts, list, notes] = ["hf-stage", "hf-said", "hf-link", "hf-counts", "hf-agenda", "hf-notes"].map(find);
const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll("[data-act]")]);
const keys = /** @type {HTMLInputElement} */ (find("hf-keys"));

/** @type {State | null} */
let now = null;
let shown = "";

/** @param {State} state */
function hear(state) {
  now = state;
  const key = [state.phase, state.discussing, state.step?.id, state.round, state.address].join("/");
  if (key !== shown) {
    const held = stage.contains(document.activeElement);
    shown = key;
    stage.dataset.phase = document.body.dataset.phase = state.phase;
    stage.toggleAttribute("data-long", (state.step?.text ?? []).join("").length > LONG);
    stage.replaceChildren(...(which === "wall" ? wall(state) : own(state)));
    notes?.replaceChildren(...state.notes.map((text) => words(text)));
    if (held) /** @type {HTMLElement | null} */ (stage.querySelector("h1"))?.focus();
    if (stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
  }
  showActs();
  showSteps(state);
  tell(state);
  if (state.phase === "ended") stream.stop();
}

/** Draw what the room sees. @param {State} state @returns {HTMLElement[]} */
function wall(state) {
  const { phase, step, round, result } = state;
  if (phase === "ended") return [heading(say("Thank you")), words(say("The room is closed. All answers have been deleted."), "hf-lead"), help()];
  if (phase === "blank") return [heading(say("A short pause"))];
  if (!step) return [heading(say("Join with your phone")), joining(state)];
  const top = [make("p", { class: "hf-kicker" }, place(step, round)), heading(step.title)];
  if (phase === "revealed" && result) return [...top, chart(step, result), make("h2", {}, say("What helps, and why")), reasons(step, result.explanation, { folded: true })];
  const text = make("div", { class: "hf-situation" }, ...step.text.map((each) => words(each)));
  return [...top, text, answers(step), phase === "open" ? voted() : words(closed(state.discussing), "hf-lead"), way(state)];
}

/** Draw what only the trainer sees: the question in short, for reading it out. @param {State} state @returns {HTMLElement[]} */
function own({ phase, step, round, result }) {
  if (!step) return [heading(phase === "ended" ? say("The room is closed") : say("Nothing has been asked yet"))];
  const top = [make("p", { class: "hf-kicker" }, place(step, round)), heading(step.title), ...step.text.map((each) => words(each))];
  return result ? [...top, chart(step, result), reasons(step, result.explanation)] : [...top, answers(step)];
}

/** @param {boolean} discussing */
function closed(discussing) {
  return discussing ? say("The vote is closed. Talk about it with the people near you.") : say("The vote is closed.");
}

/** @param {Step} step */
function answers(step) {
  const items = step.choices.map((choice) => make("li", {}, ...lettered(choice)));
  return make("div", {}, make("h2", { dir: "auto" }, step.question), words(hint(step), "hf-soft"), make("ul", { class: "hf-answers" }, ...items));
}

function voted() {
  return make("p", { class: "hf-standing" }, make("span", { id: "hf-voted" }), " ", say("They stay hidden until the trainer shows them."));
}

/** Say how to join, large. @param {State} state */
function joining({ address, code }) {
  const steps = [
    make("li", {}, say("Join the school’s Wi-Fi.")),
    make("li", {}, say("Point the camera at the square, or open this address:"), make("strong", { class: "hf-address" }, address)),
    make("li", {}, say("If it asks for a code, type this one:"), make("strong", { class: "hf-code", "aria-label": [...code].join(" ") }, code)),
  ];
  const promise = say("No name, no account and no app. Nobody sees who chose what. You may leave at any time, and nobody is told.");
  return make(
    "div",
    { class: "hf-joining" },
    make("img", { class: "hf-qr", src: `/room/qr.svg?${encodeURIComponent(address)}`, alt: say("A square for the camera of a phone. It leads to the address beside it."), width: "400", height: "400" }),
    make("div", {}, make("ol", { class: "hf-join-steps" }, ...steps), words(promise), words(say("No phone? Use a paper card with a letter."))),
  );
}

/** Say in one line how somebody who comes late can join. @param {State} state */
function way({ address, code }) {
  return make("p", { class: "hf-soft hf-way-in" }, say("Join at {address} with the code {code}", { address, code }));
}

function help() {
  const template = /** @type {HTMLTemplateElement} */ (find("hf-help"));
  return make("div", {}, template.content.cloneNode(true));
}

function showActs() {
  const acts = possible();
  const other = now?.phase === "blank" ? "blank" : "back"; // two names of one place
  for (const button of buttons) {
    const act = button.dataset.act ?? "";
    button.hidden = act === other;
    button.disabled = !acts.includes(act);
    button.classList.toggle("hf-primary", act === acts[0]);
  }
}

/** @param {State} state */
function showSteps({ steps, step, phase }) {
  const key = JSON.stringify([steps, step?.id, phase === "ended"]);
  if (list.dataset.shown === key) return;
  list.dataset.shown = key;
  let before = "";
  list.replaceChildren(
    ...steps.map(({ id, group, title, done }) => {
      const opens = group !== before && words(group, "hf-group");
      before = group;
      const here = id === step?.id;
      const props = { type: "button", class: "hf-step", "aria-current": here && "step", disabled: phase === "ended", click: () => void act("start", id) };
      return make("li", {}, opens, make("button", props, make("span", { dir: "auto" }, title), done && make("span", { class: "hf-step-minutes" }, say("done"))));
    }),
  );
}

/** Say the numbers, and what is new. @param {State} state */
function tell({ phase, joined, here, voted: number, step, round }) {
  const told = sayMany("{number} joined, {here} here now", "{number} joined, {here} here now", joined, { here });
  put(counts, step ? [told, sayMany("{number} has voted", "{number} have voted", number)].join(", ") : told);
  put(document.getElementById("hf-voted"), number ? sayMany("{number} has voted.", "{number} have voted.", number) : say("Nobody has voted yet."));
  const news = /** @type {Record<string, string>} */ ({
    open: step && say("{place} is open.", { place: place(step, round) }),
    closed: say("The vote is closed."),
    revealed: say("The answers are shown."),
    blank: say("The screens are blank."),
    ended: say("The room is closed."),
  });
  put(said, news[phase] ?? "");
}

/** Do something in the room. @param {string} name @param {string} [step] */
async function act(name, step) {
  if (!now || (name === "end" && !confirm(say("End the session? All answers are deleted.")))) return;
  const { status, data } = await ask("/room/act", { act: name, version: now.version, ...(step && { step }) });
  if (status === 200) {
    trouble("");
    if (data.version >= now.version) hear(data);
  } else trouble(data.error ?? say("Not connected. Look whether the course still runs, then press again."));
}

/** @param {string} text */
function trouble(text) {
  put(link, text);
  link.hidden = !text;
}

/** @param {HTMLElement | null} place @param {string} text */
function put(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

for (const button of buttons) button.addEventListener("click", () => void act(button.dataset.act ?? ""));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented || !keys.checked) return;
  if (event.target instanceof Element && event.target.closest("select, textarea, input:not([type=checkbox])")) return;
  const name = KEYS[event.key.toLowerCase()]?.find((each) => possible().includes(each));
  if (!name) return;
  event.preventDefault();
  void act(name);
});

// The strip with numbers is the trainer's own: a room sees the wall without it.
const hide = document.getElementById("hf-hide");
hide?.addEventListener("click", () => {
  const hidden = find("hf-private").toggleAttribute("hidden");
  hide.textContent = hidden ? say("Show the strip") : say("Hide the strip");
  hide.setAttribute("aria-expanded", String(!hidden));
});

const stream = follow("/room/events", new Pause(() => stream.again()), hear, (linked) => {
  const gone = say("Not connected. This page goes on by itself; no answer is lost.");
  if (!linked) trouble(gone);
  else if (link.textContent === gone) trouble("");
});

/*
 * A phone in the room. It shows one thing at a time, sends one answer, and says only what is so: whether the answer is
 * in, and whether the page is connected. Without this script the page is a plain form.
 */

/** @typedef {import("./room-shown.js").Step} Step */
/** @typedef {{phase: string, round: number, discussing: boolean, step: Step | null, result: import("./room-shown.js").Result | null, mine: string | null}} State */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
const urls = JSON.parse(document.body.dataset.parts ?? "{}");
/** @type {[typeof import("./ask.js"), typeof import("./room-stream.js"), typeof import("./room-shown.js")]} */
const [{ ask, Pause }, { follow }, { chart, heading, hint, lettered, make, place, reasons, words, yours }] = await Promise.all(
  [urls.ask, urls["room-stream"], urls["room-shown"]].map((url) => import(url)),
);

const SETTLE = 250; // somebody who goes through the answers by arrow keys sends only the one they stop at
const stage = /** @type {HTMLElement} */ (document.getElementById("hf-stage"));
const link = /** @type {HTMLElement} */ (document.getElementById("hf-link"));
const said = /** @type {HTMLElement} */ (document.getElementById("hf-said"));
const goodbye = /** @type {HTMLElement} */ (document.getElementById("hf-goodbye"));

/** @type {State | null} */
let now = null;
let linked = true;
/** @type {{step: string, round: number, choice: string} | null} what is chosen here and not known to be in */
let waiting = null;
/** @type {"" | "in" | "late"} */
let standing = "";
let sending = false;
let settle = 0;
let shown = "";

const later = new Pause(() => void send());

/** @param {State} state */
function hear(state) {
  const moved = now?.step?.id !== state.step?.id || now?.round !== state.round;
  now = state;
  // What is under way may have been in time; its reply says so.
  const lost = waiting && !sending && state.phase !== "blank" && !takes(waiting);
  if (lost) waiting = null;
  if (moved) standing = "";
  else if (lost) standing = "late";
  if (!waiting && !standing && state.mine) standing = "in";
  show();
  if (state.phase === "ended") stream.stop();
}

/** Tell whether an answer is of the question that is on. @param {{step: string, round: number}} answer */
function isOfNow({ step, round }) {
  return now?.step?.id === step && now.round === round;
}

/** Tell whether the room takes this answer now. @param {{step: string, round: number}} answer */
function takes(answer) {
  return now?.phase === "open" && isOfNow(answer);
}

/** Draw what is new. What is on the page and still holds is left alone, so that nobody loses their place. */
function show() {
  if (!now) return;
  const { phase, discussing, step, round } = now;
  const key = [phase, discussing, step?.id, round].join("/");
  if (key !== shown) {
    const held = stage.contains(document.activeElement);
    shown = key;
    stage.replaceChildren(...drawn(now));
    stage.dataset.phase = phase;
    goodbye.hidden = phase !== "ended";
    said.textContent = news(now);
    if (held) /** @type {HTMLElement | null} */ (stage.querySelector("h1"))?.focus();
    if (stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
  }
  tellStanding();
}

/** @param {State} state @returns {HTMLElement[]} */
function drawn({ phase, discussing, step, round, result, mine }) {
  if (phase === "ended") return [heading(say("Thank you")), words(say("The room is closed. All answers have been deleted."))];
  if (phase === "blank") return [heading(say("Please look up")), words(say("The trainer has paused the screens. This page goes on by itself."))];
  if (!step) {
    return [
      heading(say("You are in")),
      words(say("The first question comes here by itself. You need to do nothing."), "hf-lead"),
      words(say("Nobody sees what you choose, and no name is asked for. You may leave or come back at any time. Nobody is told.")),
    ];
  }
  const top = [make("p", { class: "hf-kicker" }, place(step, round)), heading(step.title), situation(step)];
  const own = waiting?.choice ?? mine;
  if (phase === "open") return [...top, question(step, own), make("p", { class: "hf-standing", id: "hf-standing", role: "status" })];
  if (phase === "revealed" && result) return [...top, chart(step, result), make("h2", {}, say("What helps, and why")), reasons(step, result.explanation, { mine })];
  return [...top, words(closed(discussing), "hf-lead"), list(step, own), make("p", { class: "hf-standing", id: "hf-standing", role: "status" })];
}

/** @param {boolean} discussing */
function closed(discussing) {
  return discussing ? say("The vote is closed. Talk about it with the people near you.") : say("The vote is closed.");
}

/** @param {Step} step */
function situation({ text }) {
  return make("details", { class: "hf-situation" }, make("summary", {}, say("Read the situation")), ...text.map((each) => words(each)));
}

/** @param {Step} step @param {string | null} own */
function question(step, own) {
  const cards = step.choices.map((choice) => {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "radio", name: "choice", value: choice.id, autocomplete: "off" }));
    input.checked = choice.id === own;
    input.addEventListener("change", () => choose(choice.id));
    return make("label", { class: "hf-way hf-vote" }, input, make("span", {}, ...lettered(choice)));
  });
  return make("fieldset", { class: "hf-choices" }, make("legend", {}, make("span", { dir: "auto" }, step.question), " ", make("span", { class: "hf-hint" }, hint(step))), ...cards);
}

/** @param {Step} step @param {string | null} own */
function list(step, own) {
  const items = step.choices.map((choice) => {
    const isOwn = choice.id === own;
    return make("li", { class: isOwn ? "hf-closed hf-own" : "hf-closed" }, make("span", {}, ...lettered(choice), isOwn && yours()));
  });
  return make("ul", { class: "hf-closed-list" }, ...items);
}

/** @param {State} state what a screen reader is told when something new is on the page */
function news({ phase, step, round }) {
  if (phase === "revealed") return say("The answers are shown.");
  if (phase === "open" && step) return say("{place} is open.", { place: place(step, round) });
  return stage.querySelector("h1")?.textContent ?? "";
}

/** @param {string} choice */
function choose(choice) {
  if (!now?.step) return;
  waiting = { step: now.step.id, round: now.round, choice };
  standing = "";
  tellStanding();
  later.end();
  clearTimeout(settle);
  settle = setTimeout(() => void send(), SETTLE);
}

/** Send the answer that waits; what the server does not take now is sent again. */
async function send() {
  if (sending || !waiting) return;
  const answer = waiting;
  sending = true;
  const { status, data, wait } = await ask("/join/vote", answer);
  sending = false;
  if (waiting !== answer) return void send(); // changed meanwhile, or let go of
  if (status === 200) {
    waiting = null;
    if (isOfNow(answer)) standing = data.vote === "kept" ? "in" : "late";
    later.forget();
  } else if (status === 0 || status === 429 || status >= 500) later.begin(wait);
  else location.reload(); // Only the server knows what is wrong, and its page says so.
  tellStanding();
}

/** Load the page again where the server no longer knows this phone. */
async function knock() {
  const { status } = await ask("/join/state");
  if (status === 403) location.reload();
}

/** Say how the answer stands, and whether the page is connected. */
function tellStanding() {
  if (!now) return;
  const place = document.getElementById("hf-standing");
  const open = now.phase === "open";
  if (place) put(place, inWords(open));
  put(link, linked || now.phase === "ended" ? "" : say("Not connected. This page goes on by itself when the network is back."));
  link.hidden = !link.textContent;
}

/** @param {boolean} open */
function inWords(open) {
  if (waiting) return linked ? say("Sending your answer.") : say("Your answer is not in yet. It is sent when the network is back. Keep this page open.");
  if (standing === "late") return now?.mine ? say("That change came too late. Your answer from before counts.") : say("That answer came too late and is not counted.");
  if (standing === "in") return open ? say("Your answer is in. You can change it until the trainer closes the vote.") : say("Your answer is in.");
  return open ? say("Nothing is sent until you choose. Nobody sees who chose what.") : say("You did not vote. That is fine.");
}

/** Change a text only where it is another one: a screen reader reads it again otherwise. @param {HTMLElement} place @param {string} text */
function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// Nobody beside or behind sees the page while it is blank; what happens in the room goes on under it.
const blank = /** @type {HTMLButtonElement} */ (document.getElementById("hf-blank"));
blank.addEventListener("click", () => {
  const covered = document.body.toggleAttribute("data-covered");
  blank.textContent = covered ? say("Show it again") : say("Blank my screen");
});
blank.hidden = false;

let refused = 0;
const stream = follow("/join/events", new Pause(() => stream.again()), hear, (is) => {
  linked = is;
  tellStanding();
  refused = is ? 0 : refused + 1;
  if (is && waiting) void send();
  else if (refused > 1) void knock();
});

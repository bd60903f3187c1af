/* What every page can do beyond its links: leave at once, show how far one is, print, wait for a mark. */

const { say, sayMany } = /** @type {any} */ (globalThis).holdfastSay;
const exit = document.getElementById("hf-exit");
const PRESSES = 3;
const TIME_OUT = 5_000;

/** Leave: nothing about it is kept or sent. The entry in the history is replaced, so Back does not lead here. */
function leave() {
  document.documentElement.classList.add("hf-gone");
  document.title = say("Weather");
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  document.documentElement.append(said);
  said.textContent = say("Loading.");
  location.replace(/** @type {HTMLAnchorElement} */ (exit).href);
}

if (exit) {
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Shift three times leaves too. What is counted is said, and shown by three lights on the button.
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "hf-hidden";
  exit.after(said);
  const lights = document.createElement("span");
  lights.className = "hf-lights";
  lights.hidden = true;
  lights.setAttribute("aria-hidden", "true");
  lights.append(...Array.from({ length: PRESSES }, () => document.createElement("span")));
  exit.append(lights);
  let pressed = 0;
  let alone = false; // Shift is down, and nothing was pressed with it
  let timer = 0;

  /** @param {number} count @param {string} words */
  const show = (count, words) => {
    pressed = count;
    said.textContent = words;
    lights.hidden = !count;
    [...lights.children].forEach((light, place) => light.classList.toggle("hf-lit", place < count));
    clearTimeout(timer);
    if (count) timer = setTimeout(() => show(0, say("Exit this page has stopped waiting for Shift.")), TIME_OUT);
    else if (words) timer = setTimeout(() => show(0, ""), TIME_OUT);
  };
  const another = () => {
    alone = false;
    if (pressed) show(0, "");
  };
  addEventListener("pointerdown", another, true);
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) another();
    else if (!event.repeat) alone = true;
  }, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const left = PRESSES - pressed - 1;
    const words = sayMany("Shift: press {number} more time to exit.", "Shift: press {number} more times to exit.", left);
    if (left) show(pressed + 1, words);
    else leave();
  }, true);
}

// The section that is open is in view in the list beside it, also where that list is longer than the window.
const here = document.querySelector(".hf-side [aria-current]");
const side = here?.closest(".hf-side");
if (here && side && side.scrollHeight > side.clientHeight) {
  const [list, row] = [side.getBoundingClientRect(), here.getBoundingClientRect()];
  side.scrollTop += row.top - list.top - (list.height - row.height) / 2;
}

/**
 * Fill in the ticks.
 * @param {Set<string>} done section keys and checks
 */
function showDone(done) {
  for (const row of document.querySelectorAll("[data-part]")) {
    const tick = row.querySelector(".hf-tick");
    if (tick instanceof HTMLElement) tick.hidden = !done.has(row.getAttribute("data-part") ?? "");
  }
}
document.addEventListener("holdfast:done", (event) => showDone(new Set(/** @type {CustomEvent} */ (event).detail)));

/**
 * Fill in the line under the header and the minutes left.
 * @param {{all: number, left: number}} minutes of the learner's pathway
 */
function showMinutes({ all, left }) {
  const line = document.getElementById("hf-progress");
  if (line instanceof HTMLProgressElement) {
    line.max = all;
    line.value = all - left;
    line.setAttribute("aria-valuetext", say("{number} of {count} minutes done", { number: all - left, count: all }));
    line.hidden = false;
  }
  const told = left
    ? sayMany("About {number} minute of the course left", "About {number} minutes of the course left", left)
    : say("All of the course is done");
  for (const words of document.querySelectorAll("[data-left]")) {
    words.textContent = told;
    /** @type {HTMLElement} */ (words).hidden = false;
  }
}

/**
 * Bring out what is for the learner's pathway: the place to stop, and the way on.
 * @param {string} pathway
 */
function showPathway(pathway) {
  const isOwn = (/** @type {HTMLElement} */ each, /** @type {string} */ name) => (each.dataset[name] ?? "").split(" ").includes(pathway);
  const all = (/** @type {string} */ name) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-${name}]`)]);
  for (const stop of all("stop")) stop.hidden = !isOwn(stop, "stop");
  for (const whom of all("core")) whom.hidden = isOwn(whom, "core");
  const ways = all("way");
  const own = ways.find((each) => isOwn(each, "way"));
  if (!own) return;
  for (const way of ways) {
    way.hidden = way !== own && !("always" in way.dataset);
    way.classList.toggle("hf-primary", way === own);
    const { title } = way.dataset; // of a way that says of nobody that it is theirs: only one may say "Go on"
    if (title && way !== own) way.textContent = say("Next in this module: {title}", { title });
  }
  if (ways[0] !== own) ways[0].before(own);
}
document.addEventListener("holdfast:learner", (event) => {
  const { pathway, progress } = /** @type {CustomEvent} */ (event).detail;
  if (pathway) showPathway(pathway);
  if (progress?.minutes) showMinutes(progress.minutes);
});

/** @type {HTMLDetailsElement[]} */
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details")].filter((each) => each instanceof HTMLDetailsElement && !each.open).map((each) => /** @type {HTMLDetailsElement} */ (each));
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

// Browsers that do not know the media feature "scripting" would go on saying that it is off.
for (const notice of document.querySelectorAll(".hf-no-script")) notice.remove();

/** Show the result when there is one; the page itself stays still until then. */
async function lookAgain() {
  const reply = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  const text = reply?.ok ? await reply.text() : "";
  if (text && !/<body[^>]*data-waiting/.test(text)) location.reload();
  else setTimeout(() => void lookAgain(), 1_500);
}
if ("waiting" in document.body.dataset) setTimeout(() => void lookAgain(), 700);

/* The presenter's own window: what is said with this slide, what comes next, and a clock that counts up and never down. */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
const next = document.getElementById("hf-next");
const clock = document.getElementById("hf-clock");
const own = document.getElementById("hf-part-clock");
const planned = document.getElementById("hf-planned");
const SECOND = 1000;

let part = "";
let partBegan = 0;
let began = 0; // 0: not yet; the first move begins it

/** @param {number} from @returns {string} how long ago that was: "4:05" */
function since(from) {
  const seconds = from ? Math.floor((Date.now() - from) / SECOND) : 0;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function tick() {
  if (clock) clock.textContent = since(began);
  if (own) own.textContent = since(partBegan);
}

document.addEventListener("holdfast:slide", (event) => {
  const { at, slide, next: title } = /** @type {CustomEvent} */ (event).detail;
  if (next) next.textContent = title ? say("Next: {title}", { title }) : say("This is the last slide.");
  if (at > 0 && !began) began = Date.now();
  if (slide.dataset.part !== part) {
    part = slide.dataset.part ?? "";
    partBegan = began ? Date.now() : 0;
    if (planned) planned.textContent = slide.dataset.planned ?? "";
  }
  for (const notes of document.querySelectorAll("[data-notes-of]")) {
    /** @type {HTMLElement} */ (notes).hidden = notes.getAttribute("data-notes-of") !== part;
  }
  tick();
});
document.getElementById("hf-again")?.addEventListener("click", () => {
  began = partBegan = Date.now();
  tick();
});
setInterval(tick, SECOND);

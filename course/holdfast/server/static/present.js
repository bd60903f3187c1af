/*
 * Shows one slide at a time, in two windows that keep in step: the slides, which the room sees, and the notes, which
 * stay on the presenter's own screen. Whichever window is moved moves the other one too.
 */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-slide]")]);
const titles = slides.map((slide) => slide.dataset.title ?? "");
const isNotes = "notes" in document.body.dataset;
const page = /** @type {HTMLElement} */ (document.getElementById("hf-main"));
const cover = document.getElementById("hf-blank");
const said = document.getElementById("hf-said");
const place = document.getElementById("hf-place");
const keys = /** @type {HTMLInputElement | null} */ (document.getElementById("hf-keys"));
const list = /** @type {HTMLSelectElement | null} */ (document.getElementById("hf-list"));
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(`holdfast-slides-${document.body.dataset.module}`) : null;

/** What both windows share. */
const now = { at: Math.max(0, slides.findIndex((slide) => slide.dataset.slide === decodeURIComponent(location.hash.slice(1)))), blank: false };

/** @param {{at?: number, blank?: boolean}} change @param {boolean} [heard] whether the other window did it */
function go(change, heard = false) {
  const at = Math.min(Math.max(change.at ?? now.at, 0), slides.length - 1);
  const blank = change.blank ?? (at === now.at && now.blank);
  const moved = at !== now.at;
  const turned = blank !== now.blank;
  Object.assign(now, { at, blank });
  if (!moved && !turned) return;
  show();
  if (said) said.textContent = blank ? say("The screen is blank.") : where();
  if (!heard) channel?.postMessage(now);
}

function where() {
  return say("Slide {number} of {count}: {title}", { number: now.at + 1, count: slides.length, title: titles[now.at] });
}

function show() {
  for (const [at, slide] of slides.entries()) slide.hidden = at !== now.at;
  slides[now.at].scrollTop = 0;
  page.scrollTop = 0;
  if (place) place.textContent = say("{number} of {count}", { number: now.at + 1, count: slides.length });
  if (list) list.selectedIndex = now.at;
  for (const button of document.querySelectorAll('[data-act="blank"]')) button.setAttribute("aria-pressed", String(now.blank));
  if (cover) {
    cover.hidden = !now.blank;
    page.inert = now.blank;
    if (now.blank) cover.focus();
  }
  document.body.classList.toggle("hf-is-blank", now.blank);
  history.replaceState(null, "", `#${encodeURIComponent(slides[now.at].dataset.slide ?? "")}`);
  document.dispatchEvent(new CustomEvent("holdfast:slide", { detail: { ...now, slide: slides[now.at], next: titles[now.at + 1] ?? "" } }));
}

function fullScreen() {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => {});
}

function openNotes() {
  /** @type {HTMLAnchorElement | null} */ (document.querySelector('a[data-act="notes"]'))?.click();
}

/** @type {Record<string, () => void>} */
const acts = {
  next: () => go({ at: now.at + 1 }),
  back: () => go({ at: now.at - 1 }),
  first: () => go({ at: 0 }),
  last: () => go({ at: slides.length - 1 }),
  blank: () => go({ blank: !now.blank }),
  full: fullScreen,
  notes: openNotes,
  show: () => now.blank && go({ blank: false }),
};
/** Keys of a keyboard and of a clicker. Single letters can be switched off. */
const KEYS = /** @type {Record<string, string>} */ ({
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
  Home: "first", End: "last", Escape: "show",
  b: "blank", ".": "blank", f: "full", s: "notes",
});
const CLICKER = new Set(["PageDown", "PageUp", "Escape"]);

/**
 * Whether what has the focus needs the key itself.
 * @param {EventTarget | null} target @param {string} key
 */
function isTaken(target, key) {
  if (!(target instanceof Element) || CLICKER.has(key)) return false;
  if (target.closest("input, select, textarea, [contenteditable]")) return true;
  if (key === " ") return target.closest("button, summary, a") !== null;
  // What can be scrolled is scrolled; widgets have keys of their own.
  return key.length > 1 && target.closest(".hf-host, .hf-live, .hf-table") !== null;
}

addEventListener("keydown", (event) => {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = KEYS[key];
  if (!act || event.ctrlKey || event.altKey || event.metaKey || isTaken(event.target, key)) return;
  if (key.length === 1 && key !== " " && keys && !keys.checked) return;
  if (act !== "show") event.preventDefault(); // Esc still leaves the full screen
  acts[act]();
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-act]") : null;
  acts[button?.getAttribute("data-act") ?? ""]?.();
});
list?.addEventListener("change", () => go({ at: list.selectedIndex }));
addEventListener("hashchange", () => {
  const at = slides.findIndex((slide) => slide.dataset.slide === decodeURIComponent(location.hash.slice(1)));
  if (at >= 0) go({ at });
});
channel?.addEventListener("message", ({ data }) => {
  if (data === "where") channel.postMessage(now);
  else go(data, true);
});

document.documentElement.classList.add("hf-one-by-one");
show();
if (isNotes || !location.hash) channel?.postMessage("where"); // The other window may be further on.

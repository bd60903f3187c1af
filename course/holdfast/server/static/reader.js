/* The reader's settings, the help panel with its key, and the nation whose services it shows first. */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
/** @type {{choice: (name: string) => string, choose: (name: string, value: string) => boolean}} */
const { choice, choose } = /** @type {any} */ (window).holdfast;
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
const controls = /** @type {Control[]} */ ([...document.querySelectorAll("[data-choice]")]);
const help = document.getElementById("hf-now");

/** @param {Control} control @returns {string} */
const nameOf = (control) => control.dataset.choice ?? "";

function showChoices() {
  for (const control of controls) {
    const now = choice(nameOf(control));
    if (control.type === "radio") /** @type {HTMLInputElement} */ (control).checked = control.value === now;
    else if (control.type === "checkbox") /** @type {HTMLInputElement} */ (control).checked = now !== "off";
    else control.value = now;
  }
  showNation(choice("nation"));
}

/** @param {Control} control @returns {string} */
function valueOf(control) {
  if (control.type !== "checkbox") return control.value;
  return /** @type {HTMLInputElement} */ (control).checked ? "" : "off";
}

for (const control of controls) {
  control.addEventListener("change", () => {
    const kept = choose(nameOf(control), valueOf(control));
    showNation(choice("nation"));
    for (const words of document.querySelectorAll("[data-not-kept]")) {
      words.textContent = kept ? "" : say("This browser keeps no choices. This one holds until you leave the page.");
    }
  });
}

const services = /** @type {HTMLElement[]} */ ([...(help?.querySelectorAll(".hf-services > li") ?? [])]);

/**
 * Show a nation's own services after the emergency number and before those of everyone, and no other nation's.
 * @param {string} nation "" shows the few that every page has
 */
function showNation(nation) {
  const own = (/** @type {HTMLElement} */ each) => (each.dataset.nations ?? "").split(" ").includes(nation);
  for (const each of services) {
    each.hidden = nation ? "nations" in each.dataset && !own(each) : "more" in each.dataset;
  }
  const [first, ...rest] = services;
  first?.after(...rest.filter(own), ...rest.filter((each) => !own(each)));
}

showChoices();
document.addEventListener("holdfast:choices", showChoices);

// A link to the settings opens them: not every browser opens a fold by itself.
function openSettings() {
  const settings = document.getElementById("hf-settings");
  if (location.hash === "#hf-settings" && settings instanceof HTMLDetailsElement) settings.open = true;
}
openSettings();
addEventListener("hashchange", openSettings);

const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button])";

if (help instanceof HTMLDetailsElement) {
  /** @type {Element | null} where the keyboard was when the key opened the panel */
  let before = null;
  const close = () => {
    help.open = false;
    const back = before?.isConnected && before !== document.body ? before : help.querySelector("summary");
    before = null;
    /** @type {HTMLElement | null} */ (back)?.focus();
  };
  const open = () => {
    before = document.activeElement;
    help.open = true;
    /** @type {HTMLElement | null} */ (help.querySelector(".hf-now-panel"))?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && help.open) close();
    const combined = event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented;
    if (event.key !== "?" || combined || choice("helpKey") === "off") return;
    if (event.target instanceof Element && event.target.closest(TYPED_IN)) return;
    event.preventDefault();
    if (help.open) close();
    else open();
  });
  document.addEventListener("click", (event) => {
    if (!help.open || !(event.target instanceof Node) || help.contains(event.target)) return;
    help.open = false;
    before = null;
  });
}

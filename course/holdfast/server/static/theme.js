/*
 * What the reader chose for reading, in place before the page is painted: a plain script in the head, so that the page
 * waits for it. It stays in this browser. The style sheets hold their dark and their high-contrast colours once, under
 * the device's own setting; a choice rewrites the condition they stand under, and without a choice nothing is touched.
 */
(() => {
  const PLACE = "holdfast-choices";
  const KNOWN = /** @type {Record<string, string[]>} */ ({
    colours: ["light", "dark"],
    contrast: ["more"],
    text: ["large", "larger"],
    helpKey: ["off"],
    nation: ["england", "wales", "scotland", "northern-ireland"],
  });
  const ALWAYS = "(min-width: 0px)";
  const NEVER = "(max-width: 0px)";

  const root = document.documentElement;
  /** @type {Map<any, string>} the conditions as they were written */
  const written = new Map();
  /** @type {Record<string, string>} */
  let chosen = read();

  function read() {
    try {
      const kept = Object.entries(JSON.parse(localStorage.getItem(PLACE) ?? "{}"));
      return Object.fromEntries(kept.filter(([name, value]) => KNOWN[name]?.includes(value)));
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      if (Object.keys(chosen).length) localStorage.setItem(PLACE, JSON.stringify(chosen));
      else localStorage.removeItem(PLACE);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} condition @returns {string} the condition that the choice makes of it; paper has colours of its own */
  function wanted(condition) {
    let now = condition;
    if (chosen.colours) now = now.replaceAll("(prefers-color-scheme: dark)", chosen.colours === "dark" ? ALWAYS : NEVER);
    if (chosen.contrast) now = now.replaceAll("(prefers-contrast: more)", ALWAYS);
    return now === condition || now.startsWith("screen and ") ? now : `screen and ${now}`;
  }

  /** @param {any} owner @param {"media" | "mediaText"} name */
  function rewrite(owner, name) {
    if (!written.has(owner)) written.set(owner, owner[name]);
    owner[name] = wanted(written.get(owner) ?? "");
  }

  /** @param {Iterable<any>} rules */
  function rewriteRules(rules) {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) rewrite(rule.media, "mediaText");
      if (rule.cssRules) rewriteRules(rule.cssRules);
    }
  }

  function rewritePictures() {
    for (const source of document.querySelectorAll("picture > source[media]")) rewrite(source, "media");
  }

  function apply() {
    for (const name of ["colours", "text"]) {
      if (chosen[name]) root.dataset[name] = chosen[name];
      else delete root.dataset[name];
    }
    if (!chosen.colours && !chosen.contrast && !written.size) return;
    for (const sheet of document.styleSheets) rewriteRules(sheet.cssRules);
    rewritePictures();
  }

  function readAgain() {
    chosen = read();
    apply();
    document.dispatchEvent(new Event("holdfast:choices"));
  }

  root.dataset.script = "";
  apply();
  if (chosen.colours) {
    const arriving = new MutationObserver(rewritePictures);
    arriving.observe(root, { childList: true, subtree: true });
    addEventListener("DOMContentLoaded", () => arriving.disconnect(), { once: true });
  }
  addEventListener("storage", (event) => event.key === PLACE && readAgain());
  addEventListener("pageshow", (event) => event.persisted && readAgain());

  Object.assign(window, {
    holdfast: {
      /** @param {string} name @returns {string} what is chosen; "" leaves it to the device or to the course */
      choice: (name) => chosen[name] ?? "",
      /** @param {string} name @param {string} value @returns {boolean} whether the browser keeps it */
      choose(name, value) {
        chosen = { ...read(), ...chosen, [name]: value };
        if (!value) delete chosen[name];
        apply();
        return keep();
      },
    },
  });
})();

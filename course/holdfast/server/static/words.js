/* How saving stands, in words. They say what is wrong and where the answers are; they never promise what is not so. */

/** @typedef {import("./outbox.js").Trouble} Trouble */
/** @typedef {{code: string, words: string}} Saving */

/** @param {Trouble} trouble @returns {boolean} whether it has to be told even when nothing waits */
export function blocks({ kind }) {
  return kind === "signed-out" || kind === "other-person";
}

/**
 * Say what is wrong, and where the answers are.
 * @param {Trouble} trouble
 * @param {boolean} unsaved whether anything waits
 * @param {boolean} stored whether what waits outlives the page
 * @returns {Saving}
 */
export function inWords({ kind, reason }, unsaved, stored) {
  const here = !unsaved ? "" : stored ? "your answers are kept here" : "your answers are only on this page, so keep it open";
  const sent = here && `${here} and will be sent`;
  const also = (/** @type {string} */ words) => words && `; ${words}`;
  switch (kind) {
    case "other-person":
      return {
        code: "refused",
        words: `Not saved: someone else is now using the course in this browser. Load this page again to go on as them${also(here && `${here} and are not sent under their name`)}`,
      };
    case "signed-out":
      return { code: "refused", words: `Not saved: open the link from the terminal again${also(here)}` };
    case "disk":
      return { code: "refused", words: `Not saved: ${trimmed(reason) || "the disk is full on the computer that runs the course"}${also(sent)}` };
    case "busy":
      return { code: "offline", words: `Not saved yet: the course has a lot to do at this moment${also(sent)}` };
    case "fault":
      return { code: "offline", words: `Not saved yet: the course had a fault${also(sent)}` };
    default:
      return { code: "offline", words: `Not connected: ${sent || "your answers will be kept here"}` };
  }
}

/** @param {string} sentence */
function trimmed(sentence) {
  return sentence.trim().replace(/\.$/, "");
}

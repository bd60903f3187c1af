/* How saving stands, in words. They say what is wrong and where the answers are; they never promise what is not so. */

/** @typedef {import("./outbox.js").Trouble} Trouble */
/** @typedef {{code: string, words: string}} Saving */

const { say } = /** @type {any} */ (globalThis).holdfastSay;

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
  const place = stored ? say("your answers are kept here") : say("your answers are only on this page, so keep it open");
  const sent = say("{place} and will be sent", { place });
  const kept = say("{place} and are not sent under their name", { place });
  const fromNow = say("your answers will be kept here");
  const full = say("the disk is full on the computer that runs the course");
  const refused = (/** @type {string} */ problem, where = sent) => ({ code: "refused", words: unsaved ? `${problem}; ${where}` : problem });
  const later = (/** @type {string} */ problem) => ({ ...refused(problem), code: "offline" });
  switch (kind) {
    case "other-person":
      return refused(say("Not saved: someone else is now using the course in this browser. Load this page again to go on as them"), kept);
    case "signed-out":
      return refused(reason ? say("Not saved: {reason}", { reason }) : say("Not saved: open the link from the terminal again"), place);
    case "disk":
      return refused(say("Not saved: {reason}", { reason: trimmed(reason) || full }));
    case "busy":
      return later(say("Not saved yet: the course has a lot to do at this moment"));
    case "fault":
      return later(say("Not saved yet: the course had a fault"));
    default:
      return { code: "offline", words: say("Not connected: {place}", { place: unsaved ? sent : fromNow }) };
  }
}

/** @param {string} sentence */
function trimmed(sentence) {
  return sentence.trim().replace(/\.$/, "");
}

/*
 * Where answers go on slides: nowhere. The widgets' host asks this file in place of ask.js, outbox.js, shelf.js and
 * words.js. What a room tries out stays on the slide until the page is closed; nothing is sent, and nothing is kept.
 */

/** @typedef {import("./outbox.js").Trouble} Trouble */

const { say } = /** @type {any} */ (globalThis).holdfastSay;

/** Answer as the server would to somebody who has done nothing yet. */
export async function ask() {
  const { nation = "" } = document.body.dataset;
  const data = { tag: "room", version: 0, answers: {}, progress: { done: [] }, nation };
  return { status: 200, data, fault: "offline", wait: 0 };
}

export function giveUpOverdue() {}

/** @returns {boolean} whether the words below are shown though nothing waits */
export function blocks() {
  return true;
}

/** @returns {import("./words.js").Saving} */
export function inWords() {
  return { code: "saved", words: say("For the room only: nothing is kept") };
}

/** Nothing is tried again. */
export class Pause {
  forget() {}
}

/** A queue that never fills. */
export class Outbox {
  constructor() {
    this.tag = "room";
    this.version = 0;
    this.stored = true;
    /** @type {Map<string, string>} */
    this.refused = new Map();
    /** @type {any} always there, so that the host says in our words what happens to answers */
    this.trouble = { kind: "practice", reason: "" };
  }

  meet() {
    return true;
  }

  pending() {
    return undefined;
  }

  unsent() {
    return new Map();
  }

  unsafe() {
    return false;
  }

  overhear() {
    return false;
  }

  put() {}

  stop() {}

  tryLater() {}

  wake() {}

  flush() {}

  async drain() {
    return null;
  }
}

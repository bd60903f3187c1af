/* Asking the server, and when to ask again. Only a reply in JSON is the course's own: a network's sign-in page answers too. */

/**
 * @typedef {object} Reply
 * @property {number} status 0: the course did not answer
 * @property {any} data
 * @property {"offline" | "busy" | "fault"} fault what to call it when this reply is of no use
 * @property {number} wait as long as the server asks for, in milliseconds
 */

const PATIENCE = 15_000;
const LONGEST_PAUSE = 120_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** @type {Set<{until: number, stop: AbortController}>} */
const open = new Set();

/**
 * Ask the server; never throws.
 * @param {string} url
 * @param {object | null} [body] null asks with GET
 * @param {{keepalive?: boolean, patience?: number}} [how]
 * @returns {Promise<Reply>}
 */
export async function ask(url, body = null, { keepalive = false, patience = PATIENCE } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const asked = { until: Date.now() + patience, stop };
  open.add(asked);
  /** @type {RequestInit} */
  const request = { cache: "no-store", credentials: "same-origin", signal: stop.signal, keepalive };
  if (body) {
    request.method = "POST";
    request.headers = { "Content-Type": "application/json", "X-XSRFToken": xsrf() };
    request.body = JSON.stringify(body);
  }
  try {
    const reply = await fetch(url, request);
    const data = await reply.json().catch(() => null);
    // A page in place of data: the door of the course that asks who we are, or somebody else's.
    const status = !reply.ok || data ? reply.status : reply.redirected ? 403 : 0;
    return { status, data: data ?? {}, fault: faultOf(status), wait: pause(reply.headers.get("Retry-After")) };
  } catch {
    return { status: 0, data: {}, fault: "offline", wait: 0 };
  } finally {
    clearTimeout(timer);
    open.delete(asked);
  }
}

/** Give up what should have ended by the clock on the wall: while a computer sleeps, so do its timers. */
export function giveUpOverdue() {
  for (const { until, stop } of open) if (Date.now() > until) stop.abort();
}

/** @param {number} status @returns {Reply["fault"]} */
function faultOf(status) {
  if (!status) return "offline";
  return status === 503 || status === 429 ? "busy" : "fault";
}

/** @param {string | null} seconds @returns {number} */
function pause(seconds) {
  const asked = Number(seconds) * 1_000;
  return asked > 0 ? Math.min(asked, LONGEST_PAUSE) : 0;
}

function xsrf() {
  return /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

/** When to try again: later each time, never sooner than the server asks for, and never all pages in one moment. */
export class Pause {
  /** @param {() => void} over what to do then */
  constructor(over) {
    this.over = over;
    this.tries = 0;
    this.asked = 0; // The server wants to hear nothing before this moment.
    this.timer = 0;
  }

  /** @param {number} asked as long as the server asks for, in milliseconds */
  begin(asked) {
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries);
    this.tries += 1;
    this.asked = performance.now() + asked; // Not the time of day: somebody may set that back.
    this.end();
    this.start(asked + spread(longest));
  }

  /** @param {number} wait try once after about that long, unless something is planned anyway */
  orelse(wait) {
    if (!this.timer) this.start(spread(2 * wait));
  }

  /** @param {number} wait */
  start(wait) {
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.over();
    }, wait);
  }

  /** Try nothing by itself any more. */
  end() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  /** Begin again with short waits: something has changed for the better. */
  forget() {
    this.tries = 0;
  }

  /** Tell whether the server has asked for time that is not over. */
  isAsked() {
    return performance.now() < this.asked;
  }
}

/** @param {number} longest @returns {number} between half of it and all of it: thirty colleagues must not come at once */
function spread(longest) {
  return longest * (0.5 + Math.random() / 2);
}

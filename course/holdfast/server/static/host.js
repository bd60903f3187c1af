/*
 * Sets up the widgets of a page, and fills in what belongs to the learner. Widgets know only their model: where the
 * answers go is this file's and the outbox's business. `saving` always says what is true.
 */

/** @typedef {import("./outbox.js").Trouble} Trouble */
/** @typedef {{tag: string, version: number, answers: Record<string, string[]>, progress: {done: string[]}}} State */
/** @typedef {{code: string, words: string}} Saving */
/** @typedef {Record<string, string[]>} Value */

const { page = "", widgets = "{}", parts = "{}" } = document.body.dataset;
const urls = JSON.parse(parts);
/** @type {[typeof import("./outbox.js"), typeof import("./shelf.js")]} */
const [{ Outbox, ask }, shelf] = await Promise.all([import(urls.outbox), import(urls.shelf)]);

/** A first question must stand within a quarter of a second; saved answers are waited for this long, and no longer. */
const PATIENCE = 150;
const SUBMIT_PATIENCE = 25_000;

const known = /** @type {Set<string>} */ (new Set()); // section keys the server has as done
const models = /** @type {Model[]} */ ([]);
let met = false;

/** What a widget is given: the part of an anywidget model that it may use. */
class Model {
  /** @param {Record<string, any>} spec the traits of the widget, by name */
  constructor(spec) {
    this.state = { ...spec, value: spec.value ?? {}, saving: { code: "loading", words: "Getting your saved answers" } };
    /** @type {Map<string, Set<(...args: any[]) => void>>} */
    this.heard = new Map();
    /** @type {string[]} the record keys it may write */
    this.keys = spec.view?.records ?? [];
    this.sent = this.state.value;
    this.touched = false;
  }

  /** @param {string} name */
  get(name) {
    return this.state[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = structuredClone(value);
    this.emit(`change:${name}`, this, value);
    this.emit("change", this);
  }

  /** @param {string} events @param {(...args: any[]) => void} callback */
  on(events, callback) {
    for (const event of events.split(/\s+/)) {
      if (!this.heard.has(event)) this.heard.set(event, new Set());
      this.heard.get(event)?.add(callback);
    }
  }

  /** @param {string | null} [events] @param {((...args: any[]) => void) | null} [callback] */
  off(events = null, callback = null) {
    for (const event of events ? events.split(/\s+/) : [...this.heard.keys()]) {
      if (callback) this.heard.get(event)?.delete(callback);
      else this.heard.delete(event);
    }
  }

  /** Send the record keys that have changed. */
  save_changes() {
    const value = /** @type {Value} */ (this.state.value);
    for (const key of this.keys) {
      if (JSON.stringify(value[key] ?? []) === JSON.stringify(this.sent[key] ?? [])) continue;
      this.touched = true;
      outbox.put(key, value[key] ?? []);
    }
    this.sent = structuredClone(value);
  }

  /** @param {{kind?: string}} content */
  send(content) {
    if (content?.kind === "submit") void submit(this);
  }

  /** @param {string} event @param {...any} args */
  emit(event, ...args) {
    for (const callback of [...(this.heard.get(event) ?? [])]) callback(...args);
  }

  /**
   * Take what the server keeps, except where the learner has changed something since.
   * @param {Value} answers
   */
  receive(answers) {
    /** @type {Value} */
    const value = {};
    for (const key of this.keys) {
      const newest = outbox.pending(key) ?? answers[key];
      if (newest) value[key] = newest;
    }
    this.sent = value;
    this.set("value", value);
  }

  /** @returns {Saving} */
  saving() {
    if (!met && !outbox.trouble) return { code: "loading", words: "Getting your saved answers" };
    const unsaved = this.keys.some((key) => outbox.pending(key));
    if (outbox.trouble && (unsaved || blocks(outbox.trouble))) return inWords(outbox.trouble, unsaved);
    const refused = this.keys.map((key) => outbox.refused.get(key)).find((reason) => reason !== undefined);
    if (refused !== undefined) return { code: "refused", words: `Not saved: ${refused}` };
    if (unsaved) return { code: "saving", words: "Saving" };
    const answered = this.touched || this.keys.some((key) => this.state.value[key]?.length);
    return { code: "saved", words: answered ? "Saved" : "Saved as you go" };
  }
}

/** @param {Trouble} trouble */
function blocks({ kind }) {
  return kind === "signed-out" || kind === "other-person";
}

/**
 * Say what is wrong, and where the answers are.
 * @param {Trouble} trouble
 * @param {boolean} unsaved
 * @returns {Saving}
 */
function inWords({ kind, reason }, unsaved) {
  const here = !unsaved ? "" : outbox.stored ? "your answers are kept here" : "your answers are only on this page, so keep it open";
  const sent = here && `${here} and will be sent`;
  switch (kind) {
    case "other-person":
      return {
        code: "refused",
        words: `Not saved: someone else is now using the course in this browser. Load this page again to go on as them${here && `; ${here} and are not sent under their name`}`,
      };
    case "signed-out":
      return { code: "refused", words: `Not saved: open the link from the terminal again${here && `; ${here}`}` };
    case "disk":
      return { code: "refused", words: `Not saved: ${trimmed(reason) || "the disk is full on the computer that runs the course"}; ${sent}` };
    case "fault":
      return { code: "offline", words: `Not saved yet: the course had a fault; ${sent}` };
    default:
      return { code: "offline", words: `Not connected: ${sent || "your answers will be kept here"}` };
  }
}

/** @param {string} sentence */
function trimmed(sentence) {
  return sentence.trim().replace(/\.$/, "");
}

/** Tell every widget, and the page itself where no widget does, how saving stands. */
function tell() {
  for (const model of models) model.set("saving", model.saving());
  const notice = document.getElementById("hf-notice");
  const trouble = outbox.trouble;
  const own = trouble && (trouble.kind === "other-person" || (!models.length && (blocks(trouble) || outbox.items().size > 0)));
  const words = own ? `${inWords(trouble, outbox.items().size > 0).words}.` : "";
  if (notice && notice.textContent !== words) notice.textContent = words;
  // Only while something would be lost: a page with this listener cannot be kept by the Back button.
  (outbox.unsafe() ? addEventListener : removeEventListener)("beforeunload", hold);
}

/** @param {Event} event */
function hold(event) {
  event.preventDefault();
}

/** Get the learner's state, and show it. True when it was ours. */
async function refresh() {
  const { status, data } = await ask(`/api/state/${page}`);
  if (status !== 200) {
    if (status === 401 || status === 403) outbox.stop("signed-out", "");
    else if (!met) outbox.tryLater(status ? "fault" : "offline", "");
    tell();
    return false;
  }
  const state = /** @type {State} */ (data);
  const first = !met;
  met = true;
  const fresh = outbox.meet(state.tag, state.version);
  if (fresh || first) {
    for (const section of state.progress?.done ?? []) known.add(section);
    for (const model of models) model.receive(state.answers ?? {});
    last = state.answers ?? {};
    showProgress();
  }
  tell();
  return !outbox.trouble;
}

/** @type {Value} the newest answers heard, for widgets that are drawn after them */
let last = {};
/** @type {Promise<boolean> | null} */
let refreshing = null;

/** Get the state; calls at the same moment share one request. */
function sync() {
  refreshing ??= refresh().finally(() => {
    refreshing = null;
    if (!met && outbox.trouble?.kind !== "signed-out") setTimeout(() => void sync(), 1_000 + 2_000 * Math.random());
  });
  return refreshing;
}

/** @param {Model} model */
async function submit(model) {
  const refuse = (/** @type {string} */ reason) => model.emit("msg:custom", { kind: "not-submitted", reason }, []);
  const trouble = await outbox.drain();
  if (trouble) return refuse(`${inWords(trouble, outbox.items().size > 0).words}.`);
  const { code, words } = model.saving();
  if (code === "refused") return refuse(`${words}.`);
  const { status, data } = await ask(`/api/submit/${model.get("name")}`, { tag: outbox.tag }, { patience: SUBMIT_PATIENCE });
  if (status === 200 && /^\/[^/]/.test(data.url ?? "")) {
    model.emit("msg:custom", { kind: "submitted", url: data.url }, []);
    return location.assign(data.url);
  }
  if (status === 409) outbox.stop("other-person", "");
  if (status === 401 || status === 403) outbox.stop("signed-out", "");
  refuse(data.reason ?? data.error ?? "The course did not answer. Your answers are kept; please submit again in a minute.");
}

/** Have the page's furniture fill in the ticks and the minutes left. */
function showProgress() {
  const here = [...document.querySelectorAll("[data-part]")].map((row) => row.getAttribute("data-part") ?? "");
  const done = [...known, ...here.filter((part) => outbox.pending(part)?.includes("done"))];
  document.dispatchEvent(new CustomEvent("holdfast:done", { detail: done }));
}

/**
 * Draw one widget.
 * @param {HTMLElement} place
 * @param {Promise<unknown>} answered
 */
async function draw(place, answered) {
  try {
    const spec = JSON.parse(place.querySelector('script[type="application/json"]')?.textContent ?? "{}");
    const url = JSON.parse(widgets)[spec.kind];
    const [module] = await Promise.all([import(url), answered]);
    const model = new Model(spec);
    models.push(model);
    if (met) model.receive(last);
    model.set("saving", model.saving());
    const el = document.createElement("div");
    await module.default.render({ model, el });
    place.append(el);
  } catch (error) {
    console.error(error);
    const sorry = document.createElement("p");
    sorry.className = "hf-note";
    sorry.textContent = "This question could not be shown. Load the page again. What you have answered is kept.";
    place.append(sorry);
  }
  place.dataset.ready = "";
}

// --- beginning, coming back, going away ---------------------------------------------------------------------------------

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("holdfast") : null;
const hooks = {
  changed: tell,
  kept: () => channel?.postMessage({ tag: outbox.tag, version: outbox.version }),
  renew: async () => {
    const { status, data } = await ask(`/api/state/${page}`);
    return status === 200 && data.tag === outbox.tag;
  },
};
const outbox = new Outbox(hooks, shelf);
channel?.addEventListener("message", ({ data }) => {
  if (data?.tag === outbox.tag && data.version > outbox.version) void sync();
});

const answered = Promise.race([sync(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
for (const place of document.querySelectorAll(".hf-host")) void draw(/** @type {HTMLElement} */ (place), answered);

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-done]") : null;
  const section = link?.getAttribute("data-done");
  if (section && !known.has(section)) outbox.put(section, ["done"]);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void sync();
  else outbox.flush();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) void sync();
});
addEventListener("online", () => void sync());
addEventListener("pagehide", () => outbox.flush());

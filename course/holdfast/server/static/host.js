/*
 * Sets up the widgets of a page, and fills in what belongs to the learner. Widgets know only their model: where the
 * answers go is this file's and the outbox's business. `saving` always says what is true.
 */

/** @typedef {{tag: string, version: number, answers: Record<string, string[]>, nation?: string, pathway?: string,
 *   progress: {done: string[], minutes?: {all: number, left: number}},
 *   asked?: string[], closed?: string}} State `asked`: questions of a check or the refresher; `closed`: why there are none */
/** @typedef {import("./words.js").Saving} Saving */
/** @typedef {Record<string, string[]>} Value */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
const { page = "", widgets = "{}", parts = "{}" } = document.body.dataset;
const urls = JSON.parse(parts);
/** @type {[typeof import("./ask.js"), typeof import("./outbox.js"), typeof import("./shelf.js"), typeof import("./traits.js"), typeof import("./words.js")]} */
const [{ ask, giveUpOverdue, Pause }, { Outbox }, shelf, { Traits }, { blocks, inWords }] = await Promise.all(
  [urls.ask, urls.outbox, urls.shelf, urls.traits, urls.words].map((url) => import(url)),
);

/** A first question must stand within a quarter of a second; saved answers are waited for this long, and no longer. */
const PATIENCE = 150;
const SUBMIT_PATIENCE = 25_000;
const TICK = 20_000;

const known = /** @type {Set<string>} */ (new Set()); // section keys the server has as done
const models = /** @type {Model[]} */ ([]);
let met = false;
/** What is asked here and now: on a page that asks each learner something of their own, nothing until it is known. */
let door = { asked: /** @type {string[]} */ ([]), closed: "" };
let chosen = { nation: "", pathway: "" }; // by the learner, for every page

/** What a widget is given: the part of an anywidget model that it may use. */
class Model extends Traits {
  /** @param {Record<string, any>} spec the traits of the widget, by name */
  constructor(spec) {
    super({ ...spec, value: spec.value ?? {}, saving: { code: "loading", words: say("Getting your saved answers") } });
    /** @type {string[]} the record keys it may write */
    this.keys = spec.view?.records ?? [];
    this.sent = this.state.value;
    this.touched = false;
    this.given = /** @type {Record<string, string>} */ ({});
  }

  /** Send the record keys that have changed. */
  save_changes() {
    const value = /** @type {Value} */ (this.state.value);
    for (const key of this.keys) {
      if (JSON.stringify(value[key] ?? []) === JSON.stringify(this.sent[key] ?? [])) continue;
      this.touched = true;
      last = { ...last, [key]: value[key] ?? [] };
      outbox.put(key, value[key] ?? []);
    }
    this.sent = structuredClone(value);
  }

  /** @param {{kind?: string}} content */
  send(content) {
    if (content?.kind === "submit") void submit(this);
  }

  /**
   * Take what the server keeps, except where the learner has changed something since.
   * @param {Value} answers
   */
  receive(answers) {
    if ("asks" in document.body.dataset && "asked" in this.state) {
      this.set("asked", door.asked);
      this.set("closed", door.closed);
    }
    /** @type {Value} */
    const value = {};
    for (const key of this.keys) {
      const newest = outbox.pending(key) ?? answers[key];
      if (newest) value[key] = newest;
    }
    this.sent = value;
    this.set("value", value);
  }

  /**
   * Take the learner's nation and pathway once, where the widget asks for one and none was chosen on this page.
   * @param {Record<string, string>} choices
   */
  choose(choices) {
    for (const [name, value] of Object.entries(choices)) {
      if (value && value !== this.given[name] && this.state[name] === "") this.set(name, value);
    }
    this.given = choices;
  }

  /** @returns {Saving} */
  saving() {
    if (!met && !outbox.trouble) return { code: "loading", words: say("Getting your saved answers") };
    const unsaved = this.keys.some((key) => outbox.pending(key));
    if (outbox.trouble && (unsaved || blocks(outbox.trouble))) return inWords(outbox.trouble, unsaved, outbox.stored);
    const refused = this.keys.map((key) => outbox.refused.get(key)).find((reason) => reason !== undefined);
    const reason = refused || say("the course could not take this answer");
    if (refused !== undefined) return { code: "refused", words: say("Not saved: {reason}", { reason }) };
    if (unsaved) return { code: "saving", words: say("Saving") };
    const answered = this.touched || this.keys.some((key) => this.state.value[key]?.length);
    return { code: "saved", words: answered ? say("Saved") : say("Saved as you go") };
  }
}

/** Tell every widget, and the page itself where no widget does, how saving stands. */
function tell() {
  for (const model of models) model.set("saving", model.saving());
  const notice = document.getElementById("hf-notice");
  const trouble = outbox.trouble;
  const own = trouble && (trouble.kind === "other-person" || (!models.length && (blocks(trouble) || outbox.unsent().size > 0)));
  const words = own ? `${inWords(trouble, outbox.unsent().size > 0, outbox.stored).words}.` : "";
  if (notice && notice.textContent !== words) notice.textContent = words;
  // Only while something would be lost: a page with this listener cannot be kept by the Back button.
  (outbox.unsafe() ? addEventListener : removeEventListener)("beforeunload", hold);
}

/** @param {Event} event */
function hold(event) {
  event.preventDefault();
}

/**
 * Stop, because nobody is signed in here.
 * @param {{sign_in?: string}} data
 */
function nobody({ sign_in }) {
  outbox.stop("signed-out", sign_in ? say("you are signed out, so sign in again in this browser") : "");
  if (sign_in) document.dispatchEvent(new CustomEvent("holdfast:nobody", { detail: { met } }));
}

/** Get the learner's state, and show it. True when it is still the same learner's. */
async function refresh() {
  const { status, data, fault, wait } = await ask(`/api/state/${page}`);
  const ours = status === 200 && typeof data.tag === "string";
  if (status === 401 || status === 403) nobody(data);
  else if (!ours && (!met || outbox.unsent().size)) outbox.tryLater(status === 200 ? "offline" : fault, "", wait);
  if (ours) show(data);
  tell();
  return ours && outbox.trouble?.kind !== "other-person";
}

/** @param {State} state */
function show(state) {
  const { tag, version, answers = {}, progress } = state;
  const first = !met;
  met = true;
  if (!outbox.meet(tag, version) && !first) return;
  shown = version;
  door = { asked: state.asked ?? [], closed: state.closed ?? "" };
  for (const section of progress?.done ?? []) known.add(section);
  last = answers;
  chosen = { nation: state.nation ?? "", pathway: state.pathway ?? "" };
  for (const model of models) model.choose(chosen);
  document.dispatchEvent(new CustomEvent("holdfast:learner", { detail: state }));
  showUnsent();
}

/** Show what is not saved yet, this page's and other pages', over what is. */
function showUnsent() {
  last = { ...last, ...Object.fromEntries(outbox.unsent()) };
  for (const model of models) model.receive(last);
  showProgress();
}

/** @type {Value} the newest answers heard, for widgets that are drawn after them */
let last = {};
let shown = -1; // the version of the answers that they are
let asked = 0;
/** @type {Promise<boolean> | null} */
let refreshing = null;

/** Get the state. Calls while one is under way share the one after it, which knows what happened meanwhile. */
function sync() {
  asked += 1;
  refreshing ??= refreshAll().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refreshAll() {
  for (;;) {
    const now = asked;
    const ours = await refresh();
    if (now === asked) return ours;
  }
}

/** Look at everything afresh: the computer may have slept for a night. */
function wakeUp() {
  giveUpOverdue();
  pause.forget();
  void sync();
}

/** @param {Model} model */
async function submit(model) {
  const refuse = (/** @type {string} */ reason) => model.emit("msg:custom", { kind: "not-submitted", reason }, []);
  const trouble = await outbox.drain();
  if (trouble) return refuse(`${inWords(trouble, outbox.unsent().size > 0, outbox.stored).words}.`);
  const { code, words } = model.saving();
  if (code === "refused") return refuse(`${words}.`);
  const { status, data } = await ask(`/api/submit/${model.get("name")}`, { tag: outbox.tag }, { patience: SUBMIT_PATIENCE });
  if (status === 200 && /^\/[^/]/.test(data.url ?? "")) {
    model.emit("msg:custom", { kind: "submitted", url: data.url }, []);
    return location.assign(data.url);
  }
  if (status === 409) await sync(); // Somebody else is signed in, or the check is closed: the state says which.
  if (status === 401 || status === 403) nobody(data);
  refuse(data.reason ?? data.error ?? say("The course did not answer. Your answers are kept; please submit again in a minute."));
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
    model.choose(chosen);
    model.receive(met ? last : {});
    model.set("saving", model.saving());
    const el = document.createElement("div");
    await module.default.render({ model, el });
    place.append(el);
  } catch (error) {
    console.error(error);
    const sorry = document.createElement("p");
    sorry.className = "hf-note";
    sorry.textContent = say("This question could not be shown. Load the page again. What you have answered is kept.");
    place.append(sorry);
  }
  place.dataset.ready = "";
}

// --- beginning, coming back, going away ---------------------------------------------------------------------------------

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("holdfast") : null;
/** @type {import("./outbox.js").Hooks} */
const hooks = {
  ask,
  changed: tell,
  kept: () => channel?.postMessage({ tag: outbox.tag, version: outbox.version }),
  renew: refresh,
};
const pause = new Pause(() => void (met ? outbox.wake() : sync()));
const outbox = new Outbox(hooks, pause, shelf);
channel?.addEventListener("message", ({ data }) => {
  if (data?.signed === "out") nobody({ sign_in: "/sign-in" });
  if (data?.tag === outbox.tag && data.version > shown) void sync();
});

const answered = Promise.race([sync(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
for (const place of document.querySelectorAll(".hf-host")) void draw(/** @type {HTMLElement} */ (place), answered);

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-done]") : null;
  const section = link?.getAttribute("data-done");
  if (section && !known.has(section)) outbox.put(section, ["done"]);
});
addEventListener("storage", ({ key }) => {
  if (!outbox.overhear(key)) return;
  showUnsent();
  tell();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") wakeUp();
  else outbox.flush();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) wakeUp();
});
addEventListener("online", wakeUp);
addEventListener("pagehide", () => outbox.flush());
let ticked = Date.now();
setInterval(() => {
  const slept = Date.now() - ticked > 3 * TICK;
  ticked = Date.now();
  if (slept && document.visibilityState === "visible") wakeUp();
}, TICK);

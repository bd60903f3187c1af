/* Hosts widgets on a page that is one file: each gets a model of its own, and nothing is kept or sent anywhere. */

const { scripts, widgets } = JSON.parse(document.getElementById("hf-data")?.textContent ?? "{}");
const here = /** @type {HTMLElement} */ (document.getElementById("hf-here"));
here.replaceChildren();

/** Make a model as _common.js describes it. @param {Record<string, any>} state */
function modelOf(state) {
  /** @type {Map<string, Set<(...news: any[]) => void>>} */
  const heard = new Map();
  return {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = structuredClone(value);
      for (const hear of [...(heard.get(`change:${name}`) ?? [])]) hear();
    },
    on: (event, hear) => {
      heard.set(event, (heard.get(event) ?? new Set()).add(hear));
    },
    off: (event, hear) => heard.get(event)?.delete(hear),
    save_changes: () => {},
    send: () => {},
  };
}

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();

/** @param {string} kind */
function load(kind) {
  if (!loaded.has(kind)) {
    const url = URL.createObjectURL(new Blob([scripts[kind]], { type: "text/javascript" }));
    loaded.set(kind, import(url).finally(() => URL.revokeObjectURL(url)));
  }
  return loaded.get(kind);
}

for (const state of widgets) {
  const el = document.createElement("div");
  here.append(el);
  load(state.kind)?.then((module) => module.default.render({ model: modelOf(state), el }));
}

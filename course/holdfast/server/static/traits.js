/* The part of an anywidget model that is the same for every host: values by name, and who wants to hear of them. */

export class Traits {
  /** @param {Record<string, any>} state the values, by name */
  constructor(state) {
    this.state = state;
    /** @type {Map<string, Set<(...args: any[]) => void>>} */
    this.heard = new Map();
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

  /** @param {string} event @param {...any} args */
  emit(event, ...args) {
    for (const callback of [...(this.heard.get(event) ?? [])]) callback(...args);
  }
}

/*
 * What this page has still to send. An answer stays here, and in the browser's storage under the learner's own tag,
 * until the server says that it is kept. Resending is harmless: the server knows each (client, seq) it has kept.
 */

/** @typedef {{seq: number, item: string, value: string[]}} Entry */
/** @typedef {{client: string, entries: Entry[]}} Batch */
/** @typedef {{status: number, data: any}} Reply status 0: nobody answered */
/** @typedef {{kind: "offline" | "fault" | "signed-out" | "other-person" | "disk", reason: string}} Trouble */

const MOST_ENTRIES = 50;
const MOST_BYTES = 48_000; // The server takes 64 kB, and so does a request that outlives its page.
const PATIENCE = 15_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

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
    // A page in place of data is a door that asks who we are.
    if (reply.ok && data === null) return { status: reply.redirected ? 403 : 502, data: {} };
    return { status: reply.status, data: data ?? {} };
  } catch {
    return { status: 0, data: {} };
  } finally {
    clearTimeout(timer);
  }
}

function xsrf() {
  return /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

/** The queue of one page load. */
export class Outbox {
  /**
   * @param {{changed: () => void, kept: () => void, renew: () => Promise<boolean>}} hooks changed: something to tell the
   *   learner; kept: the server keeps something new; renew: ask who we are again, true when it is still us
   * @param {typeof import("./shelf.js")} shelf where unsent answers outlive the page
   */
  constructor(hooks, shelf) {
    this.hooks = hooks;
    this.shelf = shelf;
    // Not crypto.randomUUID: a school network without https has only this.
    this.client = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.seq = 0;
    this.tag = "";
    this.version = -1;
    /** @type {Map<string, Entry>} the newest unsaved value of each item of this page */
    this.waiting = new Map();
    /** @type {Batch[]} what earlier pages could not send, oldest first */
    this.left = [];
    /** @type {Map<string, string>} items the server refused, and why */
    this.refused = new Map();
    /** @type {Trouble | null} */
    this.trouble = null;
    this.stored = true;
    this.tries = 0;
    this.most = MOST_ENTRIES;
    this.timer = 0;
    /** @type {Promise<void> | null} */
    this.running = null;
  }

  // --- who this page belongs to ---------------------------------------------------------------------------------------

  /**
   * Hear whose page this is, and take up what this learner's earlier pages could not send.
   * @param {string} tag
   * @param {number} version
   * @returns {boolean} whether the state is worth showing: ours, and not older than what we know
   */
  meet(tag, version) {
    if (this.tag && tag !== this.tag) {
      this.stop("other-person", "");
      return false;
    }
    if (this.trouble?.kind === "other-person") return false;
    if (!this.tag) {
      this.tag = tag;
      this.left = this.shelf.leftovers(tag, this.client);
      this.store();
    }
    if (this.trouble && ["signed-out", "offline", "fault"].includes(this.trouble.kind)) this.trouble = null;
    this.wake();
    if (version < this.version) return false;
    this.version = version;
    return true;
  }

  /** @param {Trouble["kind"]} kind @param {string} reason */
  stop(kind, reason) {
    clearTimeout(this.timer);
    this.trouble = { kind, reason };
    this.hooks.changed();
  }

  // --- what waits -------------------------------------------------------------------------------------------------------

  /**
   * Take a change and send it as soon as can be.
   * @param {string} item
   * @param {string[]} value
   */
  put(item, value) {
    this.seq += 1;
    this.waiting.set(item, { seq: this.seq, item, value });
    this.refused.delete(item);
    this.store();
    this.wake();
    this.hooks.changed();
  }

  /**
   * Return the unsaved value of an item: this page's own, else the newest an earlier page could not send.
   * @param {string} item
   * @returns {string[] | undefined}
   */
  pending(item) {
    const own = this.waiting.get(item);
    if (own) return own.value;
    return this.left.flatMap(({ entries }) => entries).filter((entry) => entry.item === item).at(-1)?.value;
  }

  /** Return the items with an unsaved value. */
  items() {
    return new Set([...this.left.flatMap(({ entries }) => entries), ...this.waiting.values()].map(({ item }) => item));
  }

  /** Tell whether closing the page now would lose something. */
  unsafe() {
    return this.waiting.size > 0 && !this.stored;
  }

  /** Keep what waits in the browser, under the learner's tag, so that it outlives the page. */
  store() {
    const entries = [...this.waiting.values()];
    this.stored = this.tag ? this.shelf.keep(this.tag, this.client, entries) : !entries.length;
  }

  // --- sending ----------------------------------------------------------------------------------------------------------

  /** Send now what waits, if anything may be sent; one request at a time. */
  wake() {
    if (!this.tag || this.trouble?.kind === "other-person") return Promise.resolve();
    clearTimeout(this.timer);
    this.running ??= this.send().finally(() => {
      this.running = null;
      this.hooks.changed();
    });
    return this.running;
  }

  /**
   * Send everything that waits and say what stood in the way.
   * @returns {Promise<Trouble | null>}
   */
  async drain() {
    do await this.wake();
    while (!this.trouble && this.tag && this.items().size);
    return this.trouble ?? (this.tag ? null : { kind: "offline", reason: "" });
  }

  async send() {
    for (let batch = this.next(); batch; batch = this.next()) {
      const reply = await ask("/api/answers", { tag: this.tag, client: batch.client, answers: batch.entries });
      if (!(await this.hear(batch, reply))) return;
    }
  }

  /** @returns {Batch | null} */
  next() {
    const old = this.left[0];
    const entries = old ? old.entries : [...this.waiting.values()];
    if (!entries.length) return null;
    return { client: old ? old.client : this.client, entries: fitting(entries, this.most) };
  }

  /**
   * @param {Batch} batch
   * @param {Reply} reply
   * @returns {Promise<boolean>} whether to go on sending
   */
  async hear(batch, { status, data }) {
    if (status === 200 && this.acknowledge(batch, data)) {
      this.trouble = null;
      this.tries = 0;
      return true;
    }
    if (status === 409) {
      this.stop("other-person", data.error ?? "");
    } else if (status === 401 || status === 403) {
      if (!this.trouble && (await this.hooks.renew())) return this.tryLater("fault", "");
      this.stop("signed-out", "");
    } else if (status === 400 || status === 413) {
      return this.tooMuch(batch, data.error ?? "");
    } else if (status === 507) {
      this.tryLater("disk", data.error ?? "");
    } else {
      this.tryLater(status ? "fault" : "offline", "");
    }
    return false;
  }

  /** @param {Batch} batch @param {any} data */
  acknowledge(batch, data) {
    const acks = new Map((data.acks ?? []).map((/** @type {any} */ ack) => [ack.seq, ack]));
    const settled = batch.entries.filter(({ seq }) => acks.has(seq));
    for (const { seq, item } of settled) {
      const { status, reason } = acks.get(seq);
      if (status !== "saved") this.refused.set(item, reason ?? "the course did not accept it");
    }
    this.settle(batch.client, new Set(settled.map(({ seq }) => seq)));
    if (settled.length) {
      this.version = Math.max(this.version, data.version ?? -1);
      this.hooks.kept();
    }
    return settled.length > 0;
  }

  /**
   * Let go of entries the server has answered for, here and in the browser.
   * @param {string} client
   * @param {Set<number>} seqs
   */
  settle(client, seqs) {
    const open = (/** @type {Entry} */ { seq }) => !seqs.has(seq);
    if (client === this.client) {
      this.waiting = new Map([...this.waiting].filter(([, entry]) => open(entry)));
      this.store();
      return;
    }
    this.left = this.left.map((old) => (old.client === client ? { client, entries: old.entries.filter(open) } : old));
    this.left = this.left.filter(({ entries }) => entries.length);
    this.shelf.settle(this.tag, client, open);
  }

  /**
   * One bad entry must not hold up the others: send them one by one, and let go of the bad one.
   * @param {Batch} batch
   * @param {string} reason
   */
  tooMuch(batch, reason) {
    if (batch.entries.length > 1) {
      this.most = 1;
      return true;
    }
    this.refused.set(batch.entries[0].item, reason || "the course could not read it");
    this.settle(batch.client, new Set([batch.entries[0].seq]));
    return true;
  }

  /** @param {Trouble["kind"]} kind @param {string} reason */
  tryLater(kind, reason) {
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries);
    this.tries += 1;
    this.trouble = { kind, reason };
    clearTimeout(this.timer);
    // Thirty colleagues must not come back in the same moment.
    this.timer = setTimeout(() => void this.wake(), longest * (0.5 + Math.random() / 2));
    return false;
  }

  /** Send once more while the page goes away; what is not answered for is sent again by the next page. */
  flush() {
    if (!this.tag || this.trouble?.kind === "other-person" || !this.waiting.size) return;
    const answers = fitting([...this.waiting.values()], MOST_ENTRIES);
    void ask("/api/answers", { tag: this.tag, client: this.client, answers }, { keepalive: true });
  }
}

/** @param {Entry[]} entries @param {number} most @returns {Entry[]} */
function fitting(entries, most) {
  let bytes = 0;
  const some = entries.slice(0, most);
  const end = some.findIndex((entry) => (bytes += new Blob([JSON.stringify(entry)]).size) > MOST_BYTES);
  return end < 0 ? some : some.slice(0, Math.max(1, end));
}

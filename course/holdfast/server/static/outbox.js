/*
 * What this page has still to send. An answer stays here, and in the browser's storage under the learner's own tag,
 * until the server says that it is kept. Resending is harmless: the server knows each (client, seq) it has kept.
 * Pages of one learner see what each other keeps in storage: of two answers to one question the one given last counts.
 */

/** @typedef {{seq: number, item: string, value: string[], turn: number}} Entry turn: a later answer of this browser has a higher one */
/** @typedef {{client: string, entries: Entry[]}} Batch */
/** @typedef {import("./ask.js").Reply} Reply */
/** @typedef {{kind: "offline" | "fault" | "busy" | "signed-out" | "other-person" | "disk", reason: string}} Trouble */
/**
 * @typedef {object} Hooks
 * @property {typeof import("./ask.js").ask} ask
 * @property {() => void} changed something to tell the learner
 * @property {() => void} kept the server keeps something new
 * @property {() => Promise<boolean>} renew ask who we are again; true when it is still us, else it has told
 */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
const MOST_ENTRIES = 50;
const MOST_BYTES = 48_000; // The server takes 64 kB, and so does a request that outlives its page.
const TAKE_OVER = 5_000; // Another page sends its own answers; this one does when that page is gone.

/** The queue of one page load. */
export class Outbox {
  /**
   * @param {Hooks} hooks
   * @param {import("./ask.js").Pause} pause when to try again
   * @param {typeof import("./shelf.js")} shelf where unsent answers outlive the page
   */
  constructor(hooks, pause, shelf) {
    this.hooks = hooks;
    this.pause = pause;
    this.shelf = shelf;
    // Not crypto.randomUUID: a school network without https has only this.
    this.client = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.seq = 0;
    this.turn = 0;
    this.tag = "";
    this.version = -1;
    /** @type {Map<string, Entry>} the newest unsaved value of each item of this page */
    this.waiting = new Map();
    /** @type {Batch[]} what other pages have still to send, but for what is answered anew here */
    this.left = [];
    /** @type {Map<string, string>} items the server refused, and why */
    this.refused = new Map();
    /** @type {Trouble | null} */
    this.trouble = null;
    this.stored = true;
    this.renewed = false;
    this.most = MOST_ENTRIES;
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
    if (!this.tag) this.begin(tag);
    // Only an answer that is kept shows that there is room again.
    if (this.trouble && !["disk", "busy"].includes(this.trouble.kind)) this.trouble = null;
    this.wake();
    if (version < this.version) return false;
    this.version = version;
    return true;
  }

  /** @param {string} tag */
  begin(tag) {
    this.tag = tag;
    this.pause.forget();
    // What was answered before we knew whose page this is, is newer than what any other page left.
    const { turn } = this.shelf.agree(tag, this.client, []);
    for (const entry of this.waiting.values()) entry.turn += turn;
    this.adopt();
  }

  /** @param {Trouble["kind"]} kind @param {string} reason */
  stop(kind, reason) {
    this.pause.end();
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
    this.adopt(); // Another page may have answered since: this answer is the newer one.
    this.seq += 1;
    this.turn += 1;
    this.waiting.set(item, { seq: this.seq, item, value, turn: this.turn });
    this.refused.delete(item);
    this.adopt();
    this.wake();
    this.hooks.changed();
  }

  /**
   * Hear that another page of this browser has changed what it has still to send.
   * @param {string | null} key of the browser's `storage` event
   * @returns {boolean} whether this page has something to show or to tell
   */
  overhear(key) {
    const client = this.tag ? this.shelf.changed(key, this.tag) : null;
    if (client === null) return false;
    this.adopt();
    if (client === this.client) void this.wake(); // Another page took over what is ours; the server has news for us.
    else if (this.left.length) this.pause.orelse(TAKE_OVER);
    return true;
  }

  /** Take up what other pages have still to send, and keep what this page has. */
  adopt() {
    if (!this.tag) return void (this.stored = !this.waiting.size);
    const { own, others, turn } = this.shelf.agree(this.tag, this.client, [...this.waiting.values()]);
    this.waiting = new Map(own.map((entry) => [entry.item, entry]));
    this.left = others;
    this.turn = Math.max(this.turn, turn);
    this.store();
  }

  /** @param {string} item @returns {string[] | undefined} its unsaved value, this page's own or another page's */
  pending(item) {
    return this.unsent().get(item);
  }

  /** @returns {Map<string, string[]>} the unsaved values, this page's own and other pages', by item */
  unsent() {
    const entries = [...this.left.flatMap((batch) => batch.entries), ...this.waiting.values()];
    return new Map(entries.map(({ item, value }) => [item, value]));
  }

  /** Tell whether closing the page now would lose something. */
  unsafe() {
    return this.waiting.size > 0 && !this.stored;
  }

  /** Keep what waits in the browser, under the learner's tag, so that it outlives the page. */
  store() {
    const entries = [...this.waiting.values()];
    this.stored = this.shelf.keep(this.tag, this.client, entries);
  }

  // --- sending ----------------------------------------------------------------------------------------------------------

  /** Send now what waits, if anything may be sent; one request at a time. */
  wake() {
    if (!this.tag || this.trouble?.kind === "other-person" || this.pause.isAsked()) return Promise.resolve();
    this.pause.end();
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
    while (!this.trouble && this.tag && this.unsent().size && !this.pause.isAsked());
    if (this.trouble || (this.tag && !this.unsent().size)) return this.trouble;
    return { kind: this.tag ? "busy" : "offline", reason: "" };
  }

  async send() {
    for (let batch = this.next(); batch; batch = this.next()) {
      const reply = await this.hooks.ask("/api/answers", this.body(batch.client, batch.entries));
      if (!(await this.hear(batch, reply))) return;
    }
  }

  /** @param {string} client @param {Entry[]} entries */
  body(client, entries) {
    return { tag: this.tag, client, answers: entries.map(({ seq, item, value }) => ({ seq, item, value })) };
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
  async hear(batch, { status, data, fault, wait }) {
    if (status === 200 && this.acknowledge(batch, data)) {
      this.trouble = null;
      this.pause.forget();
      this.renewed = false;
      return true;
    }
    // Only the course itself can say that it will never take an answer.
    if ((status === 400 || status === 413) && (batch.entries.length > 1 || data.error)) return this.tooMuch(batch, data.error);
    if (status === 409) this.stop("other-person", "");
    else if (status === 401 || status === 403) await this.renew();
    else if (status === 507) this.tryLater("disk", data.error ?? "", wait);
    else this.tryLater(fault, "", wait);
    return false;
  }

  /** The sign-in may have been renewed in another page: ask once before saying that we are signed out. */
  async renew() {
    if (this.renewed) return this.stop("signed-out", "");
    this.renewed = true;
    if (await this.hooks.renew()) this.tryLater("fault", "");
  }

  /** @param {Batch} batch @param {any} data */
  acknowledge(batch, data) {
    if (!Array.isArray(data.acks)) return false;
    const acks = new Map(data.acks.map((/** @type {any} */ ack) => [ack?.seq, ack]));
    const settled = batch.entries.filter(({ seq }) => acks.has(seq));
    for (const { seq, item } of settled) {
      const { status, reason } = acks.get(seq);
      if (status !== "saved") this.refused.set(item, reason ?? say("the course did not accept it"));
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
   * One bad entry must not hold up the others: send fewer at once until it stands alone, and let go of it.
   * @param {Batch} batch
   * @param {string} [reason]
   */
  tooMuch(batch, reason = "") {
    this.most = Math.ceil(batch.entries.length / 2);
    if (batch.entries.length > 1) return true;
    this.most = MOST_ENTRIES;
    this.refused.set(batch.entries[0].item, reason.replace(/\.$/, ""));
    this.settle(batch.client, new Set([batch.entries[0].seq]));
    return true;
  }

  /** @param {Trouble["kind"]} kind @param {string} reason @param {number} [wait] as long as the server asks for */
  tryLater(kind, reason, wait = 0) {
    this.trouble = { kind, reason };
    this.pause.begin(wait);
  }

  /** Send once more while the page goes away; what is not answered for is sent again by the next page. */
  flush() {
    if (!this.tag || this.trouble?.kind === "other-person" || !this.waiting.size || (this.pause.isAsked() && this.stored)) return;
    const entries = fitting([...this.waiting.values()], MOST_ENTRIES);
    void this.hooks.ask("/api/answers", this.body(this.client, entries), { keepalive: true });
  }
}

/** @param {Entry[]} entries @param {number} most @returns {Entry[]} */
function fitting(entries, most) {
  let bytes = 0;
  const some = entries.slice(0, most);
  const end = some.findIndex((entry) => (bytes += new Blob([JSON.stringify(entry)]).size) > MOST_BYTES);
  return end < 0 ? some : some.slice(0, Math.max(1, end));
}

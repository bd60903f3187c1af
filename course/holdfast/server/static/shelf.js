/*
 * Where unsent answers outlive their page: the browser's storage, under the learner's own tag and the page's own name.
 * A browser may have no storage, or refuse it: then nothing is kept here, and `keep` says so.
 */

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("./outbox.js").Batch} Batch */

const STORE = "holdfast-unsent:";

/**
 * Keep what a page has still to send; nothing to send takes its place away.
 * @param {string} tag
 * @param {string} client
 * @param {Entry[]} entries
 * @returns {boolean} whether it is kept
 */
export function keep(tag, client, entries) {
  const key = `${STORE}${tag}:${client}`;
  try {
    // No time is kept: the same entries are the same text, which wakes no other page.
    if (entries.length) localStorage.setItem(key, JSON.stringify({ entries }));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return entries.length === 0;
  }
}

/**
 * Take away what the server has answered for, or a newer answer replaces; the page that left it may still be open.
 * @param {string} tag
 * @param {string} client
 * @param {(entry: Entry) => boolean} open
 */
export function settle(tag, client, open) {
  keep(tag, client, read(`${STORE}${tag}:${client}`).filter(open));
}

/**
 * See what this learner's other pages in this browser have still to send. Of several answers to one item only the one
 * given last stands, here as in every other page; two given at once are told apart by the names of their pages.
 * @param {string} tag
 * @param {string} mine the client whose entries are given
 * @param {Entry[]} entries
 * @returns {{own: Entry[], others: Batch[], turn: number}} what stands, and the highest turn so far
 */
export function agree(tag, mine, entries) {
  const batches = [{ client: mine, entries }, ...leftovers(tag, mine)];
  const given = batches.flatMap((batch) => batch.entries.map((entry) => ({ client: batch.client, entry })));
  given.sort((one, other) => one.entry.turn - other.entry.turn || (one.client < other.client ? -1 : 1));
  const last = new Map(given.map(({ client, entry }) => [entry.item, client]));
  const standing = batches.map(({ client, entries: all }) => ({ client, entries: all.filter(({ item }) => last.get(item) === client) }));
  const [own, ...others] = standing;
  for (const [at, { client, entries: left }] of others.entries()) {
    const gone = new Set(batches[at + 1].entries.filter((entry) => !left.includes(entry)).map(({ seq }) => seq));
    if (gone.size) settle(tag, client, ({ seq }) => !gone.has(seq));
  }
  return { own: own.entries, others: others.filter((batch) => batch.entries.length), turn: given.at(-1)?.entry.turn ?? 0 };
}

/** @param {string} tag @param {string} mine @returns {Batch[]} what every other page of this learner keeps here */
function leftovers(tag, mine) {
  const start = `${STORE}${tag}:`;
  const found = keys().filter((key) => key.startsWith(start) && key !== start + mine);
  return found.map((key) => ({ client: key.slice(start.length), entries: read(key) })).filter(({ entries }) => entries.length);
}

/**
 * Tell whose unsent answers have changed in another page.
 * @param {string | null} key of the browser's `storage` event; null when everything was cleared
 * @param {string} tag
 * @returns {string | null} the client; "" for all of them, null for nothing of ours
 */
export function changed(key, tag) {
  if (key === null) return "";
  const start = `${STORE}${tag}:`;
  return key.startsWith(start) ? key.slice(start.length) : null;
}

function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** @param {any} entry @returns {boolean} whether it is one of ours: other programs may have written here */
function isEntry(entry) {
  return Number.isInteger(entry?.seq) && typeof entry.item === "string" && Array.isArray(entry.value);
}

/** @param {string} key @returns {Entry[]} */
function read(key) {
  try {
    const { entries } = JSON.parse(localStorage.getItem(key) ?? "{}");
    return Array.isArray(entries) ? entries.filter(isEntry).map((entry) => ({ ...entry, turn: Number(entry.turn) || 0 })) : [];
  } catch {
    return [];
  }
}

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
    if (entries.length) localStorage.setItem(key, JSON.stringify({ at: Date.now(), entries }));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return entries.length === 0;
  }
}

/**
 * Take away what the server has answered for; the page that left it may still be open and have added to it.
 * @param {string} tag
 * @param {string} client
 * @param {(entry: Entry) => boolean} open
 */
export function settle(tag, client, open) {
  keep(tag, client, read(`${STORE}${tag}:${client}`).entries.filter(open));
}

/**
 * Return what this learner's earlier pages in this browser could not send, oldest first.
 * @param {string} tag
 * @param {string} mine the client that is not an earlier page
 * @returns {Batch[]}
 */
export function leftovers(tag, mine) {
  const start = `${STORE}${tag}:`;
  const found = keys().filter((key) => key.startsWith(start) && key !== start + mine);
  const stamped = found.map((key) => ({ client: key.slice(start.length), ...read(key) }));
  return stamped.filter(({ entries }) => entries.length).sort((one, other) => one.at - other.at);
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

/** @param {string} key @returns {{at: number, entries: Entry[]}} */
function read(key) {
  try {
    const { at, entries } = JSON.parse(localStorage.getItem(key) ?? "{}");
    return { at: Number(at) || 0, entries: Array.isArray(entries) ? entries.filter(isEntry) : [] };
  } catch {
    return { at: 0, entries: [] };
  }
}

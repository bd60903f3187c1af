/*
 * The words of the interface, in its language. The scripts of a page have the same two functions in say.js;
 * tests/widgets/test_saying.py holds both to one rule.
 */

/** @returns {{messages: Record<string, string[]>, plural: number[]}} nothing in English */
const brought = () => /** @type {any} */ (globalThis).holdfastWords ?? { messages: {}, plural: [] };

/**
 * Say something of ours. Its English text stands where it is said, written out, so that it can be collected.
 * @param {string} message
 * @param {Record<string, string | number>} [values] for its {gaps}
 */
export function say(message, values = {}) {
  return filled(brought().messages[message]?.[0] ?? message, values);
}

/**
 * Say something of ours that depends on a number, which is the value {number}.
 * @param {string} one
 * @param {string} many
 * @param {number} number
 * @param {Record<string, string | number>} [values]
 */
export function sayMany(one, many, number, values = {}) {
  const { messages, plural } = brought();
  const form = plural[number < plural.length ? number : 100 + (number % 100)]; // Every language's rule comes again.
  return filled(messages[one]?.[form] ?? (number === 1 ? one : many), { number, ...values });
}

/** @param {string} text @param {Record<string, string | number>} values */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}

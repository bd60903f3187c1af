/*
 * The words of the interface, in its language, for the scripts of a page; the first of them all. In English a page
 * brings no words. The widgets have the same two functions; tests/widgets/test_saying.py holds both to one rule.
 */

const brought = document.getElementById("hf-interface");
/** @type {{messages: Record<string, string[]>, plural: number[]}} */
const { messages, plural } = brought ? JSON.parse(brought.textContent ?? "") : { messages: {}, plural: [] };
if (brought) Object.assign(globalThis, { holdfastWords: { messages, plural } });

/**
 * Say something of ours. Its English text stands where it is said, written out, so that it can be collected.
 * @param {string} message
 * @param {Record<string, string | number>} [values] for its {gaps}
 */
function say(message, values = {}) {
  return filled(messages[message]?.[0] ?? message, values);
}

/**
 * Say something of ours that depends on a number, which is the value {number}.
 * @param {string} one
 * @param {string} many
 * @param {number} number
 * @param {Record<string, string | number>} [values]
 */
function sayMany(one, many, number, values = {}) {
  const form = plural[number < plural.length ? number : 100 + (number % 100)]; // Every language's rule comes again.
  return filled(messages[one]?.[form] ?? (number === 1 ? one : many), { number, ...values });
}

/** @param {string} text @param {Record<string, string | number>} values */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}

Object.assign(globalThis, { holdfastSay: { say, sayMany } });

/*
 * The order in which options are shown: shuffled, and the same again for the same seed. Python shuffles by the same
 * rule (holdfast.grading.order); tests/vectors/orders.json holds both to it.
 */

/** @typedef {{seed: number, order: (name: string, ids: string[]) => string[], record: Record<string, string[]>}} Order */

/**
 * @param {number} seed 0 to 2**32 - 1
 * @param {string} name what is put in order, so that each question has an order of its own
 * @param {string[]} ids in the order of the content
 */
export function shuffled(seed, name, ids) {
  const shown = [...ids];
  const next = mulberry32(seed ^ fnv1a(name));
  for (let last = shown.length - 1; last > 0; last -= 1) {
    const other = Math.floor((next() * (last + 1)) / 2 ** 32);
    [shown[last], shown[other]] = [shown[other], shown[last]];
  }
  return shown;
}

/**
 * Return the order of an assignment or a quiz: by the seed its model keeps, else by the seed given.
 * @param {Model} model
 * @param {string} name the id of the assignment or quiz
 * @param {number} [seed] where none is kept
 * @returns {Order} `record` is what is to be kept with an answer
 */
function orderOf(model, name, seed = crypto.getRandomValues(new Uint32Array(1))[0]) {
  const key = `${name}/order`;
  const [word = "", ...more] = kept(model, key);
  const known = !more.length && /^(0|[1-9]\d{0,9})$/.test(word) && Number(word) < 2 ** 32;
  const used = known ? Number(word) : seed;
  return { seed: used, order: (of, ids) => shuffled(used, of, ids), record: { [key]: [String(used)] } };
}

/** @param {string} text */
function fnv1a(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}

/** Return a generator of numbers below 2**32 (Mulberry32, Tommy Ettinger, public domain). @param {number} state */
function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

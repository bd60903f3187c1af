/*
 * How much of a question an answer gets right. Python marks by the same rule (holdfast.grading.share);
 * tests/vectors/item_shares.json holds both to it.
 */

/**
 * @param {Item} item
 * @param {string[]} correct what is right, shaped as an answer is
 * @param {string[]} answer one that can be given; none is worth nothing
 * @returns {number} from 0 to 1, before points and stars
 */
export function share(item, correct, answer) {
  if (!answer.length) return 0;
  const good = answer.filter((word) => correct.includes(word)).length;
  const bad = answer.length - good;
  switch (item.type) {
    case "ordering":
      return Math.max(0, inRightOrder(correct, answer));
    case "matching":
    case "sorting":
      return Math.max(0, good - bad / (item.groups.length - 1)) / correct.length;
    default:
      return Math.max(0, good - bad) / correct.length; // Of one option where one is asked for: all or nothing.
  }
}

/**
 * Return the pairs in the right order less those in the wrong one, of all pairs.
 * @param {string[]} correct
 * @param {string[]} answer
 */
function inRightOrder(correct, answer) {
  const places = correct.map((option) => answer.indexOf(option));
  const pairs = places.flatMap((place, index) => places.slice(index + 1).map((later) => (place < later ? 1 : -1)));
  return pairs.reduce((sum, each) => sum + each, 0) / pairs.length;
}

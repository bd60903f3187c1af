/* The way that was taken, as a drawing; the list of the debrief says the same. Colours only help. */

const MAP = { width: 264, trunk: 14, text: 36, line: 21, letters: 24, lines: 3 };

/** @type {(tag: string, props: Record<string, string | number>, ...children: (Node | string)[]) => Element} */
function inked(tag, props, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** Break a text into lines; what is longer than the drawing has room for ends in "…". @param {string} text */
function broken(text) {
  const lines = [""];
  for (const word of text.trim().split(/\s+/u)) {
    const last = lines.length - 1;
    if (!lines[last]) lines[last] = word;
    else if (lines[last].length + word.length < MAP.letters) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  const cut = (/** @type {string} */ line) => (line.length > MAP.letters ? `${line.slice(0, MAP.letters)}…` : line);
  const short = lines.slice(0, MAP.lines).map(cut);
  return lines.length > MAP.lines ? [...short.slice(0, -1), `${short.at(-1)}…`] : short;
}

/**
 * Draw the sign of a step: a full circle, a full diamond, an open square.
 * @type {(rank: number, y: number) => Element}
 */
function sign(rank, y) {
  const x = MAP.trunk;
  if (rank === 0) return inked("circle", { class: "hf-map-well", cx: x, cy: y, r: 8 });
  if (rank === 1) return inked("path", { class: "hf-map-well", d: `M${x} ${y - 10}l10 10l-10 10l-10 -10z` });
  return inked("rect", { class: "hf-map-again", x: x - 8, y: y - 8, width: 16, height: 16 });
}

/**
 * Draw a choice that was not taken: a short branch with an open circle, full where it is the stronger step.
 * @type {(best: boolean, y: number) => Element[]}
 */
function branch(best, y) {
  const { trunk, text } = MAP;
  return [
    inked("path", { class: "hf-map-branch", d: `M${trunk} ${y - 18}q0 13 13 13h${text - trunk - 7}` }),
    inked("circle", { class: best ? "hf-map-well" : "hf-map-branch", cx: text + 11, cy: y - 5, r: 5 }),
    inked("text", { x: text + 24, y }, best ? say("A stronger step") : say("Another choice")),
  ];
}

/** Draw the way of a play that has ended. @param {Play} play */
function wayMap({ view, path }) {
  const { taken } = replay(view, path);
  /** @type {Node[]} */
  const parts = [];
  let y = 20;
  const write = (/** @type {string} */ text, kind = "") => {
    parts.push(inked("text", { class: kind, x: MAP.text, y }, text));
    y += MAP.line;
  };
  for (const { at, rank, label, title } of stepsOf(view, path, "")) {
    parts.push(sign(rank, y - 5));
    for (const line of broken(title)) write(line, "hf-map-title");
    write(`${label}.`);
    const { node, choice } = chosenAt(view, taken[at]);
    for (const other of node.choices.filter((each) => each !== choice)) {
      parts.push(...branch(other.best, y));
      y += MAP.line;
    }
    y += 14;
  }
  const end = [
    inked("path", { d: `M${MAP.trunk - 10} ${y - 5}h20` }),
    inked("text", { class: "hf-map-title", x: MAP.text, y }, say("The end")),
  ];
  const name = say("Your way through as a drawing. The list above says the same in words.");
  const trunk = inked("path", { d: `M${MAP.trunk} 15V${y - 5}` });
  const viewBox = `0 0 ${MAP.width} ${y + 12}`;
  return inked("svg", { class: "hf-map", viewBox, role: "img", "aria-label": name }, trunk, ...parts, ...end);
}

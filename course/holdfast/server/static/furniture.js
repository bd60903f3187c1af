/* What every page can do beyond its links: leave at once, close the help panel, show how far one is, print, wait for a mark. */

const exit = document.getElementById("hf-exit");
const help = document.getElementById("hf-now");

// Nothing about leaving is kept or sent. The entry in the history is replaced, so Back does not lead here.
exit?.addEventListener("click", (event) => {
  event.preventDefault();
  document.documentElement.classList.add("hf-gone");
  document.title = "Weather";
  location.replace(/** @type {HTMLAnchorElement} */ (exit).href);
});

if (help instanceof HTMLDetailsElement) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !help.open) return;
    help.open = false;
    help.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (help.open && event.target instanceof Node && !help.contains(event.target)) help.open = false;
  });
}

/**
 * Fill in the ticks, the line under the header and the minutes left.
 * @param {Set<string>} done section keys and checks
 */
function showProgress(done) {
  /** @type {Record<string, number>} */
  const minutes = JSON.parse(document.body.dataset.minutes ?? "{}");
  const total = Math.ceil(Object.values(minutes).reduce((sum, each) => sum + each, 0));
  const left = Math.ceil(Object.entries(minutes).reduce((sum, [part, each]) => sum + (done.has(part) ? 0 : each), 0));
  for (const row of document.querySelectorAll("[data-part]")) {
    const tick = row.querySelector(".hf-tick");
    if (tick instanceof HTMLElement) tick.hidden = !done.has(row.getAttribute("data-part") ?? "");
  }
  const line = document.getElementById("hf-progress");
  if (line instanceof HTMLProgressElement) {
    line.max = total;
    line.value = total - left;
    line.setAttribute("aria-valuetext", `${total - left} of ${total} minutes done`);
    line.hidden = false;
  }
  for (const words of document.querySelectorAll("[data-left]")) {
    words.textContent = left ? `About ${left} minute${left === 1 ? "" : "s"} of the course left` : "All of the course is done";
    /** @type {HTMLElement} */ (words).hidden = false;
  }
}
document.addEventListener("holdfast:done", (event) => showProgress(new Set(/** @type {CustomEvent} */ (event).detail)));

/** @type {HTMLDetailsElement[]} */
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details")].filter((each) => each instanceof HTMLDetailsElement && !each.open).map((each) => /** @type {HTMLDetailsElement} */ (each));
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

// Browsers that do not know the media feature "scripting" would go on saying that it is off.
for (const notice of document.querySelectorAll(".hf-no-script")) notice.remove();

/** Show the result when there is one; the page itself stays still until then. */
async function lookAgain() {
  const reply = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  const text = reply?.ok ? await reply.text() : "";
  if (text && !/<body[^>]*data-waiting/.test(text)) location.reload();
  else setTimeout(() => void lookAgain(), 1_500);
}
if ("waiting" in document.body.dataset) setTimeout(() => void lookAgain(), 700);

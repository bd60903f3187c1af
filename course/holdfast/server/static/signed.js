/* Who is signed in, as pages of one browser tell each other. A page shows nothing of somebody who has signed out. */

const { say } = /** @type {any} */ (globalThis).holdfastSay;
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("holdfast") : null;
const open = "open" in document.documentElement.dataset; // a page for everyone, signed in or not
let kept = false; // the Back button brought this page, as it was

/** Take away what belongs to the learner. What could not be sent yet stays in the browser, under their own tag. */
function veil() {
  const heading = document.createElement("h1");
  heading.textContent = say("You are signed out");
  heading.tabIndex = -1;
  const words = document.createElement("p");
  words.textContent = say("Your answers stay with the course. What could not be sent yet is kept in this browser until you sign in again.");
  const way = document.createElement("a");
  way.className = "hf-button hf-primary";
  way.href = `/sign-in?next=${location.pathname}`;
  way.textContent = say("Sign in");
  for (const own of document.querySelectorAll(".hf-line, .hf-frame > :not(main)")) own.replaceChildren();
  document.querySelector("main")?.replaceChildren(heading, words, way);
  heading.focus();
}

if (document.body.dataset.signed === "out") channel?.postMessage({ signed: "out" });
if (!open) {
  channel?.addEventListener("message", ({ data }) => {
    if (data?.signed === "out") veil();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && !document.body.dataset.page) location.reload();
    kept = persisted;
  });
  // Whoever is in the middle of an answer goes on seeing it, and is told; a page from before shows nothing.
  document.addEventListener("holdfast:nobody", (event) => {
    if (kept || !(/** @type {CustomEvent} */ (event).detail.met)) veil();
  });
}

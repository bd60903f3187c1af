/* The state of a room as it is told to a page: one stream that is opened again by itself for as long as the page is there. */

const QUIET = 40_000; // the server speaks at least every 15 seconds; a sleeping network says nothing at all
const UNHEARD = 4_000; // how long a page waits for a word before it says that it is not connected

/**
 * Follow the room. Each event is the whole state, so none is ever missed by coming late.
 * @param {string} url
 * @param {{begin: (wait: number) => void, end: () => void, forget: () => void}} pause when to try again; its end is `again`
 * @param {(state: any) => void} heard
 * @param {(linked: boolean) => void} linked whether the page is connected
 * @returns {{again: () => void, stop: () => void}}
 */
export function follow(url, pause, heard, linked) {
  /** @type {EventSource | null} */
  let source = null;
  let quiet = 0;
  let unheard = 0;
  let stopped = false;

  const listen = (/** @type {number} */ patience) => {
    clearTimeout(quiet);
    quiet = setTimeout(again, patience);
  };

  function again() {
    if (stopped) return;
    close();
    const mine = new EventSource(url);
    source = mine;
    unheard = setTimeout(() => linked(false), UNHEARD);
    mine.addEventListener("message", (event) => {
      clearTimeout(unheard);
      listen(QUIET);
      pause.forget();
      linked(true);
      heard(JSON.parse(event.data));
    });
    mine.addEventListener("beat", () => listen(QUIET));
    mine.addEventListener("error", () => {
      if (mine !== source) return;
      linked(false);
      close(); // A browser that tries again by itself does so for all phones of a room in one moment.
      pause.begin(0);
    });
    listen(QUIET);
  }

  function close() {
    source?.close();
    clearTimeout(quiet);
    clearTimeout(unheard);
    pause.end();
  }

  function stop() {
    stopped = true;
    close();
  }

  // Who slept, or changed the network, may hold a stream that is dead without knowing it.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  for (const change of ["online", "offline"]) addEventListener(change, again);
  addEventListener("pageshow", (event) => event.persisted && again());
  addEventListener("pagehide", close);
  again();
  return { again, stop };
}

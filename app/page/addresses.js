/** The address of the view: written for each answer, read on back and forward, with scroll and number shown beside it. */

const SETTLED_MS = 120;
let timer = 0;
/** How far the page is scrolled, known without making the browser lay it out. */
export let scrolled = 0;

/** A fragment is the reader's if it has a `=`; any other is an ordinary anchor and left alone. */
export const isOurs = (fragment) => fragment.length < 2 || fragment.includes("=");

/** What the history keeps of this view. */
export const kept = () => ({ shown: 20, days: 1, depth: 0, scroll: 0, ...history.state });

/** Rewrites `index.html?q=...` to the fragment. */
export function adoptSearch() {
  if (location.search.length > 1 && location.hash.length < 2) {
    history.replaceState(history.state, "", `${location.pathname}#${location.search.slice(1)}`);
  }
}

/** Browsers refuse very many changes of the address in a row; the next answer sets it again. */
function set(how, state, url) {
  try {
    history[how](state, "", url);
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
  }
}

function saveScroll() {
  set("replaceState", { ...kept(), scroll: Math.round(scrollY) }, location.href);
}

/**
 * Writes the address of an answer.
 * @param {{url: string, history: string, state: {shown: number, days: number}}} answer
 */
export function write(answer) {
  if (answer.history === "none") return;
  const url = answer.url ? `#${answer.url}` : location.href.split("#")[0];
  const { shown, days } = answer.state;
  const { depth, scroll } = kept();
  clearTimeout(timer);
  // a step of a framed page would be one of the page around it, too
  if (answer.history === "push" && parent === self) {
    saveScroll();
    set("pushState", { shown, days, depth: depth + 1, scroll: 0 }, url);
  } else {
    set("replaceState", { shown, days, depth, scroll }, url);
  }
}

/**
 * Watches for back, forward and fragments that somebody typed, and remembers how far a view was scrolled.
 * @param {(fragment: string) => void} moved
 */
export function watch(moved) {
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => {
    clearTimeout(timer);
    if (isOurs(location.hash)) moved(location.hash);
  });
  addEventListener("scroll", () => {
    scrolled = scrollY;
    clearTimeout(timer);
    timer = setTimeout(saveScroll, SETTLED_MS);
  }, { passive: true });
  addEventListener("pagehide", saveScroll);
}

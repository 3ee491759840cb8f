/**
 * The reader in the frame of somebody else's page (app/page/embed.js): does what the holder of the frame asks, and tells it
 * what is found, chosen and wrong. A frame that just shows index.html has no holder, and is the page as ever.
 */

import { dress, HostLine } from "./host_line.js";
import { localise, speak } from "./locale.js";

export const isEmbedded = parent !== self && new URLSearchParams(location.search).has("embedded");

const MOST_LETTERS = 4_000;
const MOST_HITS = 100;
const box = () => document.querySelector("[type=search]");
const results = () => document.querySelector("#results");
/** @type {HostLine | null} */
let line = null;
let limit = 0;
let isReady = false;
/** The link to the same view on a page of its own. */
let whole = null;

/**
 * Puts on the look of a frame and opens the line to its holder.
 * @param {import("./queue.js").Queue} queue takes what the holder asks; such events say that they are `held`
 */
export function begin(queue) {
  if (!isEmbedded) return;
  const root = document.documentElement;
  root.dataset.embedded = "";
  // whatever leads out of the frame opens beside the holder's page, and leaves its history alone
  document.head.append(Object.assign(document.createElement("base"), { target: "_blank" }));
  whole = Object.assign(document.createElement("a"), { href: "index.html", textContent: "Open the archive" });
  document.querySelector(".foot").append(whole);
  const ask = (event) => queue.send({ ...event, held: true });
  line = new HostLine("reader", {
    wear: (message) => {
      dress(message);
      speak(message.lang);
      localise(document);
      if (message.limit === limit || !Number.isInteger(message.limit) || message.limit < 1 || message.limit > MOST_HITS) return;
      limit = message.limit;
      ask({ type: "limit", value: limit });
    },
    go: ({ fragment }) => isText(fragment) && ask({ type: "go", fragment }),
    search: ({ text }) => isText(text) && ask({ type: "submit", text }),
    type: ({ text }) => {
      if (!isText(text)) return;
      box().value = text;
      ask({ type: "type", text, caret: text.length });
    },
    open: ({ id }) => isText(id) && ask({ type: "open", id }),
    focus: () => box().focus(),
  });
  line.keepTellingHeight();
  document.addEventListener("click", tellChosen, { capture: true });
}

const isText = (value) => typeof value === "string" && value.length <= MOST_LETTERS;

/** What the first view is told beside the address. */
export const first = () => (isEmbedded ? { held: true, ...(limit ? { page: limit, shown: limit } : {}) } : {});

function tellChosen({ target }) {
  const link = target.closest?.("a[data-out], a[data-open]");
  const item = link?.closest("[data-item]");
  if (item) line.tell("select", { id: item.dataset.item, url: item.querySelector("[data-out]")?.href ?? "" });
}

/**
 * Tells the holder of an answer that is in the page.
 * @param {object} answer
 * @param {boolean} isOvertaken whether something newer waits
 */
export function answered(answer, isOvertaken) {
  if (!line || isOvertaken) return;
  whole.href = `index.html${answer.url ? `#${answer.url}` : ""}`;
  const shows = (target) => answer.patches.some((patch) => patch.target === target && patch.mode === "morph");
  const { total, complete } = results().dataset;
  if (!isReady && (shows("#reading") || (shows("#results") && (complete === "true" || total > 0)))) {
    isReady = true;
    line.tell("ready");
  }
  if (shows("#results") && complete === "true") line.tell("results", { query: answer.state.query.trim(), total: Number(total) });
}

/** Has the holder bring a part of this page into sight. @param {Element} element */
export function bringIntoSight(element) {
  line.tellHeight(); // what is not there cannot be scrolled to
  line.tell("scroll", { top: Math.max(0, Math.floor(element.getBoundingClientRect().top)) });
}

/** @param {string} message why there is no search, or no longer */
export function failed(message) {
  line?.tell("error", { message });
}

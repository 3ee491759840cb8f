/** Says how far the start is, and what went wrong: a line that fills, with words when it takes longer than a second. */

import { localise } from "./locale.js";

const WORDS_AFTER_MS = 1_000;
const megabytes = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const number = new Intl.NumberFormat();
/** How full the line is when a stage begins; downloads fill what lies between. */
const FILLED = { download: 5, python: 60, program: 75, archive: 80 };
const began = performance.now();

const line = () => document.querySelector("#boot > i");
const words = () => document.querySelector("#boot-words");

function say(percent, text) {
  line().style.width = `${percent}%`;
  if (performance.now() - began > WORDS_AFTER_MS && words().textContent !== text) words().textContent = text;
}

/** @param {{stage: string, loaded?: number, total?: number, file?: string}} stage as app/boot/downloads.mjs reports it */
export function showStage({ stage, loaded = 0, total = 0 }) {
  if (document.body.dataset.state !== "booting") return;
  const from = FILLED[stage] ?? 0;
  if (stage === "download") {
    const part = total ? Math.min(loaded / total, 1) : 0;
    const meanwhile = document.querySelector("#results").childElementCount ? " The list can be read meanwhile." : "";
    const of = total > loaded ? ` of ${megabytes.format(total / 1e6)}` : "";
    say(from + part * (FILLED.python - from), `Fetching Python and the archive: ${megabytes.format(loaded / 1e6)}${of} MB.${meanwhile}`);
  } else {
    say(from, stage === "python" ? "Starting Python …" : "Starting the reader …");
  }
}

/** @param {{done: number, of: number, words: string}} progress as the reader tells it while the archive comes in */
export function showProgress({ done, of, words: text }) {
  say(of ? FILLED.archive + (100 - FILLED.archive) * (done / of) : 100, `${text}: ${number.format(done)} of ${number.format(of)} links.`);
}

/** The whole archive is here. */
export function showWhole() {
  document.querySelector("#boot").hidden = true;
  words().textContent = "";
}

/**
 * Shows what went wrong; what is on the page stays readable.
 * @param {string} message what happened, and what to do
 */
export function showFailure(message) {
  document.body.dataset.state = "failed";
  showWhole();
  const failure = document.querySelector("#failure");
  failure.querySelector("p").textContent = message;
  failure.hidden = false;
  performance.mark("backissue:failed");
}

/** Shows the dates and numbers of the page as it came in the reader's locale. */
export function showReadable() {
  localise(document);
}

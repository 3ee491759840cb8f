/**
 * Starts Python in a worker through PyScript: all that the page knows of PyScript. The first worker comes from the tag in
 * index.html; one that must be started again gets a tag of the same kind.
 */
import "./no_origin.mjs";
import { addressOf } from "./site.mjs";
import { failureOf } from "./stages.mjs";

const CORE = "runtime/pyscript/core.js";
const TAG = 'script[type="py"][worker]';
const LOOK_EVERY_MS = 10;

/**
 * @typedef {object} Started
 * @property {Promise<unknown>} ready settles when the worker's functions can be called
 * @property {(name: string, ...values: string[]) => Promise<string>} call calls one of them
 * @property {(dropped: [number, File][]) => void} give hands files over to it, each with a number (app/boot/dropped.mjs)
 * @property {() => void} end ends the worker and frees its memory
 */

let used = false;

/** The tag of the page at first, then fresh copies of it. */
function nextTag() {
  const first = document.querySelector(TAG);
  if (!used) {
    used = true;
    return first;
  }
  const tag = document.createElement("script");
  for (const name of ["type", "worker", "src"]) tag.setAttribute(name, first.getAttribute(name) ?? "");
  first.after(tag);
  return tag;
}

/**
 * Starts a worker.
 * @param {(stage: object) => void} onStage hears how far the start is, as app/boot/downloads.mjs reports it
 * @returns {Promise<Started>}
 */
export async function startWorker(onStage) {
  await import(addressOf(CORE).href).catch(() => {
    throw new Error(`${CORE} cannot be loaded. If this site is yours: \`make setup\` puts the runtime in its place.`);
  });
  // PyScript's promise about its tags cannot be asked for: WebKit hands its file, which waits while it runs, over half done
  const tag = nextTag();
  while (!tag.xworker) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  const worker = tag.xworker;
  return {
    ready: Promise.race([worker.ready, failureOf(worker, onStage)]),
    call: (name, ...values) => worker.sync[name](...values),
    give: (dropped) => worker.postMessage({ backissue: { dropped } }),
    end: () => {
      worker.terminate();
      if (tag !== document.querySelector(TAG)) tag.remove();
    },
  };
}

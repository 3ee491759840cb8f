/**
 * Starts Python in a worker from the parts of a single file, without PyScript, which needs a server. In the page's script
 * for single files setup/scripts.mjs puts this in the place of app/boot/pyscript.mjs.
 */
import { partsOf, unpack } from "./parts.mjs";
import { failureOf } from "./stages.mjs";

/** The worker's own script; the last part, so that a file that ends too early lacks it. */
const SCRIPT = "worker.js";

/** Makes the worker. A module from a Blob is no worker under file://, so it is a plain script, and all is in it. */
async function makeWorker(parts) {
  const script = parts.get(SCRIPT);
  if (!script) throw new Error("This file is cut off: its end is missing. Get it again from where you have it.");
  const address = URL.createObjectURL(new Blob([await unpack(SCRIPT, script)], { type: "text/javascript" }));
  try {
    return new Worker(address);
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }
}

/**
 * Starts a worker.
 * @param {(stage: object) => void} onStage hears how far the start is, as app/boot/downloads.mjs reports it
 * @returns {Promise<import("./pyscript.mjs").Started>}
 */
export async function startWorker(onStage) {
  const parts = partsOf(document);
  const worker = await makeWorker(parts);
  parts.delete(SCRIPT);
  /** Who waits for an answer, by the number of the call; 0 is the start. @type {Map<number, {resolve: Function, reject: Function}>} */
  const waiting = new Map();
  let calls = 0;
  const answerTo = (id) => new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.addEventListener("message", ({ data }) => {
    if (data.backissue) return;
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error === undefined) resolve(data.value);
    else reject(new Error(data.error));
  });
  const ready = Promise.race([answerTo(calls), failureOf(worker, onStage)]);
  worker.postMessage({ parts });
  return {
    ready,
    call: (name, ...values) => {
      const id = ++calls;
      const answer = answerTo(id);
      worker.postMessage({ call: [id, name, ...values] });
      return answer;
    },
    give: (dropped) => worker.postMessage({ backissue: { dropped } }),
    end: () => worker.terminate(),
  };
}

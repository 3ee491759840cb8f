/** The line to the worker: starts it, asks it with a time limit, and starts it again when it no longer answers. */

/** An answer takes milliseconds; a worker that is silent for so long has died. */
const SILENT_MS = 6_000;
const PING_EVERY_MS = 15_000;
const MOST_RESTARTS = 3;
const PING = JSON.stringify({ id: 0, event: { type: "ping" }, state: {} });

/** The worker no longer answers, or never came up. */
export class WorkerLost extends Error {}

export class WorkerLink {
  #start;
  #worker = null;
  #restarts = 0;
  #given = [];

  /** @param {() => Promise<{ready: Promise<unknown>, call: Function, end: () => void}>} start starts a worker */
  constructor(start) {
    this.#start = start;
  }

  /** Starts the worker, or starts it again; rejects in words for the page when it does not come up, or died too often. */
  async open() {
    this.#worker?.end();
    this.#worker = null;
    const worker = await this.#start();
    await worker.ready;
    this.#worker = worker;
    if (this.#given.length) worker.give(this.#given.splice(0));
    // a program that failed while it was loaded is "ready" too, but does not answer
    await this.call(0, "handle", PING).catch((error) => {
      worker.end();
      this.#worker = null;
      throw new Error(`Python is up, but the reader's program does not answer (${error.message}). Reload the page to try again.`);
    });
  }

  /** Starts the worker again after it was lost. */
  async reopen() {
    this.#restarts += 1;
    if (this.#restarts > MOST_RESTARTS) throw new Error(`Python stopped ${this.#restarts} times. Reload the page to try again.`);
    await this.open();
  }

  /**
   * Calls a function of the worker.
   * @param {number} patienceMs how much longer than usual the answer may take
   * @param {string} name
   * @param {...string} values
   * @returns {Promise<string>} rejects with WorkerLost when no answer comes
   */
  async call(patienceMs, name, ...values) {
    if (!this.#worker) throw new WorkerLost("the worker is not there");
    let timer;
    const silent = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new WorkerLost("the worker does not answer")), SILENT_MS + patienceMs);
    });
    try {
      return await Promise.race([this.#worker.call(name, ...values), silent]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Hands files over, each with a number; before the worker is there they wait. */
  give(files) {
    if (this.#worker) this.#worker.give(files);
    else this.#given.push(...files);
  }

  /** Calls a function whose answer may take as long as a download; a stalled one is noticed where it is made. */
  async bring(name, ...values) {
    if (!this.#worker) throw new WorkerLost("the worker is not there");
    return this.#worker.call(name, ...values);
  }
}

/**
 * Asks from time to time whether the worker is there, while somebody can see the page.
 * @param {() => void} ping
 */
export function keepAsking(ping) {
  setInterval(() => {
    if (document.visibilityState === "visible") ping();
  }, PING_EVERY_MS);
}

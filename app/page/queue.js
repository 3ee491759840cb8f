/**
 * The events on their way to the reader: one request is in flight, the rest wait in order, and of a kind that only
 * the last one of counts (typing) only the last one waits. What the reader itself wants next comes after all of them.
 */

/** Of these only the newest counts. */
const OVERWRITTEN = new Set(["type", "more", "ping"]);
/** A search may take so long before it answers with what it has; each time that it goes on, twice as long as before. */
const DEADLINE_MS = 100;
const MOST_MS = 5_000;
/** Who has done nothing for so long may be reading. */
const IDLE_MS = 2_000;

export class Queue {
  #ask;
  #apply;
  #waiting = [];
  #later = [];
  #next = null;
  #busy = false;
  #open = false;
  #alive = "";
  #deadline = DEADLINE_MS;
  #count = 0;
  #sentAt = 0;

  /**
   * @param {(request: object) => Promise<object | null>} ask sends a request and gives the answer, or null when it was lost
   * @param {(answer: object, event: object) => void} apply puts an answer into the page
   */
  constructor(ask, apply) {
    this.#ask = ask;
    this.#apply = apply;
    /** What the page shows, as the reader gave it. */
    this.state = {};
  }

  /** Whether something newer than the answer that just came waits. */
  get overtaken() {
    return this.#waiting.length > 0;
  }

  /** Sends an event of the person at the page; a search that is running for an older one is stopped. */
  send(event) {
    if (OVERWRITTEN.has(event.type) && this.#waiting.at(-1)?.type === event.type) this.#waiting.pop();
    this.#waiting.push(event);
    if (event.type !== "ping") {
      this.#sentAt = performance.now();
      this.#revoke();
    }
    this.#run();
  }

  /** Sends an event that can wait for all others, such as a file that has come. */
  sendLater(event) {
    this.#later.push(event);
    this.#run();
  }

  /** Does something once nobody has done anything here for a while. */
  whenIdle(act) {
    const left = IDLE_MS - (performance.now() - this.#sentAt);
    if (left <= 0 && !this.#busy) act();
    else setTimeout(() => this.whenIdle(act), Math.max(left, DEADLINE_MS));
  }

  /** Lets events pass, beginning with `first`. */
  open(first) {
    this.#later = [];
    this.#next = null;
    this.#waiting.unshift(first);
    this.#open = true;
    this.#run();
  }

  /** Holds all events back. */
  close() {
    this.#open = false;
  }

  /** Tells the worker that its answer is no longer wanted (app/boot/stop.mjs). */
  #revoke() {
    if (this.#alive) URL.revokeObjectURL(this.#alive);
    this.#alive = "";
  }

  #take() {
    if (this.#waiting.length) {
      this.#deadline = DEADLINE_MS;
      return this.#waiting.shift();
    }
    if (this.#later.length) return this.#later.shift();
    const event = this.#next;
    this.#next = null;
    return event;
  }

  async #run() {
    if (this.#busy || !this.#open) return;
    const event = this.#take();
    if (!event) return;
    this.#busy = true;
    // to look whether it is still wanted costs the worker more than most searches take: only one that goes on does so
    const patience = event.patience_ms ?? 0; // a file is read at one go, unless somebody does something meanwhile
    if (patience || this.#deadline > DEADLINE_MS) this.#alive = URL.createObjectURL(new Blob(["1"]));
    const deadline = patience || this.#deadline;
    const request = { id: ++this.#count, event, state: this.state, deadline_ms: deadline, alive: this.#alive };
    try {
      const answer = await this.#ask(request);
      if (answer) {
        this.state = answer.state;
        this.#next = answer.next;
        this.#deadline = answer.complete ? DEADLINE_MS : Math.min(this.#deadline * 2, MOST_MS);
        this.#apply(answer, event);
      }
    } finally {
      this.#revoke();
      this.#busy = false;
    }
    this.#run();
  }
}

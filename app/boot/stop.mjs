/**
 * How running Python is stopped without SharedArrayBuffer: Pyodide only reads element 0 of its interrupt buffer, every few
 * thousand steps, so the buffer may be an object that looks at the clock and asks whether the page still wants the answer.
 */

/** The signal that Python gets: SIGALRM, for which app/worker.py installs a handler that raises its own exception. */
const SIGNAL = 14;
/** The page is asked at most this often; one ask costs up to 4 ms. */
const ASK_EVERY_MS = 15;
/** Code that swallowed the exception is signalled again after this long. */
const AGAIN_MS = 250;

/** Whether the page has revoked an address that it made with `URL.createObjectURL`: its way to say "no longer wanted". */
function isRevoked(address) {
  const request = new XMLHttpRequest();
  try {
    request.open("GET", address, false);
    request.send();
    return request.status !== 200;
  } catch {
    return true;
  }
}

let deadline = Infinity;
/** @type {string | null} */
let alive = null;
let askedAt = 0;
let quietUntil = 0;
let revoked = false;

/** Whether what is running should end: its time is over, or the page no longer wants it. */
export function isOver() {
  const now = performance.now();
  if (now >= deadline || revoked) return true;
  if (!alive || now - askedAt < ASK_EVERY_MS) return false;
  askedAt = now;
  revoked = isRevoked(alive);
  return revoked;
}

/**
 * From now on `isOver` after the deadline, or when the page revokes the address; Python is signalled then.
 * @param {number} deadlineMs from now; 0 or less means none
 * @param {string} [aliveUrl] a blob address of the page
 */
export function arm(deadlineMs, aliveUrl) {
  const now = performance.now();
  deadline = deadlineMs > 0 ? now + deadlineMs : Infinity;
  // Under file:// a worker may not read the page's blobs, and every ask would say "revoked".
  alive = aliveUrl && self.location.origin !== "null" ? aliveUrl : null;
  askedAt = now;
  quietUntil = 0;
  revoked = false;
}

/** Nothing is signalled any more. */
export function disarm() {
  deadline = Infinity;
  alive = null;
  revoked = false;
}

/** What `pyodide.setInterruptBuffer` gets. Pyodide writes a 0 after every read. */
export const interruptBuffer = {
  get 0() {
    if (deadline === Infinity && !alive) return 0;
    if (!isOver()) return 0;
    const now = performance.now();
    if (now < quietUntil) return 0;
    quietUntil = now + AGAIN_MS;
    return SIGNAL;
  },
  set 0(_) {},
};

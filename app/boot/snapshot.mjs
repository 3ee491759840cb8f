/**
 * The memory of a Python that has imported the app, which setup/snapshot.py keeps in the runtime: to go on from there takes
 * a fraction of a start. It holds the app's code, so it is taken only where the app's files that are served now are those
 * that went into it; everywhere else, and in a page that is not secure and hence cannot tell, Python starts plainly.
 */
import { download, fetchStream, joined } from "./downloads.mjs";

const DESCRIPTION = "runtime/snapshot.json";
const MEMORY = "runtime/snapshot.bin";
/** A line that brings so many bytes a millisecond is fast; so many are looked at to tell. */
const FAST = 2_000;
const PACE_BYTES = 500_000;

/** @param {Uint8Array} bytes gzipped */
export async function inflate(bytes) {
  return new Uint8Array(await new Response(gunzip(new Response(bytes).body)).arrayBuffer());
}

const gunzip = (stream) => stream.pipeThrough(new DecompressionStream("gzip"));

/** @param {BufferSource} data @returns {Promise<string>} its SHA-256 in hexadecimal digits */
export async function sha256(data) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * One hash over names and contents, in their order, as setup/snapshot.py makes it.
 * @param {[string, Uint8Array][]} files
 * @returns {Promise<string>}
 */
export async function digestOf(files) {
  const text = new TextEncoder();
  return sha256(joined(files.flatMap(([name, bytes]) => [text.encode(`${name}\n${bytes.byteLength}\n`), bytes])));
}

/** What is known of the memory; nothing where there is none, or the page is not secure and cannot compare it. */
async function describe() {
  if (!globalThis.crypto?.subtle) return null;
  const described = JSON.parse(new TextDecoder().decode(await download(DESCRIPTION)));
  return described.program ? described : null;
}

/** Fills `room` while the memory comes; rejects where it is not what was kept, to the last byte. `hear` gets the size of each piece. */
async function fill(room, kept, hear) {
  const { body, bytes } = await fetchStream(MEMORY, hear);
  const reader = gunzip(body).getReader();
  let at = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    room.set(step.value, at); // a RangeError where there is too much
    at += step.value.length;
  }
  if (at !== room.length) throw new Error("it is too short");
  if ((await sha256(await bytes)) !== kept) throw new Error("it is not what was kept");
}

/** Tells by the first pieces of a download how fast it is. */
function pace() {
  let tell;
  const isFast = new Promise((resolve) => (tell = resolve));
  let began = 0;
  let bytes = 0;
  const hear = (size) => {
    // when the first piece was sent is not known
    if (!began) began = performance.now();
    else if ((bytes += size) >= PACE_BYTES) tell(bytes >= FAST * (performance.now() - began));
  };
  return { hear, isFast, notFast: () => tell(false) };
}

/**
 * @typedef {object} Memory
 * @property {string} pyodide the version that it was made with
 * @property {Uint8Array} room where it will be: its length is known before it has come
 * @property {Promise<void>} filled settles when it has come, and rejects where it is not what was kept
 * @property {Promise<boolean>} isFast whether it comes faster than `FAST`, while other files come beside it
 */

/**
 * Looks whether there is a memory to go on from, and fetches it if so.
 * @param {Promise<string>} program the hash of the app's files that are served
 * @returns {Promise<Memory | null>}
 */
export async function findMemory(program) {
  const served = program.catch(() => "");
  const found = await describe().catch(() => null);
  if (!found) return null;
  const room = new Uint8Array(found.length);
  const { hear, isFast, notFast } = pace();
  const filled = fill(room, found.sha256, hear);
  filled.catch(() => {}); // whoever waits for it hears of it
  filled.then(notFast, notFast); // where too little came to tell
  return (await served) === found.program ? { pyodide: found.pyodide, room, filled, isFast } : null;
}

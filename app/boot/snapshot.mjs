/**
 * The memory of a Python that has imported the app, which setup/snapshot.py keeps in the runtime: to go on from there takes
 * a fraction of a start. It holds the app's code, so it is taken only where the app's files that are served now are those
 * that went into it; everywhere else, and in a page that is not secure and hence cannot tell, Python starts plainly.
 */
import { fetchBytes } from "./downloads.mjs";

const DESCRIPTION = "runtime/snapshot.json";
const MEMORY = "runtime/snapshot.bin";

/** @param {Uint8Array} bytes gzipped */
export async function inflate(bytes) {
  return new Uint8Array(await new Response(gunzip(bytes)).arrayBuffer());
}

const gunzip = (bytes) => new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));

async function sha256(data) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * One hash over names and contents, in their order, as setup/snapshot.py makes it.
 * @param {[string, Response][]} files
 * @returns {Promise<string>}
 */
export async function digestOf(files) {
  const parts = files.map(async ([name, answer]) => {
    const bytes = await answer.arrayBuffer();
    return [`${name}\n${bytes.byteLength}\n`, bytes];
  });
  return sha256(await new Blob((await Promise.all(parts)).flat()).arrayBuffer());
}

/** What is known of the memory; nothing where there is none, or the page is not secure and cannot compare it. */
async function describe() {
  if (!globalThis.crypto?.subtle) return null;
  const described = JSON.parse(new TextDecoder().decode(await fetchBytes(DESCRIPTION)));
  return described.program ? described : null;
}

/** Fills `room` with what was packed, to the last byte. */
async function unpack(packed, room) {
  const reader = gunzip(packed).getReader();
  let at = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    room.set(step.value, at); // a RangeError where there is too much
    at += step.value.length;
  }
  if (at !== room.length) throw new Error("it is too short");
}

/**
 * @typedef {object} Memory
 * @property {Uint8Array} room where it will be: its length is known before it has come
 * @property {Promise<void>} filled settles when it has come, and rejects where it is not what was kept
 */

/**
 * Looks whether there is a memory to go on from, and fetches it if so.
 * @param {Promise<string>} program the hash of the app's files that are served
 * @returns {Promise<((version: string) => Memory | null) | null>} takes the version of the Pyodide at hand
 */
export async function findMemory(program) {
  const served = program.catch(() => "");
  const found = await describe().catch(() => null);
  if (!found) return null;
  const room = new Uint8Array(found.length);
  const filled = fetchBytes(MEMORY).then(async (packed) => {
    const [hash] = await Promise.all([sha256(packed), unpack(packed, room)]);
    if (hash !== found.sha256) throw new Error("it is not what was kept");
  });
  filled.catch(() => {}); // whoever waits for it hears of it
  if ((await served) !== found.program) return null;
  return (version) => (found.pyodide === version ? { room, filled } : null);
}

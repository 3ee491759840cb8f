/**
 * The memory of a Python that has imported the app, which setup/snapshot.py keeps in the runtime: to go on from there takes
 * a fraction of a start. It holds the app's code, so it is taken only where the app's files that are served now are those
 * that went into it; everywhere else, and in a page that is not secure and hence cannot tell, Python starts plainly.
 */
import { download, fetchStream, joined } from "./downloads.mjs";

const DESCRIPTION = "runtime/snapshot.json";
const MEMORY = "runtime/snapshot.bin";

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

/** Fills `room` while the memory comes; rejects where it is not what was kept, to the last byte. */
async function fill(room, kept) {
  const { body, bytes } = await fetchStream(MEMORY);
  const reader = gunzip(body).getReader();
  let at = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    room.set(step.value, at); // a RangeError where there is too much
    at += step.value.length;
  }
  if (at !== room.length) throw new Error("it is too short");
  if ((await sha256(await bytes)) !== kept) throw new Error("it is not what was kept");
}

/**
 * @typedef {object} Memory
 * @property {string} pyodide the version that it was made with
 * @property {Uint8Array} room where it will be: its length is known before it has come
 * @property {Promise<void>} filled settles when it has come, and rejects where it is not what was kept
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
  const filled = fill(room, found.sha256);
  filled.catch(() => {}); // whoever waits for it hears of it
  return (await served) === found.program ? { pyodide: found.pyodide, room, filled } : null;
}

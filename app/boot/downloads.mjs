/**
 * Everything that the worker downloads: only from the site itself, checked before use, counted for the page.
 *
 * A server's error page, a wrong type or a stalled line would otherwise leave Python waiting for ever; here each becomes
 * a `DownloadError` that names the file.
 */

import { addressOf, pathOf, site } from "./site.mjs";

/** Without a byte for this long, a download counts as stalled. */
export const STALLED_MS = 30_000;
/** The page is told of progress at most this often. */
const TELL_EVERY_MS = 80;

/** A zip of nothing, which also does for any other file that nobody looks into. */
const EMPTY = new Uint8Array([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);

let plainFetch = self.fetch.bind(self);
let readNow = requestNow;
/** What was asked for before anybody needed it, by address; each serves once. @type {Map<string, Promise<Uint8Array>>} */
const early = new Map();
/** Bytes that have come and are to come, by address. @type {Map<string, {loaded: number, total: number}>} */
const counts = new Map();
let hears = () => {};
let told = 0;
let lastByteAt = performance.now();

/** A file of the site that did not come, with words for the person at the page. */
export class DownloadError extends Error {
  /**
   * @param {string} file the path below the site's root
   * @param {string} problem what is wrong with it
   */
  constructor(file, problem) {
    super(`${file} ${problem}`);
    this.name = "DownloadError";
    this.file = file;
  }
}

/**
 * Names what has the site's files: the network, unless they lie in the page itself.
 * @param {typeof fetch} fetcher answers for every file; may reject with a `DownloadError`
 * @param {(path: string) => Uint8Array} reader gives a file within the call
 */
export function fetchBy(fetcher, reader) {
  plainFetch = fetcher;
  readNow = reader;
}

/**
 * Names who hears how far the start is, as `{stage, ...detail}`: the page itself, or for a worker what posts it to the page.
 * @param {(stage: object) => void} listener
 */
export function reportTo(listener) {
  hears = listener;
}

/**
 * Tells how far the start is.
 * @param {string} stage `download`, `python`, `program`, `archive` or `failed`
 * @param {object} [detail]
 */
export function report(stage, detail = {}) {
  hears({ stage, ...detail });
}

/** How many bytes have come here, and how many are to come as far as that is known. @returns {{loaded: number, total: number}} */
export function downloaded() {
  let loaded = 0;
  let total = 0;
  for (const count of counts.values()) {
    loaded += count.loaded;
    total += Math.max(count.total, count.loaded);
  }
  return { loaded, total };
}

/** How long nothing has come, in milliseconds. */
export const quietMs = () => performance.now() - lastByteAt;

function tell(url, now = performance.now()) {
  if (now - told < TELL_EVERY_MS) return;
  told = now;
  report("download", { file: pathOf(url), ...downloaded() });
}

/**
 * Reads a stream to its end, counting; rejects when nothing has come for `STALLED_MS`.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {URL} url
 * @param {(chunk: Uint8Array) => void} take gets each piece
 */
async function count(stream, url, take) {
  const reader = stream.getReader();
  const counted = counts.get(url.href);
  for (;;) {
    let timer;
    const stalled = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new DownloadError(pathOf(url), "stopped coming: the connection stalled. Reload the page to try again.")), STALLED_MS);
    });
    let step;
    try {
      step = await Promise.race([reader.read(), stalled]);
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error instanceof DownloadError ? error : new DownloadError(pathOf(url), `broke off: ${error.message}. Reload the page to try again.`);
    } finally {
      clearTimeout(timer);
    }
    if (step.done) break;
    counted.loaded += step.value.length;
    lastByteAt = performance.now();
    take(step.value);
    tell(url);
  }
  counted.total = counted.loaded;
}

/** Reads a stream to its end, counting. @returns {Promise<Uint8Array>} */
async function collect(stream, url) {
  const chunks = [];
  await count(stream, url, (chunk) => chunks.push(chunk));
  return joined(chunks);
}

/**
 * Returns the bytes of all `chunks` in a row; a Blob would do so too, but by way of another process.
 * @param {Uint8Array[]} chunks
 */
export function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Asks for a file and checks the answer's head. */
async function ask(url, options) {
  let response;
  try {
    response = await plainFetch(url, options);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(pathOf(url), `cannot be fetched: ${error.message}. Is the network there?`);
  }
  if (!response.ok) throw new DownloadError(pathOf(url), `is not there: the server answers ${response.status}.`);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html") && !url.pathname.endsWith(".html")) {
    throw new DownloadError(pathOf(url), "is not there: the server answers with a page instead.");
  }
  // With a content-encoding the length is that of the packed bytes, which no script sees.
  const packed = response.headers.has("content-encoding");
  counts.set(url.href, { loaded: 0, total: packed ? 0 : Number(response.headers.get("content-length") ?? 0) });
  return response;
}

/**
 * Keeps a download that was begun elsewhere, or before anybody needed it, for whoever asks for the file next.
 * @param {string} path below the site's root
 * @param {Promise<Uint8Array>} bytes
 */
export function expect(path, bytes) {
  bytes.catch(() => {}); // whoever needs the file hears of its failure
  early.set(addressOf(path).href, bytes);
}

/** What was expected for an address; it is given once. */
function take(url) {
  const found = early.get(url.href);
  early.delete(url.href);
  return found;
}

/**
 * Fetches a file within the call, while everything else in the worker waits.
 * @param {string} path below the site's root
 * @returns {Uint8Array}
 */
export const fetchBytesNow = (path) => readNow(path);

function requestNow(path) {
  const request = new XMLHttpRequest();
  request.open("GET", addressOf(path), false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new DownloadError(path, `is not there: the server answers ${request.status}.`);
  return new Uint8Array(request.response);
}

/**
 * Gives a file of the site as bytes, which Python takes over with `.to_bytes()`: the one that is expected, or a download.
 * @param {string} path below the site's root; nothing else is fetched
 * @returns {Promise<Uint8Array>}
 */
export function fetchBytes(path) {
  return take(addressOf(path)) ?? download(path);
}

/**
 * Downloads a file of the site.
 * @param {string} path below the site's root; nothing else is fetched
 * @param {RequestInit} [options]
 * @returns {Promise<Uint8Array>}
 */
export async function download(path, options) {
  const url = addressOf(path);
  if (!url.href.startsWith(site.href)) throw new DownloadError(path, "lies outside of this site, and only the site's own files are fetched.");
  return collect((await ask(url, options)).body, url);
}

/**
 * Fetches a file of the site that is worked on while it comes.
 * @param {string} path below the site's root
 * @param {(bytes: number) => void} hear gets the size of each piece when it comes
 * @returns {Promise<{body: ReadableStream<Uint8Array>, bytes: Promise<Uint8Array>}>} its pieces as they come, and all of it
 */
export async function fetchStream(path, hear) {
  const url = addressOf(path);
  const response = await ask(url);
  let bytes;
  const body = new ReadableStream({
    start(controller) {
      const chunks = [];
      const taken = count(response.body, url, (chunk) => (hear(chunk.length), chunks.push(chunk), controller.enqueue(chunk)));
      bytes = taken.then(() => (controller.close(), joined(chunks)));
      bytes.catch((error) => controller.error(error));
    },
  });
  return { body, bytes };
}

/**
 * Fetches and compiles a WebAssembly file.
 * @param {string} path below the site's root
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(path) {
  const url = addressOf(path);
  const response = await ask(url);
  let broken;
  const fail = new Promise((_, reject) => (broken = reject));
  const compiled = webAssembly(response, url, broken).then((streamed) => WebAssembly.compileStreaming(streamed));
  try {
    return await Promise.race([compiled, fail]);
  } catch (error) {
    throw error instanceof DownloadError ? error : new DownloadError(path, `cannot be started: ${error.message}.`);
  }
}

/** The answer for a WebAssembly file, fit for streaming compilation, or a `DownloadError`. */
async function webAssembly(response, url, fail) {
  if (response.headers.get("content-type")?.split(";")[0].trim() === "application/wasm") {
    count(response.clone().body, url, () => {}).catch(fail);
    return response;
  }
  // A host that does not know the type: the bytes are as good, only their compiled code is not kept.
  const bytes = await collect(response.body, url);
  if (new DataView(bytes.buffer).getUint32(0) !== 0x0061736d) throw new DownloadError(pathOf(url), "is no WebAssembly: the server sends something else.");
  return new Response(bytes, { headers: { "content-type": "application/wasm" } });
}

/**
 * Sends every fetch of the worker through the checks above until the start is over; returns the function that ends this.
 * @param {(error: Error) => void} fail hears of the first file that does not come
 * @param {(path: string) => boolean} isSpared whether a file that is asked for is not needed, so that an empty zip does in its place
 */
export function checkFetches(fail, isSpared) {
  self.fetch = async (request, options) => {
    const url = new URL(request instanceof Request ? request.url : String(request), site);
    if (!url.href.startsWith(site.href)) return plainFetch(request, options);
    if (isSpared(pathOf(url))) return new Response(EMPTY);
    try {
      return new Response(await (take(url) ?? ask(url).then(({ body }) => collect(body, url))));
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  return () => {
    self.fetch = plainFetch;
  };
}

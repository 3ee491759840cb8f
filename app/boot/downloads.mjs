/**
 * Everything that the worker downloads: only from the site itself, checked before use, counted for the page.
 *
 * A server's error page, a wrong type or a stalled line would otherwise leave Python waiting for ever; here each becomes
 * a `DownloadError` that names the file.
 */

/** The site's root, which all paths here are relative to. */
export const site = new URL("../../", import.meta.url);

/** Without a byte for this long, a download counts as stalled. */
export const STALLED_MS = 30_000;
/** The page is told of progress at most this often. */
const TELL_EVERY_MS = 80;

/** A zip of nothing, which also does for any other file that nobody looks into. */
const EMPTY = new Uint8Array([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);

const plainFetch = self.fetch.bind(self);
/** Responses that were asked for before anybody needed them, by address. @type {Map<string, Promise<Response>>} */
const early = new Map();
/** The same for files that Python will ask for as bytes. @type {Map<string, Promise<Uint8Array>>} */
const earlyBytes = new Map();
/** Bytes that have come and are to come, by address. @type {Map<string, {loaded: number, total: number}>} */
const counts = new Map();
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
 * Tells the page how far the start is, as `{backissue: {stage, ...detail}}`. PyScript's own listeners let such a message pass.
 * @param {string} stage `download`, `python`, `program`, `archive` or `failed`
 * @param {object} [detail]
 */
export function report(stage, detail = {}) {
  self.postMessage({ backissue: { stage, ...detail } });
}

/** How long nothing has come, in milliseconds. */
export const quietMs = () => performance.now() - lastByteAt;

/** A file's path below the site's root, or its whole address when it lies elsewhere. */
const nameOf = (url) => (url.href.startsWith(site.href) ? decodeURIComponent(url.href.slice(site.href.length)) : url.href);

function tell(url, now = performance.now()) {
  if (now - told < TELL_EVERY_MS) return;
  told = now;
  let loaded = 0;
  let total = 0;
  for (const count of counts.values()) {
    loaded += count.loaded;
    total += Math.max(count.total, count.loaded);
  }
  report("download", { file: nameOf(url), loaded, total });
}

/** Reads a stream to its end, counting; rejects when nothing has come for `STALLED_MS`. */
async function count(stream, url, keep) {
  const reader = stream.getReader();
  const chunks = [];
  const counted = counts.get(url.href);
  for (;;) {
    let timer;
    const stalled = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new DownloadError(nameOf(url), "stopped coming: the connection stalled. Reload the page to try again.")), STALLED_MS);
    });
    let step;
    try {
      step = await Promise.race([reader.read(), stalled]);
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error instanceof DownloadError ? error : new DownloadError(nameOf(url), `broke off: ${error.message}. Reload the page to try again.`);
    } finally {
      clearTimeout(timer);
    }
    if (step.done) break;
    counted.loaded += step.value.length;
    lastByteAt = performance.now();
    if (keep) chunks.push(step.value);
    tell(url);
  }
  counted.total = counted.loaded;
  return new Blob(chunks).arrayBuffer();
}

/** Asks for a file and checks the answer's head. */
async function ask(url, options) {
  let response;
  try {
    response = await plainFetch(url, options);
  } catch (error) {
    throw new DownloadError(nameOf(url), `cannot be fetched: ${error.message}. Is the network there?`);
  }
  if (!response.ok) throw new DownloadError(nameOf(url), `is not there: the server answers ${response.status}.`);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html") && !url.pathname.endsWith(".html")) {
    throw new DownloadError(nameOf(url), "is not there: the server answers with a page instead.");
  }
  // With a content-encoding the length is that of the packed bytes, which no script sees.
  const packed = response.headers.has("content-encoding");
  counts.set(url.href, { loaded: 0, total: packed ? 0 : Number(response.headers.get("content-length") ?? 0) });
  return response;
}

/** Takes what a map holds for a file: a body can be read once, so an early answer serves once. */
function take(map, url) {
  const found = map.get(url.href);
  map.delete(url.href);
  return found;
}

/** Remembers an early download; whoever needs the file hears of its failure. */
function keep(map, url, promise) {
  promise.catch(() => {});
  map.set(url.href, promise);
  return promise;
}

/**
 * Asks now for files whose answers PyScript or Pyodide will want soon.
 * @param {...string} paths below the site's root
 * @returns {Promise<Response>[]} the answers, to be looked at as copies only
 */
export function fetchEarly(...paths) {
  return paths.map((path) => new URL(path, site)).map((url) => keep(early, url, ask(url)));
}

/**
 * Fetches a file within the call, while everything else in the worker waits.
 * @param {string} path below the site's root
 * @returns {Uint8Array}
 */
export function fetchBytesNow(path) {
  const request = new XMLHttpRequest();
  request.open("GET", new URL(path, site), false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new DownloadError(path, `is not there: the server answers ${request.status}.`);
  return new Uint8Array(request.response);
}

/**
 * Downloads now what `fetchBytes` will be asked for soon.
 * @param {string} path below the site's root
 * @param {RequestInit} [options]
 * @returns {Promise<Uint8Array>}
 */
export function fetchBytesEarly(path, options) {
  return keep(earlyBytes, new URL(path, site), download(path, options));
}

/**
 * Fetches a file of the site as bytes, which Python takes over with `.to_bytes()`.
 * @param {string} path below the site's root; nothing else is fetched
 * @returns {Promise<Uint8Array>}
 */
export function fetchBytes(path) {
  return take(earlyBytes, new URL(path, site)) ?? download(path);
}

async function download(path, options) {
  const url = new URL(path, site);
  if (!url.href.startsWith(site.href)) throw new DownloadError(path, "lies outside of this site, and only the site's own files are fetched.");
  const response = await (take(early, url) ?? ask(url, options));
  return new Uint8Array(await count(response.body, url, true));
}

/** Replaces an answer by one whose bytes are counted; not for WebAssembly, whose compiled code is cached with the true answer. */
function counted(response, url) {
  const bytes = count(response.body, url, true);
  const body = new ReadableStream({
    start: (controller) => bytes.then((buffer) => (controller.enqueue(new Uint8Array(buffer)), controller.close()), (error) => controller.error(error)),
  });
  return new Response(body, { headers: response.headers });
}

/**
 * Fetches and compiles a WebAssembly file.
 * @param {string} path below the site's root
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile(path) {
  const url = new URL(path, site);
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
    count(response.clone().body, url, false).catch(fail);
    return response;
  }
  // A host that does not know the type: the bytes are as good, only their compiled code is not kept.
  const bytes = await count(response.body, url, true);
  if (new DataView(bytes).getUint32(0) !== 0x0061736d) throw new DownloadError(nameOf(url), "is no WebAssembly: the server sends something else.");
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
    if (isSpared(nameOf(url))) return new Response(EMPTY);
    try {
      return counted(await (take(early, url) ?? ask(url, options)), url);
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  return () => {
    self.fetch = plainFetch;
  };
}

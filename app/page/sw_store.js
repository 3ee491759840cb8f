/**
 * What the service worker keeps of the site. Files whose names (or, for the archive's manifest, whose address) carry a hash of
 * their content lie in one cache for all versions, and are found there by whoever asks, a page of an older version too. Only the
 * page itself differs under one address: each version has a cache for it and for the list of its files.
 */

/**
 * @typedef {object} Listed
 * @property {string} path the file's address, from the site's root; "./" is the page
 * @property {string} sha256 in hexadecimal digits
 * @property {number} bytes
 */

const root = new URL(self.registration.scope);
/** One host serves many sites. */
const PREFIX = `backissue:${root.pathname}:`;
const FILES = `${PREFIX}files`;
const VISITED = `${PREFIX}visited`;
const LIST = new URL("kept-files.json", root).href;
const USED = `${PREFIX}used:`;
const PAGE = "./";
/** Files up to this size are compared with their hash each time they are given out, which takes less than a millisecond. */
const SOON_CHECKED_BYTES = 256_000;
const AT_ONCE = 4;
/** So many of the plain pages that were visited last are kept. */
const MOST_VISITED = 100;
/** Room that a browser wants besides the bytes of the files. */
const SPARE_BYTES = 2_000_000;

const addressOf = ({ path }) => new URL(path, root).href;

/** A file that the server has not, or has otherwise: this version is gone from there. */
class Replaced extends Error {}

async function isRight(response, { sha256, bytes }) {
  const data = await response.arrayBuffer();
  if (data.byteLength !== bytes) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

/**
 * Fetches a file; what the page has fetched already comes from the browser's own cache.
 * @param {Listed} file
 * @returns {Promise<Response>} as it came, since a browser keeps compiled code only with such; `Replaced` where it is not the file
 */
async function fetchRight(file) {
  // a browser may find its own copy damaged
  const response = (await fetchIfRight(file, file.path === PAGE ? "no-cache" : "force-cache").catch(() => null)) ?? (await fetchIfRight(file, "reload"));
  if (!response) throw new Replaced(`${file.path} is not what was published`);
  return response;
}

async function fetchIfRight(file, cache) {
  const response = await fetch(addressOf(file), { cache });
  // a host that is out of order says nothing of its files
  if (!response.ok && response.status !== 404 && response.status !== 410) throw new Error(`the server answers ${response.status}`);
  return response.ok && (await isRight(response.clone(), file)) ? response : null;
}

/** A page that came by way of another address may not be given out as it is. */
const plain = (response) => (response.redirected ? new Response(response.body, { headers: response.headers }) : response);

/** Runs `act` on all files, a few at a time; waits for those under way before it rejects. */
async function each(files, act) {
  const waiting = [...files];
  const run = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await act(file);
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => run().catch((error) => {
    waiting.length = 0;
    throw error;
  })));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

/** One version of the site, and what is kept of it. */
export class Version {
  #files;
  #name;

  /** @param {{version: string, files: Listed[]}} listed */
  constructor({ version, files }) {
    this.#name = PREFIX + version;
    this.#files = new Map(files.map((file) => [addressOf(file), file]));
  }

  #nameOf = (file) => (file?.path === PAGE ? this.#name : FILES);
  #cacheOf = (file) => caches.open(this.#nameOf(file));

  /**
   * Fetches all that is not here yet, and checks all that is. Where a line breaks, what has come stays for the next time; where
   * there is no room, it goes.
   */
  async keep() {
    const added = [];
    try {
      await this.#checkRoom();
      const list = JSON.stringify([...this.#files.keys()]);
      await (await caches.open(this.#name)).put(LIST, new Response(list, { headers: { "content-type": "application/json" } }));
      await each(this.#files.values(), async (file) => (await this.#restore(file)) && added.push(file));
    } catch (error) {
      await caches.delete(this.#name);
      if (error.name === "QuotaExceededError") await each(added, async (file) => (await this.#cacheOf(file)).delete(addressOf(file)));
      throw error;
    }
  }

  async #checkRoom() {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    if (!quota) return;
    const held = new Set((await (await caches.open(FILES)).keys()).map(({ url }) => url));
    let missing = SPARE_BYTES;
    for (const [address, { bytes }] of this.#files) missing += held.has(address) ? 0 : bytes;
    if (usage + missing > quota) throw new DOMException("there is no room for the site's files", "QuotaExceededError");
  }

  /** Puts a file in place unless it is there and right; says whether it was not. */
  async #restore(file) {
    const cache = await this.#cacheOf(file);
    const kept = await cache.match(addressOf(file));
    if (kept && (await isRight(kept, file).catch(() => false))) return false;
    await cache.put(addressOf(file), plain(await fetchRight(file)));
    return true;
  }

  /**
   * Compares everything with its hash and fetches anew what is damaged or gone. Where the server has another version by now, the
   * page is given up, so that the next one comes from there.
   * @returns {Promise<number>} how many files were wrong
   */
  async mend() {
    let wrong = 0;
    try {
      await each(this.#files.values(), async (file) => {
        const isNew = await this.#restore(file); // others count meanwhile
        wrong += Number(isNew);
      });
    } catch (error) {
      wrong += 1;
      if (error instanceof Replaced) await caches.delete(this.#name);
    }
    return wrong;
  }

  /** The page; from the server where it is not kept, or damaged. @param {Request} request */
  async page(request) {
    const file = this.#files.get(root.href);
    return (await this.#found(root.href, file)) ?? fetch(request);
  }

  /** A file of this version or an older one; from the server where it is not kept. @param {Request} request */
  async file(request) {
    return (await this.#found(request.url, this.#files.get(request.url))) ?? fetch(request);
  }

  /** What is kept under an address; nothing where storage fails or the file is damaged. */
  async #found(address, file) {
    try {
      // opening a cache would make it where it has just been taken away
      const kept = await caches.match(address, { cacheName: this.#nameOf(file) });
      const isRead = kept && file && file.bytes <= SOON_CHECKED_BYTES;
      return isRead && !(await isRight(kept.clone(), file)) ? undefined : kept;
    } catch {
      return undefined;
    }
  }

  /** Removes what no page uses: the files of versions other than this one. */
  async sweep() {
    const used = await filesOfPages();
    if (!used) return;
    const wanted = new Set(this.#files.keys());
    for (const name of await caches.keys()) {
      if (!name.startsWith(PREFIX) || [FILES, VISITED, this.#name].includes(name)) continue;
      const list = await (await caches.open(name)).match(LIST);
      const addresses = list ? await list.json() : [];
      const isUsed = !addresses.every((address) => this.#files.has(address)) && used.some((page) => page.every((file) => addresses.includes(file)));
      if (isUsed) addresses.forEach((address) => wanted.add(address));
      else await caches.delete(name);
    }
    const files = await caches.open(FILES);
    for (const request of await files.keys()) if (!wanted.has(request.url)) await files.delete(request);
  }
}

/** For each open page the addresses of its script and styles, which it holds a lock for; nothing while one is open without. */
async function filesOfPages() {
  if (!navigator.locks) return null;
  const { held } = await navigator.locks.query();
  const used = held.map(({ name }) => name).filter((name) => name.startsWith(USED)).map((name) => name.slice(USED.length).split(" "));
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.filter(({ url, frameType }) => url.startsWith(root.href) && frameType !== "nested");
  return open.length > used.length ? null : used;
}

/** Removes all that was ever kept of this site. */
export async function forgetAll() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

/**
 * A plain page of the site: from the server, and kept; without a network as it was last seen, else the reader in its place.
 * @param {Request} request
 * @param {(work: Promise<unknown>) => void} waitFor keeps the worker alive
 */
export async function visitedPage(request, waitFor) {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) waitFor(keepVisited(request.url, response.clone()).catch(() => {})); // without room it is not kept
    return response;
  } catch (error) {
    const kept = await caches.match(request.url, { cacheName: VISITED, ignoreSearch: true }).catch(() => undefined);
    if (kept) return kept;
    if (request.url.startsWith(new URL("issues/", root).href)) return Response.redirect(root.href);
    throw error;
  }
}

async function keepVisited(address, response) {
  const cache = await caches.open(VISITED);
  await cache.delete(address); // the newest last
  await cache.put(address, response);
  const addresses = await cache.keys();
  for (const old of addresses.slice(0, -MOST_VISITED)) await cache.delete(old);
}

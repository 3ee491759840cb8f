/**
 * Where imported issues stay in this browser: IndexedDB, which every engine has in workers and on plain http too, and whose
 * transactions leave the old files or the new ones whole. Several pages of one site share it, so that what a page writes
 * says what it was made from; where another page was faster, nothing is written.
 */
import { site } from "./site.mjs";

const MANIFEST = "archive.json";
const STORE = "files";
/** The archive is searched without what does not come in this time. */
const PATIENCE_MS = 15_000;
/** One host serves many sites. */
const NAME = `backissue:${site.pathname}:imported`;
/** PyScript's start puts something else in its place (storage.mjs). */
const database = self.indexedDB;

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = database.open(NAME, 1); // throws where storage is blocked
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const isBlocked = ({ name, message }) => name === "SecurityError" || name === "InvalidStateError" || /\bdenied\b/.test(message);

/** An error in words for the person at the page; Python takes no other kind, and would wait for ever. */
function inWords(error) {
  if (error.name === "QuotaExceededError") return new Error("there is no room left for this site");
  return new Error(isBlocked(error) ? "storage is blocked for this page" : error.message);
}

/** Runs `act` on the store of an open database; settles when its transaction is over, whole or not at all. */
async function within(mode, act) {
  const opened = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(STORE, mode, { durability: "strict" });
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new Error("it was broken off"));
      act(transaction.objectStore(STORE), (value) => (result = value), transaction);
    });
  } finally {
    opened.close();
  }
}

/** What is read while Python starts. @type {Promise<[string, Uint8Array][]> | null} */
let early = null;

/** Begins to read, for the first `read` to come. */
export function readEarly() {
  early = readNow();
  early.then((files) => (ready = files), (error) => isBlocked(error) && (ready = [])); // whoever reads hears of all else
}

/** What was read while Python started; undefined, Python's None, where it is not all here. @type {[string, Uint8Array][] | undefined} */
let ready;

/** What `read` will give, if it is here already; else nothing. */
export const readBefore = () => ready;

/**
 * Reads everything that is kept.
 * @returns {Promise<[string, Uint8Array][]>} files by name; none where nothing is kept, or nothing may be; else an error in words
 */
export async function read() {
  let timer;
  const slow = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the browser's storage does not answer")), PATIENCE_MS);
  });
  const files = early ?? readNow();
  early = null;
  try {
    return await Promise.race([files, slow]);
  } catch (error) {
    if (isBlocked(error)) return [];
    throw inWords(error);
  } finally {
    clearTimeout(timer);
  }
}

async function readNow() {
  return within("readonly", (store, give) => {
    const names = store.getAllKeys();
    const files = store.getAll();
    files.onsuccess = () => give(names.result.map((name, place) => [name, files.result[place]]));
  });
}

const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

/**
 * Puts files in place of all that are kept, if the manifest that is kept is still `before`.
 * @param {[string, Uint8Array][]} files all of them; none to forget everything
 * @param {Uint8Array} before the manifest that they were made from; empty where nothing was kept
 * @returns {Promise<boolean>} false where another page has kept something else meanwhile: then nothing was written; nor is
 *   anything where it rejects, with an error in words
 */
export async function replace(files, before) {
  const written = within("readwrite", (store, give) => {
    const manifest = store.get(MANIFEST);
    manifest.onsuccess = () => {
      if (!same(manifest.result ?? new Uint8Array(), before)) return give(false);
      store.clear();
      for (const [name, bytes] of files) store.put(bytes, name);
      return give(true);
    };
  });
  return written.catch((error) => {
    throw inWords(error);
  });
}

/**
 * Where the index is that Python built of the archive, so that it need not be built again: from an earlier visit a file in the
 * browser's private file system (OPFS), and on a fast line one that the site has built ahead (publish/built.py). It is good for
 * one archive and one program, to the last byte of both, which its key tells; where there is none the index is built.
 *
 * Both files: the key and the SHA-256 of what follows, in hexadecimal digits; then part after part, each behind its length. The
 * site's own is compressed by gzip.
 */
import { download } from "./downloads.mjs";
import { inflate, sha256 } from "./snapshot.mjs";
import { isPublished, site } from "./site.mjs";

const DIGITS = 64;
const HEAD = 2 * DIGITS;
/** One host serves many sites. */
const NAME = `backissue ${encodeURIComponent(site.pathname).slice(-180)} index`;
const AHEAD = "data/index.bin";
const text = new TextEncoder();

/** What is left to be handed out, once that is known. @type {{bytes: Uint8Array, at: number} | null} */
let found = null;
let known = false;
let key = "";
/** Whether what was found is the site's own. */
let ahead = false;

const folder = () => navigator.storage.getDirectory();

/** The file as it is; rejects where there is none, or the browser keeps none. */
async function kept() {
  return (await (await folder()).getFileHandle(NAME)).getFile();
}

/**
 * Looks for an index.
 * @param {Promise<string>} wanted the key that it must have; empty where none may be used
 * @param {Promise<boolean>} isFast whether the site's own comes sooner than one is built of the shards, which are half as large
 * @returns {Promise<{arrival: Promise<void>} | null>} null where there is none, else what settles when it has come, or is damaged
 */
export async function findBuilt(wanted, isFast) {
  wanted.then((each) => (key = each), () => {});
  try {
    const file = await kept();
    if (keyOf(await file.slice(0, HEAD).arrayBuffer()) === (await wanted)) return { arrival: take(file.arrayBuffer()) };
  } catch {
    // there is none
  }
  if (isPublished(AHEAD) && (await isFast) && (await wanted.catch(() => ""))) return { arrival: take(fetchAhead()) };
  known = true;
  return null;
}

/** The key of a file that begins so; nothing that is ever wanted where it is too short. */
const keyOf = (buffer) => (buffer.byteLength < HEAD ? null : new TextDecoder().decode(buffer.slice(0, DIGITS)));

async function fetchAhead() {
  ahead = true;
  return (await inflate(await download(AHEAD))).buffer;
}

/** Takes a file that comes, if it is whole and has the key. */
async function take(coming) {
  try {
    const file = await coming;
    const bytes = new Uint8Array(file, HEAD);
    const digest = new TextDecoder().decode(file.slice(DIGITS, HEAD));
    if (keyOf(file) === key && (await sha256(bytes)) === digest) found = { bytes, at: 0 };
  } catch {
    // whatever happened to it, the index is built again
  }
  known = true;
}

/** Whether it is known by now if there is one. */
export const isKnown = () => known;

/** Whether it is the site's own, and hence not kept here. */
export const isAhead = () => ahead;

/** The next part of the index that was found; empty behind the last. @returns {Uint8Array} */
export function nextPart() {
  if (!found || found.at >= found.bytes.length) {
    found = null;
    return new Uint8Array();
  }
  const { bytes, at } = found;
  const start = at + 4;
  found.at = start + new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
  return bytes.subarray(start, found.at);
}

/**
 * Writes an index in place of the one that is kept.
 * @param {() => Uint8Array | undefined} next gives one part after the other
 * @returns {Promise<boolean>} whether it is kept now; another page may be about it, or the browser may have no room
 */
export async function write(next) {
  if (!key) return false;
  let file;
  try {
    file = await (await (await folder()).getFileHandle(NAME, { create: true })).createSyncAccessHandle();
    file.truncate(0); // without a head it is none, whatever happens from here on
    let at = HEAD;
    for (let part = next(); part; part = next()) {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, part.length);
      at += file.write(length, { at });
      at += file.write(part, { at });
      await new Promise((resolve) => setTimeout(resolve)); // what somebody does meanwhile comes first
    }
    const bytes = new Uint8Array(at - HEAD);
    file.read(bytes, { at: HEAD });
    file.write(text.encode(key + (await sha256(bytes))), { at: 0 });
    file.flush();
    return true;
  } catch {
    file?.truncate(0); // a full disk must not keep half of it
    return false;
  } finally {
    file?.close();
  }
}

/**
 * Where the index stays that Python built of the archive, so that the next visit need not build it again: a file in the
 * browser's private file system (OPFS). It is good for one archive and one program, to the last byte of both, which its key
 * tells; and where a browser keeps nothing the index is built each time.
 *
 * The file: the key and the SHA-256 of what follows, in hexadecimal digits; then part after part, each behind its length.
 */
import { sha256 } from "./snapshot.mjs";
import { site } from "./site.mjs";

const DIGITS = 64;
const HEAD = 2 * DIGITS;
/** One host serves many sites. */
const NAME = `backissue ${encodeURIComponent(site.pathname).slice(-180)} index`;
const text = new TextEncoder();

/** What is left to be handed out, once that is known. @type {{bytes: Uint8Array, at: number} | null} */
let found = null;
let known = false;
let key = "";

const folder = () => navigator.storage.getDirectory();

/** The file as it is; rejects where there is none, or the browser keeps none. */
async function kept() {
  return (await (await folder()).getFileHandle(NAME)).getFile();
}

/**
 * Looks for an index.
 * @param {Promise<string>} wanted the key that it must have; empty where nothing may be kept
 * @returns {Promise<{arrival: Promise<void>} | null>} null where there is none, else what settles when it has come, or is damaged
 */
export async function findBuilt(wanted) {
  wanted.then((each) => (key = each), () => {});
  try {
    const file = await kept();
    const head = new TextDecoder().decode(await file.slice(0, HEAD).arrayBuffer());
    if (head.length === HEAD && head.slice(0, DIGITS) === (await wanted)) return { arrival: read(file, head.slice(DIGITS)) };
  } catch {
    // there is none
  }
  known = true;
  return null;
}

async function read(file, digest) {
  try {
    const bytes = new Uint8Array(await file.slice(HEAD).arrayBuffer());
    if ((await sha256(bytes)) === digest) found = { bytes, at: 0 };
  } catch {
    // whatever happened to it, the index is built again
  }
  known = true;
}

/** Whether it is known by now if there is one. */
export const isKnown = () => known;

/** The next part of the index that was found; empty behind the last. @returns {Uint8Array} */
export function nextPart() {
  if (!found || found.at >= found.bytes.length) {
    found = null;
    return new Uint8Array();
  }
  const { bytes, at } = found;
  const start = at + 4;
  found.at = start + new DataView(bytes.buffer).getUint32(at);
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

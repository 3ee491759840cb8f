/**
 * The parts of a single file: what would be files of a site lies in the page as text, in elements that no browser runs,
 * written by app/backissue/publish/single_file.py.
 */
import { inflate, sha256 } from "./snapshot.mjs";

/**
 * @typedef {object} Part
 * @property {string} text its bytes in base64
 * @property {string} digest their SHA-256
 * @property {boolean} gzipped whether they are gzipped: what is compressed already is not
 */

/** A part is not what was put into the file. */
export class DamagedPart extends Error {
  /** @param {string} name */
  constructor(name) {
    const problem = `is damaged: its part ${name} is not what was put into it. Get the file again from where you have it.`;
    super(`This file ${problem}`);
    this.problem = problem;
  }
}

/** @param {Document} page @returns {Map<string, Part>} the parts that lie in a page, by their names */
export function partsOf(page) {
  const elements = page.querySelectorAll('script[type="text/plain"][data-part]');
  return new Map(
    Array.from(elements, ({ dataset, textContent }) => [
      dataset.part,
      { text: textContent, digest: dataset.sha256, gzipped: dataset.gzipped !== undefined },
    ]),
  );
}

/**
 * Decodes a part within the call; what is gzipped stays so.
 * @param {string} name
 * @param {Part} part
 * @returns {Uint8Array} throws `DamagedPart` where it is no base64
 */
export function decode(name, { text }) {
  try {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const plain = atob(text);
    const bytes = new Uint8Array(plain.length);
    for (let at = 0; at < plain.length; at++) bytes[at] = plain.charCodeAt(at);
    return bytes;
  } catch {
    throw new DamagedPart(name);
  }
}

/**
 * Gives the bytes of a part.
 * @param {string} name
 * @param {Part} part
 * @returns {Promise<Uint8Array>} rejects with `DamagedPart` where it is not what was put in
 */
export async function unpack(name, part) {
  const bytes = decode(name, part);
  // where a browser offers no hash, gzip's own sum still tells
  if (globalThis.crypto?.subtle && (await sha256(bytes)) !== part.digest) throw new DamagedPart(name);
  if (!part.gzipped) return bytes;
  return inflate(bytes).catch(() => {
    throw new DamagedPart(name);
  });
}

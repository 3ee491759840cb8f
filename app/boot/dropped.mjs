/**
 * The files that people drop on the page, as Python reads them in the worker: slice by slice where they lie, so that a
 * large mailbox is never in memory as a whole. The page posts them as they are; their bytes are not copied on the way.
 */

/** By the number that the page gave each. @type {Map<number, File>} */
const files = new Map();

/**
 * Takes files over; PyScript hands messages on to whatever function app/worker.py names.
 * @param {MessageEvent<{backissue?: {dropped: [number, File][]}}>} event
 */
export function takeDropped({ data }) {
  for (const [number, file] of data?.backissue?.dropped ?? []) files.set(number, file);
}

/**
 * Reads a part of a file within the call.
 * @param {number} number
 * @param {number} start
 * @param {number} end
 * @returns {Uint8Array} throws an error in words where the file was moved or changed since
 */
export function readDropped(number, start, end) {
  const file = files.get(number);
  if (!file) throw new Error("the page no longer has it");
  try {
    return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(start, end)));
  } catch (error) {
    throw new Error(error.message); // Python takes no DOMException
  }
}

/** @param {number} number of a file that will not be read again */
export function forgetDropped(number) {
  files.delete(number);
}

/** Pyodide's scripts as files of the site; in a single file app/boot/inner_scripts.mjs stands in this one's place. */
import { DownloadError, fetchBytes } from "./downloads.mjs";
import { addressOf } from "./site.mjs";

/**
 * Imports one of Pyodide's scripts.
 * @param {string} name
 * @returns {Promise<object>} the module; rejects with a `DownloadError`, for which the same file is fetched: it says why
 */
export async function importRuntime(name) {
  const path = `runtime/pyodide/${name}`;
  try {
    return await import(addressOf(path).href);
  } catch (error) {
    await fetchBytes(path);
    throw new DownloadError(path, `cannot be read as a script: ${error.message}.`);
  }
}

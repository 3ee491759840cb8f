/**
 * The Python files that the worker gets only when they are first needed: those that read and write other formats. A list of
 * the same form as pyscript.toml's names them; in a published site it names one zip.
 */
import { fetchBytes } from "./downloads.mjs";

const LIST = "app/later.toml";
const ENTRY = /^"\.\/(app\/[^"]+)" *= *"\.\/([^"]+)"/gm;

/**
 * Fetches the files and puts them where Python finds them.
 * @param {object} python
 * @param {string} home Python's working folder, with a slash at its end
 */
export async function bringLater(python, home) {
  const list = new TextDecoder().decode(await fetchBytes(LIST));
  const entries = Array.from(list.matchAll(ENTRY), ([, path, name]) => [path, name]);
  const files = await Promise.all(entries.map(async ([path, name]) => [name, await fetchBytes(path)]));
  for (const [name, bytes] of files) {
    if (name === "*") {
      python.unpackArchive(bytes, "zip", { extractDir: home });
      continue;
    }
    python.FS.mkdirTree(home + name.slice(0, name.lastIndexOf("/") + 1));
    python.FS.writeFile(home + name, bytes);
  }
}

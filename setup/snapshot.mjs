/**
 * Keeps the memory of a Python that has imported the app: node snapshot.mjs PYODIDE.mjs STDLIB PACKAGES APP TARGET MODULE...
 * STDLIB, PACKAGES and APP are zips. Prints the version of Pyodide and the length of the memory, as JSON.
 *
 * This uses what Pyodide does not promise (`_makeSnapshot`), so a page takes the memory only with this very Pyodide, and
 * can start without it. The hash seed is in it, for every reader the same; it is fixed, so that memories differ little.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [pyodide, stdlib, packages, app, target, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodide).href);
// Node would state a path of this machine as Python's own place.
const options = { indexURL: path.dirname(pyodide) + path.sep, stdLibURL: stdlib, _sysExecutable: "./this.program" };

const python = await loadPyodide({
  ...options,
  _makeSnapshot: true,
  env: { PYTHONPATH: "/lib/packages_pyc.zip", PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" },
  fsInit: (files) => files.writeFile("/lib/packages_pyc.zip", new Uint8Array(fs.readFileSync(packages))),
});
python.FS.writeFile("app.zip", new Uint8Array(fs.readFileSync(app)));
python.FS.writeFile("backissue_memory.py", new Uint8Array(fs.readFileSync(new URL("memory.py", import.meta.url))));
python.runPython(`import backissue_memory; backissue_memory.fall_asleep("app.zip", ${JSON.stringify(modules)}); del backissue_memory`);
const memory = python.makeMemorySnapshot();

// One that cannot be used must not be kept.
const woken = await loadPyodide({ ...options, _loadSnapshot: memory });
woken.runPython("import backissue_memory; backissue_memory.wake(); from backissue.reader import Reader; Reader()");

fs.writeFileSync(target, gzipSync(memory, { level: 9 }));
console.log(JSON.stringify({ pyodide: python.version, length: memory.length }));
process.exit(0);

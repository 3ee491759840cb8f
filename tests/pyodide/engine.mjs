/**
 * Runs a Python program in Pyodide as another page would, with micropip and some wheels there already:
 * node engine.mjs PYODIDE/ PROGRAM.py WHEEL... Its output is the program's.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, program, ...wheels] = process.argv.slice(2);
process.on("uncaughtException", (error) => {
  console.error(error.message.slice(-2_000));
  process.exit(3);
});
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: pyodide + path.sep });
const extractDir = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
for (const wheel of wheels) python.unpackArchive(new Uint8Array(fs.readFileSync(wheel)), "wheel", { extractDir });
python.runPython("import importlib; importlib.invalidate_caches()");
await python.runPythonAsync(fs.readFileSync(program, "utf8"));

/**
 * Runs a Python script inside the Pyodide that readers get: node run.mjs RUNTIME/ PYODIDE/ BUNDLE.zip SCRIPT ARGUMENT...
 * The script lies in the bundle; this machine's files are under /machine, and `heapBytes()` tells the size of the heap.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, pyodide, bundle, ...command] = process.argv.slice(2);
// Node would print the line of the source that threw: a megabyte of Pyodide.
process.on("uncaughtException", (error) => {
  console.error(String(error.message).slice(-2_000));
  process.exit(3);
});
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")).href);
const read = (...parts) => new Uint8Array(fs.readFileSync(path.join(...parts)));
const packages = "/lib/packages_pyc.zip";
const python = await loadPyodide({
  indexURL: pyodide + path.sep,
  stdLibURL: path.join(runtime, "stdlib_pyc.zip"),
  env: { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
  fsInit: async (files) => files.writeFile(packages, read(runtime, "packages_pyc.zip")),
});
python.FS.mkdirTree("/project");
python.unpackArchive(read(bundle), "zip", { extractDir: "/project" });
python.FS.mkdirTree("/machine");
python.FS.mount(python.FS.filesystems.NODEFS, { root: "/" }, "/machine");
globalThis.heapBytes = () => python._module.HEAPU8.length;
python.globals.set("command", JSON.stringify(command));
python.runPython(`
import json, runpy, sys
sys.path[:0] = ["/project/app", "/project"]
sys.argv = json.loads(command)
runpy.run_path("/project/" + sys.argv[0], run_name="__main__")
`);

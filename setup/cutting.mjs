/**
 * Cuts the standard library down to what the app uses: node cutting.mjs PYODIDE.mjs STDLIB PACKAGES APP TARGET MODULE...
 * STDLIB and PACKAGES are zips of compiled modules, APP one of sources. Prints how many modules are left.
 *
 * What is left is what Pyodide and the app import when they start, and whatever those modules may import later, one step.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, stdlib, packages, app, target, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodide).href);
const bytesOf = (name) => new Uint8Array(fs.readFileSync(name));

async function start(stdLibURL) {
  const python = await loadPyodide({
    indexURL: path.dirname(pyodide) + path.sep,
    stdLibURL,
    env: { PYTHONPATH: "/lib/packages_pyc.zip" },
    fsInit: (files) => files.writeFile("/lib/packages_pyc.zip", bytesOf(packages)),
  });
  python.FS.writeFile("/app.zip", bytesOf(app));
  python.FS.writeFile("backissue_cutting.py", bytesOf(new URL("cutting_inside.py", import.meta.url)));
  python.runPython(`import backissue_cutting; backissue_cutting.import_all("/app.zip", ${JSON.stringify(modules)})`);
  return python;
}

const python = await start(stdlib);
python.FS.writeFile("/stdlib.zip", bytesOf(stdlib));
const count = python.runPython('backissue_cutting.cut("/stdlib.zip", "/cut.zip")');
fs.writeFileSync(target, python.FS.readFile("/cut.zip"));
// One that cannot be used must not be kept.
await start(target);
console.log(count);
process.exit(0);

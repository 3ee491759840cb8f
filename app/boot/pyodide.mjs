/**
 * How PyScript's worker gets Python: the interpreter that pyscript.toml names. PyScript calls `loadPyodide` with a few
 * options; this adds the site's own files, starts all downloads at once, and turns what would hang into an error in words.
 *
 * Python finds this file's services as `js.backissue`: fetchBytes, report, arm, disarm, isOver.
 */
import { checkFetches, DownloadError, fetchBytes, fetchBytesEarly, fetchEarly, quietMs, report, site } from "./downloads.mjs";
import { standInForStorage } from "./storage.mjs";
import { arm, disarm, interruptBuffer, isOver } from "./stop.mjs";

const RUNTIME = "runtime/";
const STDLIB = `${RUNTIME}stdlib_pyc.zip`;
const PACKAGES = `${RUNTIME}packages_pyc.zip`;
const PACKAGES_PATH = "/lib/packages_pyc.zip";
const APP_CODE = `${RUNTIME}app_pyc.bin`;
/** Where PyScript puts the app's own files: Python's working folder. */
const HOME = "/home/pyodide/";
const CONFIG = "pyscript.toml";
const ARCHIVE = "data/archive.json";
/** Python that is not up this long after the last byte came will not come up. */
const START_MS = 120_000;
/** So much of the archive is fetched while Python starts; the rest when Python asks for it. */
const EARLY_BYTES = 32_000_000;

/** Says that there are no packages besides our own, so that Pyodide's list of its packages (119 KB) is not fetched. */
const LOCK = JSON.stringify({
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
  packages: {},
});

/** Ends the start; the first reason counts. @type {(error: Error) => void} */
let fail;
const failed = new Promise((_, reject) => {
  fail = (error) => {
    fail = () => {};
    if (error.file?.startsWith(RUNTIME)) error.message += " If this site is yours: `make setup` puts the runtime in its place.";
    report("failed", { message: error.message, file: error.file ?? null });
    reject(error);
  };
});
failed.catch(() => {}); // it may come before anybody waits for it

const endChecks = checkFetches((error) => fail(error));
const giveStorageBack = standInForStorage();
// PyScript tells its own stages as events; after this one its configuration, files and storage are done with.
self.addEventListener("py:progress", ({ detail }) => {
  if (detail !== "Loaded Pyodide") return;
  endChecks();
  giveStorageBack();
});

fetchEarly(`${RUNTIME}pyodide/pyodide.asm.wasm`, STDLIB);
const packages = fetchBytesEarly(PACKAGES);
const appCode = fetchBytesEarly(APP_CODE).then(inflate).catch(() => null); // it only saves time
fetchProgramEarly().catch(() => {});
fetchArchiveEarly().catch(() => {});

const [pyodide, assembly] = await Promise.all(["pyodide.mjs", "pyodide.asm.mjs"].map(importRuntime));

export const version = pyodide?.version ?? "missing";

/**
 * Starts Python; the promise rejects with words for the page where Pyodide itself would wait for ever.
 * @param {object} options what PyScript wants of Pyodide
 */
export async function loadPyodide(options) {
  if (typeof WebAssembly !== "object") fail(new Error("This browser has no WebAssembly, or it is switched off: Python cannot run here."));
  if (!pyodide || !assembly) return failed;
  watch();
  const python = await Promise.race([failed, start(options)]);
  python.setInterruptBuffer(interruptBuffer);
  self.backissue = { fetchBytes, report, arm, disarm, isOver };
  report("program");
  return python;
}

function start(options) {
  const indexURL = new URL(`${RUNTIME}pyodide/`, site).href;
  return pyodide.loadPyodide({
    ...options,
    indexURL,
    packageBaseUrl: indexURL,
    lockFileContents: LOCK,
    stdLibURL: new URL(STDLIB, site).href,
    createPyodideModule: assembly.default,
    env: { PYTHONPATH: PACKAGES_PATH, PYTHONDONTWRITEBYTECODE: "1" },
    // Where the standard library is damaged, Python only says so, and Pyodide waits for ever.
    stderr: (line) => {
      options.stderr?.(line);
      if (line.startsWith("Fatal Python error")) fail(new DownloadError(STDLIB, `is damaged: ${line}.`));
    },
    fsInit: async (files) => {
      await packages.then((bytes) => files.writeFile(PACKAGES_PATH, bytes), fail);
      writeAppCode(files, await appCode);
    },
  });
}

async function inflate(bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

/** Writes the compiled modules that setup/bytecode.mjs made: the length of a list of names and sizes, the list, the bytes. */
function writeAppCode(files, bytes) {
  if (!bytes) return;
  let at = 4 + new DataView(bytes.buffer).getUint32(0);
  for (const [name, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)))) {
    files.mkdirTree(HOME + name.slice(0, name.lastIndexOf("/")));
    files.writeFile(HOME + name, bytes.subarray(at, (at += size)));
  }
}

/** Makes every way in which Pyodide would only warn, and wait for ever, end the start. */
function watch() {
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...source) => {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    try {
      const compiled = await instantiateStreaming.apply(WebAssembly, source);
      report("python");
      return compiled;
    } catch (error) {
      fail(new DownloadError(`${RUNTIME}pyodide/pyodide.asm.wasm`, `cannot be started: ${error.message}.`));
      throw error;
    }
  };
  const timer = setInterval(() => {
    if (quietMs() < START_MS) return;
    clearInterval(timer);
    fail(new Error("Python did not start in two minutes. Reload the page to try again; closing other pages frees memory."));
  }, 5_000);
  self.addEventListener("py:progress", () => clearInterval(timer), { once: true });
}

/** Imports one of Pyodide's scripts; where that fails, a fetch of the same file says why. */
async function importRuntime(name) {
  const path = `${RUNTIME}pyodide/${name}`;
  try {
    return await import(new URL(path, site));
  } catch (error) {
    await fetchBytes(path).then(() => fail(new DownloadError(path, `cannot be read as a script: ${error.message}.`)), fail);
    return null;
  }
}

/** Asks now for the Python files that PyScript fetches only once Python is up. */
async function fetchProgramEarly() {
  const config = new TextDecoder().decode(await fetchBytes(CONFIG));
  const files = config.matchAll(/^"\.\/(app\/[^"]+)" *=/gm);
  fetchEarly(...Array.from(files, ([, path]) => path));
}

/** Asks now for the archive: its list of shards, then the shards, the newest first, until `EARLY_BYTES`. */
async function fetchArchiveEarly() {
  const { shards } = JSON.parse(new TextDecoder().decode(await fetchBytesEarly(ARCHIVE)));
  const newestFirst = [...shards].sort((a, b) => (a.last < b.last ? 1 : -1));
  let bytes = 0;
  for (const [place, shard] of newestFirst.entries()) {
    bytes += shard.bytes;
    if (bytes > EARLY_BYTES) return;
    const path = new URL(shard.path, new URL(ARCHIVE, site)).href;
    fetchBytesEarly(path, { priority: place ? "low" : "auto" });
  }
}

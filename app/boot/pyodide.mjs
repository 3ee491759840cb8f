/**
 * How PyScript's worker gets Python: the interpreter that pyscript.toml names. PyScript calls `loadPyodide` with a few
 * options; this adds the site's own files, starts all downloads at once, and turns what would hang into an error in words.
 *
 * Python finds this file's services as `js.backissue`: fetchBytes, bringLibraries, report, arm, disarm, isOver,
 * takeDropped, readDropped, forgetDropped, kept,
 * bringLater.
 */
import { forgetDropped, readDropped, takeDropped } from "./dropped.mjs";
import { checkFetches, compile, DownloadError, fetchBytes, fetchBytesEarly, fetchBytesNow, fetchEarly, quietMs, report, site } from "./downloads.mjs";
import * as kept from "./kept.mjs";
import { digestOf, findMemory, inflate } from "./snapshot.mjs";
import { standInForStorage } from "./storage.mjs";
import { arm, disarm, interruptBuffer, isOver } from "./stop.mjs";

const RUNTIME = "runtime/";
const MACHINE = `${RUNTIME}pyodide/pyodide.asm.wasm`;
const STDLIB = `${RUNTIME}stdlib_pyc.zip`;
const STDLIB_PATH = "/lib/python314.zip";
const PACKAGES = `${RUNTIME}packages_pyc.zip`;
const PACKAGES_PATH = "/lib/packages_pyc.zip";
const APP_CODE = `${RUNTIME}app_pyc.bin`;
const PYSCRIPT_CODE = `${RUNTIME}pyscript_pyc.bin`;
/** Where PyScript puts the app's own files: Python's working folder. */
const HOME = "/home/pyodide/";
const CONFIG = "pyscript.toml";
/** All of the app's files in one, in a published site. */
const PROGRAM = "app/backissue.zip";
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

let isWoken = false;
/** What `fetchLibrariesEarly` has asked for. */
let libraries;
const endChecks = checkFetches(
  (error) => fail(error),
  // the machine is compiled below; who has Python's memory needs no libraries before they are asked for
  (path) => path === MACHINE || (isWoken && (path === STDLIB || path === PROGRAM)),
);
kept.readEarly();
const giveStorageBack = standInForStorage();
// PyScript tells its own stages as events; after this one its configuration, files and storage are done with.
self.addEventListener("py:progress", ({ detail }) => {
  if (detail !== "Loaded Pyodide") return;
  endChecks();
  giveStorageBack();
});

const hasMachine = typeof WebAssembly === "object";
const machine = hasMachine ? compile(MACHINE).then((module) => (report("python"), module)) : Promise.resolve(null);
machine.catch((error) => fail(error));
const program = fetchProgramEarly();
let memory = findMemory(program.then(digestOf));
memory.then((found) => found ?? fetchLibrariesEarly());
program.catch(() => {});
const pyscriptCode = fetchCodeEarly(PYSCRIPT_CODE);
fetchArchiveEarly().catch(() => {});

const [pyodide, assembly] = await Promise.all(["pyodide.mjs", "pyodide.asm.mjs"].map(importRuntime));

export const version = pyodide?.version ?? "missing";

/**
 * Starts Python; the promise rejects with words for the page where Pyodide itself would wait for ever.
 * @param {object} options what PyScript wants of Pyodide
 */
export async function loadPyodide(options) {
  if (!hasMachine) fail(new Error("This browser has no WebAssembly, or it is switched off: Python cannot run here."));
  if (!hasMachine || !pyodide || !assembly) return failed;
  watch();
  const python = await Promise.race([failed, wake(options).then((woken) => woken ?? start(options))]);
  python.setInterruptBuffer(interruptBuffer);
  const bringLibraries = () => writeLibraries(python.FS, ...[STDLIB, PACKAGES].map(fetchBytesNow));
  // no start needs it
  const bringLater = async () => (await import("./later.mjs")).bringLater(python, HOME);
  self.backissue = { fetchBytes, bringLibraries, report, arm, disarm, isOver, takeDropped, readDropped, forgetDropped, kept, bringLater };
  report("program");
  return python;
}

/** Starts Python from the memory that the site keeps; `null` where that cannot be, and then it must be started plainly. */
async function wake(options) {
  const found = (await memory)?.(pyodide.version);
  memory = null; // it is large, and used once
  if (!found) return null;
  isWoken = true;
  // The machine is set up while the memory comes; Pyodide looks into the memory after that.
  const createPyodideModule = async (settings) => {
    const module = await assembly.default(settings);
    await found.filled;
    return module;
  };
  const fsInit = async (files) => writeCode(files, await pyscriptCode);
  try {
    const python = await pyodide.loadPyodide({ ...common(options), createPyodideModule, fsInit, _loadSnapshot: found.room });
    delete python._api?.config?._loadSnapshot;
    python.runPython("import backissue_memory; backissue_memory.wake(); del backissue_memory");
    return python;
  } catch (error) {
    console.warn(`The kept memory of Python cannot be used, so it starts without: ${error.message}`);
    isWoken = false;
    return null;
  }
}

/** Starts Python as Pyodide itself does: it reads the libraries, and imports the app module by module. */
async function start(options) {
  const { packages, appCode } = fetchLibrariesEarly();
  return pyodide.loadPyodide({
    ...common(options),
    fsInit: async (files) => {
      await packages.then((bytes) => files.writeFile(PACKAGES_PATH, bytes), fail);
      writeCode(files, await pyscriptCode);
      writeCode(files, await appCode);
    },
  });
}

/** What Pyodide is told however it starts. */
function common(options) {
  const indexURL = new URL(`${RUNTIME}pyodide/`, site).href;
  return {
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
  };
}

/** Compiled code only saves time: without it there is none. */
function fetchCodeEarly(path) {
  return fetchBytesEarly(path).then(inflate).catch(() => null);
}

/** Asks now, once, for what Python needs when it starts plainly. */
function fetchLibrariesEarly() {
  if (libraries) return libraries;
  fetchEarly(STDLIB);
  return (libraries = { packages: fetchBytesEarly(PACKAGES), appCode: fetchCodeEarly(APP_CODE) });
}

/** Gives Python that was woken the files that it began with, of which none is in its memory. */
function writeLibraries(files, stdlib, packages) {
  files.writeFile(STDLIB_PATH, stdlib);
  files.writeFile(PACKAGES_PATH, packages);
}

/** Writes the compiled modules that setup/bytecode.mjs made: the length of a list of names and sizes, the list, the bytes. */
function writeCode(files, bytes) {
  if (!bytes) return;
  let at = 4 + new DataView(bytes.buffer).getUint32(0);
  for (const [name, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)))) {
    files.mkdirTree(HOME + name.slice(0, name.lastIndexOf("/")));
    files.writeFile(HOME + name, bytes.subarray(at, (at += size)));
  }
}

/** Hands Pyodide the compiled machine, and makes every way in which it would only warn, and wait for ever, end the start. */
function watch() {
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await machine;
    try {
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    } catch (error) {
      fail(new DownloadError(MACHINE, `cannot be started: ${error.message}.`));
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

/** Asks now for the Python files that PyScript fetches only once Python is up; gives their names and copies of their answers. */
async function fetchProgramEarly() {
  const config = new TextDecoder().decode(await fetchBytes(CONFIG));
  const names = Array.from(config.matchAll(/^"\.\/(app\/[^"]+)" *=/gm), ([, path]) => path);
  const answers = fetchEarly(...names).map((answer) => answer.then((response) => response.clone()));
  return Promise.all(names.map(async (name, place) => [name, await answers[place]]));
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

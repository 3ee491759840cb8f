/**
 * How PyScript's worker gets Python: the interpreter that pyscript.toml names. PyScript calls `loadPyodide` with a few
 * options; this adds the site's own files, starts all downloads at once, and turns what would hang into an error in words.
 *
 * Python finds this file's services as `js.backissue`: arrived, fetchBytes, bringLibraries, report, arm, disarm, isOver,
 * takeDropped, readDropped, forgetDropped, kept, built, bringLater.
 */
import * as built from "./built.mjs";
import { forgetDropped, readDropped, takeDropped } from "./dropped.mjs";
import { checkFetches, DownloadError, expect, fetchBytes, fetchBytesNow, quietMs, report, reportTo } from "./downloads.mjs";
import { beginDownloads, MACHINE, PROGRAM } from "./early.mjs";
import * as kept from "./kept.mjs";
import { importRuntime } from "./runtime_scripts.mjs";
import { addressOf } from "./site.mjs";
import { inflate } from "./snapshot.mjs";
import { standInForStorage } from "./storage.mjs";
import { arm, disarm, interruptBuffer, isOver } from "./stop.mjs";

const RUNTIME = "runtime/";
const STDLIB = `${RUNTIME}stdlib_pyc.zip`;
const STDLIB_PATH = "/lib/python314.zip";
const PACKAGES = `${RUNTIME}packages_pyc.zip`;
const PACKAGES_PATH = "/lib/packages_pyc.zip";
const APP_CODE = `${RUNTIME}app_pyc.bin`;
/** Where PyScript puts the app's own files: Python's working folder. */
export const HOME = "/home/pyodide/";
const ARCHIVE = "data/archive.json";
/** Python that is not up this long after the last byte came will not come up. */
const START_MS = 120_000;

/** Says that there are no packages besides our own, so that Pyodide's list of its packages (119 KB) is not fetched. */
const LOCK = JSON.stringify({
  info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" },
  packages: {},
});

reportTo((stage) => self.postMessage({ backissue: stage }));

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
  // the machine is compiled by early.mjs; who has Python's memory needs no libraries before they are asked for
  (path) => path === MACHINE || (isWoken && (path === STDLIB || path === PROGRAM)),
);
kept.readEarly();
const giveStorageBack = standInForStorage();
/** Lets PyScript unpack files again; set where its own need not be. */
let endSparing = () => {};
/** Ends the watch over Pyodide's own start. */
let endWatch = () => {};

/** Ends what held for the start only: whoever starts Python calls it once the app's files are in their place. */
export function endStart() {
  endWatch();
  endChecks();
  giveStorageBack();
  endSparing();
}
// PyScript tells its own stages as events; after this one its configuration, files and storage are done with.
self.addEventListener("py:progress", ({ detail }) => detail === "Loaded Pyodide" && endStart());

// a browser opens six connections to a plain host: the scripts must not wait for one
const scripts = Promise.all(["pyodide.mjs", "pyodide.asm.mjs"].map((name) => importRuntime(name).catch((error) => fail(error))));
const early = beginDownloads(ARCHIVE);
early.machine.then(() => report("python"), (error) => fail(error));
early.memory.then((found) => found ?? fetchLibrariesEarly());
// PyScript asks for the app's files once Python is up
early.program.then((files) => files.forEach(([name, bytes]) => expect(name, Promise.resolve(bytes))));
/** The files of the archive that have come, until Python takes them. */
const arrivals = new Map();
early.files.then((files) => files.forEach(expectFile));

const [pyodide, assembly] = await scripts;

export const version = pyodide?.version ?? "missing";

/**
 * Starts Python; the promise rejects with words for the page where Pyodide itself would wait for ever.
 * @param {object} options what PyScript wants of Pyodide
 */
export async function loadPyodide(options) {
  if (!pyodide || !assembly) return failed;
  watch();
  const python = await Promise.race([failed, wake(options).then((woken) => woken ?? start(options))]);
  python.setInterruptBuffer(interruptBuffer);
  const bringLibraries = () => writeLibraries(python.FS, ...[STDLIB, PACKAGES].map(fetchBytesNow));
  // no start needs it
  const bringLater = async () => (await import("./later.mjs")).bringLater(python, HOME);
  const files = { takeDropped, readDropped, forgetDropped, kept, built: { ...built, arrival: () => early.built }, bringLater };
  self.backissue = { arrived, fetchBytes, bringLibraries, report, arm, disarm, isOver, ...files };
  report("program");
  return python;
}

/** Starts Python from the memory that the site keeps; `null` where that cannot be, and then it must be started plainly. */
async function wake(options) {
  const memory = await early.memory;
  if (memory?.pyodide !== pyodide.version) return null;
  isWoken = true;
  // The machine is set up while the memory comes; Pyodide looks into the memory after that.
  const createPyodideModule = async (settings) => {
    const module = await assembly.default(settings);
    await memory.filled;
    return module;
  };
  const fsInit = async (files) => writeCode(files, await early.code);
  try {
    const python = await pyodide.loadPyodide({ ...common(options), createPyodideModule, fsInit, _loadSnapshot: memory.room });
    delete python._api?.config?._loadSnapshot;
    python.runPython("import backissue_memory; backissue_memory.wake(); del backissue_memory");
    // PyScript is about to unpack the app's files, of which there are none: what they hold is in memory
    const { unpackArchive } = python;
    python.unpackArchive = () => {};
    endSparing = () => (python.unpackArchive = unpackArchive);
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
      writeCode(files, await early.code);
      writeCode(files, await appCode);
    },
  });
}

/** What Pyodide is told however it starts. */
function common(options) {
  const indexURL = addressOf(`${RUNTIME}pyodide/`).href;
  return {
    ...options,
    indexURL,
    packageBaseUrl: indexURL,
    lockFileContents: LOCK,
    stdLibURL: addressOf(STDLIB).href,
    createPyodideModule: assembly.default,
    env: { PYTHONPATH: PACKAGES_PATH, PYTHONDONTWRITEBYTECODE: "1" },
    // Where the standard library is damaged, Python only says so, and Pyodide waits for ever.
    stderr: (line) => {
      options.stderr?.(line);
      if (line.startsWith("Fatal Python error")) fail(new DownloadError(STDLIB, `is damaged: ${line}.`));
    },
  };
}

/** Asks now, once, for what Python needs when it starts plainly. */
function fetchLibrariesEarly() {
  if (libraries) return libraries;
  expect(STDLIB, fetchBytes(STDLIB));
  // compiled code only saves time: without it there is none
  return (libraries = { packages: fetchBytes(PACKAGES), appCode: fetchBytes(APP_CODE).then(inflate).catch(() => null) });
}

/** Keeps a file of the archive for Python: until it is up for `arrived`, else for the first who asks. */
function expectFile(file, path) {
  expect(path, file.then(({ bytes }) => (arrivals.delete(path), bytes)));
  file.then((came) => arrivals.set(path, came), () => {});
}

/**
 * Gives the files of the archive that have come by now, each once.
 * @returns {{path: string, bytes: Uint8Array, digest: string}[]} with the path below the archive's folder
 */
function arrived() {
  const folder = ARCHIVE.slice(0, ARCHIVE.lastIndexOf("/") + 1);
  const files = [...arrivals].map(([path, file]) => ({ path: path.slice(folder.length), ...file }));
  arrivals.clear();
  return files;
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
    const module = await early.machine;
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
  endWatch = () => clearInterval(timer);
  self.addEventListener("py:progress", endWatch, { once: true });
}

/** All that a start needs from the site, asked for at once, while PyScript and Python are still on their way. */
import { findBuilt } from "./built.mjs";
import { compile, download } from "./downloads.mjs";
import { addressOf, isPublished, site } from "./site.mjs";
import { digestOf, findMemory, inflate, sha256 } from "./snapshot.mjs";

const RUNTIME = "runtime/";
export const MACHINE = `${RUNTIME}pyodide/pyodide.asm.wasm`;
const PYSCRIPT_CODE = `${RUNTIME}pyscript_pyc.bin`;
const CONFIG = "pyscript.toml";
/** All of the app's Python files in one, in a published site. */
export const PROGRAM = "app/backissue.zip";
/** So much of the archive is fetched while Python starts; the rest when Python asks for it. */
const EARLY_BYTES = 32_000_000;

/**
 * @typedef {object} Early
 * @property {Promise<WebAssembly.Module>} machine Python compiled
 * @property {Promise<import("./snapshot.mjs").Memory | null>} memory what Python can go on from
 * @property {Promise<Uint8Array | null>} code PyScript's own Python, compiled
 * @property {Promise<[string, Uint8Array][]>} program the app's Python files that PyScript will ask for, by their names
 * @property {Promise<void>} built settles when it is known whether there is an index of the archive, and it is here
 * @property {Promise<Map<string, Promise<{bytes: Uint8Array, digest: string}>>>} files the files of the archive that are on their
 *   way, by their paths, each with its SHA-256 where it is known
 */

/**
 * Begins all downloads.
 * @param {string} archive where the archive's manifest lies, below the site's root
 * @returns {Early}
 */
export function beginDownloads(archive) {
  const machine = compile(MACHINE);
  const program = fetchProgram();
  const digest = program.then(digestOf);
  const memory = findMemory(digest);
  const manifest = download(archive).then(withDigest);
  const isFast = memory.then((found) => found?.isFast ?? false);
  const built = findBuilt(Promise.all([digest, manifest]).then(keyOf), isFast);
  // who has the index needs no shards
  const shards = Promise.all([manifest, built]).then(([{ bytes }, found]) => (found ? [] : shardsIn(archive, bytes))).catch(() => []);
  return {
    machine,
    memory,
    program: program.catch(() => []), // PyScript asks for the files itself, and tells which of them does not come
    code: download(PYSCRIPT_CODE).then(inflate).catch(() => null), // compiled code only saves time
    built: built.then((found) => found?.arrival),
    files: shards.then((paths) => fetchAll(paths).set(archive, manifest)),
  };
}

/** What an index is kept under: the hashes of the program and of the manifest, which has those of all else. */
const keyOf = ([program, { digest }]) => (digest ? sha256(new TextEncoder().encode(program + digest)) : "");

async function withDigest(bytes) {
  return { bytes, digest: globalThis.crypto?.subtle ? await sha256(bytes) : "" };
}

/** The Python files that PyScript will fetch, or that are in the memory; gives the names they lie under, and their contents. */
async function fetchProgram() {
  const names = isPublished(PROGRAM) ? [addressOf(PROGRAM).href.slice(site.href.length)] : await listed();
  return Promise.all(names.map(async (name) => [name, await download(name)]));
}

async function listed() {
  const config = new TextDecoder().decode(await download(CONFIG));
  return Array.from(config.matchAll(/^"\.\/(app\/[^"]+)" *=/gm), ([, path]) => path);
}

/** The paths of the shards that a manifest names, the newest first, until `EARLY_BYTES`. */
function shardsIn(archive, manifest) {
  const { shards } = JSON.parse(new TextDecoder().decode(manifest));
  const folder = archive.slice(0, archive.lastIndexOf("/") + 1);
  let bytes = 0;
  return [...shards]
    .sort((a, b) => (a.last < b.last ? 1 : -1))
    .filter((shard) => (bytes += shard.bytes) <= EARLY_BYTES)
    .map((shard) => folder + shard.path);
}

/** Fetches files; gives the promise of each by its path. The first one is wanted soonest. */
function fetchAll(paths) {
  return new Map(
    paths.map((path, place) => {
      const file = download(path, { priority: place ? "low" : "auto" }).then(withDigest);
      file.catch(() => {}); // whoever waits for it hears of it
      return [path, file];
    }),
  );
}

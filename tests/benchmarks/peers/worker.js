/** A peer in a worker: comes by its index in the way that `?mode=` says, answers questions and says how long that took. */

import adapter from "engine";

import { fetchDocuments } from "./engines/documents.js";

const BEST = 10;

/** What the page asks, and the part of the answer that it needs; only `plain` is shown. */
const TASKS = {
  ids: (engine, query) => engine.ids(query),
  hits: (engine, query) => engine.hits(query),
  whole: (engine, query) => engine.whole(query),
  plain: (engine, query) => engine.plain(query),
  items: (engine, query) => (engine.items ?? engine.ids)(query),
  forgive: (engine, query) => (engine.forgive ?? engine.ids)(query),
};
const TOLD = {
  ids: (found) => found.length,
  hits: (found) => found.length,
  whole: ({ total }) => total,
  plain: (found) => found,
  items: (found) => found.slice(0, BEST),
  forgive: (found) => found.slice(0, BEST),
};

async function fetchStored() {
  if (!adapter.packed) return (await fetch("index.json")).text();
  const { body } = await fetch("index.gz");
  return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

/** Returns the engine, and the milliseconds that its index took once everything had come. */
async function start(mode) {
  if (adapter.open) return [await adapter.open(), 0];
  const [stored, documents] = await Promise.all([
    mode === "load" ? fetchStored() : null,
    mode === "load" && adapter.alone ? null : fetchDocuments(),
  ]);
  const began = performance.now();
  const engine = await (mode === "load" ? adapter.load(stored, documents) : adapter.build(documents));
  return [engine, performance.now() - began];
}

const starting = start(new URL(self.location.href).searchParams.get("mode"));
self.addEventListener("message", async ({ data: { number, task, query } }) => {
  try {
    const [engine] = await starting;
    const began = performance.now();
    const found = await TASKS[task](engine, query);
    const took = performance.now() - began;
    self.postMessage({ number, took, found: TOLD[task](found) });
  } catch (error) {
    self.postMessage({ number, error: String(error) });
  }
});
starting.then(
  ([, indexing]) => self.postMessage({ ready: { indexing } }),
  (error) => self.postMessage({ error: String(error) }),
);

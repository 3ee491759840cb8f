/**
 * Asks adapters in Node: a JSON of {names, documents, queries} comes by standard input; what each adapter answers, built and loaded
 * again from what it stores, goes to standard output.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const options = { wasmBinary: readFileSync(createRequire(import.meta.url).resolve("sql.js-fts5/dist/sql-wasm.wasm")) };
const { names, documents, queries } = JSON.parse(readFileSync(0, "utf8"));
const answers = {};
for (const name of names) {
  const { default: adapter } = await import(`./engines/${name}.js`);
  const built = await adapter.build(documents, options);
  const ask = (engine) => queries.map((query) => {
    const { total, hits, facets } = engine.whole(query);
    return { ids: engine.ids(query), hits: engine.hits(query), total, counted: hits.length, facets, plain: engine.plain(query).hits.length };
  });
  const before = ask(built);
  const forgiven = built.forgive ? queries.map((query) => built.forgive(query)) : null;
  const loaded = await adapter.load(await adapter.store(built.index), documents, options);
  answers[name] = { built: before, loaded: ask(loaded), forgiven, alone: adapter.alone ?? false };
}
console.log(JSON.stringify(answers));

/** Builds the peer's index ahead: `node prebuild.mjs SITE` writes stored.json (shows results by itself) and ids.json (bare ids). */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const site = process.argv[2];
const { default: MiniSearch } = await import(pathToFileURL(join(site, "minisearch.js")));
const { documentsOf, indexing } = await import(pathToFileURL(join(site, "documents.js")));
const read = (name) => JSON.parse(readFileSync(join(site, name), "utf8"));
const options = read("options.json");
const { publications, shards } = read("data/archive.json");
const documents = documentsOf(shards.map(({ path }) => read(`data/${path}`)), publications);
for (const [name, stored] of [["stored", options.stored], ["ids", []]]) {
  const index = new MiniSearch(indexing(options, stored));
  index.addAll(documents);
  writeFileSync(join(site, `${name}.json`), JSON.stringify(index));
}

/**
 * Builds a peer's index ahead, in Node: `node prebuild.mjs NAME DATA FOLDER` writes into FOLDER what the adapter NAME loads. DATA
 * holds the archive.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { close, createIndex } from "pagefind";

import { documentsOf } from "./engines/documents.js";
import { pageOf } from "./issue_pages.mjs";

// in Node sql.js looks for it in a way that Node has given up
const WASM = createRequire(import.meta.url).resolve("sql.js-fts5/dist/sql-wasm.wasm");
const [name, data, folder] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(join(data, path), "utf8"));
const { publications, shards: listed } = read("archive.json");
const shards = listed.map(({ path }) => read(path));

/** Pagefind reads pages and writes a folder of files. */
async function writePagefind() {
  const titles = new Map(publications.map(({ id, title }) => [id, title]));
  const { index } = await createIndex({ forceLanguage: "en" });
  for (const issue of shards.flatMap(({ issues }) => issues)) {
    const content = pageOf(issue, titles.get(issue.publication));
    const { errors } = await index.addHTMLFile({ url: `/issues/${issue.id}.html`, content });
    if (errors.length) throw new Error(`${issue.id}: ${errors}`);
  }
  const { errors } = await index.writeFiles({ outputPath: join(folder, "pagefind") });
  if (errors.length) throw new Error(errors.join("; "));
  await close();
}

if (name === "pagefind") {
  await writePagefind();
} else {
  const { default: adapter } = await import(`./engines/${name}.js`);
  const { index } = await adapter.build(documentsOf(shards), { wasmBinary: readFileSync(WASM) });
  const stored = await adapter.store(index);
  if (adapter.packed) writeFileSync(join(folder, "index.gz"), gzipSync(stored));
  else writeFileSync(join(folder, "index.json"), stored);
}

/**
 * Builds peers' indexes ahead, in Node: `node prebuild.mjs SITE NAME...` writes into SITE/NAME/ what the adapter NAME loads.
 * SITE/NAME/data holds the archive.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { close, createIndex } from "pagefind";

import { documentsOf } from "./engines/documents.js";
import { pageOf } from "./issue_pages.mjs";

// in Node sql.js looks for it in a way that Node has given up
const WASM = createRequire(import.meta.url).resolve("sql.js-fts5/dist/sql-wasm.wasm");
const [site, ...names] = process.argv.slice(2);
const read = (name, path) => JSON.parse(readFileSync(join(site, name, "data", path), "utf8"));

function archiveOf(name) {
  const { publications, shards } = read(name, "archive.json");
  return { publications, shards: shards.map(({ path }) => read(name, path)) };
}

/** Pagefind reads pages and writes a folder of files. */
async function writePagefind(folder, { publications, shards }) {
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

for (const name of names) {
  const folder = join(site, name);
  mkdirSync(folder, { recursive: true });
  if (name === "pagefind") {
    await writePagefind(folder, archiveOf(name));
    continue;
  }
  const { default: adapter } = await import(`./engines/${name}.js`);
  const { index } = await adapter.build(documentsOf(archiveOf(name).shards), { wasmBinary: readFileSync(WASM) });
  const stored = await adapter.store(index);
  if (typeof stored === "string") writeFileSync(join(folder, "index.json"), stored);
  else writeFileSync(join(folder, "index.gz"), gzipSync(stored));
}

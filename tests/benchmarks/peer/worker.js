/** MiniSearch in a worker: builds its index from the documents, or loads one that was built before, and answers queries. */

import { fetchDocuments, indexing, searching } from "./documents.js";
import MiniSearch from "./minisearch.js";

const SHOWN = 20;
const mode = new URL(self.location.href).searchParams.get("mode");
const report = { fetched: 0, indexing: 0 };
const [options, source] = await Promise.all([
  fetch("options.json").then((response) => response.json()),
  mode === "build" ? fetchDocuments() : fetch(`${mode}.json`).then((response) => response.text()),
]);
report.fetched = performance.timeOrigin + performance.now();

let began = performance.now();
const documents = new Map();
let index;
if (typeof source === "string") {
  index = MiniSearch.loadJSON(source, indexing(options, mode === "stored" ? options.stored : []));
} else {
  for (const document of source) documents.set(document.id, document);
  index = new MiniSearch(indexing(options));
  index.addAll(source);
}
report.indexing = performance.now() - began;

self.addEventListener("message", ({ data: { query } }) => {
  began = performance.now();
  const found = index.search(query, searching(options, query));
  const worker = performance.now() - began;
  const hits = found.slice(0, SHOWN).map((hit) => documents.get(hit.id) ?? hit);
  self.postMessage({ query, total: found.length, hits, worker });
});
self.postMessage({ ready: report });

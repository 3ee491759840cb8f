/**
 * FlexSearch: an index of beginnings a field, numbers as ids, as its manual advises. It weighs no fields and looks for all words
 * within one of them, so results are those of the title, then of the summary, then of the section. Where one may mistype, once
 * nothing is found: a second index, of words with swapped and missing letters, and results that lack a word ("suggest"). Of its
 * own ways that finds the most; its encoders of like sound find fewer.
 */

import { Charset, Document } from "flexsearch";

import { FIELDS, SHOWN } from "./documents.js";
import { listing } from "./listing.js";

const ALL = 1_000_000;

function empty(tokenize) {
  const index = FIELDS.map((field) => ({ field, tokenize, encoder: Charset.Normalize }));
  return new Document({ document: { id: "row", index } });
}

function filled(documents, tokenize) {
  const index = empty(tokenize);
  documents.forEach(({ title, summary, section }, row) => index.add({ row, title, summary, section }));
  return index;
}

/** Fields come in the order of `FIELDS`. */
function joined(answers) {
  if (answers.length === 1) return answers[0].result;
  return [...new Set(answers.flatMap(({ result }) => result))];
}

function engine(index, documents) {
  let tolerant = null;
  const first = (query) => joined(index.search(query, { limit: SHOWN })).slice(0, SHOWN);
  return listing(index, (row) => documents[row], {
    first: (query) => ({ rows: first(query), total: null }),
    all: (query) => joined(index.search(query, { limit: ALL })),
    forgive(query) {
      const found = first(query);
      if (found.length) return found;
      tolerant ??= filled(documents, "tolerant");
      return joined(tolerant.search(query, { limit: SHOWN, suggest: true })).slice(0, SHOWN);
    },
  });
}

const build = (documents) => engine(filled(documents, "forward"), documents);

function store(index) {
  const parts = [];
  index.export((name, part) => parts.push([name, part]));
  return JSON.stringify(parts);
}

function load(stored, documents) {
  const index = empty("forward");
  for (const [name, part] of JSON.parse(stored)) index.import(name, part);
  return engine(index, documents);
}

export default { build, store, load };

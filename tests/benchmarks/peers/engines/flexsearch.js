/**
 * FlexSearch: an index of beginnings a field, numbers as ids, as its manual advises. It weighs no fields and looks for all words
 * within one of them, so results are those of the title, then of the summary, then of the section. Where one may mistype:
 * its letters of like sound, and results that lack a word ("suggest").
 */

import { Charset, Document } from "flexsearch";

import { FIELDS, SHOWN } from "./documents.js";
import { listing } from "./listing.js";

const ALL = 1_000_000;

function empty(encoder) {
  return new Document({ document: { id: "row", index: FIELDS.map((field) => ({ field, tokenize: "forward", encoder })) } });
}

function filled(documents, encoder) {
  const index = empty(encoder);
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
  return listing(index, (row) => documents[row], {
    first: (query) => ({ rows: joined(index.search(query, { limit: SHOWN })).slice(0, SHOWN), total: null }),
    all: (query) => joined(index.search(query, { limit: ALL })),
    forgive(query) {
      tolerant ??= filled(documents, Charset.LatinAdvanced);
      return joined(tolerant.search(query, { limit: SHOWN, suggest: true })).slice(0, SHOWN);
    },
  });
}

const build = (documents) => engine(filled(documents, Charset.Normalize), documents);

function store(index) {
  const parts = [];
  index.export((name, part) => parts.push([name, part]));
  return JSON.stringify(parts);
}

function load(stored, documents) {
  const index = empty(Charset.Normalize);
  for (const [name, part] of JSON.parse(stored)) index.import(name, part);
  return engine(index, documents);
}

export default { build, store, load };

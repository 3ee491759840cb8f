/**
 * Orama: `threshold: 0` asks for all words, each of them a beginning; facets are its own. It keeps the documents itself. Where one
 * may mistype: one letter a word ("tolerance").
 */

import { create, insertMultiple, load as restore, save, search } from "@orama/orama";

import { FACETS, FIELDS, SHOWN, WEIGHTS } from "./documents.js";
import { show } from "./showing.js";

const BATCH = 5_000;
const SCHEMA = {
  ...Object.fromEntries(FIELDS.map((field) => [field, "string"])),
  publication: "enum",
  kind: "enum",
  source: "enum",
  author: "enum[]",
  tag: "enum[]",
  year: "enum",
};
const COUNTED = Object.fromEntries(FACETS.map((facet) => [facet, { limit: 20 }]));

const empty = () => create({ schema: SCHEMA, sort: { enabled: false } });

function engine(index) {
  const ask = (query, more = {}) =>
    search(index, { term: query, properties: FIELDS, boost: WEIGHTS, threshold: 0, limit: SHOWN, ...more });
  const those = ({ hits }) => hits.map(({ document }) => document);
  const ids = ({ hits }) => hits.map(({ id }) => id);
  return {
    index,
    ids: (query) => ids(ask(query)),
    hits: (query) => show(query, those(ask(query))),
    whole(query) {
      const found = ask(query, { facets: COUNTED });
      return { total: found.count, hits: show(query, those(found)), facets: found.facets };
    },
    plain(query) {
      const found = ask(query);
      return { total: found.count, hits: those(found) };
    },
    forgive: (query) => ids(ask(query, { tolerance: 1 })),
  };
}

function build(documents) {
  const index = empty();
  insertMultiple(index, documents, BATCH);
  return engine(index);
}

const store = (index) => JSON.stringify(save(index));

function load(stored) {
  const index = empty();
  restore(index, JSON.parse(stored));
  return engine(index);
}

export default { build, store, load, alone: true };

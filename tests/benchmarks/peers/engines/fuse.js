/**
 * Fuse.js: it looks at every text for each question. Its extended search is the fast way to ask for all words (anywhere, also
 * within other words); its token search, for all words too, is the way where one may mistype.
 */

import Fuse from "fuse.js";

import { FIELDS, SHOWN, WEIGHTS, wordsOf } from "./documents.js";
import { listing } from "./listing.js";

const KEYS = FIELDS.map((name) => ({ name, weight: WEIGHTS[name] }));

function engine(index, documents) {
  const exact = new Fuse(documents, { keys: KEYS, useExtendedSearch: true, ignoreLocation: true }, index);
  let tolerant = null;
  const asked = (query) => (query.startsWith('"') ? `'${query}` : wordsOf(query).map((word) => `'${word}`).join(" "));
  const rows = (found) => found.map(({ refIndex }) => refIndex);
  return listing(index, (row) => documents[row], {
    first: (query) => ({ rows: rows(exact.search(asked(query), { limit: SHOWN })), total: null }),
    all: (query) => rows(exact.search(asked(query))),
    forgive(query) {
      tolerant ??= new Fuse(documents, { keys: KEYS, useTokenSearch: true, tokenMatch: "all" });
      return rows(tolerant.search(query, { limit: SHOWN }));
    },
  });
}

const build = (documents) => engine(Fuse.createIndex(KEYS, documents), documents);

const store = (index) => JSON.stringify(index);

const load = (stored, documents) => engine(Fuse.parseIndex(JSON.parse(stored)), documents);

export default { build, store, load };

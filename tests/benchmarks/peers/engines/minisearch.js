/** MiniSearch: all words, the last as a beginning; where one may mistype, a fifth of a word's letters, as its manual shows. */

import MiniSearch from "minisearch";

import { FACETS, FIELDS, SHOWN, WEIGHTS, isOpen } from "./documents.js";
import { listing } from "./listing.js";

// what is stored comes back with an index that is loaded, which then needs no documents beside it
const OPTIONS = { fields: FIELDS, storeFields: ["id", "url", "date", ...FIELDS, ...FACETS] };

function engine(index) {
  const ask = (query, fuzzy) => index.search(query, {
    boost: WEIGHTS,
    combineWith: "AND",
    fuzzy,
    prefix: (_, place, words) => place === words.length - 1 && isOpen(query),
  });
  const ids = (found) => found.map(({ id }) => id);
  return listing(index, (id) => index.getStoredFields(id), {
    first(query) {
      const found = ask(query, false);
      return { rows: ids(found.slice(0, SHOWN)), total: found.length };
    },
    all: (query) => ids(ask(query, false)),
    forgive: (query) => ids(ask(query, 0.2).slice(0, SHOWN)),
  });
}

function build(documents) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(documents);
  return engine(index);
}

const store = (index) => JSON.stringify(index);

const load = (stored) => engine(MiniSearch.loadJSON(stored, OPTIONS));

export default { build, store, load, alone: true };

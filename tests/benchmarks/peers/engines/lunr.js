/**
 * lunr: no stemming and no stop words, which would not go with words that are still being typed. It gives all results or none,
 * and a word is a beginning or mistyped but not both: where one may mistype, one letter a word once nothing else is found.
 */

import lunr from "lunr";

import { FIELDS, SHOWN, WEIGHTS, isOpen } from "./documents.js";
import { listing } from "./listing.js";

const { presence, wildcard } = lunr.Query;

function engine(index, documents) {
  const ask = (query, mayMistype) => index.query((asked) => {
    const words = lunr.tokenizer(query).map((token) => lunr.trimmer(token).toString()).filter(Boolean);
    words.forEach((word, place) => {
      const isBeginning = place === words.length - 1 && isOpen(query);
      const how = mayMistype ? { editDistance: 1 } : { wildcard: isBeginning ? wildcard.TRAILING : wildcard.NONE };
      asked.term(word, { presence: presence.REQUIRED, usePipeline: false, ...how });
    });
  });
  const rows = (found) => found.map(({ ref }) => Number(ref));
  return listing(index, (row) => documents[row], {
    first(query) {
      const found = ask(query, false);
      return { rows: rows(found.slice(0, SHOWN)), total: found.length };
    },
    all: (query) => rows(ask(query, false)),
    forgive(query) {
      const found = ask(query, false);
      return rows((found.length ? found : ask(query, true)).slice(0, SHOWN));
    },
  });
}

function build(documents) {
  const builder = new lunr.Builder();
  builder.pipeline.add(lunr.trimmer);
  builder.ref("row");
  for (const field of FIELDS) builder.field(field, { boost: WEIGHTS[field] });
  documents.forEach(({ title, summary, section }, row) => builder.add({ row, title, summary, section }));
  return engine(builder.build(), documents);
}

const store = (index) => JSON.stringify(index);

const load = (stored, documents) => engine(lunr.Index.load(JSON.parse(stored)), documents);

export default { build, store, load };

/**
 * The protocol that every peer is measured by, and what is alike in those that give numbers of documents and no more.
 *
 * An adapter exports `build(documents)`, which returns an Engine, `store(index)`, which gives a string, or with `packed: true` bytes,
 * and `load(stored, documents)`, which returns an Engine again, without the documents where what is stored holds them (`alone`).
 * One that fetches what it needs by itself exports `open()` instead. All may be asynchronous. Questions ask for all words, the
 * last one as a beginning.
 *
 * @typedef {object} Engine
 * @property {unknown} index what `store` stores
 * @property {(query: string) => string[]} ids the first twenty ids in order
 * @property {(query: string) => object[]} hits the first twenty documents with snippets and highlights
 * @property {(query: string) => {total: number, hits: object[], facets: object}} whole the same, counted
 * @property {(query: string) => {total: number | null, hits: object[]}} plain what its page shows while somebody types
 * @property {(query: string) => string[]} [forgive] the first ids where one may have mistyped
 */

import { count, show } from "./showing.js";

/**
 * Makes an Engine of three questions that answer with rows: what stands for documents, such as their numbers.
 *
 * @param {unknown} index
 * @param {(row: unknown) => import("./documents.js").Document} documentAt
 * @param {object} ask
 * @param {(query: string) => {rows: unknown[], total: number | null}} ask.first the twenty best, and how many there are if it is known
 * @param {(query: string) => unknown[]} ask.all every one, in order
 * @param {(query: string) => unknown[]} [ask.forgive] the best where one may have mistyped
 * @returns {Engine}
 */
export function listing(index, documentAt, { first, all, forgive }) {
  const those = (rows) => rows.map((row) => documentAt(row));
  const idsOf = (rows) => rows.map((row) => documentAt(row).id);
  return {
    index,
    ids: (query) => idsOf(first(query).rows),
    hits: (query) => show(query, those(first(query).rows)),
    whole(query) {
      const found = those(all(query));
      return { total: found.length, hits: show(query, found), facets: count(found) };
    },
    plain(query) {
      const { rows, total } = first(query);
      return { total, hits: those(rows) };
    },
    ...(forgive && { forgive: (query) => idsOf(forgive(query)) }),
  };
}

/**
 * What every peer is given: the same items, fields and weights as the reader's.
 *
 * @typedef {object} Document One item; empty texts where it has none.
 * @property {string} id
 * @property {string} title
 * @property {string} summary
 * @property {string} section
 * @property {string} url
 * @property {string} date
 * @property {string} publication
 * @property {string} kind
 * @property {string} source
 * @property {string[]} author
 * @property {string[]} tag
 * @property {string} year
 */

/** The fields that are searched, and how much a word weighs in each. */
export const WEIGHTS = { title: 8, summary: 3, section: 1.5 };
export const FIELDS = Object.keys(WEIGHTS);
/** The fields whose values are counted. */
export const FACETS = ["publication", "section", "kind", "source", "author", "tag", "year"];
/** How many results are shown. */
export const SHOWN = 20;

/** @returns {Document[]} the documents that shards hold, in their order */
export function documentsOf(shards) {
  const documents = [];
  for (const { issues } of shards) {
    for (const issue of issues) {
      for (const section of issue.sections ?? []) {
        for (const item of section.items ?? []) {
          const date = item.date ?? issue.date ?? "";
          documents.push({
            id: item.id,
            title: item.title ?? "",
            summary: item.summary ?? "",
            section: section.title ?? "",
            url: item.url ?? "",
            date,
            publication: issue.publication,
            kind: item.kind ?? "",
            source: item.source ?? "",
            author: item.authors ?? [],
            tag: item.tags ?? [],
            year: date.slice(0, 4),
          });
        }
      }
    }
  }
  return documents;
}

/** Fetches the archive as the reader does: its list, then all shards at once, each parsed as it comes. */
export async function fetchDocuments() {
  const { shards } = await (await fetch("data/archive.json")).json();
  return documentsOf(await Promise.all(shards.map(async ({ path }) => (await fetch(`data/${path}`)).json())));
}

/** The words of a question, as most peers cut them. */
export const wordsOf = (query) => query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether the last word of a question is still being typed: unless a sign ends it. */
export const isOpen = (query) => /[\p{L}\p{N}]$/u.test(query);

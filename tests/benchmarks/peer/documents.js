/** The peer's documents and options: the same items, fields, weights and rules as the reader's (stated in peer/options.json). */

const archive = "data/archive.json";

/** How MiniSearch indexes: `stored` fields come back with each hit, where an index is loaded without its documents. */
export const indexing = (options, stored = []) => ({ idField: "id", fields: options.fields, storeFields: stored });

/** How MiniSearch searches: all words, the last as a beginning unless a sign ends it, nothing fuzzy. */
export const searching = (options, query) => ({
  boost: options.boost,
  combineWith: "AND",
  fuzzy: false,
  prefix: (_, place, words) => place === words.length - 1 && /[\p{L}\p{N}]$/u.test(query),
});

/** The documents that shards hold, each item with the title of its section. */
export function documentsOf(shards, publications) {
  const titles = new Map(publications.map(({ id, title }) => [id, title]));
  const documents = [];
  for (const { issues } of shards) {
    for (const issue of issues) {
      for (const section of issue.sections ?? []) {
        for (const item of section.items ?? []) {
          documents.push({
            id: item.id,
            title: item.title ?? "",
            summary: item.summary ?? "",
            section: section.title ?? "",
            url: item.url ?? "",
            date: item.date ?? issue.date ?? "",
            publication: titles.get(issue.publication),
          });
        }
      }
    }
  }
  return documents;
}

/** Fetches the archive as the reader does: its list, then all shards at once, each parsed as it comes. */
export async function fetchDocuments() {
  const { publications, shards } = await (await fetch(archive)).json();
  const parsed = await Promise.all(shards.map(async ({ path }) => (await fetch(`data/${path}`)).json()));
  return documentsOf(parsed, publications);
}

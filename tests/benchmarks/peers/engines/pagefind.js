/**
 * Pagefind: it searches pages, here one an issue with an anchor an item, and fetches what a question needs and no more. It counts
 * issues, not items; of an issue the three items are shown that hold the words most often, as on its own page. Mistyping it does
 * not forgive.
 */

import { SHOWN } from "./documents.js";

const ITEMS_OF_A_PAGE = 3;

/** The best items of a page, by the order of Pagefind's own page. */
const itemsOf = (page) => page.sub_results
  .filter(({ anchor }) => anchor)
  .sort((one, other) => other.locations.length - one.locations.length)
  .slice(0, ITEMS_OF_A_PAGE);

async function open() {
  const pagefind = await import(new URL("pagefind/pagefind.js", self.location.href));
  await pagefind.init();
  const first = ({ results }) => results.slice(0, SHOWN);
  const read = (found) => Promise.all(first(found).map((result) => result.data()));
  const shown = (pages) => pages.map(({ url, meta, excerpt }) => ({ url, title: meta.title, summary: excerpt }));
  let areFiltersThere = false;
  return {
    index: pagefind,
    ids: async (query) => first(await pagefind.search(query)).map(({ id }) => id),
    hits: async (query) => shown(await read(await pagefind.search(query))),
    async whole(query) {
      if (!areFiltersThere) await pagefind.filters(); // a search counts those values that are there
      areFiltersThere = true;
      const found = await pagefind.search(query);
      return { total: found.results.length, hits: shown(await read(found)), facets: found.filters };
    },
    async plain(query) {
      const found = await pagefind.search(query);
      return { total: found.results.length, hits: shown(await read(found)) };
    },
    async items(query) {
      const pages = await read(await pagefind.search(query));
      return pages.flatMap((page) => itemsOf(page).map(({ anchor }) => `${page.meta.issue}/${anchor.id}`));
    },
  };
}

export default { open };

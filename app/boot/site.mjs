/**
 * Where the site's files lie. In a checkout each has its own name; in a published site the names carry a hash of the content,
 * so that a file may be kept for ever by whoever fetched it. Everything else here speaks of files by their own names.
 */

/** The site's root, which all paths are relative to. */
export const site = new URL("../../", import.meta.url);

const MARK = "backissue names: ";
// `backissue publish` writes the names into this text: own name to published name, as JSON.
const names = JSON.parse("backissue names: {}".slice(MARK.length));
const ownNames = new Map(Object.entries(names).map(([path, published]) => [published, path]));

/** Whether this is a published site that has the file. @param {string} path */
export const isPublished = (path) => Object.hasOwn(names, path);

/** @param {string} path below the site's root @returns {URL} where the file lies */
export const addressOf = (path) => new URL(isPublished(path) ? names[path] : path, site);

/** @param {URL} url @returns {string} the path below the site's root by its own name, or the whole address of what lies elsewhere */
export function pathOf(url) {
  if (!url.href.startsWith(site.href)) return url.href;
  const path = decodeURIComponent(url.href.slice(site.href.length));
  return ownNames.get(path) ?? path;
}

/** The pages that Pagefind reads: one an issue, an anchor an item, each text with the weight that it has for everybody. */

import { WEIGHTS } from "./engines/documents.js";

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page of an issue; its publication and year are filters. */
export function pageOf(issue, publication) {
  const year = (issue.date ?? "").slice(0, 4);
  const parts = (issue.sections ?? []).map(({ title = "", items = [] }) => [
    title && `<h2 data-pagefind-weight="${WEIGHTS.section}">${escaped(title)}</h2>`,
    ...items.map((item) => [
      `<h3 id="${escaped(item.id.slice(issue.id.length + 1))}" data-pagefind-weight="${WEIGHTS.title}">`,
      `<a href="${escaped(item.url ?? "")}">${escaped(item.title ?? "")}</a></h3>`,
      item.summary ? `<p data-pagefind-weight="${WEIGHTS.summary}">${escaped(item.summary)}</p>` : "",
    ].join("")),
  ]);
  return `<!doctype html><html lang="en"><title>${escaped(issue.id)}</title><body data-pagefind-body>
<h1 data-pagefind-filter="publication:${escaped(issue.publication)}, year:${year}">${escaped(publication)} ${issue.number ?? ""}</h1>
<p data-pagefind-ignore data-pagefind-meta="issue">${escaped(issue.id)}</p>
${parts.flat().join("\n")}</body></html>`;
}

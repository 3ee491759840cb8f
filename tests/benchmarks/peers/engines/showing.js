/** What a peer that gives bare numbers of documents leaves to its user: snippets, highlights and counts of facet values. */

import { FACETS, SHOWN, isOpen, wordsOf } from "./documents.js";

const SNIPPET = 200;
const BEFORE = 60;
const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ESCAPED[sign]);

/** A pattern for the words of a question where they stand as words, the last one also as a beginning. */
function patternOf(query) {
  const words = wordsOf(query);
  if (!words.length) return null;
  const any = words.map((word, place) => (place === words.length - 1 && isOpen(query) ? word : `${word}(?![\\p{L}\\p{N}])`));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any.join("|")})`, "giu");
}

function marked(text, pattern) {
  if (!pattern) return escaped(text);
  let html = "";
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    html += `${escaped(text.slice(end, index))}<mark>${escaped(found)}</mark>`;
    end = index + found.length;
  }
  return html + escaped(text.slice(end));
}

function cut(text, pattern) {
  if (text.length <= SNIPPET) return text;
  if (pattern) pattern.lastIndex = 0;
  const first = pattern?.exec(text)?.index ?? 0;
  const start = Math.max(0, Math.min(first - BEFORE, text.length - SNIPPET));
  return (start ? "…" : "") + text.slice(start, start + SNIPPET) + (start + SNIPPET < text.length ? "…" : "");
}

/** Each document as a result: its title and a piece of its summary as HTML, the words of the question marked. */
export function show(query, documents) {
  const pattern = patternOf(query);
  return documents.slice(0, SHOWN).map((document) => ({
    ...document,
    title: marked(document.title, pattern),
    summary: marked(cut(document.summary, pattern), pattern),
  }));
}

/** How often each value of each facet stands in documents. */
export function count(documents) {
  return Object.fromEntries(FACETS.map((facet) => {
    const counts = new Map();
    for (const document of documents) {
      const values = document[facet];
      for (const value of typeof values === "string" ? [values] : values) {
        if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    return [facet, [...counts].sort((one, other) => other[1] - one[1])];
  }));
}

/**
 * sql.js with FTS5 (its own build has none: the package sql.js-fts5 does): one FTS5 table with indexes of beginnings and BM25
 * with the weights, snippets and highlights of its own, facets by GROUP BY. It forgives no mistyping.
 */

import initialise from "sql.js-fts5";

import { FACETS, FIELDS, SHOWN, WEIGHTS, isOpen, wordsOf } from "./documents.js";

const SINGLE = FACETS.filter((facet) => !["author", "tag"].includes(facet));
const MANY = ["author", "tag"];
const OTHERS = ["id", "url", "date", ...SINGLE.filter((facet) => !FIELDS.includes(facet))];
const SCHEMA = `
  CREATE VIRTUAL TABLE text USING fts5(${FIELDS}, prefix = '1 2 3');
  INSERT INTO text(text, rank) VALUES ('rank', 'bm25(${Object.values(WEIGHTS)})');
  CREATE TABLE item(row INTEGER PRIMARY KEY, ${OTHERS.map((name) => `${name} TEXT`)}, section TEXT);
  ${MANY.map((name) => `CREATE TABLE ${name}(row INTEGER, value TEXT, PRIMARY KEY (row, value)) WITHOUT ROWID;`).join("\n")}
`;
const PLAIN = `SELECT item.id, text.title, text.summary, item.url, item.date, item.publication
  FROM text JOIN item ON item.row = text.rowid WHERE text MATCH ? ORDER BY rank LIMIT ${SHOWN}`;
const SHOWING = PLAIN
  .replace("text.title", "highlight(text, 0, char(1), char(2)) AS title")
  .replace("text.summary", "snippet(text, 1, char(1), char(2), '…', 32) AS summary");
const IDS = `SELECT item.id FROM text JOIN item ON item.row = text.rowid WHERE text MATCH ? ORDER BY rank LIMIT ${SHOWN}`;
// the few that were found come first: SQLite's planner knows no counts here, and would go through all items
const COUNTS = [
  ...SINGLE.map((name) => `SELECT ${name}, count(*) FROM found CROSS JOIN item USING (row) WHERE ${name} <> '' GROUP BY 1 ORDER BY 2 DESC`),
  ...MANY.map((name) => `SELECT value, count(*) FROM found CROSS JOIN ${name} USING (row) GROUP BY 1 ORDER BY 2 DESC`),
];

/** A question in FTS5's own language. */
function asked(query) {
  if (query.startsWith('"')) return query;
  const words = wordsOf(query).map((word) => `"${word}"`);
  return words.join(" ") + (isOpen(query) ? "*" : "");
}

/** SQLite's marks as HTML. */
const shown = (text) => text
  .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  .replace(/\u0001/g, "<mark>")
  .replace(/\u0002/g, "</mark>");

function engine(database) {
  database.run("CREATE TEMP TABLE found(row INTEGER PRIMARY KEY)");
  const [ids, plain, showing] = [IDS, PLAIN, SHOWING].map((statement) => database.prepare(statement));
  const fill = database.prepare("INSERT INTO found SELECT rowid FROM text WHERE text MATCH ?");
  const counts = COUNTS.map((statement) => database.prepare(statement));
  const rows = (statement, values, read) => {
    const found = [];
    statement.bind(values);
    while (statement.step()) found.push(read(statement));
    statement.reset();
    return found;
  };
  const hits = (query) => rows(showing, [asked(query)], (statement) => {
    const hit = statement.getAsObject();
    return { ...hit, title: shown(hit.title), summary: shown(hit.summary) };
  });
  return {
    index: database,
    ids: (query) => rows(ids, [asked(query)], (statement) => statement.get()[0]),
    hits,
    whole(query) {
      database.run("DELETE FROM found");
      fill.run([asked(query)]);
      const total = database.getRowsModified();
      const facets = counts.map((statement) => rows(statement, [], (each) => each.get()));
      return { total, hits: hits(query), facets };
    },
    plain: (query) => ({ total: null, hits: rows(plain, [asked(query)], (statement) => statement.getAsObject()) }),
  };
}

async function build(documents, options) {
  const { Database } = await initialise(options);
  const database = new Database();
  database.exec(SCHEMA);
  database.exec("BEGIN");
  const names = [...OTHERS, "section"];
  const text = database.prepare(`INSERT INTO text(rowid, ${FIELDS}) VALUES (?, ${FIELDS.map(() => "?")})`);
  const item = database.prepare(`INSERT INTO item(row, ${names}) VALUES (?, ${names.map(() => "?")})`);
  const many = MANY.map((name) => [name, database.prepare(`INSERT OR IGNORE INTO ${name} VALUES (?, ?)`)]);
  documents.forEach((document, row) => {
    text.run([row, ...FIELDS.map((name) => document[name])]);
    item.run([row, ...names.map((name) => document[name])]);
    for (const [name, statement] of many) for (const value of document[name]) statement.run([row, value]);
  });
  for (const statement of [text, item, ...many.map(([, each]) => each)]) statement.free();
  database.exec("INSERT INTO text(text) VALUES ('optimize'); COMMIT");
  return engine(database);
}

function store(database) {
  database.exec("DROP TABLE IF EXISTS found; VACUUM");
  return database.export();
}

async function load(stored, documents, options) {
  const { Database } = await initialise(options);
  return engine(new Database(stored));
}

export default { build, store, load, alone: true, packed: true };

"""The full-text table: SQLite FTS5 in memory, fed with tokens that are cut already.

The table keeps no text (`content=''`), only where each token stands, with one row an item and the row's number as its
place in the archive, newest first. Its tokenizer is the plainest there is, `ascii`: what it is given was folded and cut
by `text.tokens`, so that index, plain scan and highlight can never differ.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from backissue.errors import SearchStopped
from backissue.index.rows import Rows
from backissue.index.vocabulary import Vocabulary
from backissue.text.stems import kindred, shared_start, stem

COLUMNS = ("title", "summary", "section", "content")
# Title above summary above section above content.
WEIGHTS = (8.0, 3.0, 1.5, 1.0)
# How much more the newest item of the archive counts than the oldest.
PULL = 0.25
_SCORE = f"-bm25(items, {', '.join(map(str, WEIGHTS))}) * (1 + {PULL} * (1 - (rowid - 1.0) / :size))"
# The rows come out of SQLite as one JSON text: four times as fast as one tuple a row.
_MATCH = "SELECT json_group_array(rowid) FROM items WHERE items MATCH :match"
_IN_MASK = "substr(:mask, rowid + 1, 1) = x'01'"
_RANKED = (
    f"SELECT {_SCORE} AS score, rowid FROM items WHERE items MATCH :match AND rowid BETWEEN :first AND :last "
    f"AND {_IN_MASK} ORDER BY score DESC, rowid LIMIT :count"
)
# FTS5 finds rows newest first, one by one: what asks for few of them does not wait for the others.
_NEWEST = "SELECT rowid FROM items WHERE items MATCH :match AND rowid NOT IN (SELECT value FROM json_each(:without))"
_SCORED = _NEWEST.replace("SELECT rowid", f"SELECT {_SCORE} AS score, rowid", 1)
# SQLite asks whether to go on after so many of its steps: about every half a millisecond in a browser.
_STEPS = 4_000
_INSERT = "INSERT INTO items(rowid, title, summary, section, content) VALUES (?, ?, ?, ?, ?)"
# a table without text must be told what it holds to forget it
_FORGET = "INSERT INTO items(items, rowid, title, summary, section, content) VALUES ('delete', ?, ?, ?, ?, ?)"
_WORDS = "SELECT term FROM vocabulary WHERE term > :after ORDER BY term LIMIT :count"
# So many words are listed at a time: of the most frequent ones that takes some 20 ms in a browser, for each is counted.
_WORDS_AT_ONCE = 500
# The tables of FTS5's own that hold what was added, with their columns (SQLite's documentation of FTS5, 11): nearly two thousand
# large pages, the words that they begin with, and the number of words of each row.
_OWN = {"data": "id, block", "idx": "segid, term, pgno", "docsize": "id, sz"}
_PAGES_AT_ONCE = {"data": 50, "idx": 1_000, "docsize": 3_000}
# Comes behind every character.
_LAST = chr(0x10FFFF)
_FORMS_KEPT = 200

Tokens = tuple[int, str, str, str, str]


class Store:
    """The table, and the ways to ask it. One statement runs at a time.

    With `pages`, which another store yielded, the table begins with what that one held; no more is taken of them.
    """

    def __init__(self, pages: Iterator[list[tuple[Any, ...]]] | None = None) -> None:
        self.stop: Callable[[], bool] | None = None
        self._vocabulary: Vocabulary | None = None
        self._forms: dict[str, tuple[str, ...]] = {}
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(f"CREATE VIRTUAL TABLE items USING fts5({', '.join(COLUMNS)}, content='', tokenize='ascii')")
        if pages is not None:  # before FTS5 has looked at its tables: it keeps in mind what it saw there
            self._take(pages)
        self._db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(items, row)")
        # merging happens once, after loading, instead of again and again during it
        self._db.execute("INSERT INTO items(items, rank) VALUES ('automerge', 0)")
        self._db.execute("INSERT INTO items(items, rank) VALUES ('crisismerge', 1000000)")
        self._db.set_progress_handler(self._asked, _STEPS)

    def close(self) -> None:
        """Gives back the memory of the table; nothing can be asked after that."""
        self._db.close()

    def _asked(self) -> int:
        return int(self.stop is not None and self.stop())

    def add(self, rows: Iterable[Tokens]) -> None:
        """Adds rows as `(number, title, summary, section, content)` in one transaction."""
        self._forget_words()
        self._db.execute("BEGIN")
        self._db.executemany(_INSERT, rows)
        self._db.execute("COMMIT")

    def replace(self, rows: Iterable[tuple[Tokens, str]]) -> None:
        """Gives rows, as they were added, a content in one transaction."""
        self._forget_words()
        self._db.execute("BEGIN")
        for old, content in rows:
            self._db.execute(_FORGET, old)
            self._db.execute(_INSERT, (*old[:4], content))
        self._db.execute("COMMIT")

    def merge(self) -> bool:
        """Joins a little of what loading left in pieces; returns whether there is more to join."""
        before = self._db.total_changes
        self._db.execute("INSERT INTO items(items, rank) VALUES ('merge', -64)")
        # SQLite counts one change for the command itself and more where it wrote (its documentation of 'merge')
        return self._db.total_changes - before >= 2

    def matching(self, match: str, size: int) -> Iterator[Rows | None]:
        """Yields None while rows of the FTS5 expression `match` are collected, at last the set of them.

        Raises:
            SearchStopped: if `stop` said so within a step.
        """
        # in one piece: what a beginning stands for is joined anew by each statement, before its first row
        ((found,),) = self._ask(_MATCH, {"match": match})
        yield None
        rows = json.loads(found)
        yield None
        yield Rows.of_list(size, rows)

    def best(self, match: str, rows: Rows, count: int) -> list[tuple[float, int]]:
        """Returns the best `count` of `rows` that `match` finds as `(score, row)`, the best first.

        Raises:
            SearchStopped: if `stop` said so.
        """
        first, last = rows.mask.find(1), rows.mask.rfind(1)
        if first < 0:
            return []
        asked = {"match": match, "mask": rows.mask, "size": float(len(rows.mask)), "first": first, "last": last, "count": count}
        return self._ask(_RANKED, asked)

    def newest(self, match: str, among: Rows | None, without: Sequence[int], count: int) -> list[int]:
        """Returns the newest `count` rows that `match` finds, `among` some or all of them, `without` others; the newest first.

        Raises:
            SearchStopped: if `stop` said so.
        """
        statement, asked = _limited(_NEWEST, match, among, without, count)
        return [row for (row,) in self._ask(statement, asked)]

    def best_of_newest(
        self, match: str, among: Rows | None, without: Sequence[int], newest: int, size: int, count: int
    ) -> list[tuple[float, int]]:
        """Returns the best `count` of the `newest` rows that `newest` would return, as `(score, row)`, the best first.

        Raises:
            SearchStopped: if `stop` said so.
        """
        inner, asked = _limited(_SCORED, match, among, without, newest)
        asked |= {"size": float(size), "best": count}
        return self._ask(f"SELECT score, rowid FROM ({inner}) ORDER BY score DESC, rowid LIMIT :best", asked)

    def _ask(self, statement: str, values: Mapping[str, object] | tuple[object, ...]) -> list[Any]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise SearchStopped from None
            raise

    def list_words(self) -> Iterator[None]:
        """Makes a list of the words, some at a time, in which `forms` and `matching_words` look until rows are added."""
        found: list[str] = []
        more = True
        while more:
            some = self._ask(_WORDS, {"after": found[-1] if found else "", "count": _WORDS_AT_ONCE})
            found += (word for (word,) in some)
            more = len(some) == _WORDS_AT_ONCE
            yield
        self._vocabulary = Vocabulary(word for word in found if word.isascii())

    def matching_words(self, start: str, pattern: re.Pattern[str]) -> list[str]:
        """Returns the words of ASCII letters and digits that begin with `start` and match `pattern` (MULTILINE).

        Raises:
            SearchStopped: if `stop` said so within a step.
        """
        vocabulary = self._vocabulary
        if vocabulary is None:
            beginning = {"start": start, "end": start + _LAST}
            words = self._ask("SELECT term FROM vocabulary WHERE term >= :start AND term < :end", beginning)
            vocabulary = Vocabulary(word for (word,) in words if word.isascii())
        return vocabulary.matching(start, pattern)

    def words(self) -> str:
        """Returns the listed words as one text, for `take_words`."""
        return self._vocabulary.text if self._vocabulary else ""

    def take_words(self, text: str) -> None:
        """Takes what `words` returned for the list of words."""
        self._vocabulary = Vocabulary(text.split("\n")) if text else None

    def pages(self) -> Iterator[list[tuple[Any, ...]]]:
        """Yields the rows of the tables in which FTS5 keeps what was added, some at a time, and an empty list behind each table.

        SQLite can hand out a whole database at once, but needs twice its room for that.
        """
        for name, columns in _OWN.items():
            rows = self._db.execute(f"SELECT {columns} FROM items_{name}")
            while some := rows.fetchmany(_PAGES_AT_ONCE[name]):
                yield some
            yield []

    def _take(self, pages: Iterator[list[tuple[Any, ...]]]) -> None:
        self._db.execute("BEGIN")
        for name, columns in _OWN.items():
            self._db.execute(f"DELETE FROM items_{name}")
            values = ", ".join("?" for _ in columns.split(", "))
            while some := next(pages):
                self._db.executemany(f"INSERT INTO items_{name}({columns}) VALUES ({values})", some)
        self._db.execute("COMMIT")

    def holds_word(self, start: str, begun: bool) -> bool:
        """Says whether the index has the word `start`, or, if it is only `begun`, one that begins so.

        Raises:
            SearchStopped: if `stop` said so within a step.
        """
        end = start + _LAST if begun else start
        return bool(self._ask("SELECT 1 FROM vocabulary WHERE term >= ? AND term <= ? LIMIT 1", (start, end)))

    def holders(self, words: Iterable[str]) -> dict[str, int]:
        """Returns those of `words` that the index has, each with how many items hold it.

        Raises:
            SearchStopped: if `stop` said so within a step.
        """
        found = self._ask(
            "SELECT term, doc FROM json_each(?) CROSS JOIN vocabulary ON term = json_each.value", (json.dumps(list(words)),)
        )
        return dict(found)

    def forms(self, word: str) -> tuple[str, ...]:
        """Returns the words of the index, others than `word`, that have the same English stem.

        Raises:
            SearchStopped: if `stop` said so within a step.
        """
        if word not in self._forms:
            if len(self._forms) > _FORMS_KEPT:
                self._forms.clear()
            root = stem(word)
            alike = self.matching_words(shared_start(word), kindred(word))
            self._forms[word] = tuple(other for other in alike if other != word and stem(other) == root)
        return self._forms[word]

    def _forget_words(self) -> None:
        self._vocabulary = None
        self._forms.clear()

    def averages(self) -> tuple[int, int]:
        """Returns how many rows and how many tokens the table holds, from the record that FTS5 keeps of them."""
        (record,) = self._db.execute("SELECT block FROM items_data WHERE id = 1").fetchone() or (b"",)
        numbers = list(_varints(record))
        return (numbers[0], sum(numbers[1:])) if numbers else (0, 0)


def _limited(statement: str, match: str, among: Rows | None, without: Sequence[int], count: int) -> tuple[str, dict[str, object]]:
    asked: dict[str, object] = {"match": match, "without": json.dumps(list(without)), "count": count}
    if among is not None:
        asked |= {"mask": among.mask, "first": among.mask.find(1), "last": among.mask.rfind(1)}
        statement += f" AND rowid BETWEEN :first AND :last AND {_IN_MASK}"
    return f"{statement} ORDER BY rowid LIMIT :count", asked


def _varints(record: bytes) -> Iterator[int]:
    """Reads SQLite's variable-length integers, seven bits a byte, the highest first (SQLite file format, 1.3)."""
    value = 0
    for byte in record:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            yield value
            value = 0

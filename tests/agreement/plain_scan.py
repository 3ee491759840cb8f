"""A search without an index: looks through every text for every word and rule of the query language, one by one.

It shares with the index only the model, the parser, and the definition of a token; stems it finds by stemming every
word of every text. It is as slow as it is plain.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from backissue.errors import InvalidValue
from backissue.query import And, Filter, Not, Or, Pattern, Phrase, Value, Word, parse
from backissue.text.dates import back_from, period, sort_key
from backissue.text.links import link_key, site_of
from backissue.text.stems import stem
from backissue.text.tokens import fold, fold_letters, stands_alone, tokens

COLUMNS = ("title", "summary", "section", "content")
VALUES = {
    "in": lambda row: [row.publication["id"], row.publication["title"]],
    "section": lambda row: [row.texts["section"]],
    "kind": lambda row: [row.item.get("kind", "")],
    "source": lambda row: [row.item.get("source", "")],
    "by": lambda row: row.item.get("authors", []),
    "shared": lambda row: [row.item.get("shared_by", "")],
    "tag": lambda row: row.item.get("tags", []),
}


@dataclass
class Row:
    """One item with all that a query can ask of it; `words` are its tokens, a column a line, each with spaces around."""

    item: dict[str, Any]
    issue: dict[str, Any]
    publication: dict[str, Any]
    texts: dict[str, str]
    words: str
    date: str
    link: str
    site: str
    number: str


def rows_of(manifest, shards, posts):
    """Returns the rows of an archive in its order."""
    publications = {publication.id: publication.to_dict() for publication in manifest.publications}
    rows = []
    for issues in shards:
        for issue in issues:
            number = fold(issue.get("number") or issue.get("date", ""))
            for section in issue.get("sections", []):
                for item in section.get("items", []):
                    texts = {
                        "title": item.get("title", ""),
                        "summary": item.get("summary", ""),
                        "section": section.get("title", ""),
                        "content": posts.get(item["id"], ""),
                    }
                    words = "".join(f" {' '.join(tokens(texts[name]))} \n" for name in COLUMNS)
                    date = sort_key(item.get("date") or issue.get("date", ""))
                    link, site = link_key(item.get("url", "")), site_of(item.get("url", ""))
                    rows.append(Row(item, issue, publications[issue["publication"]], texts, words, date, link, site, number))
    return rows


class Page:
    """The words of all rows, one row behind the other as bytes: one look from begin to end is faster than one into each row."""

    def __init__(self, rows):
        lines = [row.encode() + b"\n" for row in rows]
        self.text = b"".join(lines)
        self.starts = [0, *accumulate(map(len, lines))]

    def holding(self, form):
        """Returns the places of the rows that a form stands in."""
        wanted, found = form.encode(), set()
        at = self.text.find(wanted)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            found.add(place)
            at = self.text.find(wanted, self.starts[place + 1])
        return found


class Scan:
    """Answers queries by looking at every row."""

    def __init__(self, rows, newest):
        self.rows, self.newest = rows, newest
        self.all = set(range(len(rows)))
        self.names = [row.item["id"] for row in rows]
        # what the words are looked for in: all columns of each row, and each column apart
        self.pages = {"": Page(row.words for row in rows)}
        for place, name in enumerate(COLUMNS):
            self.pages[name] = Page(row.words.split("\n")[place] for row in rows)
        # the places of the rows that have a value, for each filter that compares values and was asked for
        self.holders = {}
        self.same_stem = {}
        for word in {word for row in rows for word in row.words.split()}:
            self.same_stem.setdefault(stem(word), set()).add(word)

    def ids(self, text, typing=False):
        """Returns the ids of the items that a query finds, in the archive's order."""
        tree = parse(text, typing).tree
        found = self.find(tree) if tree else None
        return [self.names[place] for place in sorted(self.all if found is None else found)]

    def find(self, node):
        """Returns the places of the rows that are meant by `node`; None where the node says nothing at all."""
        if isinstance(node, And | Or):
            parts = [found for part in node.parts if (found := self.find(part)) is not None]
            if not parts:
                return None
            return set.union(*parts) if isinstance(node, Or) else set.intersection(*parts)
        if isinstance(node, Not):
            found = self.find(node.part)
            return None if found is None else self.all - found
        if isinstance(node, Filter):
            parts = [found for value in node.values if (found := self.filter(node.name, value)) is not None]
            return set.union(*parts) if parts else None
        if isinstance(node, Pattern):
            try:
                pattern = re.compile(node.text, re.IGNORECASE)
            except re.error:
                return self.find(Phrase(node.text.replace('"', " ")))
            return self.where(lambda row: bool(pattern.search(row.texts["title"]) or pattern.search(row.texts["summary"])))
        return self.words(node)

    def where(self, rule):
        """Returns the places of the rows that a rule lets through."""
        return {place for place, row in enumerate(self.rows) if rule(row)}

    def words(self, leaf):
        """Returns the places of the rows that a word or a phrase stands in; None where it has nothing to look for."""
        wanted = tokens(leaf.text)
        pieces = pieces_of(leaf.text.split() if isinstance(leaf, Phrase) else [leaf.text])
        if not wanted and not pieces:
            return None
        link = link_key(leaf.text) if isinstance(leaf, Word) and "://" in leaf.text else ""
        begun = (
            isinstance(leaf, Word)
            and (leaf.prefix or leaf.typing)
            and leaf.text[-1].isalnum()
            and not stands_alone(leaf.text[-1])
        )
        forms = [f" {' '.join(wanted)}" + " " * (not begun)] if wanted else []
        inflected = isinstance(leaf, Word) and not leaf.prefix and not pieces and re.fullmatch("[a-z]+", "".join(wanted))
        if inflected and not (leaf.typing and len(wanted[0]) < 4):
            forms += [f" {other} " for other in self.same_stem.get(stem(wanted[0]), ()) if other != wanted[0]]
        found = set().union(*map(self.pages[leaf.field].holding, forms)) if forms else self.all
        if pieces:
            columns = [leaf.field] if leaf.field else COLUMNS
            found = {
                place for place in found if as_typed(pieces, "\n".join(self.rows[place].texts[name] for name in columns), begun)
            }
        return found | self.where(lambda row: row.link.startswith(link)) if link else found

    def filter(self, name, value: Value):
        """Returns the places of the rows that have a value that a filter asks for; None where the filter cannot be used."""
        if name not in VALUES:
            rule = self.rule(name, value.text)
            return self.where(rule) if rule else None
        if name not in self.holders:
            self.holders[name] = holders = {}
            for place, row in enumerate(self.rows):
                for each in filter(None, VALUES[name](row)):
                    holders.setdefault(each, set()).add(place)
        return set().union(*(places for each, places in self.holders[name].items() if means(value, each)))

    def rule(self, name, text):
        """Returns what says whether a row is as a filter asks; None where the filter cannot be used."""
        lowered, folded = text.lower(), fold(text)
        if name in ("after", "before", "date", "year"):
            return self.dates(name, text)
        if name in ("is", "has"):
            kept = {"summary": "summary", "event": "event", "link": "url", "source": "source", "author": "authors", "tag": "tags"}
            special = {"content": lambda row: bool(row.texts["content"]), "date": lambda row: bool(row.date)}
            if name == "is":
                return (lambda row: bool(row.item.get("sponsored"))) if lowered == "sponsored" else None
            return special.get(lowered) or ((lambda row: bool(row.item.get(kept[lowered]))) if lowered in kept else None)
        if name == "site":
            host = (site_of(text) or lowered).removeprefix("www.").strip("./")  # as it stands in an address, too
            return (lambda row: f".{row.site}".endswith("." + host)) if host else None
        if name == "issue":
            return lambda row: text == row.issue["id"] or folded == row.number
        assert name == "lang", name
        usual = ("language", "")
        return lambda row: fold(row.item.get("language") or row.publication.get(*usual)).split()[:1] == folded.split()

    def dates(self, name, text):
        """Returns what says whether a row lies in a time; None where the time cannot be read."""
        try:
            if text[:1] in ("P", "p"):
                start, end = back_from(self.newest, text), "~"
            elif name in ("after", "before"):
                start, end = period(text)[0], "~"
            else:
                first, dots, last = text.partition(".." if ".." in text else "/")
                start = period(first)[0] if first else ""
                end = period(last if dots else first)[1] if (last or not dots) else "~"
        except InvalidValue:
            return None
        if name == "after":
            return lambda row: bool(row.date) and row.date >= start
        if name == "before":
            return lambda row: bool(row.date) and row.date < start
        return lambda row: bool(row.date) and start <= row.date < end


def means(value, each):
    """Says whether a filter that asks for `value` lets through what has the value `each`."""
    wanted, plain = words_of(value.text), tokens(value.text)
    if value.exact or not plain:
        return words_of(each) == wanted if wanted else each == value.text
    if wanted != plain:  # with signs
        return f" {' '.join(wanted)} " in f" {' '.join(words_of(each))} "
    return "".join(f" {word}" for word in plain) + " " in f" {' '.join(tokens(each))} "


def words_of(value):
    """Returns the words by which a value is compared: signs behind a letter tell `C`, `C++` and `C#` apart."""
    return re.findall(r"[^\W_]+[+#]*", fold_letters(value)) if re.search(r"[^\W_][+#]", value) else tokens(value)


def pieces_of(words):
    """Returns what must stand in a text as typed, piece after piece, or nothing where tokens say it all."""
    signs = [signed(word) for word in words]
    return (
        [piece for word, sign in zip(words, signs, strict=True) for piece in ([sign] if sign else tokens(word))]
        if any(signs)
        else []
    )


def signed(word):
    """Returns a word with its signs as they must stand in the text, or "" where it has none that count."""
    if not tokens(word):
        return fold_letters(word)
    trimmed = word.lstrip("'\"‘“¿¡<[{").rstrip(".,;:!?'\"’”…>]}") or word
    counting = [char for char in trimmed if not char.isalnum() and (char.isascii() or unicodedata.category(char)[0] == "S")]
    return fold_letters(trimmed) if counting else ""


def as_typed(pieces, text, begun):
    """Says whether pieces stand in a text one after the other, not within a longer word."""
    text = fold_letters(text)
    place = text.find(pieces[0])
    while place >= 0:
        end = end_of(pieces, text, place)
        if end and not goes_on(text, place) and (begun or not goes_on(text, end)):
            return True
        place = text.find(pieces[0], place + 1)
    return False


def end_of(pieces, text, place):
    """Returns where the last of the pieces ends, the first being at `place`, or 0 where another text comes between."""
    end = place + len(pieces[0])
    for piece in pieces[1:]:
        start = end
        while end < len(text) and (text[end].isspace() if not piece[0].isalnum() else not text[end].isalnum()):
            end += 1
        if not text.startswith(piece, end) or (end == start and goes_on(text, end)):
            return 0
        end += len(piece)
    return end


def goes_on(text, place):
    """Says whether one word goes on from before `place` to behind it."""
    return all(
        char.isalnum() and not stands_alone(char) for char in (text[place - 1 : place], text[place : place + 1]) if char
    ) and (0 < place < len(text))

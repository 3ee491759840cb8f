"""A search without an index: looks through every item and every rule of the query language, one by one.

It shares with the index only the model, the parser, and the definition of a token; stems it finds by stemming every
word of every text. It is as slow as it is plain.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from backissue.errors import InvalidValue
from backissue.query import And, Filter, Not, Or, Pattern, Phrase, Value, Word, parse
from backissue.text.dates import back_from, period, sort_key
from backissue.text.links import link_key, site_of
from backissue.text.stems import stem
from backissue.text.tokens import fold, fold_letters, stands_alone, tokens

COLUMNS = ("title", "summary", "section", "content")


@dataclass
class Row:
    """One item with all that a query can ask of it."""

    item: dict[str, Any]
    issue: dict[str, Any]
    publication: dict[str, Any]
    texts: dict[str, str]
    words: dict[str, str]
    date: str


def rows_of(manifest, shards, posts):
    """Returns the rows of an archive in its order."""
    publications = {publication.id: publication.to_dict() for publication in manifest.publications}
    rows = []
    for issues in shards:
        for issue in issues:
            for section in issue.get("sections", []):
                for item in section.get("items", []):
                    texts = {
                        "title": item.get("title", ""),
                        "summary": item.get("summary", ""),
                        "section": section.get("title", ""),
                        "content": posts.get(item["id"], ""),
                    }
                    words = {name: f" {' '.join(tokens(text))} " for name, text in texts.items()}
                    date = sort_key(item.get("date") or issue.get("date", ""))
                    rows.append(Row(item, issue, publications[issue["publication"]], texts, words, date))
    return rows


class Scan:
    """Answers queries by looking at every row."""

    def __init__(self, rows, newest):
        self.rows, self.newest = rows, newest
        words = {word for row in rows for column in row.words.values() for word in column.split()}
        self.same_stem = {}
        for word in words:
            self.same_stem.setdefault(stem(word), set()).add(word)

    def ids(self, text, typing=False):
        """Returns the ids of the items that a query finds, in the archive's order."""
        tree = parse(text, typing).tree
        holds = self.rule(tree) if tree else None
        return [row.item["id"] for row in self.rows if holds is None or holds(row)]

    def rule(self, node):
        """Returns what says whether a row is meant by `node`; None where the node says nothing at all."""
        if isinstance(node, And | Or):
            rules = [rule for part in node.parts if (rule := self.rule(part))]
            either = any if isinstance(node, Or) else all
            return (lambda row: either([rule(row) for rule in rules])) if rules else None
        if isinstance(node, Not):
            rule = self.rule(node.part)
            return (lambda row: not rule(row)) if rule else None
        if isinstance(node, Filter):
            rules = [rule for value in node.values if (rule := self.filter(node.name, value))]
            return (lambda row: any(rule(row) for rule in rules)) if rules else None
        if isinstance(node, Pattern):
            pattern = re.compile(node.text, re.IGNORECASE)
            return lambda row: bool(pattern.search(row.texts["title"]) or pattern.search(row.texts["summary"]))
        return self.words(node)

    def words(self, leaf):
        """Returns what says whether a word or a phrase stands in a row."""
        columns = [leaf.field] if leaf.field else list(COLUMNS)
        wanted = tokens(leaf.text)
        signs = [sign for word in (leaf.text.split() if isinstance(leaf, Phrase) else [leaf.text]) if (sign := signed(word))]
        if not wanted and not signs:
            return None
        link = link_key(leaf.text) if isinstance(leaf, Word) and "://" in leaf.text else ""
        unfinished = isinstance(leaf, Word) and (leaf.prefix or leaf.typing)
        begun = unfinished and leaf.text[-1].isalnum() and not stands_alone(leaf.text[-1])
        forms = [f" {' '.join(wanted)}" + " " * (not begun)] if wanted else [""]
        inflects = isinstance(leaf, Word) and not leaf.prefix and not signs and re.fullmatch("[a-z]+", "".join(wanted))
        if inflects and not (leaf.typing and len(wanted[0]) < 4):
            forms += [f" {other} " for other in self.same_stem.get(stem(wanted[0]), ()) if other != wanted[0]]

        def holds(row):
            if link and link_key(row.item.get("url", "")).startswith(link):
                return True
            if not any(form in row.words[name] for name in columns for form in forms):
                return False
            text = fold_letters("\n".join(row.texts[name] for name in columns)) if signs else ""
            return all(self.as_typed(sign, text, begun) for sign in signs)

        return holds

    @staticmethod
    def as_typed(sign, text, begun):
        """Says whether signs stand in `text`, no letter before their first or behind their last."""
        place = text.find(sign)
        while place >= 0:
            before, after = text[place - 1 : place], text[place + len(sign) : place + len(sign) + 1]
            if not (sign[0].isalnum() and before.isalnum()) and (begun or not (sign[-1].isalnum() and after.isalnum())):
                return True
            place = text.find(sign, place + 1)
        return False

    def filter(self, name, value: Value):
        """Returns what says whether a row has a value that a filter asks for; None where the filter cannot be used."""
        text = value.text
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
            return lambda row: ("." + site_of(row.item.get("url", ""))).endswith("." + lowered)
        if name == "issue":
            return lambda row: text == row.issue["id"] or folded == fold(row.issue.get("number") or row.issue.get("date", ""))
        if name == "lang":
            usual = ("language", "")
            return lambda row: fold(row.item.get("language") or row.publication.get(*usual)).split()[:1] == folded.split()
        values = {
            "in": lambda row: [row.publication["id"], row.publication["title"]],
            "section": lambda row: [row.texts["section"]],
            "kind": lambda row: [row.item.get("kind", "")],
            "source": lambda row: [row.item.get("source", "")],
            "by": lambda row: row.item.get("authors", []),
            "shared": lambda row: [row.item.get("shared_by", "")],
            "tag": lambda row: row.item.get("tags", []),
        }[name]
        folds = {}

        def passes(row):
            for each in values(row):
                if each not in folds:
                    folds[each] = fold(each) or each
                if each and (
                    folds[each] == (folded or text) if value.exact or not folded else f" {folded} " in f" {folds[each]} "
                ):
                    return True
            return False

        return passes

    def dates(self, name, text):
        """Returns what says whether a row lies in a time; None where the time cannot be read."""
        try:
            if text[:1] == "P":
                start, end = back_from(self.newest, text), "~"
            else:
                first, dots, last = text.partition("..")
                start = period(first)[0] if first else ""
                end = period(last if dots else first)[1] if (last or not dots) else "~"
        except InvalidValue:
            return None
        if name == "after":
            return lambda row: bool(row.date) and row.date >= start
        if name == "before":
            return lambda row: bool(row.date) and row.date < start
        return lambda row: bool(row.date) and start <= row.date < end


def signed(word):
    """Returns a word's signs as they must stand in the text, or "" where it has none that count."""
    trimmed = word.lstrip("'\"‘“¿¡<[{").rstrip(".,;:!?'\"’”…>]}") or word
    counting = [char for char in trimmed if not char.isalnum() and (char.isascii() or unicodedata.category(char)[0] == "S")]
    if counting:
        return fold_letters(trimmed)
    return "" if tokens(trimmed) else fold_letters(word)

"""The index of an archive in memory: filled shard by shard, asked by `search`, and read issue by issue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from string import ascii_lowercase, digits
from typing import Any

from backissue.archive.manifest import Manifest, ShardEntry
from backissue.errors import DamagedArchive
from backissue.index.facets import SingleField
from backissue.index.loading import Batch, batches, read_batch, tokens_of
from backissue.index.rows import Rows
from backissue.index.stock import IssueHead, Stock
from backissue.index.store import Store, Tokens
from backissue.index.table import Table
from backissue.model import Issue, Item, Section
from backissue.text.html import plain_text
from backissue.text.links import link_key
from backissue.text.tokens import segment

# So much text of posts is added at a time.
_POSTS_CHARS = 75_000
# What most people type begins with one of these: their rows are kept, for finding so many takes longest.
_LETTERS = ascii_lowercase + digits
# Full posts are indexed while their text stays below this; the reader says when it does not.
CONTENT_CHARS = 24_000_000


class Index:
    """All that is loaded of an archive. Rows are numbered from the manifest's counts, so shards may come in any order."""

    def __init__(self, manifest: Manifest, content_chars: int = CONTENT_CHARS, store: Store | None = None) -> None:
        self.manifest = manifest
        self.store = store or Store()
        self.table = Table(manifest.items, manifest.publications)
        self.stock = Stock(self.table.size)
        self.cache: dict[tuple[int, str], Rows] = {}
        self._beginnings: dict[str, Rows] = {}
        self._settling = self._settle()
        self.generation = 0
        self.loaded = 0
        self.content_complete = True
        self._content_left = content_chars
        self._bases: dict[str, int] = {}
        base = 1
        for entry in manifest.shards:
            self._bases[entry.path] = base
            base += entry.items
        self._publications = {publication.id for publication in manifest.publications}
        self._by_link: dict[str, str] | None = None
        self._shards: set[str] = set()
        self._ids: dict[str, list[str]] = {}
        self._groups = [0] * self.table.size
        self._group_numbers: dict[str, int] = {}

    def close(self) -> None:
        """Gives back its memory at once, without a look for garbage; the index is of no use after that."""
        self.store.close()
        # it holds the index that holds it
        self._settling = iter(())

    @property
    def whole(self) -> bool:
        """Says whether every shard was added."""
        return len(self._shards) == len(self.manifest.shards)

    @property
    def size(self) -> int:
        """One more than the highest row number."""
        return self.table.size

    def add_shard(self, entry: ShardEntry, issues: list[dict[str, Any]]) -> Iterator[None]:
        """Adds the parsed issues of a shard, some at a time; searches between two steps find what is there so far.

        Raises:
            DamagedArchive: if an issue is there already, names an unknown publication, or holds an item twice.
            InvalidValue: if a value has the wrong type.
        """
        if entry.path in self._shards:
            return
        row = self._bases[entry.path]
        for issues_ in batches(issues):
            batch = read_batch(issues_, self._publications, entry.path)
            # what may be refused comes before what searches see
            self.table.fill(row, batch)
            self._know(batch, row, entry.path)
            self.store.add(tokens_of(row, batch.titles, batch.summaries, batch.headings))
            self.table.see(row, len(batch.items))
            row += len(batch.items)
            self.loaded += len(batch.items)
            self._changed()
            yield
        self._shards.add(entry.path)
        self._changed()

    def _know(self, batch: Batch, row: int, where: str) -> None:
        names = [raw["id"] for raw in batch.issues]
        if repeated := next((name for place, name in enumerate(names) if name in self.stock or name in names[:place]), ""):
            raise DamagedArchive(
                f"has a second issue of the id {repeated!r}",
                where=where,
                expected="each id once",
                advice="make the archive again",
            )
        self.stock.add(batch.issues, batch.runs, row)
        self._ids.setdefault(where, []).extend(names)
        self._by_link = None

    def add_content(self, where: str, posts: Mapping[str, str], text_of: Callable[[str], str] = plain_text) -> Iterator[None]:
        """Indexes the text of full posts, given as HTML by item id, some at a time, while the memory budget lasts.

        `text_of` turns a post into its text.

        Raises:
            DamagedArchive: if a post belongs to no item that is loaded.
        """
        batch: list[tuple[Tokens, str]] = []
        for name, html in posts.items():
            row = self.row(name)
            if not row:
                raise DamagedArchive(f"has a post for the unknown item {name!r}", where=where, expected="items of its shard")
            if row in self.table.posts:
                continue
            text = text_of(html)
            if len(text) > self._content_left:
                self.content_complete = False
                continue
            self._content_left -= len(text)
            self.table.posts[row] = text
            title, summary = self.texts_of(row)
            (old,) = tokens_of(row, [title], [summary], [segment(self.section_of(row))])
            batch.append((old, segment(text)))
            if sum(len(content) for _, content in batch) > _POSTS_CHARS:
                yield from self._replace(batch)
                batch = []
        yield from self._replace(batch)

    def _replace(self, batch: list[tuple[Tokens, str]]) -> Iterator[None]:
        if batch:
            self.store.replace(batch)
            self._changed()
            yield

    def settle(self) -> bool:
        """Makes a loaded index a little faster; returns whether there is more to do."""
        return next(self._settling, True) is None

    def _settle(self) -> Iterator[None]:
        while self.store.merge():
            yield
        yield from self.store.list_words()
        for field in self.table.fields.values():
            if isinstance(field, SingleField):
                field.gather()
                yield
        for letter in _LETTERS:
            expression = beginning(letter)
            for rows in self.store.matching(expression, self.size):
                if rows is not None and rows.few() is None:
                    self._beginnings[expression] = rows
                yield

    def state(self) -> Iterator[tuple[str, Any]]:
        """Yields what a settled index knows besides its items and its full-text table, name by name."""
        yield "beginnings", self._beginnings
        yield "content", (self._content_left, self.content_complete)
        yield "words", self.store.words()
        yield from self.table.state()

    def packed_issues(self) -> tuple[list[tuple[Any, ...]], list[bytes]]:
        """Returns what `go_on_from` takes besides the state: what is known of each issue, and the issues."""
        return self.stock.state(name for entry in self.manifest.shards for name in self._ids[entry.path])

    def go_on_from(self, state: Mapping[str, Any], issues: Iterable[bytes]) -> None:
        """Becomes the index that had this state; `issues` and `state["heads"]` are what `packed_issues` returned."""
        self.table.go_on_from(state)
        self.store.take_words(state["words"])
        self.stock.go_on_from(state["heads"], issues)
        heads = iter(self.stock.heads)
        for entry in self.manifest.shards:
            own = list(islice(heads, entry.issues))
            if (len(own), sum(head.items for head in own)) != (entry.issues, entry.items):
                raise DamagedArchive("does not have all items", where=entry.path, expected=f"{entry.items} items")
            self._ids[entry.path] = [head.id for head in own]
            self._shards.add(entry.path)
            self.loaded += entry.items
        self._beginnings = state["beginnings"]
        self._content_left, self.content_complete = state["content"]
        self.generation, self._settling = 1, iter(())

    def ids_in(self, path: str) -> list[str]:
        """Returns the ids of the issues that came with the shard at `path`, so far."""
        return self._ids.get(path, [])

    def beginning(self, expression: str) -> Rows | None:
        """Returns the rows of an FTS5 expression where it is the beginning of one letter, has many, and the index has settled."""
        return self._beginnings.get(expression)

    def _changed(self) -> None:
        """What was found before no longer holds."""
        self.generation += 1
        self._beginnings.clear()
        self._settling = self._settle()

    def section_of(self, row: int) -> str:
        """Returns the title of the section of `row`."""
        section = self.table.fields["section"]
        return section.values.texts[section.code_at(row)] if isinstance(section, SingleField) else ""

    def row(self, item_id: str) -> int:
        """Returns the row of a loaded item, or 0."""
        return self.stock.row(item_id)

    def texts_of(self, row: int) -> tuple[str, str]:
        """Returns title and summary of `row`."""
        item = self.stock.item(row)
        return item.get("title") or "", item.get("summary") or ""

    def text_of(self, row: int, field: str = "") -> str:
        """Returns what `row` has in `field`, or in all its fields, one a line."""
        table = self.table
        if field == "content":
            return table.posts.get(row, "")
        if field:
            return self.texts_of(row)[field != "title"]
        return "\n".join((*self.texts_of(row), self.section_of(row), table.posts.get(row, "")))

    def posts(self) -> dict[str, str]:
        """Returns the texts of the full posts that are indexed, by item id."""
        return {self.stock.item(row)["id"]: text for row, text in self.table.posts.items()}

    def issue_of(self, row: int) -> str:
        """Returns the id of the issue that holds `row`."""
        return self.stock.head_of(row).id

    def group(self, row: int) -> int:
        """Returns a number that rows share whose links lead to the same place; a row without a link has its own."""
        if not self._groups[row]:
            key = link_key(self.stock.item(row).get("url", "")) or f" {row}"
            self._groups[row] = self._group_numbers.setdefault(key, len(self._group_numbers) + 1)
        return self._groups[row]

    def issue(self, issue_id: str) -> Issue | None:
        """Returns a loaded issue with its sections and items, without the text of full posts."""
        raw = self.stock.issue(issue_id)
        return Issue.from_dict(raw) if raw else None

    def item(self, item_id: str) -> tuple[Issue, Section, Item] | None:
        """Returns a loaded item with where it stands."""
        issue = self.issue(item_id.rpartition("/")[0])
        for section in issue.sections if issue else ():
            for item in section.items:
                if issue and item.id == item_id:
                    return issue, section, item
        return None

    def heads(self) -> Iterator[tuple[IssueHead, int]]:
        """Yields every loaded issue with its first row."""
        return self.stock.placed()

    def issues(self, publication: str) -> list[IssueHead]:
        """Returns the loaded issues of a publication, newest first."""
        found = [(row, head) for head, row in self.stock.placed() if head.publication == publication]
        return [head for _, head in sorted(found, key=lambda pair: pair[0])]

    def issue_by_link(self, url: str) -> str:
        """Returns the id of the loaded issue that lies at `url`, or ""."""
        if self._by_link is None:
            # of two with the same address the first stays
            self._by_link = {link_key(head.url): head.id for head in reversed(self.stock.heads) if head.url}
        return self._by_link.get(link_key(url), "") if url else ""

    def values(self, field: str, start: str = "", limit: int = 10) -> list[tuple[str, str, int]]:
        """Returns values of a facet field as `(value, label, count)`: those that hold a word that begins with `start`."""
        facet = self.table.fields[field]
        counts = facet.counts(self.table.loaded)
        codes = facet.values.beginning(start) & counts.keys()
        best = sorted(codes, key=lambda code: (-counts[code], facet.values.texts[code]))[:limit]
        return [(facet.values.texts[code], facet.values.labels[code], counts[code]) for code in best]


def beginning(letters: str) -> str:
    """Returns the FTS5 expression for the words that begin with `letters`, one token."""
    return f'("{letters}" *)'

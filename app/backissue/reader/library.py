"""Keeps the archive as far as it has arrived: what to fetch next, what is indexed, and why an archive is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backissue.archive.manifest import FILE, Manifest, Part, ShardEntry, read_manifest
from backissue.archive.overlay import NO_SHARD, Overlay, Raw
from backissue.archive.shards import read_content, read_shard
from backissue.errors import ArchiveError, DamagedArchive, NotAnArchive
from backissue.index import Index
from backissue.model import Issue
from backissue.reader.own import Own

# Browsers open about six connections to a host; a few shards at a time keep the newest one first in the line.
_AT_ONCE = 4
_ATTEMPTS = 3
# Parsed posts of so many shards are kept, for the one that is read and the one before it.
_POSTS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file of the archive to be fetched by the edge; a `fresh` one past every cache."""

    path: str
    fresh: bool = False


class Library:
    """An archive on its way: bytes are received, files are asked for newest first, and indexed slice by slice.

    What somebody imported, `own`, lies over it. When that changes, a new index is made beside the one that is searched.
    """

    def __init__(self) -> None:
        self.index: Index | None = None
        self.whole = False
        self.own = Own()
        self._manifest: Manifest | None = None
        self._overlay: Overlay | None = None
        self._raw: dict[str, list[Raw]] = {}
        self._site: dict[str, Raw] = {}
        self._renewal: Iterator[None] | None = None
        self._received: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._asked: dict[str, int] = {}
        self._waiting: list[Fetch] = []
        self._on_the_way: set[str] = set()
        self._shards: list[ShardEntry] = []
        self._contents: list[Part] = []
        self._job: Iterator[None] | None = None
        self._part_of: dict[str, Part] = {}
        self._posts: dict[str, dict[str, str]] = {}
        self._with_post: set[str] = set()
        self._parts_read: set[str] = set()
        self._settled = False

    @property
    def manifest(self) -> Manifest | None:
        """What the archive says of itself, once that has arrived."""
        return self.index.manifest if self.index else None

    @property
    def items(self) -> int:
        """How many items there are, those included that have not come yet."""
        return self.index.manifest.items - self._overlay.hidden if self.index and self._overlay else 0

    @property
    def loaded(self) -> int:
        """How many items can be found so far."""
        return self.index.loaded if self.index else 0

    def begin(self) -> None:
        """Opens the manifest, which is asked for first where it is not here yet.

        Raises:
            ArchiveError, InvalidValue: if it is here and cannot be used.
        """
        if FILE not in self._asked:
            self._ask(FILE)
            self.arrived(FILE)

    def receive(self, path: str, data: bytes, digest: str = "") -> None:
        """Takes the bytes of a file from the edge, with their SHA-256 if the edge knows it."""
        self._received[path] = data
        self._digests[path] = digest

    def fetches(self) -> list[Fetch]:
        """Returns what the edge should fetch now, and counts it as on its way."""
        now = []
        while self._waiting and len(self._on_the_way) < _AT_ONCE:
            fetch = self._waiting.pop(0)
            self._on_the_way.add(fetch.path)
            now.append(fetch)
        return now

    def arrived(self, path: str) -> None:
        """Notes that a file is here.

        Raises:
            ArchiveError, InvalidValue: if it is a manifest that cannot be used.
        """
        self._on_the_way.discard(path)
        if path == FILE and FILE in self._received:
            self.open(read_manifest(self._received.pop(FILE)))

    def missed(self, path: str, why: str) -> None:
        """Notes that a file could not be fetched, and asks for it again.

        Raises:
            NotAnArchive, DamagedArchive: if it was asked for often enough.
        """
        self._on_the_way.discard(path)
        if self._asked.get(path, 0) < _ATTEMPTS:
            return self._ask(path, fresh=True)
        problem, advice = f"could not be fetched ({why})", "reload the page, or put the whole archive beside it again"
        if path == FILE:
            raise NotAnArchive(problem, where=path, expected="an archive at this place", advice=advice)
        raise DamagedArchive(problem, where=path, expected="every part that the manifest names", advice=advice)

    def open(self, manifest: Manifest) -> None:
        """Begins with a manifest that was read, and asks for its shards, newest first."""
        self._manifest = manifest
        self._overlay = Overlay(manifest, self.own.publications, self.own.issues)
        self.index = Index(self._overlay.manifest)
        self._shards = list(manifest.shards)
        self._contents = [shard.content for shard in manifest.shards if shard.content]
        self.whole = not self._shards
        for shard in self._shards:
            self._ask(shard.path)
        if self.whole and self.own.issues:
            self.lay(self.own)

    def lay(self, own: Own) -> None:
        """Takes `own` for what was imported; `load` puts it beside the archive, once that is whole."""
        self.own = own
        self._renewal = self._renew()

    @property
    def renewing(self) -> bool:
        """Says whether what was imported last cannot be found yet."""
        return self._renewal is not None

    def load(self, enough: Callable[[], bool]) -> None:
        """Indexes what has arrived until `enough` says so or nothing is left to do; then settles the index step by step.

        Raises:
            ArchiveError, InvalidValue: if a part is damaged, after it was fetched a second time.
        """
        while True:
            if self._job is None and (job := self._next_job()) is not None:
                self._job = job
            if self._job is None:
                if self.whole and self._renewal is not None:
                    if next(self._renewal, self) is self:
                        self._renewal = None
                    if enough():
                        return
                    continue
                if self.index and self.whole and not self._settled:
                    self._settled = not self.index.settle()
                return
            try:
                next(self._job)
            except StopIteration:
                self._job = None
                self._ask_for_posts()
            if enough():
                return

    def can_load(self) -> bool:
        """Says whether there is work to do with what has arrived."""
        left = self._renewal is not None or not self._settled
        return self._job is not None or self._next_here() is not None or (self.whole and left)

    def site_issue(self, issue_id: str) -> Issue | None:
        """Returns the archive's own issue of that id, also where an imported one hides it; without the text of posts."""
        raw = self._site.get(issue_id)
        return Issue.from_dict(raw) if raw else None

    def post(self, issue_id: str, item_id: str) -> str | None:
        """Returns the full text of a post as it came, "" where there is none, or None while it is not here."""
        if self.own.has_post(item_id):
            return self.own.post(item_id)
        part = self._part_of.get(issue_id)
        if part is None:
            return ""
        if part.path in self._posts:
            return self._posts[part.path].get(item_id, "")
        if part.path in self._received:
            # what is still to be indexed stays
            data = self._received[part.path] if part in self._contents else self._received.pop(part.path)
            return self._keep(part, data).get(item_id, "")
        if part.path not in self._on_the_way:
            self._waiting = [fetch for fetch in self._waiting if fetch.path != part.path]
            self._ask(part.path, first=True)
        return None

    def has_post(self, issue_id: str, item_id: str) -> bool | None:
        """Says whether the archive holds the full text of an item; None where its part was not looked at yet."""
        if self.own.has_post(item_id):
            return True
        part = self._part_of.get(issue_id)
        if part is None or part.path in self._parts_read:
            return item_id in self._with_post
        return None

    def _ask(self, path: str, fresh: bool = False, first: bool = False) -> None:
        self._asked[path] = self._asked.get(path, 0) + 1
        if path in self._received and not fresh:
            return  # the edge fetched it before it was asked
        self._waiting.insert(0 if first or fresh else len(self._waiting), Fetch(path, fresh))

    def _ask_for_posts(self) -> None:
        """Their text is searched too, after all items, as long as the index has room for it."""
        if not self.index or self._shards:
            return
        if not self.index.content_complete:
            self._contents = []
        self.whole = not self._contents
        if self._contents and self._contents[0].path not in self._asked:
            self._ask(self._contents[0].path)

    def _next_here(self) -> ShardEntry | Part | None:
        """The newest part that has arrived and is not indexed; posts wait for the items."""
        parts: list[ShardEntry] | list[Part] = self._shards or self._contents
        return next((part for part in parts if part.path in self._received), None)

    def _next_job(self) -> Iterator[None] | None:
        part = self._next_here()
        if part is None:
            return None
        return self._add_shard(part) if isinstance(part, ShardEntry) else self._add_posts(part)

    def _add_shard(self, entry: ShardEntry) -> Iterator[None]:
        assert self.index and self._overlay
        data = self._received.pop(entry.path)
        try:
            issues = read_shard(entry, data, self._digests[entry.path])
        except ArchiveError as error:
            return self._again(entry, error)
        yield
        yield from self.index.add_shard(entry, self._overlay.lay(entry.path, issues))
        self._raw[entry.path] = issues
        self._site.update((issue["id"], issue) for issue in issues)
        if entry.content:
            self._part_of.update((str(issue.get("id")), entry.content) for issue in issues)
        self._shards.remove(entry)
        if not self._shards:
            yield from self._add_own_posts(self.index)

    def _add_own_posts(self, index: Index) -> Iterator[None]:
        for part, posts in self.own.posts():
            yield from index.add_content(part.path, posts)

    def _add_posts(self, part: Part) -> Iterator[None]:
        assert self.index
        try:
            posts = self._keep(part, self._received.pop(part.path))
        except ArchiveError as error:
            return self._again(part, error)
        yield
        yield from self.index.add_content(part.path, self._shown(posts))
        self._contents.remove(part)

    def _shown(self, posts: dict[str, str]) -> dict[str, str]:
        """The posts but for those of issues that an imported one hides, if it has no such item."""
        assert self.index and self._overlay
        index, hides = self.index, self._overlay.hides
        return {name: html for name, html in posts.items() if not hides(name.rpartition("/")[0]) or index.row(name)}

    def _renew(self) -> Iterator[None]:
        """Makes an index of the archive and what was imported, step by step, and then searches that one."""
        assert self.index and self._manifest
        overlay = Overlay(self._manifest, self.own.publications, self.own.issues)
        index = Index(overlay.manifest)
        for entry in overlay.manifest.shards:
            yield from index.add_shard(entry, overlay.lay(entry.path, self._raw.get(entry.path, [])))
        yield from self._add_own_posts(index)
        texts = {name: text for name, text in self.index.posts().items() if index.row(name)}
        yield from index.add_content(NO_SHARD.path, texts, str)
        self.index, self._overlay, self._settled = index, overlay, False

    def _keep(self, part: Part, data: bytes) -> dict[str, str]:
        self._posts[part.path] = posts = read_content(part, data, self._digests[part.path])
        self._parts_read.add(part.path)
        self._with_post.update(posts)
        while len(self._posts) > _POSTS_KEPT:
            self._posts.pop(next(iter(self._posts)))
        return posts

    def _again(self, part: Part, error: ArchiveError) -> None:
        """A cache may hold an older file of the same name, so one that does not fit is fetched once more, past the caches."""
        if self._asked.get(part.path, 0) > 1:
            raise error
        self._ask(part.path, fresh=True)

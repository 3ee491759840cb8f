"""Keeps the archive as far as it has arrived: what to fetch next, what is indexed, and why an archive is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile

from backissue.archive.manifest import FILE, Manifest, Part, ShardEntry, read_manifest
from backissue.archive.overlay import NO_SHARD, Overlay
from backissue.archive.shards import read_shard
from backissue.errors import ArchiveError
from backissue.index import Index
from backissue.model import Issue
from backissue.reader.deliveries import Deliveries
from backissue.reader.holding import Room, bundles_of, count_held
from backissue.reader.own import Own
from backissue.reader.posts import Posts
from backissue.reader.rest import Rest
from backissue.reader.resumed import Resumed, parts_of
from backissue.reader.underlay import Underlay

# An index of fewer items is built as fast as it is read.
_WORTH_KEEPING = 3_000


class Library:
    """An archive on its way: files are asked for newest first, and indexed slice by slice, as far as there is `room`.

    What is not held is in `rest`; that is None where everything is. What somebody imported, `own`, lies over it. When that
    changes, a new index is made beside the one that is searched.
    """

    def __init__(self, room: Room) -> None:
        self.index: Index | None = None
        self.whole = False
        self.own = Own()
        self.rest: Rest | None = None
        self.years = 0
        self.deliveries = Deliveries()
        self._room = room
        self._manifest: Manifest | None = None
        self._overlay: Overlay | None = None
        self._underlay = Underlay()
        self._renewal: Iterator[None] | None = None
        self._shards: list[ShardEntry] = []
        self._contents: list[Part] = []
        self._job: Iterator[None] | None = None
        self._posts = Posts(self.deliveries)
        self._settled = False
        self._resumed = Resumed(iter(()), kept=False)

    @property
    def manifest(self) -> Manifest | None:
        """What the archive says of itself, with what lies over it, once that has arrived."""
        return self._overlay.manifest if self._overlay else None

    @property
    def items(self) -> int:
        """How many items there are, those included that have not come yet or are not held."""
        return self._overlay.manifest.items - self._overlay.hidden if self._overlay else 0

    @property
    def held(self) -> int:
        """How many of the items are held, or will be."""
        return self.items - (self.rest.items if self.rest else 0)

    @property
    def loaded(self) -> int:
        """How many items can be found so far without looking into the rest."""
        return self.index.loaded if self.index else 0

    def begin(self, years: int = 0) -> None:
        """Opens the manifest, which is asked for first where it is not here yet; `years` of the archive are held, or with 0 all.

        Raises:
            ArchiveError, InvalidValue: if it is here and cannot be used.
        """
        if not self.deliveries.was_asked(FILE):
            self.years = years
            self.deliveries.ask(FILE)
            self.arrived(FILE)

    def resume(self, parts: Iterator[bytes], kept: bool) -> None:
        """Takes what `built` gave when this archive was open before; it is gone on from when the manifest is opened.

        `kept` says whether that was here, so that it need not be kept again.
        """
        self._resumed = Resumed(parts, kept)

    def is_to_be_kept(self) -> bool:
        """Says once that the index is worth keeping for the next visit."""
        if self._resumed.is_kept or not self._is_worth_keeping:
            return False
        self._resumed.is_kept = True
        return True

    @property
    def _is_worth_keeping(self) -> bool:
        """Whether the index is whole, settled, of the archive alone, and takes long to build."""
        is_done = self.whole and self._settled and not self.renewing
        return is_done and not self.rest and not self.own.issues and self.loaded >= _WORTH_KEEPING

    def built(self) -> Iterator[bytes]:
        """Returns the index in parts, to be kept for the next visit; none where it is not worth that.

        It ends early where an import changes it meanwhile.
        """
        index = self.index
        if index and self._is_worth_keeping:
            yield from takewhile(lambda part: self.index is index, parts_of(index, self._posts.state()))

    def arrived(self, path: str) -> None:
        """Notes that a file is here.

        Raises:
            ArchiveError, InvalidValue: if it is a manifest that cannot be used.
        """
        self.deliveries.arrived(path)
        if path == FILE and self.deliveries.is_here(FILE):
            self.open(read_manifest(self.deliveries.take(FILE)[0]))

    def missed(self, path: str, why: str) -> None:
        """Notes that a file could not be fetched, and asks for it again.

        Raises:
            NotAnArchive, DamagedArchive: if it was asked for often enough, and the archive cannot be read without it.
        """
        try:
            self.deliveries.missed(path, why)
        except ArchiveError as error:
            if self.rest is None or not self.rest.owns(path):
                raise
            self.rest.missed[path] = error

    def open(self, manifest: Manifest) -> None:
        """Begins with a manifest that was read, and asks for the shards that are held, newest first."""
        self._manifest = manifest
        self._overlay, held, self.rest = self._laid_out(manifest)
        if self.rest is None and not self.own.issues and self._goes_on(held):
            return
        self.index = Index(held)
        self._shards = list(manifest.shards[: len(held.shards)])
        self._contents = [shard.content for shard in self._shards if shard.content]
        self.whole = not self._shards
        for shard in self._shards:
            self.deliveries.ask(shard.path)
        if self.whole and self.own.issues:
            self.lay(self.own)

    def _goes_on(self, manifest: Manifest) -> bool:
        """Goes on from the index that was kept, if one was."""
        found = self._resumed.take(manifest)
        if found is None:
            return False
        self.index, posts = found
        self._posts.go_on_from(posts)
        for entry in manifest.shards:
            if entry.content:
                self._posts.know(entry.content, self.index.ids_in(entry.path))
        self.whole = self._settled = True
        return True

    def _laid_out(self, manifest: Manifest) -> tuple[Overlay, Manifest, Rest | None]:
        """What was imported over the archive, the manifest of what is held of both, and the rest."""
        overlay = Overlay(manifest, self.own.publications, self.own.issues)
        count = count_held(overlay.manifest, self.years, self._room.held)
        bundles = bundles_of(overlay.manifest, count)
        rest = Rest(manifest, overlay, bundles, self.deliveries, self._room.on_demand, self._posts.know, self._add_own_posts)
        return overlay, overlay.manifest.only(overlay.manifest.shards[:count]), rest if bundles else None

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

    def holder(self, issue_id: str) -> Index | None:
        """Returns the index that an issue is in: that of what is held, or of what is loaded of the rest."""
        if self.index and issue_id in self.index.stock:
            return self.index
        return self.rest.holder(issue_id) if self.rest else None

    def site_issue(self, issue_id: str) -> Issue | None:
        """Returns the archive's own issue of that id, also where an imported one hides it; without the text of posts."""
        if self._overlay and self._overlay.hides(issue_id):
            raw = self._underlay.hidden(issue_id)
            return Issue.from_dict(raw) if raw else None
        return self.index.issue(issue_id) if self.index else None

    def post(self, issue_id: str, item_id: str) -> str | None:
        """Returns the full text of a post as it came, "" where there is none, or None while it is not here."""
        if self.own.has_post(item_id):
            return self.own.post(item_id)
        return self._posts.post(issue_id, item_id, self._contents)

    def has_post(self, issue_id: str, item_id: str) -> bool | None:
        """Says whether the archive holds the full text of an item; None where its part was not looked at yet."""
        return True if self.own.has_post(item_id) else self._posts.has(issue_id, item_id)

    def _ask_for_posts(self) -> None:
        """Their text is searched too, after all items, as long as the index has room for it."""
        if not self.index or self._shards:
            return
        if not self.index.content_complete:
            self._contents = []
        self.whole = not self._contents
        if self._contents and not self.deliveries.was_asked(self._contents[0].path):
            self.deliveries.ask(self._contents[0].path)

    def _next_here(self) -> ShardEntry | Part | None:
        """The newest part that has arrived and is not indexed; posts wait for the items."""
        parts: list[ShardEntry] | list[Part] = self._shards or self._contents
        return next((part for part in parts if self.deliveries.is_here(part.path)), None)

    def _next_job(self) -> Iterator[None] | None:
        part = self._next_here()
        if part is None:
            return None
        return self._add_shard(part) if isinstance(part, ShardEntry) else self._add_posts(part)

    def _add_shard(self, entry: ShardEntry) -> Iterator[None]:
        assert self.index and self._overlay
        try:
            issues = read_shard(entry, *self.deliveries.take(entry.path))
        except ArchiveError as error:
            return self.deliveries.ask_again(entry, error)
        yield
        yield from self.index.add_shard(entry, self._underlay.lay(self._overlay, entry.path, issues))
        if entry.content:
            self._posts.know(entry.content, (issue["id"] for issue in issues))
        self._shards.remove(entry)
        if not self._shards:
            yield from self._add_own_posts(self.index)

    def _add_own_posts(self, index: Index) -> Iterator[None]:
        for part, posts in self.own.posts():
            yield from index.add_content(part.path, {name: html for name, html in posts.items() if index.row(name)})

    def _add_posts(self, part: Part) -> Iterator[None]:
        assert self.index and self._overlay
        try:
            posts = self._posts.read(part, *self.deliveries.take(part.path))
        except ArchiveError as error:
            return self.deliveries.ask_again(part, error)
        yield
        yield from self.index.add_content(part.path, self._overlay.shown(posts, self.index.row))
        self._contents.remove(part)

    def _renew(self) -> Iterator[None]:
        """Makes an index of the archive and what was imported, step by step, and then searches that one."""
        assert self.index and self._manifest
        overlay, held, rest = self._laid_out(self._manifest)
        index = Index(held)
        for entry in held.shards:
            issues = self._underlay.shard(entry.path, self.index)
            yield from index.add_shard(entry, self._underlay.lay(overlay, entry.path, issues))
        yield from self._add_own_posts(index)
        texts = {name: text for name, text in self.index.posts().items() if index.row(name)}
        yield from index.add_content(NO_SHARD.path, texts, str)
        if self.rest:
            self.rest.close()
        self.index, self._overlay, self.rest, self._settled = index, overlay, rest, False

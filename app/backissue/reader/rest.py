"""What is not held of an archive: bundles of shards that are loaded on demand, and let go when there is no room for more.

Each bundle has an index of its own, which is closed in two milliseconds and gives back all its memory. To take a bundle out of
a common index takes 0.4 s for 125,000 items, and leaves it larger than before (measured: 9.5 MB of table became 11.1 MB).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import TypeVar

from backissue.archive.manifest import Manifest, Part
from backissue.archive.overlay import Overlay
from backissue.archive.shards import read_content, read_shard
from backissue.archive.stretches import Vocabulary, read_vocabulary
from backissue.errors import ArchiveError
from backissue.index import Index
from backissue.reader.deliveries import Deliveries
from backissue.reader.holding import Bundle
from backissue.search.prospect import Prospect

Read = TypeVar("Read")
# A step of something that takes long: yields whether the next one can be taken at once, or waits for files.
Step = Generator[bool, None, None]
Loading = Generator[bool, None, Index]
# Adds to an index the full posts of imported issues that are in it, step by step.
Adding = Callable[[Index], Iterator[None]]


class Rest:
    """The bundles of an archive. `manifest` is as it came, `overlay` lies over it; `know` is told the issues that are loaded.

    `missed` holds why files could not be fetched, until somebody asks for them again.
    """

    def __init__(
        self,
        manifest: Manifest,
        overlay: Overlay,
        bundles: tuple[Bundle, ...],
        deliveries: Deliveries,
        room: int,
        know: Callable[[Part, list[str]], None],
        add_own: Adding,
    ) -> None:
        self.bundles = bundles
        self.missed: dict[str, ArchiveError] = {}
        self.content_complete = True
        self._overlay, self._deliveries, self._room, self._know, self._add_own = overlay, deliveries, room, know, add_own
        self._entries = {entry.path: entry for entry in manifest.shards}
        self._titles = {publication.id: publication.title for publication in overlay.manifest.publications}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._loaded: dict[int, Index] = {}
        self._paths = {part.path for bundle in bundles for part in self._parts(bundle)}

    def close(self) -> None:
        """Lets go of all that is loaded."""
        while self._loaded:
            self._loaded.popitem()[1].close()

    @property
    def items(self) -> int:
        """How many items are not held."""
        return sum(bundle.items for bundle in self.bundles)

    def owns(self, path: str) -> bool:
        """Says whether a file is one of those that are not held."""
        return path in self._paths

    def holder(self, issue_id: str) -> Index | None:
        """Returns the index of a bundle that is loaded and holds an issue."""
        return next((index for index in self._loaded.values() if issue_id in index.stock), None)

    def prospect(self, bundle: Bundle) -> Prospect | None:
        """Returns what is known of a bundle without loading it; None where anything may be there."""
        # nothing tells what was imported and lies there
        if bundle.stretch is None or any(self._overlay.lays_on(shard.path) for shard in bundle.shards):
            return None
        newest = self._overlay.manifest.generated
        return Prospect(bundle.stretch, self._vocabularies.get(bundle.stretch.words.path), self._titles, newest)

    def read_words(self, bundles: list[Bundle]) -> Step:
        """Brings the vocabularies of `bundles`.

        Raises:
            ArchiveError: if one cannot be had or is damaged.
        """
        stretches = [bundle.stretch for bundle in bundles if bundle.stretch]
        missing = [stretch.words for stretch in stretches if stretch.words.path not in self._vocabularies]
        for words in missing:
            self._ask(words)
        while missing:
            here = [words for words in missing if self._deliveries.is_here(words.path)]
            for words in here:
                try:
                    self._vocabularies[words.path] = read_vocabulary(words, *self._deliveries.take(words.path))
                    missing.remove(words)
                except ArchiveError as error:
                    self._deliveries.ask_again(words, error)
                yield True
            if not here:
                for words in missing:
                    self._ask(words)
                yield False

    def order(self, bundle: Bundle) -> None:
        """Asks for the files of a bundle, so that they come while something else is done."""
        if bundle.base not in self._loaded:
            for part in self._parts(bundle, words=False):
                self._ask(part)

    def load(self, bundle: Bundle) -> Loading:
        """Returns the index of a bundle, made anew where it was let go.

        Raises:
            ArchiveError, InvalidValue: if a file cannot be had or is damaged.
        """
        index = self._loaded.pop(bundle.base, None)
        if index is None:
            self.order(bundle)
            self._make_room(bundle.size)
            index = yield from self._read(bundle)
        self._loaded[bundle.base] = index  # the last to be let go
        return index

    def _make_room(self, size: int) -> None:
        sizes = {bundle.base: bundle.size for bundle in self.bundles}
        while self._loaded and sum(sizes[base] for base in self._loaded) + size > self._room:
            self._loaded.pop(next(iter(self._loaded))).close()

    def _read(self, bundle: Bundle) -> Loading:
        index = Index(self._overlay.manifest.only(bundle.shards))
        for shard in bundle.shards:
            entry = self._entries[shard.path]
            issues = yield from self._brought(entry, partial(read_shard, entry))
            if entry.content:
                self._know(entry.content, [issue["id"] for issue in issues])
            for _ in index.add_shard(entry, self._overlay.lay(entry.path, issues)):
                yield True
        for shard in bundle.shards:
            if part := shard.content:
                posts = yield from self._brought(part, partial(read_content, part))
                for _ in index.add_content(part.path, self._overlay.shown(posts, index.row)):
                    yield True
        self.content_complete = self.content_complete and index.content_complete
        for _ in self._add_own(index):
            yield True
        return index

    def _brought(self, part: Part, read: Callable[[bytes, str], Read]) -> Generator[bool, None, Read]:
        while True:
            while not self._deliveries.is_here(part.path):
                self._ask(part)
                yield False
            try:
                found = read(*self._deliveries.take(part.path))
            except ArchiveError as error:
                self._deliveries.ask_again(part, error)
            else:
                yield True
                return found

    def _ask(self, part: Part) -> None:
        if error := self.missed.pop(part.path, None):
            raise error
        if not self._deliveries.comes(part.path):
            self._deliveries.ask(part.path)

    def _parts(self, bundle: Bundle, words: bool = True) -> Iterator[Part]:
        for shard in bundle.shards:
            yield self._entries.get(shard.path, shard)
        for shard in bundle.shards:
            if shard.content:
                yield shard.content
        if words and bundle.stretch:
            yield bundle.stretch.words

    def find(self, issue_id: str) -> Step:
        """Loads the bundle that holds an issue, if there is one; then `holder` has it.

        Raises:
            ArchiveError, InvalidValue: as `load`.
        """
        yield from self.read_words([bundle for bundle in self.bundles if self.prospect(bundle)])
        for bundle in self.bundles:
            prospect = self.prospect(bundle)
            if prospect and prospect.vocabulary and issue_id not in prospect.vocabulary.issues:
                continue
            index = yield from self.load(bundle)
            if issue_id in index.stock:
                return

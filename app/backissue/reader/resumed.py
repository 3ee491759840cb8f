"""An index that was built before, with what is known of the posts, in parts: as the library gives it, and takes it again."""

from __future__ import annotations

from collections.abc import Iterator

from backissue.archive.manifest import Manifest
from backissue.index import Index
from backissue.index.keeping import pack, unpack
from backissue.index.packing import NotKept, packed, unpacked
from backissue.reader.posts import PostsState


def parts_of(index: Index, posts: PostsState) -> Iterator[bytes]:
    """Yields an index that has settled, and what is known of the posts, in parts."""
    yield packed(posts)
    yield from pack(index)


class Resumed:
    """The parts that are gone on from, perhaps none; `is_kept` says whether they lie here, or what was built has been kept."""

    def __init__(self, parts: Iterator[bytes], kept: bool) -> None:
        self.is_kept = False
        self._parts, self._kept = parts, kept

    def take(self, manifest: Manifest) -> tuple[Index, PostsState] | None:
        """Returns, once, the index of the archive of this manifest and what is known of the posts.

        None where there is none, or it is damaged: nothing is lost by that.
        """
        parts, self._parts = self._parts, iter(())
        first = next(parts, None)
        if first is None:
            return None
        try:
            posts: PostsState = unpacked(first)
            index = unpack(manifest, parts)
        except NotKept:
            return None
        self.is_kept = self._kept
        return index, posts

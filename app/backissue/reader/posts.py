"""The full posts of an archive, which come when they are opened: which items have one, and those that were read last."""

from __future__ import annotations

from collections.abc import Container, Iterable

from backissue.archive.manifest import Part
from backissue.archive.shards import read_content
from backissue.reader.deliveries import Deliveries

# Parsed posts of so many shards are kept, for the one that is read and the one before it.
_POSTS_KEPT = 2
# Which items have a post, and which parts were looked at for that.
PostsState = tuple[list[str], list[str]]


class Posts:
    """What is known of the posts of an archive whose files come through `deliveries`."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries
        self._part_of: dict[str, Part] = {}
        self._posts: dict[str, dict[str, str]] = {}
        self._with_post: set[str] = set()
        self._parts_read: set[str] = set()

    def state(self) -> PostsState:
        """Returns what is known of the posts, for `go_on_from`."""
        return sorted(self._with_post), sorted(self._parts_read)

    def go_on_from(self, state: PostsState) -> None:
        """Knows what was known to `state`."""
        self._with_post, self._parts_read = map(set, state)

    def know(self, part: Part, issues: Iterable[str]) -> None:
        """Notes that the posts of the issues with these ids lie in `part`."""
        self._part_of.update((name, part) for name in issues)

    def post(self, issue_id: str, item_id: str, needed: Container[Part]) -> str | None:
        """Returns the full text of a post as it came, "" where there is none, or None while it is not here.

        A part that is `needed` still stays among the deliveries.
        """
        part = self._part_of.get(issue_id)
        if part is None:
            return ""
        if part.path in self._posts:
            return self._posts[part.path].get(item_id, "")
        files = self._deliveries
        if files.is_here(part.path):
            return self.read(part, *(files.look(part.path) if part in needed else files.take(part.path))).get(item_id, "")
        if not files.is_on_the_way(part.path):
            files.ask(part.path, first=True)
        return None

    def has(self, issue_id: str, item_id: str) -> bool | None:
        """Says whether the archive holds the full text of an item; None where its part was not looked at yet."""
        part = self._part_of.get(issue_id)
        if part is None or part.path in self._parts_read:
            return item_id in self._with_post
        return None

    def read(self, part: Part, data: bytes, digest: str) -> dict[str, str]:
        """Returns the posts of a part by item id, and keeps them for a while.

        Raises:
            DamagedArchive: if it is not what the manifest says.
        """
        self._posts[part.path] = posts = read_content(part, data, digest)
        self._parts_read.add(part.path)
        self._with_post.update(posts)
        while len(self._posts) > _POSTS_KEPT:
            self._posts.pop(next(iter(self._posts)))
        return posts

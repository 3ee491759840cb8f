"""What imported issues lie over: shards as they came, packed, so that another import can be laid over them."""

from __future__ import annotations

from backissue.archive.overlay import Overlay, Raw
from backissue.index import Index
from backissue.index.packing import packed, unpacked


class Underlay:
    """The shards that something was laid over. All others are in the index as they came."""

    def __init__(self) -> None:
        self._shards: dict[str, list[bytes]] = {}
        self._hidden: dict[str, bytes] = {}

    def lay(self, overlay: Overlay, path: str, issues: list[Raw]) -> list[Raw]:
        """Returns the issues of a shard with `overlay` over them."""
        laid = overlay.lay(path, issues)
        if laid != issues:
            self._shards[path] = list(map(packed, issues))
            self._hidden.update((issue["id"], packed(issue)) for issue in issues if overlay.hides(issue["id"]))
        return laid

    def shard(self, path: str, index: Index) -> list[Raw]:
        """Returns the issues of a shard that `index` holds, without what lies over them."""
        if path in self._shards:
            return list(map(unpacked, self._shards[path]))
        return [issue for name in index.ids_in(path) if (issue := index.stock.issue(name))]

    def hidden(self, issue_id: str) -> Raw | None:
        """Returns an issue that is hidden by one of its id, or was, if it has come."""
        issue = self._hidden.get(issue_id)
        return unpacked(issue) if issue else None

"""An index that was kept: gone on from, it answers as the one that was built; what is damaged or hostile is no index."""

import dataclasses
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from backissue.archive.manifest import Manifest
from backissue.archive.shards import read_content, read_shard
from backissue.index import Index
from backissue.index.keeping import pack, unpack
from backissue.index.packing import NotKept, packed, unpacked
from tests.agreement.test_small import ISSUES
from tests.unit.search.small import ask, parts_of

QUERIES = ("", "lantern", "c++", "a", '"a b"', "secur*", "学习", "content:lantern", "by:jo", "year:2026", "has:content", "/c.+/")


def built() -> tuple[Manifest, Index]:
    """An index of a few strange items that has settled."""
    manifest, files = parts_of(*ISSUES, cut=True)
    index = Index(manifest)
    for entry in reversed(manifest.shards):  # not the order that they are kept in
        list(index.add_shard(entry, read_shard(entry, files[entry.path])))
    for entry in manifest.shards:
        if entry.content:
            list(index.add_content("posts", read_content(entry.content, files[entry.content.path])))
    while index.settle():
        pass
    return manifest, index


def test_the_answers_are_the_same() -> None:
    """Hits, scores, facets and suggestions are those of the index that was packed, and so is each issue."""
    manifest, index = built()
    again = unpack(manifest, pack(index))
    assert (again.whole, again.loaded, again.size, again.settle()) == (True, index.loaded, index.size, False)
    for query in QUERIES:
        for sort in ("", "oldest"):
            assert ask(again, query, sort=sort) == ask(index, query, sort=sort), query
    assert [head for head, _ in again.heads()] == [head for head, _ in sorted(index.heads(), key=lambda pair: pair[1])]
    assert again.posts() == index.posts()
    for head in index.stock.heads:
        assert again.issue(head.id) == index.issue(head.id)
    assert list(again.stock.items()) == list(index.stock.items())
    for entry in manifest.shards:
        assert again.ids_in(entry.path) == index.ids_in(entry.path)


def test_what_goes_on_can_be_packed_again() -> None:
    """Packed a second time, nothing is different."""
    manifest, index = built()
    again = unpack(manifest, pack(unpack(manifest, pack(index))))
    assert ask(again, "lantern") == ask(index, "lantern")
    assert list(again.stock.items()) == list(index.stock.items())


@pytest.mark.parametrize(
    "damage",
    [
        lambda parts: [],
        lambda parts: parts[:1],
        lambda parts: parts[:-1],
        lambda parts: parts[1:],
        lambda parts: [parts[0][:-9], *parts[1:]],
        lambda parts: [*parts[:-1], packed([])],
        lambda parts: [*parts[:-1], packed(unpacked(parts[-1])[1:])],
        lambda parts: [*parts, parts[-1]],
        lambda parts: [packed({}), *parts[1:]],
        lambda parts: [packed(7), *parts[1:]],
        lambda parts: [b"<!doctype html>"],
    ],
)
def test_damage_is_told(damage: Callable[[list[bytes]], list[bytes]]) -> None:
    """Parts that are missing, cut, of something else or of another archive are no index."""
    manifest, index = built()
    with pytest.raises(NotKept):
        unpack(manifest, damage(list(pack(index))))


def test_an_archive_that_has_changed_is_another() -> None:
    """An index is not taken for one of a manifest with another number of items."""
    manifest, index = built()
    assert index.whole
    entry = dataclasses.replace(manifest.shards[0], items=manifest.shards[0].items + 1)
    other = dataclasses.replace(manifest, items=manifest.items + 1, shards=(entry, *manifest.shards[1:]))
    with pytest.raises(NotKept, match="does not have all items"):
        unpack(other, pack(index))


class Hostile:
    """What a pickle can do: it names a function, which is called when it is read."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Callable[[Path], None], tuple[Path]]:
        return Path.touch, (self.target,)


def test_a_pickle_that_calls_something_is_refused(tmp_path: Path) -> None:
    """Nothing is called, and nothing imported, that is no part of an index."""
    part = pickle.dumps({"table": Hostile(tmp_path / "called")})
    with pytest.raises(NotKept, match="is no part of an index"):
        unpacked(part)
    for name in ("os\nsystem", "builtins\neval", "backissue.index.store\nStore", "array\nsys"):
        with pytest.raises(NotKept, match="is no part of an index"):
            unpacked(b"c" + name.encode() + b"\n.")
    assert not (tmp_path / "called").exists()

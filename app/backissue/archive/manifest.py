"""The `archive.json` of an archive: what it holds, and the path, size and hash of each shard."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backissue.archive.canonical import decode, sha256
from backissue.errors import DamagedArchive, InvalidValue, NotAnArchive, UnsupportedVersion
from backissue.model import Publication
from backissue.text.dates import parse_date

FORMAT = "backissue-archive"
VERSION = 1
FILE = "archive.json"
_NAME = re.compile(r"[\w-][\w.-]*\.json")
_RESERVED = frozenset((FILE, "schema.json"))


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the archive: its name, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str

    def verify(self, data: bytes, digest: str = "") -> None:
        """Raises DamagedArchive unless `data` is exactly this file; `digest` is its SHA-256 where that is known."""
        if len(data) != self.size:
            raise DamagedArchive(
                f"has {len(data):,} bytes",
                where=self.path,
                expected=f"{self.size:,}",
                advice="the file is cut off or altered: fetch or make it again",
            )
        if (digest := digest or sha256(data)) != self.sha256:
            raise DamagedArchive(
                f"has the hash {digest[:12]}…",
                where=self.path,
                expected=f"{self.sha256[:12]}…",
                advice="the file is altered: fetch or make it again",
            )


@dataclass(frozen=True, slots=True)
class ShardEntry(Part):
    """A file of whole issues, with its dates and counts, and the sister file of full posts where there is one."""

    first: str
    last: str
    issues: int
    items: int
    content: Part | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """What so many consecutive `shards` of a large archive hold, so that a search need not fetch what cannot match.

    `first` and `last` are the dates of its oldest and newest item, "" where none has a date. `tokens` are all words of its
    items, repeats included. `publications` are pairs of a publication's id and the number of its items. `words` is the file
    of its vocabulary.
    """

    shards: int
    first: str
    last: str
    tokens: int
    publications: tuple[tuple[str, int], ...]
    words: Part

    def to_dict(self) -> dict[str, Any]:
        """Returns the JSON of the stretch."""
        told = {"shards": self.shards, "first": self.first, "last": self.last, "tokens": self.tokens}
        return told | {"publications": dict(self.publications), "words": _part_to_dict(self.words)}

    @property
    def items(self) -> int:
        """How many items the shards hold."""
        return sum(count for _, count in self.publications)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `archive.json` says; `shards` stand newest first, `generated` is the newest date in the archive.

    `stretches` tell of all shards in their order, or are none: an archive that fits into memory has no need of them.
    """

    title: str
    generated: str
    publications: tuple[Publication, ...]
    issues: int
    items: int
    shards: tuple[ShardEntry, ...]
    stretches: tuple[Stretch, ...] = ()

    def parts(self) -> Iterator[Part]:
        """Yields every file of the archive beside `archive.json`: shards, their sisters of full posts, and vocabularies."""
        for shard in self.shards:
            yield shard
            if shard.content:
                yield shard.content
        for stretch in self.stretches:
            yield stretch.words

    def only(self, shards: tuple[ShardEntry, ...]) -> Manifest:
        """Returns the manifest as it would be if the archive held nothing but some of its `shards`; its newest date stays."""
        issues, items = sum(shard.issues for shard in shards), sum(shard.items for shard in shards)
        return dataclasses.replace(self, issues=issues, items=items, shards=shards, stretches=())

    def to_dict(self) -> dict[str, Any]:
        """Returns the JSON of `archive.json`."""
        stretches = {"stretches": [stretch.to_dict() for stretch in self.stretches]} if self.stretches else {}
        return stretches | {
            "format": FORMAT,
            "version": VERSION,
            "title": self.title,
            "generated": self.generated,
            "publications": [publication.to_dict() for publication in self.publications],
            "totals": {"issues": self.issues, "items": self.items},
            "shards": [_shard_to_dict(shard) for shard in self.shards],
        }


def read_manifest(data: bytes, where: str = FILE) -> Manifest:
    """Reads the bytes of an `archive.json`.

    Raises:
        NotAnArchive: if it is no JSON, has another shape, or a date that is none.
        UnsupportedVersion: if it is of another version than this program reads.
        DamagedArchive: if its totals are not the sum of its shards.
        InvalidValue: if a publication has a value of the wrong type.
    """
    raw = decode(data, where)
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise NotAnArchive("is not the manifest of an archive", where=where, expected=f'"format": "{FORMAT}"')
    version = raw.get("version")
    if version != VERSION or isinstance(version, bool | float):
        raise UnsupportedVersion(
            f"is of version {version!r}",
            where=where,
            expected=f"version {VERSION}",
            advice="use a newer Backissue, or make the archive again with this one",
        )
    shape = _Shape(raw, where)
    totals = _Shape(shape.mapping("totals"), f"{where}: totals")
    manifest = Manifest(
        title=shape.text("title", required=False),
        generated=shape.date("generated"),
        publications=tuple(
            Publication.from_dict(each, f"{where}: publications[{n}]") for n, each in enumerate(shape.items("publications"))
        ),
        issues=totals.number("issues"),
        items=totals.number("items"),
        shards=tuple(_read_shard(_Shape(each, f"{where}: shards[{n}]")) for n, each in enumerate(shape.items("shards"))),
        stretches=tuple(
            _read_stretch(_Shape(each, f"{where}: stretches[{n}]"))
            for n, each in enumerate(shape.items("stretches") if "stretches" in raw else ())
        ),
    )
    _agrees(manifest, where)
    return manifest


def _agrees(manifest: Manifest, where: str) -> None:
    sums = sum(shard.issues for shard in manifest.shards), sum(shard.items for shard in manifest.shards)
    if sums != (manifest.issues, manifest.items):
        raise DamagedArchive(
            f"says {manifest.issues:,} issues and {manifest.items:,} items",
            where=where,
            expected=f"{sums[0]:,} and {sums[1]:,}, as its shards say",
            advice="make the archive again",
        )
    told = sum(stretch.shards for stretch in manifest.stretches)
    if manifest.stretches and told != len(manifest.shards):
        raise DamagedArchive(
            f"has stretches of {told:,} shards",
            where=where,
            expected=f"{len(manifest.shards):,}, as it has shards",
            advice="make the archive again",
        )
    if repeated := _repeated(part.path for part in manifest.parts()):
        raise DamagedArchive(f"names {repeated} twice", where=where, expected="each shard once", advice="make the archive again")
    if repeated := _repeated(publication.id for publication in manifest.publications):
        raise DamagedArchive(
            f"has two publications of the id {repeated!r}", where=where, expected="each id once", advice="make the archive again"
        )


def _repeated(names: Iterable[str]) -> str:
    return next((name for name, count in Counter(names).items() if count > 1), "")


def _read_shard(shape: _Shape) -> ShardEntry:
    part = _read_part(shape)
    content = _read_part(_Shape(shape.mapping("content"), f"{shape.where}.content")) if "content" in shape.raw else None
    return ShardEntry(
        path=part.path,
        size=part.size,
        sha256=part.sha256,
        first=shape.date("first"),
        last=shape.date("last"),
        issues=shape.number("issues"),
        items=shape.number("items"),
        content=content,
    )


def _read_stretch(shape: _Shape) -> Stretch:
    publications = _Shape(shape.mapping("publications"), f"{shape.where}.publications")
    return Stretch(
        shards=shape.number("shards"),
        first=shape.date("first"),
        last=shape.date("last"),
        tokens=shape.number("tokens"),
        publications=tuple((name, publications.number(name)) for name in sorted(publications.raw)),
        words=_read_part(_Shape(shape.mapping("words"), f"{shape.where}.words")),
    )


def _read_part(shape: _Shape) -> Part:
    path = shape.text("path")
    # a path that leads out of the folder, or to another host, could make the reader ask for something else
    if not _NAME.fullmatch(path) or path in _RESERVED:
        raise NotAnArchive(
            f"{path[:60]!r} cannot be a shard's name", where=shape.where, expected="a plain file name that ends in .json"
        )
    return Part(path, shape.number("bytes"), shape.text("sha256"))


def _part_to_dict(part: Part) -> dict[str, Any]:
    return {"path": part.path, "bytes": part.size, "sha256": part.sha256}


def _shard_to_dict(shard: ShardEntry) -> dict[str, Any]:
    out = _part_to_dict(shard) | {"first": shard.first, "last": shard.last, "issues": shard.issues, "items": shard.items}
    return out | {"content": _part_to_dict(shard.content)} if shard.content else out


class _Shape:
    """Takes typed values out of parsed JSON and says where one is missing or of another type."""

    def __init__(self, raw: Any, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise NotAnArchive("is no JSON object", where=where, expected="an object")
        self.raw, self.where = raw, where

    def _take(self, key: str, kind: type, name: str) -> Any:
        value = self.raw.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise NotAnArchive(f"{key!r} is {'missing' if value is None else repr(value)[:60]}", where=self.where, expected=name)
        return value

    def text(self, key: str, required: bool = True) -> str:
        return str(self._take(key, str, "a string")) if required or key in self.raw else ""

    def date(self, key: str) -> str:
        try:
            return parse_date(text) if (text := self.text(key, required=False)) else ""
        except InvalidValue as error:
            raise NotAnArchive(f"{key!r}: {error.problem}", where=self.where, expected=error.expected) from None

    def number(self, key: str) -> int:
        value = int(self._take(key, int, "a whole number"))
        if value < 0:
            raise NotAnArchive(f"{key!r} is {value}", where=self.where, expected="no negative number")
        return value

    def items(self, key: str) -> list[Any]:
        return list(self._take(key, list, "an array"))

    def mapping(self, key: str) -> Mapping[str, Any]:
        mapping: Mapping[str, Any] = self._take(key, dict, "an object")
        return mapping

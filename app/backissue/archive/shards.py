"""Cuts an archive into shards of whole issues, and reads shards back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backissue.archive.canonical import decode, encode, sha256
from backissue.archive.manifest import Manifest, Part, ShardEntry
from backissue.archive.stretches import stretches_of
from backissue.errors import DamagedArchive, NotAnArchive
from backissue.model import Archive, Issue
from backissue.text.dates import day_of, sort_key

# A shard of this size is parsed and indexed within one slice of the reader's loading, on a slow machine too.
SHARD_BYTES = 1_000_000
# Full posts are fetched by shard when one of them is opened, so their sister file must not grow without bound either.
CONTENT_BYTES = 2_000_000
_HEAD, _TAIL = b'{"issues":[', b"]}\n"


def newest_first(issues: Iterable[Issue]) -> list[Issue]:
    """Returns `issues` in the archive's order: newest first, then by publication, then by id; undated ones last."""
    ordered = sorted(issues, key=lambda issue: (issue.publication, issue.id))
    return sorted(ordered, key=lambda issue: sort_key(issue.date), reverse=True)


def build(archive: Archive) -> tuple[Manifest, dict[str, bytes]]:
    """Returns the manifest of `archive` and the bytes of its files by name; the same archive gives the same bytes.

    Shards are filled from the oldest issue on, so that what is new changes only the newest shard, and are listed newest
    first.
    """
    entries: list[ShardEntry] = []
    files: dict[str, bytes] = {}
    issues = newest_first(archive.issues)
    for group in _groups(_Encoded.of(issue) for issue in reversed(issues)):
        entry, parts = _shard(group, files)
        entries.append(entry)
        files |= parts
    entries.sort(key=lambda entry: not entry.first)
    dated = [entry for entry in entries if entry.first]
    shards = (*dated[::-1], *(entry for entry in reversed(entries) if not entry.first))
    stretches, vocabularies = stretches_of(shards, issues)
    manifest = Manifest(
        title=archive.title,
        generated=dated[-1].last if dated else "",
        publications=tuple(sorted(archive.publications, key=lambda publication: publication.id)),
        issues=sum(entry.issues for entry in entries),
        items=sum(entry.items for entry in entries),
        shards=shards,
        stretches=stretches,
    )
    return manifest, files | vocabularies


@dataclass(frozen=True, slots=True)
class _Encoded:
    """An issue beside its JSON, which tells how much room it needs."""

    issue: Issue
    data: bytes
    content: dict[str, str]
    content_bytes: int

    @classmethod
    def of(cls, issue: Issue) -> _Encoded:
        content = {item.id: item.content for item in issue.items() if item.content}
        return cls(issue, encode(issue.to_dict())[:-1], content, len(encode(content)) if content else 0)


def _groups(issues: Iterable[_Encoded]) -> Iterator[list[_Encoded]]:
    """Cuts `issues`, oldest first, before a group would reach the size of a shard, and between undated and dated ones."""
    group: list[_Encoded] = []
    size = content_size = 0
    for each in issues:
        size += len(each.data) + 1
        content_size += each.content_bytes
        full = size + len(_HEAD) + len(_TAIL) > SHARD_BYTES or content_size > CONTENT_BYTES
        if group and (full or bool(group[-1].issue.date) != bool(each.issue.date)):
            yield group
            group, size, content_size = [], len(each.data) + 1, each.content_bytes
        group.append(each)
    if group:
        yield group


def _shard(group: list[_Encoded], taken: Mapping[str, bytes]) -> tuple[ShardEntry, dict[str, bytes]]:
    first, last = group[0].issue.date, group[-1].issue.date
    name = _unused(day_of(first) if first else "undated", taken)
    data = _HEAD + b",".join(each.data for each in reversed(group)) + _TAIL
    files = {f"{name}.json": data}
    content = {name: html for each in group for name, html in each.content.items()}
    part = None
    if content:
        files[f"{name}.content.json"] = sister = encode(content)
        part = Part(f"{name}.content.json", len(sister), sha256(sister))
    items = sum(1 for each in group for _ in each.issue.items())
    return ShardEntry(f"{name}.json", len(data), sha256(data), first, last, len(group), items, part), files


def _unused(name: str, taken: Mapping[str, bytes]) -> str:
    candidate, count = name, 1
    while f"{candidate}.json" in taken:
        count += 1
        candidate = f"{name}-{count}"
    return candidate


_TEXT: frozenset[type] = frozenset((str,))
_OBJECTS: frozenset[type] = frozenset((dict,))


def read_shard(entry: ShardEntry, data: bytes, digest: str = "") -> list[dict[str, Any]]:
    """Returns the issues of a shard as parsed JSON, after its size, hash and counts were compared with the manifest.

    `digest` is the SHA-256 of `data`, where whoever brought it has worked it out.

    Issues, sections and items are objects in arrays, and issues and items have an id of text; values are as they come.

    Raises:
        DamagedArchive: if a size, hash or count differs.
        NotAnArchive: if it is no JSON or has another shape.
    """
    entry.verify(data, digest)
    raw = decode(data, entry.path)
    if not isinstance(raw, Mapping):
        raise NotAnArchive("is no shard", where=entry.path, expected='an object with an array "issues"')
    issues = _objects(raw, "issues", entry.path, required=True)
    items = sum(_count_items(issue, f"{entry.path}: issues[{place}]") for place, issue in enumerate(issues))
    if (len(issues), items) != (entry.issues, entry.items):
        raise DamagedArchive(
            f"holds {len(issues)} issues and {items} items",
            where=entry.path,
            expected=f"{entry.issues} and {entry.items}, as the manifest says",
            advice="make the archive again",
        )
    return issues


def _count_items(issue: dict[str, Any], where: str) -> int:
    if not isinstance(issue.get("id"), str) or not isinstance(issue.get("publication"), str):
        raise NotAnArchive("is no issue", where=where, expected='an "id" and a "publication"')
    count = 0
    for section in _objects(issue, "sections", where):
        items = _objects(section, "items", f"{where}.sections")
        if not {type(item.get("id")) for item in items} <= _TEXT:
            raise NotAnArchive("an item has no id", where=where, expected='an "id" in each item')
        count += len(items)
    return count


def _objects(raw: Mapping[str, Any], key: str, where: str, required: bool = False) -> list[dict[str, Any]]:
    values = raw.get(key)
    if values is None and not required:
        return []
    # parsed JSON has exact types, and looking at their set is what a page with 47,000 items can afford
    if not isinstance(values, list) or not set(map(type, values)) <= _OBJECTS:
        raise NotAnArchive(f"{key!r} is no array of objects", where=where, expected="the form of a shard")
    return values


def read_content(part: Part, data: bytes, digest: str = "") -> dict[str, str]:
    """Returns the full posts of a sister shard by item id, as HTML that is still to be sanitised.

    `digest` as for `read_shard`.

    Raises:
        DamagedArchive, NotAnArchive: as `read_shard`.
    """
    part.verify(data, digest)
    raw = decode(data, part.path)
    if not isinstance(raw, dict) or not all(isinstance(text, str) for text in raw.values()):
        raise NotAnArchive("is no shard of posts", where=part.path, expected="an object of strings")
    return raw

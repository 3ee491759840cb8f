"""Imports another Backissue archive: its publications and issues as they are, ids and full posts included.

The source is the archive's `archive.json`; its shards are taken from beside it (`Source.beside`). A shard that is met by
itself, as when a folder is walked, brings nothing where its manifest lies beside it, since it is read with that. Without
its manifest a shard does not say what its publications are called, and is refused.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from backissue.archive.consistency import assert_consistent
from backissue.archive.manifest import FILE, FORMAT, Part, read_manifest
from backissue.archive.whole import assemble
from backissue.errors import ArchiveError, BackissueError, DamagedArchive, InvalidValue, SourceError
from backissue.importers.imported import Doubt, Imported, dropped_link, published_as
from backissue.importers.source import Source
from backissue.model import Archive, Issue, Item, Publication
from backissue.text.html import sanitise
from backissue.text.links import clean_link

NAME = "archive"
_MANIFEST = re.compile(rf'\s*\{{[^{{]{{0,500}}"format"\s*:\s*"{FORMAT}"')
_SHARD = re.compile(r'\s*\{\s*"issues"\s*:\s*\[\s*\{[\s\S]{0,19000}"publication"\s*:\s*"')
_POSTS = re.compile(r'\s*\{\s*"[^"\n/]{1,300}/[^"\n/]{1,300}/[0-9a-f]{10}(?:-\d+)?"\s*:\s*"')


def detect(source: Source) -> bool:
    """Says whether `source` is the manifest of an archive, a shard of one, or its sister with full posts."""
    head = source.head
    return bool(_MANIFEST.match(head) or _SHARD.match(head) or _POSTS.match(head))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns what the archive holds; nothing for a shard that is read with its manifest.

    Raises:
        SourceError: if a part is missing, cut off or altered, or a shard lies there without its manifest.
    """
    if not _MANIFEST.match(source.head):
        if _is_listed(source):
            return Imported((), ())
        raise SourceError(
            "is no manifest of an archive, and none beside it names it",
            where=source.name,
            expected=f"{FILE} with its shards beside it",
            advice="import the folder of the archive",
        )
    try:
        archive = _whole(source)
    except SourceError:
        raise
    except BackissueError as error:
        where = source.name if error.where in ("", source.name) else f"{source.name}: {error.where}"
        raise SourceError(error.problem, where=where, expected=error.expected, advice=error.advice) from None
    doubts: list[Doubt] = []
    issues = tuple(_harmless(issue, source.name, doubts) for issue in archive.issues)
    publications = tuple(_safe(each) for each in archive.publications)
    return published_as(Imported(publications, issues, tuple(doubts)), publication, source.name)


def _whole(source: Source) -> Archive:
    manifest = read_manifest(source.data, source.name)
    beside = source.beside
    if beside is None:
        raise SourceError(
            "is the manifest of an archive, without its shards",
            where=source.name,
            expected="the files that it names beside it",
            advice="import the folder that it lies in",
        )
    archive = assemble(manifest, _reading(beside))
    assert_consistent(archive, source.name)
    return archive


def _reading(beside: Callable[[str], bytes | None]) -> Callable[[Part], bytes]:
    def read_part(part: Part) -> bytes:
        data = beside(part.path)
        if data is None:
            raise DamagedArchive(
                "is missing", where=part.path, expected="the file that the manifest names", advice="fetch the archive again"
            )
        return data

    return read_part


def _is_listed(source: Source) -> bool:
    """Says whether a manifest that lies beside `source` names it."""
    data = source.beside(FILE) if source.beside else None
    if data is None:
        return False
    try:
        manifest = read_manifest(data)
    except (ArchiveError, InvalidValue):
        return False
    return re.split(r"[\\/]", source.name)[-1] in {part.path for part in manifest.parts()}


def _harmless(issue: Issue, where: str, doubts: list[Doubt]) -> Issue:
    """What an archive holds came from somebody, and may have been altered since."""

    def cleaned(item: Item) -> Item:
        url = clean_link(item.url)
        if item.url and not url:
            doubts.append(dropped_link(where, item.title, item.url))
        links = tuple(link for link in item.links if clean_link(link.url))
        return dataclasses.replace(item, url=url, links=links, content=sanitise(item.content) if item.content else "")

    sections = (dataclasses.replace(each, items=tuple(map(cleaned, each.items))) for each in issue.sections)
    return dataclasses.replace(issue, url=clean_link(issue.url), sections=tuple(sections))


def _safe(publication: Publication) -> Publication:
    links = {name: clean_link(getattr(publication, name)) for name in ("url", "subscribe_url", "feed_url")}
    return dataclasses.replace(publication, **links)

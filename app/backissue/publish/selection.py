"""The part of an archive that a site shows: some of its publications, or its links without the texts."""

from __future__ import annotations

import dataclasses
import difflib
import os
from dataclasses import dataclass

from backissue.archive.canonical import encode
from backissue.archive.consistency import assert_consistent
from backissue.archive.folder import open_folder
from backissue.archive.manifest import FILE, Manifest, Part
from backissue.archive.selection import without_publications
from backissue.archive.shards import build
from backissue.archive.whole import assemble
from backissue.errors import NothingFound
from backissue.model import Archive, Issue, Item, Section
from backissue.publish.options import Options


@dataclass(frozen=True, slots=True)
class Selected:
    """What is published of an archive, and the same as its files: `parts` are the bytes of each that `manifest` names."""

    archive: Archive
    manifest: Manifest
    parts: dict[str, bytes]

    @property
    def files(self) -> dict[str, bytes]:
        """The files by their names, `archive.json` first."""
        return {FILE: encode(self.manifest.to_dict()), **self.parts}


def open_selected(path: str | os.PathLike[str], options: Options) -> Selected:
    """Returns what `options` take of the archive at `path`.

    A whole archive keeps the bytes of its shards; of a part they are written anew.

    Raises:
        NotAnArchive, UnsupportedVersion, DamagedArchive, InvalidValue, UnreadableSource: if it cannot be used.
        NothingFound: as `select`.
    """
    manifest, read_part = open_folder(path)
    parts: dict[str, bytes] = {}

    def read(part: Part) -> bytes:
        parts[part.path] = read_part(part)
        return parts[part.path]

    archive = assemble(manifest, read)
    for stretch in manifest.stretches:
        read(stretch.words)
    assert_consistent(archive, str(path))
    if options.title:
        archive = dataclasses.replace(archive, title=options.title)
        manifest = dataclasses.replace(manifest, title=options.title)
    if not options.whole:
        archive = select(archive, options)
        manifest, parts = build(archive)
    return Selected(archive, manifest, parts)


def select(archive: Archive, options: Options) -> Archive:
    """Returns `archive` with the publications that `options` name, and without its texts where only links are wanted.

    Raises:
        NothingFound: if it has no publication of a name.
    """
    if options.publications:
        known = [publication.id for publication in archive.publications]
        for name in options.publications:
            _assert_known(name, known)
        archive = without_publications(archive, set(known).difference(options.publications))
    return only_links(archive) if options.links_only else archive


def only_links(archive: Archive) -> Archive:
    """Returns `archive` without intros, summaries and posts.

    A title that was made from the text goes, too, and with it an item that has nothing else: neither a link nor an event.
    """
    return dataclasses.replace(archive, issues=tuple(map(_without_texts, archive.issues)))


def _without_texts(issue: Issue) -> Issue:
    sections = []
    for section in issue.sections:
        items = [
            dataclasses.replace(each, title="" if each.title_made else each.title, title_made=False, summary="", content="")
            for each in section.items
            if _is_more_than_text(each)
        ]
        sections += [Section(section.title, tuple(items))] if items else []
    return dataclasses.replace(issue, intro="", sections=tuple(sections))


def _is_more_than_text(item: Item) -> bool:
    return bool(item.url or item.links or item.event or (item.title and not item.title_made))


def _assert_known(name: str, known: list[str]) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or known[:10]
        more = f" or another of {len(known):,}" if len(known) > len(near) else ""
        raise NothingFound(
            f"there is no publication {name!r}",
            where="--publication",
            expected=f"the id of one, such as {', '.join(near)}{more}" if known else "an archive that holds any",
            advice="`info` lists them; nothing was published",
        )

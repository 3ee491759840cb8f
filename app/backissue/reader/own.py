"""The issues that somebody imported in this browser: an archive of their own, held as the bytes that are kept."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from backissue.archive.canonical import encode
from backissue.archive.manifest import FILE, Manifest, Part, read_manifest
from backissue.archive.overlay import Raw
from backissue.archive.shards import build, read_content, read_shard
from backissue.archive.whole import read_issues
from backissue.errors import DamagedArchive
from backissue.model import Archive, Issue, Publication

# The same archive packed twice is the same bytes.
_EPOCH = (2026, 1, 1, 0, 0, 0)


class Own:
    """Imported issues as they are kept: `files` are those of an archive, `archive.json` among them; none without issues."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        """Reads what was kept.

        Raises:
            ArchiveError, InvalidValue: if it is damaged.
        """
        self.files = dict(files or {})
        self.publications: tuple[Publication, ...] = ()
        self.issues: list[Raw] = []
        self._manifest: Manifest | None = None
        self._part_of: dict[str, Part] = {}
        self._opened: tuple[str, dict[str, str]] = ("", {})
        if self.files:
            self._manifest = read_manifest(self.files.get(FILE, b""))
            self._read(self._manifest)
        self.ids = frozenset(issue["id"] for issue in self.issues)

    @classmethod
    def of(cls, archive: Archive) -> Own:
        """Returns the own archive that holds what `archive` does, but publications without an issue."""
        used = {issue.publication for issue in archive.issues}
        publications = tuple(each for each in archive.publications if each.id in used)
        manifest, files = build(Archive(archive.title, publications, archive.issues))
        return cls(files | {FILE: encode(manifest.to_dict())} if archive.issues else None)

    def _read(self, manifest: Manifest) -> None:
        self.publications = manifest.publications
        for entry in manifest.shards:
            self.issues += read_shard(entry, self._bytes(entry))
            if entry.content:
                self._part_of |= dict.fromkeys(read_content(entry.content, self._bytes(entry.content)), entry.content)

    def _bytes(self, part: Part) -> bytes:
        data = self.files.get(part.path)
        if data is None:
            raise DamagedArchive("is missing", where=part.path, expected="what was kept in this browser")
        return data

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return sum(map(len, self.files.values()))

    def archive(self, publication: str = "", issue: str = "") -> Archive:
        """Returns what is here as values of the model, full posts included, narrowed to a publication or an issue."""
        issues = (each for some in self.pieces() for each in some)
        found = tuple(each for each in issues if publication in ("", each.publication) and issue in ("", each.id))
        used = {each.publication for each in found}
        return Archive("Imported", tuple(each for each in self.publications if each.id in used), found)

    def pieces(self) -> Iterator[list[Issue]]:
        """Yields the issues of one shard after the other as values of the model, with their full posts."""
        for entry in self._manifest.shards if self._manifest else ():
            yield read_issues(entry, self._bytes)

    def posts(self) -> Iterator[tuple[Part, dict[str, str]]]:
        """Yields the full posts by item id, part by part."""
        for part in {part.path: part for part in self._part_of.values()}.values():
            yield part, read_content(part, self._bytes(part))

    def has_post(self, item_id: str) -> bool:
        """Says whether an imported item has its full text here."""
        return item_id in self._part_of

    def post(self, item_id: str) -> str:
        """Returns the full text of an imported item as it came, or ""."""
        part = self._part_of.get(item_id)
        if part is None:
            return ""
        if self._opened[0] != part.path:
            self._opened = part.path, read_content(part, self._bytes(part))
        return self._opened[1].get(item_id, "")


def pack(archive: Archive) -> bytes:
    """Returns the files of an archive in a zip, which unpacked is a folder that every command takes."""
    import zipfile  # which no start needs

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in Own.of(archive).files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            folder.writestr(entry, data)
    return packed.getvalue()

"""Lists every fault of an archive on disk: against the JSON Schema, the hashes, and what the files say of each other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from backissue.archive.canonical import decode, encode, sha256
from backissue.archive.folder import folder_of, read, read_file, settle
from backissue.archive.manifest import FILE, Manifest, read_manifest
from backissue.archive.schema import violations
from backissue.archive.shards import SHARD_BYTES
from backissue.archive.stretches import stretches_of
from backissue.errors import BackissueError, InvalidValue, UnsupportedVersion
from backissue.model import Archive
from backissue.text.dates import parse_date, sort_key
from backissue.text.html import sanitise
from backissue.text.links import clean_link

_AGAIN = "make the archive again from its sources"
_FETCH = "fetch the file again, or make the archive again from its sources"
_IDS = "give each its own id, or make the archive again"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: in which file, at which place of it (such as `issues[0].date`), and what to do."""

    file: str
    place: str
    problem: str
    advice: str = _AGAIN

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.problem}; {self.advice}"


def faults(path: str | os.PathLike[str], progress: Callable[[str], None] = lambda name: None) -> list[Fault]:
    """Returns every fault of the archive at `path`, a folder or its `archive.json`; `progress` is told each file.

    Raises:
        NotAnArchive: if there is none.
        UnreadableSource: if it may not be read.
    """
    folder = folder_of(path)
    settle(folder)
    data = read_file(folder, FILE)
    checking = _Check(folder)
    progress(FILE)
    manifest = checking.manifest(data)
    if manifest:
        for place, entry in enumerate(manifest["shards"]):
            progress(entry["path"])
            checking.shard(entry, f"shards[{place}]")
        for stretch in manifest.get("stretches", ()):
            progress(stretch["words"]["path"])
            checking.vocabulary(stretch["words"])
        checking.sums(manifest)
    if not checking.found:
        # whatever the reader would refuse, though no rule above names it
        try:
            checking.found += _wrongly_told(read_manifest(data), read(folder))
        except BackissueError as error:
            checking.found.append(Fault(error.where or FILE, "", error.problem, error.advice or _AGAIN))
    return checking.found


def _wrongly_told(manifest: Manifest, archive: Archive) -> Iterator[Fault]:
    """Compares the stretches with the archive: a search would leave out what they do not tell."""
    if not manifest.stretches:
        return
    told, _ = stretches_of(manifest.shards, archive.issues)
    for place, (stretch, right) in enumerate(zip_longest(manifest.stretches, told)):
        for name in ("shards", "first", "last", "tokens", "publications", "words"):
            says, holds = getattr(stretch, name, None), getattr(right, name, None)
            if says == holds:
                continue
            if name == "words":
                file = says.path if says else FILE
                yield Fault(file, "", "does not hold the words and issues of its stretch, and no others")
            else:
                yield Fault(FILE, f"stretches[{place}].{name}", f"says {says!r}, but the shards hold {holds!r}")


class _Check:
    """Goes through the files of an archive and collects faults."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[Fault] = []
        self.publications: set[str] = set()
        self.issues: dict[str, str] = {}
        self.items: dict[str, str] = {}
        self.newest = ""
        self.seen_all = True
        self.before: tuple[str, tuple[str, str]] | None = None

    def note(self, file: str, place: str, problem: str, advice: str = _AGAIN) -> None:
        self.found.append(Fault(file, place, problem, advice))

    def parsed(self, file: str, data: bytes, kind: str) -> tuple[Any, bool]:
        """Returns the JSON in `data`, or None, and whether it obeys the schema."""
        try:
            raw = decode(data, file)
        except BackissueError as error:
            self.note(file, "", error.problem, _FETCH)
            return None, False
        if encode(raw) != data:
            self.note(file, "", "is not in the canonical form (UTF-8, sorted keys, no spaces, a final newline)")
        problems = list(violations(kind, raw))
        for place, problem in problems:
            self.note(file, place, problem)
        return raw, not problems

    def manifest(self, data: bytes) -> dict[str, Any] | None:
        """Checks `archive.json`; returns it if the rest can be read by it."""
        refused: BackissueError | None = None
        try:
            read_manifest(data)
        except UnsupportedVersion as error:
            self.note(FILE, "version", error.problem, error.advice)
            return None
        except BackissueError as error:
            refused = error
        manifest, valid = self.parsed(FILE, data, "manifest")
        if not valid:
            return None
        if refused:
            self.note(FILE, refused.where.partition(": ")[2], f"{refused.problem}, expected {refused.expected}")
        for place, publication in enumerate(manifest["publications"]):
            self.publications.add(publication["id"])
            for name in ("url", "subscribe_url", "feed_url"):
                self.link(publication, name, FILE, f"publications[{place}].{name}")
        found: dict[str, Any] = manifest
        return found

    def shard(self, entry: dict[str, Any], where: str) -> None:
        file = entry["path"]
        data = self.part(entry)
        content = self.part(entry["content"]) if "content" in entry else None
        if data is None:
            self.seen_all = False
            return
        if len(data) >= SHARD_BYTES and entry["issues"] > 1:
            self.note(
                file, "", f"has {len(data):,} bytes and {entry['issues']} issues: a shard stays below {SHARD_BYTES:,} bytes"
            )
        raw, _ = self.parsed(file, data, "shard")
        issues = raw.get("issues") if isinstance(raw, dict) else None
        if not isinstance(issues, list):
            self.seen_all = False
            return
        ids: set[str] = set()
        for place, issue in enumerate(issues):
            for error_place, problem in (problems := list(violations("issue", issue))):
                self.note(file, f"issues[{place}]{error_place and '.' + error_place}", problem)
            if not problems:
                ids |= self.issue(issue, file, f"issues[{place}]")
        self.counts(entry, where, issues)
        if content is not None:
            self.content(entry["content"]["path"], content, ids)

    def part(self, entry: dict[str, Any]) -> bytes | None:
        """Returns the bytes of a file that the manifest names, after its size and hash were compared."""
        try:
            data = read_file(self.folder, entry["path"])
        except BackissueError as error:
            self.note(entry["path"], "", error.problem, error.advice or _FETCH)
            return None
        if len(data) != entry["bytes"]:
            self.note(entry["path"], "", f"has {len(data):,} bytes, the manifest says {entry['bytes']:,}", _FETCH)
        elif sha256(data) != entry["sha256"]:
            self.note(entry["path"], "", f"has the hash {sha256(data)[:12]}…, the manifest says {entry['sha256'][:12]}…", _FETCH)
        return data

    def vocabulary(self, entry: dict[str, Any]) -> None:
        """Checks the file of a stretch's words by itself."""
        data = self.part(entry)
        if data is not None:
            self.parsed(entry["path"], data, "vocabulary")

    def issue(self, issue: dict[str, Any], file: str, where: str) -> set[str]:
        """Checks an issue that obeys the schema; returns the ids of its items."""
        name = issue["id"]
        if name in self.issues:
            self.note(file, f"{where}.id", f"{name!r} is the id of an issue in {self.issues[name]} too", _IDS)
        self.issues.setdefault(name, file)
        if issue["publication"] not in self.publications:
            self.note(file, f"{where}.publication", f"{issue['publication']!r} is no publication of the manifest")
        self.order(issue, file, where)
        self.date(issue, "date", file, where)
        self.link(issue, "url", file, f"{where}.url")
        ids = set()
        for number, section in enumerate(issue.get("sections", ())):
            for place, item in enumerate(section.get("items", ())):
                path = f"{where}.sections[{number}].items[{place}]"
                self.item(item, name, file, path)
                ids.add(item["id"])
        return ids

    def order(self, issue: dict[str, Any], file: str, where: str) -> None:
        """Notes an issue that is newer than the one before it, or of one date and should stand before it."""
        date = sort_key(issue.get("date", ""))
        self.newest = max(self.newest, issue.get("date", ""), key=sort_key)
        before, self.before = self.before, (date, (issue["publication"], issue["id"]))
        if before and (date > before[0] or (date == before[0] and self.before[1] < before[1])):
            self.note(file, where, f"{issue['id']!r} stands in the wrong place: issues are sorted newest first, then by id")

    def item(self, item: dict[str, Any], issue: str, file: str, where: str) -> None:
        name = item["id"]
        if not name.startswith(f"{issue}/"):
            self.note(file, f"{where}.id", f"{name!r} does not begin with its issue's id {issue!r}")
        if name in self.items:
            self.note(file, f"{where}.id", f"{name!r} is the id of {self.items[name]} too", _IDS)
        self.items.setdefault(name, f"{file}: {where}")
        self.date(item, "date", file, where)
        self.link(item, "url", file, f"{where}.url")
        for place, link in enumerate(item.get("links", ())):
            self.link(link, "url", file, f"{where}.links[{place}].url")
        for end in ("start", "end"):
            self.date(item.get("event", {}), end, file, f"{where}.event")

    def date(self, raw: dict[str, Any], name: str, file: str, where: str) -> None:
        if name not in raw:
            return
        try:
            parse_date(raw[name])
        except InvalidValue as error:
            self.note(file, f"{where}.{name}", error.problem)

    def link(self, raw: dict[str, Any], name: str, file: str, where: str) -> None:
        if name in raw and not clean_link(raw[name]):
            self.note(file, where, f"{raw[name][:60]!r} is no http, https or mailto link that leads anywhere")

    def content(self, file: str, data: bytes, ids: set[str]) -> None:
        raw, valid = self.parsed(file, data, "content")
        if not valid:
            return
        for name, html in raw.items():
            if name not in ids:
                self.note(file, name, "belongs to no item of its shard")
            if sanitise(html) != html:
                self.note(file, name, "holds HTML that is not sanitised: readers will see less than it says")

    def counts(self, entry: dict[str, Any], where: str, issues: list[Any]) -> None:
        """Compares what the manifest says of a shard with what it holds."""
        dates = [issue["date"] for issue in issues if isinstance(issue, dict) and isinstance(issue.get("date"), str)]
        held = {
            "issues": len(issues),
            "items": sum(1 for _ in _items(issues)),
            "first": min(dates, key=sort_key, default=""),
            "last": max(dates, key=sort_key, default=""),
        }
        for name, value in held.items():
            if entry[name] != value:
                self.note(FILE, f"{where}.{name}", f"says {entry[name]!r}, but {entry['path']} holds {value!r}")

    def sums(self, manifest: dict[str, Any]) -> None:
        if self.seen_all and manifest.get("generated", "") != self.newest:
            self.note(FILE, "generated", f"says {manifest.get('generated', '')!r}, but the newest issue is of {self.newest!r}")


def _items(issues: list[Any]) -> Iterator[Any]:
    """Yields the items of issues whose shape may be anything."""
    for issue in issues:
        for section in _list(issue, "sections"):
            yield from _list(section, "items")


def _list(raw: Any, name: str) -> list[Any]:
    values = raw.get(name) if isinstance(raw, dict) else None
    return values if isinstance(values, list) else []

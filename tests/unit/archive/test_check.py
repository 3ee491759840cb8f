"""`check`: every fault is listed, with its file, its place, and what to do."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backissue.archive import merge
from backissue.archive.canonical import decode, encode, sha256
from backissue.archive.check import faults
from backissue.archive.folder import read, write
from backissue.archive.manifest import read_manifest
from backissue.archive.shards import read_content, read_shard
from backissue.errors import BackissueError, NotAnArchive
from backissue.index import Index
from tests.unit.archive.archives import HARBOUR, harbour, issue, item

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="a browser has no disk")

SHARD, CONTENT, MANIFEST = "2025-01-06.json", "2025-01-06.content.json", "archive.json"
Json = dict[str, Any]
# The archive that is broken below has three issues, newest first: a planet's day, harbour-weekly/2 and harbour-weekly/1.


def broken(folder: Path, name: str, change: Callable[[Json], object], honest: bool = True) -> Path:
    """Writes the archive of `harbour` with one file changed; an honest manifest says size and hash of the changed one."""
    write(folder, harbour())
    raw = decode((folder / name).read_bytes(), name)
    change(raw)
    (folder / name).write_bytes(encode(raw))
    if honest and name != MANIFEST:
        signed(folder)
    return folder


def signed(folder: Path) -> None:
    """Lets the manifest say the sizes and hashes that the files have."""
    manifest = decode((folder / MANIFEST).read_bytes(), MANIFEST)
    for entry in (each for shard in manifest["shards"] for each in (shard, shard.get("content")) if each):
        data = (folder / entry["path"]).read_bytes()
        entry |= {"bytes": len(data), "sha256": sha256(data)}
    (folder / MANIFEST).write_bytes(encode(manifest))


def load_as_the_browser_does(folder: Path) -> None:
    """Goes the reader's way: manifest, shards, posts, each handed over as bytes."""
    manifest = read_manifest((folder / MANIFEST).read_bytes())
    index = Index(manifest)
    for entry in manifest.shards:
        for _ in index.add_shard(entry, read_shard(entry, (folder / entry.path).read_bytes())):
            pass
    for entry in manifest.shards:
        if entry.content:
            for _ in index.add_content(
                entry.content.path, read_content(entry.content, (folder / entry.content.path).read_bytes())
            ):
                pass


def at(*path: str | int, **values: object) -> Callable[[Json], None]:
    """Returns a change that sets values of the object at `path`."""
    return lambda raw: reach(raw, *path).update(values)


def without(*path: str | int) -> Callable[[Json], None]:
    """Returns a change that takes out what lies at `path`."""
    return lambda raw: reach(raw, *path[:-1]).pop(path[-1])


def reach(raw: Any, *path: str | int) -> Any:
    for step in path:
        raw = raw[step]
    return raw


def fewer_issues(raw: Json) -> None:
    raw["shards"][0]["issues"] = raw["totals"]["issues"] = 2


def publication_twice(raw: Json) -> None:
    raw["publications"].append(raw["publications"][0])


def item_twice(raw: Json) -> None:
    first, second = reach(raw, *ITEM[:-1])
    second["id"] = first["id"]


def script_in_posts(raw: Json) -> None:
    raw |= dict.fromkeys(raw, "<script>x</script>")


ENTRY = ("shards", 0)
ITEM = ("issues", 1, "sections", 0, "items", 0)
STRANGE_POST = "river-planet/2026-02-03/0000000000"
Change = Callable[[Json], object]
# Broken so that no reader can use it: file, change, and words of the fault that `check` lists.
REFUSED: dict[str, tuple[str, Change, str]] = {
    "other format": (MANIFEST, at(format="zip"), "archive.json: format: 'backissue-archive' was expected"),
    "newer version": (MANIFEST, at(version=2), "archive.json: version: is of version 2; use a newer Backissue"),
    "no totals": (MANIFEST, without("totals"), "archive.json: 'totals' is a required property"),
    "wrong totals": (MANIFEST, at("totals", items=5), "says 3 issues and 5 items, expected 3 and 4"),
    "wrong size": (MANIFEST, at(*ENTRY, bytes=9), "bytes, the manifest says 9; fetch the file again"),
    "wrong hash": (MANIFEST, at(*ENTRY, sha256="0" * 64), "the manifest says 000000000000…; fetch the file again"),
    "no hash": (MANIFEST, at(*ENTRY, sha256=5), "archive.json: shards[0].sha256: 5 is not of type 'string'"),
    "wrong counts": (MANIFEST, fewer_issues, f"shards[0].issues: says 2, but {SHARD} holds 3"),
    "path that leads out": (MANIFEST, at(*ENTRY, path="../x.json"), "shards[0].path: '../x.json' does not match"),
    "shard's date": (MANIFEST, at(*ENTRY, first="2025-13-01"), "'first': '2025-13-01' is no date"),
    "untitled publication": (MANIFEST, without("publications", 0, "title"), "publications[0]: 'title' is a required"),
    "publication twice": (MANIFEST, publication_twice, "two publications of the id"),
    "issues no array": (SHARD, at(issues={}), f"{SHARD}: issues: {{}} is not of type 'array'"),
    "issue without id": (SHARD, without("issues", 0, "id"), f"{SHARD}: issues[0]: 'id' is a required property"),
    "item without id": (SHARD, without(*ITEM, "id"), "issues[1].sections[0].items[0]: 'id' is a required"),
    "title a number": (SHARD, at(*ITEM, title=5), "items[0].title: 5 is not of type 'string'"),
    "summary a list": (SHARD, at(*ITEM, summary=["x"]), "items[0].summary: ['x'] is not of type 'string'"),
    "issue twice": (SHARD, at("issues", 1, id="harbour-weekly/1"), "issues[2].id: 'harbour-weekly/1' is the id of an issue in"),
    "item twice": (SHARD, item_twice, "too; give each its own id"),
    "unknown publication": (SHARD, at("issues", 0, publication="wharf"), "publication: 'wharf' is no publication"),
    "issue's date": (SHARD, at("issues", 0, date="2026-02-30"), "issues[0].date: '2026-02-30' is no date"),
    "posts no texts": (CONTENT, at(x=5), "5 is not of type 'string'"),
    "post of no item": (CONTENT, at(**{STRANGE_POST: "<p>x</p>"}), f"{STRANGE_POST}: belongs to no item of its shard"),
}
# Wrong, but nothing that a reader would have to be kept from.
NOTED: dict[str, tuple[str, Change, str]] = {
    "missing shard": (MANIFEST, at(*ENTRY, path="2027.json"), "2027.json: is missing"),
    "unknown field": (SHARD, at(*ITEM, colour="red"), "'colour' was unexpected"),
    "empty field": (SHARD, at(*ITEM, summary=""), "items[0].summary: '' should be non-empty"),
    "unknown kind": (SHARD, at(*ITEM, kind="poem"), "items[0].kind: 'poem' is not one of"),
    "date not padded": (SHARD, at(*ITEM, date="2026-2-3"), "date: '2026-2-3' does not fit: A year, a month"),
    "item's date": (SHARD, at(*ITEM, date="2026-02-30"), "items[0].date: '2026-02-30' is no date"),
    "event's date": (SHARD, at(*ITEM, "event", end="2026-02-30"), "event.end: '2026-02-30' is no date"),
    "script as a link": (SHARD, at(*ITEM, url="javascript:x"), "url: 'javascript:x' does not fit: An http"),
    "link to nowhere": (SHARD, at(*ITEM, "links", 0, url="https://"), "links[0].url: 'https://' is no http"),
    "issue's link": (SHARD, at("issues", 0, url="https://[x"), "issues[0].url: 'https://[x' is no http"),
    "publication's link": (MANIFEST, at("publications", 0, feed_url="https://:x"), "publications[0].feed_url"),
    "another issue's item": (SHARD, at(*ITEM, id="harbour-weekly/9/0123456789"), "does not begin with its issue's id"),
    "wrong order": (SHARD, lambda raw: raw["issues"].reverse(), "issues[1]: 'harbour-weekly/2' stands in the wrong place"),
    "wrong first date": (MANIFEST, at(*ENTRY, first="2024"), f"shards[0].first: says '2024', but {SHARD} holds '2025-01-06'"),
    "wrong newest date": (MANIFEST, at(generated="2030"), "generated: says '2030', but the newest issue is of '2026-02-03'"),
    "script in a post": (CONTENT, script_in_posts, "holds HTML that is not sanitised"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_check_and_the_browser_refuse_the_same_archives(name: str, tmp_path: Path) -> None:
    """What `check` calls unusable, the page refuses to load with a message, and so does every command that reads it."""
    file, change, words = REFUSED[name]
    folder = broken(tmp_path, file, change)
    assert words in (found := listed(folder)), found
    with pytest.raises(BackissueError):
        load_as_the_browser_does(folder)
    with pytest.raises(BackissueError):
        read(folder)


@pytest.mark.parametrize("name", NOTED)
def test_check_finds_what_a_reader_can_live_with(name: str, tmp_path: Path) -> None:
    """Faults that do not keep an archive from being read are listed all the same."""
    file, change, words = NOTED[name]
    assert words in (found := listed(broken(tmp_path, file, change))), found


def listed(folder: Path) -> str:
    """All faults, a line each."""
    return "\n".join(map(str, faults(folder)))


def test_a_sound_archive_has_no_fault(tmp_path: Path) -> None:
    """What Backissue writes passes its own check, and so does the page's way of loading it."""
    write(tmp_path, harbour())
    assert faults(tmp_path) == faults(tmp_path / MANIFEST) == []
    load_as_the_browser_does(tmp_path)


@pytest.mark.parametrize("file", [MANIFEST, SHARD, CONTENT])
@pytest.mark.parametrize("keep", [0, 1, 20, -20, -1])
def test_a_truncated_file_is_refused_by_both(file: str, keep: int, tmp_path: Path) -> None:
    """A download that broke off is noticed wherever it broke off."""
    write(tmp_path, harbour())
    (tmp_path / file).write_bytes((tmp_path / file).read_bytes()[:keep])
    found = faults(tmp_path)
    assert {fault.file for fault in found} == {file}
    if not (file == MANIFEST and keep == -1):  # without the last newline it is still the same manifest
        with pytest.raises(BackissueError, match=file.replace(".", r"\.")):
            load_as_the_browser_does(tmp_path)


def test_bytes_that_are_not_canonical_are_a_fault(tmp_path: Path) -> None:
    """JSON that was written with spaces says the same, but not in the same bytes."""
    write(tmp_path, harbour())
    raw = json.loads((tmp_path / SHARD).read_bytes())
    (tmp_path / SHARD).write_text(json.dumps(raw), encoding="utf-8")
    signed(tmp_path)
    form = "is not in the canonical form (UTF-8, sorted keys, no spaces, a final newline)"
    assert listed(tmp_path) == f"{SHARD}: {form}; make the archive again from its sources"


def test_a_shard_that_is_too_large_is_a_fault(tmp_path: Path) -> None:
    """A megabyte in a shard is for one issue alone."""
    long = item("x", summary="x" * 999_000)
    archive = merge.add(harbour(), (HARBOUR,), [issue("3", long, date="2026-02-04")])
    write(tmp_path, archive)
    assert faults(tmp_path) == []
    shards = sorted(path for path in tmp_path.iterdir() if path.name not in (MANIFEST,) and "content" not in path.name)
    issues = [each for path in reversed(shards) for each in json.loads(path.read_bytes())["issues"]]
    shards[-1].unlink()
    (tmp_path / SHARD).write_bytes(encode({"issues": issues}))
    manifest = decode((tmp_path / MANIFEST).read_bytes(), MANIFEST)
    manifest["shards"] = [manifest["shards"][-1] | {"issues": 4, "items": 5, "last": "2026-02-04"}]
    (tmp_path / MANIFEST).write_bytes(encode(manifest))
    signed(tmp_path)
    size = (tmp_path / SHARD).stat().st_size
    assert listed(tmp_path).startswith(f"{SHARD}: has {size:,} bytes and 4 issues: a shard stays below 1,000,000 bytes")


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    """Nobody has to run the check again to find the next fault."""

    def change(raw: Json) -> None:
        reach(raw, *ITEM).update(url="ftp://example.org", date="2026-99-99", kind="poem")
        raw["issues"][0].update(date="2026-02-30")
        raw["issues"][2].update(publication="wharf")

    assert len(faults(broken(tmp_path, SHARD, change))) >= 5


def test_progress_is_told_by_file(tmp_path: Path) -> None:
    """A long check can say which file it is at."""
    write(tmp_path, harbour())
    told: list[str] = []
    faults(tmp_path, told.append)
    assert told == [MANIFEST, SHARD]


def test_where_there_is_no_archive_there_is_nothing_to_check(tmp_path: Path) -> None:
    """A wrong path is told as such, not as a fault of an archive."""
    with pytest.raises(NotAnArchive, match="holds no archive"):
        faults(tmp_path)

"""`check`: every fault is listed, with its file, its place, and what to do."""

import dataclasses
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
# The archive that is broken below: three issues, newest first: a planet's day, harbour-weekly/2 and harbour-weekly/1.
POST = "river-planet/2026-02-03/"


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
            for _ in index.add_content(entry.content.path, read_content(entry.content, (folder / entry.content.path).read_bytes())):
                pass


def first_item(raw: Json, number: int = 1) -> Json:
    found: Json = raw["issues"][number]["sections"][0]["items"][0]
    return found


def swap(raw: Json) -> None:
    raw["issues"].reverse()


REFUSED: dict[str, tuple[str, Callable[[Json], object], str]] = {
    # broken so that the reader cannot use it: both refuse
    "other format": (MANIFEST, lambda raw: raw.update(format="zip"), r"archive\.json: format: 'backissue-archive' was expected"),
    "newer version": (MANIFEST, lambda raw: raw.update(version=2), r"archive\.json: version: is of version 2; use a newer Backissue"),
    "no totals": (MANIFEST, lambda raw: raw.pop("totals"), r"archive\.json: 'totals' is a required property"),
    "wrong totals": (MANIFEST, lambda raw: raw["totals"].update(items=5), "says 3 issues and 5 items, expected 3 and 4"),
    "wrong size": (MANIFEST, lambda raw: raw["shards"][0].update(bytes=9), rf"{SHARD}: has [\d,]+ bytes, the manifest says 9"),
    "wrong hash": (MANIFEST, lambda raw: raw["shards"][0].update(sha256="0" * 64), rf"{SHARD}: has the hash \w+…, the manifest says 000000000000…"),
    "no hash": (MANIFEST, lambda raw: raw["shards"][0].update(sha256=5), r"archive\.json: shards\[0\]\.sha256: 5 is not of type 'string'"),
    "wrong counts": (
        MANIFEST,
        lambda raw: (raw["shards"][0].update(issues=2), raw["totals"].update(issues=2)),
        r"archive\.json: shards\[0\]\.issues: says 2, but .* holds 3",
    ),
    "path that leads out": (MANIFEST, lambda raw: raw["shards"][0].update(path="../x.json"), r"shards\[0\]\.path: '\.\./x\.json'"),
    "date that is none": (MANIFEST, lambda raw: raw["shards"][0].update(first="2025-13-01"), r"'first': '2025-13-01' is no date"),
    "publication without title": (MANIFEST, lambda raw: raw["publications"][0].pop("title"), r"publications\[0\]: 'title' is a required"),
    "publication twice": (MANIFEST, lambda raw: raw["publications"].append(raw["publications"][0]), "two publications of the id"),
    "issues are no array": (SHARD, lambda raw: raw.update(issues={}), rf"{SHARD}: issues: {{}} is not of type 'array'"),
    "issue without id": (SHARD, lambda raw: raw["issues"][0].pop("id"), rf"{SHARD}: issues\[0\]: 'id' is a required property"),
    "item without id": (SHARD, lambda raw: first_item(raw).pop("id"), r"issues\[1\]\.sections\[0\]\.items\[0\]: 'id' is a required"),
    "title is a number": (SHARD, lambda raw: first_item(raw).update(title=5), r"items\[0\]\.title: 5 is not of type 'string'"),
    "summary is a list": (SHARD, lambda raw: first_item(raw).update(summary=["x"]), r"items\[0\]\.summary: \['x'\] is not of type 'string'"),
    "issue twice": (SHARD, lambda raw: raw["issues"][1].update(id="harbour-weekly/1"), r"issues\[2\]\.id: 'harbour-weekly/1' is the id of an issue"),
    "item twice": (
        SHARD,
        lambda raw: raw["issues"][1]["sections"][0]["items"][1].update(id=first_item(raw)["id"]),
        r"issues\[1\]\.sections\[0\]\.items\[1\]\.id: .* is the id of .* too; give each its own id",
    ),
    "unknown publication": (SHARD, lambda raw: raw["issues"][0].update(publication="wharf"), r"publication: 'wharf' is no publication"),
    "issue with a date that is none": (SHARD, lambda raw: raw["issues"][0].update(date="2026-02-30"), r"issues\[0\]\.date: '2026-02-30' is no date"),
    "posts of another shape": (CONTENT, lambda raw: raw.update(x=5), rf"{CONTENT}: .*5 is not of type 'string'"),
    "post of an unknown item": (CONTENT, lambda raw: raw.update({POST + "0000000000": "<p>x</p>"}), "belongs to no item of its shard"),
}  # fmt: skip
NOTED: dict[str, tuple[str, Callable[[Json], object], str]] = {
    # wrong, but nothing that a reader would have to be kept from
    "missing shard": (MANIFEST, lambda raw: raw["shards"][0].update(path="2027.json"), r"2027\.json: is missing"),
    "unknown field": (SHARD, lambda raw: first_item(raw).update(colour="red"), "'colour' was unexpected"),
    "empty field": (SHARD, lambda raw: first_item(raw).update(summary=""), r"items\[0\]\.summary: '' should be non-empty"),
    "unknown kind": (SHARD, lambda raw: first_item(raw).update(kind="poem"), r"items\[0\]\.kind: 'poem' is not one of"),
    "date not padded": (SHARD, lambda raw: first_item(raw).update(date="2026-2-3"), r"date: '2026-2-3' does not fit: A year, a month"),
    "item with a date that is none": (SHARD, lambda raw: first_item(raw).update(date="2026-02-30"), r"items\[0\]\.date: '2026-02-30' is no date"),
    "event with a date that is none": (SHARD, lambda raw: first_item(raw)["event"].update(end="2026-02-30"), r"event\.end: '2026-02-30' is no"),
    "script as a link": (SHARD, lambda raw: first_item(raw).update(url="javascript:x"), r"url: 'javascript:x' does not fit: An http"),
    "link to nowhere": (SHARD, lambda raw: first_item(raw)["links"][0].update(url="https://"), r"links\[0\]\.url: 'https://' is no http"),
    "issue's link": (SHARD, lambda raw: raw["issues"][0].update(url="https://[x"), r"issues\[0\]\.url: 'https://\[x' is no"),
    "publication's link": (MANIFEST, lambda raw: raw["publications"][0].update(feed_url="https://:x"), r"publications\[0\]\.feed_url"),
    "item of another issue": (SHARD, lambda raw: first_item(raw).update(id="harbour-weekly/9/0123456789"), "does not begin with its issue's id"),
    "wrong order": (SHARD, swap, r"issues\[1\]: 'harbour-weekly/2' stands in the wrong place"),
    "wrong first date": (MANIFEST, lambda raw: raw["shards"][0].update(first="2024"), r"shards\[0\]\.first: says '2024', but .* '2025-01-06'"),
    "wrong newest date": (MANIFEST, lambda raw: raw.update(generated="2030"), "generated: says '2030', but the newest issue is of '2026-02-03'"),
    "script in a post": (CONTENT, lambda raw: raw.update({name: "<script>x</script>" for name in raw}), "holds HTML that is not sanitised"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_check_and_the_browser_refuse_the_same_archives(name: str, tmp_path: Path) -> None:
    """What `check` calls unusable, the page refuses to load with a message, and so does every command that reads it."""
    file, change, words = REFUSED[name]
    folder = broken(tmp_path, file, change)
    assert any(matches(words, str(fault)) for fault in faults(folder)), [str(fault) for fault in faults(folder)]
    with pytest.raises(BackissueError):
        load_as_the_browser_does(folder)
    with pytest.raises(BackissueError):
        read(folder)


@pytest.mark.parametrize("name", NOTED)
def test_check_finds_what_a_reader_can_live_with(name: str, tmp_path: Path) -> None:
    """Faults that do not keep an archive from being read are listed all the same."""
    file, change, words = NOTED[name]
    found = faults(broken(tmp_path, file, change))
    assert any(matches(words, str(fault)) for fault in found), [str(fault) for fault in found]


def matches(words: str, text: str) -> bool:
    import re

    return re.search(words, text) is not None


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
    assert [str(fault) for fault in faults(tmp_path)] == [
        f"{SHARD}: is not in the canonical form (UTF-8, sorted keys, no spaces, a final newline); make the archive again from its sources"
    ]


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
    (fault,) = faults(tmp_path)
    assert matches(rf"{SHARD}: has 1,\d\d\d,\d\d\d bytes and 4 issues: a shard stays below 1,000,000 bytes", str(fault))


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    """Nobody has to run the check again to find the next fault."""

    def change(raw: Json) -> None:
        first_item(raw).update(url="ftp://example.org", date="2026-99-99", kind="poem")
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


def test_what_only_reading_would_refuse_is_a_fault_too(tmp_path: Path) -> None:
    """A fault that no rule names is found by reading the archive at last."""
    write(tmp_path, dataclasses.replace(harbour(), publications=harbour().publications))
    assert faults(tmp_path) == []

"""An archive on a disk: written whole or not at all, read only if it is sound."""

import dataclasses
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from backissue.archive import merge
from backissue.archive.canonical import encode
from backissue.archive.folder import open_folder, read, update, write
from backissue.archive.shards import build, read_shard
from backissue.errors import BackissueError, DamagedArchive, InvalidValue, NotAnArchive, UnsupportedVersion, UnusableTarget
from backissue.model import Archive
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, HARBOUR, harbour, issue, item

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="a browser has no disk")


def more() -> Archive:
    """The archive of `harbour` with an older issue, which gives its shard another name."""
    return merge.add(harbour(), (), [issue("0", item("First light"), date="2024-12-30")])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@examples(15)
@given(ARCHIVES)
def test_an_archive_comes_back(archive: Archive) -> None:
    """Whatever is written is read back, full posts included."""
    with tempfile.TemporaryDirectory() as name:
        write(name, archive)
        assert read(name) == archive


def test_the_folder_holds_the_manifest_and_its_shards_only(tmp_path: Path) -> None:
    """Nothing temporary, no lock and no journal stays behind."""
    write(tmp_path / "deep" / "archive", harbour())
    assert sorted(content(tmp_path / "deep" / "archive")) == ["2025-01-06.content.json", "2025-01-06.json", "archive.json"]


def test_an_archive_is_named_by_its_folder_or_its_manifest(tmp_path: Path) -> None:
    """Both ways of naming it lead to the same archive."""
    write(tmp_path / "a" / "archive.json", harbour())
    assert read(tmp_path / "a") == read(str(tmp_path / "a" / "archive.json")) == harbour()


def test_writing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    """Files that are right already keep their times, so that nothing that watches them wakes up."""
    write(tmp_path, harbour())
    for path in tmp_path.iterdir():
        os.utime(path, ns=(1, 1))
    os.utime(tmp_path, ns=(1, 1))
    write(tmp_path, harbour())
    assert {path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())} == {1}


def test_shards_that_are_no_longer_named_go_and_strangers_stay(tmp_path: Path) -> None:
    """Only files of the old manifest are removed; whatever else lies there is left alone."""
    strangers = {"README.md": b"hi", "2025-01-06-old.json": b"{}", "schema.json": b"{}"}
    for name, data in strangers.items():
        (tmp_path / name).write_bytes(data)
    write(tmp_path, harbour())
    write(tmp_path, more())
    assert read(tmp_path) == more()
    assert {name: data for name, data in content(tmp_path).items() if not name.startswith(("2024", "archive"))} == strangers


def test_a_strangers_file_is_not_overwritten(tmp_path: Path) -> None:
    """A file that has a shard's name but is no part of an archive stops the writing, and stays."""
    (tmp_path / "2025-01-06.json").write_bytes(b"mine")
    with pytest.raises(UnusableTarget, match=r"2025-01-06\.json is there and belongs to no archive.*move the file"):
        write(tmp_path, harbour())
    assert content(tmp_path) == {"2025-01-06.json": b"mine"}


def test_a_manifest_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    """An `archive.json` of another program, or of a newer Backissue, stays."""
    (tmp_path / "archive.json").write_bytes(b'{"format":"wharf"}')
    with pytest.raises(NotAnArchive, match="is not the manifest of an archive"):
        write(tmp_path, harbour())
    newer = encode(build(harbour())[0].to_dict() | {"version": 2})
    (tmp_path / "archive.json").write_bytes(newer)
    with pytest.raises(UnsupportedVersion, match="is of version 2"):
        write(tmp_path, harbour())
    assert content(tmp_path) == {"archive.json": newer}


def test_a_contradiction_is_not_written(tmp_path: Path) -> None:
    """Two issues of one id never reach the disk."""
    write(tmp_path, harbour())
    before = content(tmp_path)
    with pytest.raises(DamagedArchive, match="has 2 issues of the id"):
        write(tmp_path, dataclasses.replace(harbour(), issues=harbour().issues * 2))
    assert content(tmp_path) == before


def test_a_folder_made_for_nothing_goes_again(tmp_path: Path) -> None:
    """When nothing could be written, no empty folder is left over."""
    (tmp_path / "deep").mkdir()
    with pytest.raises(BackissueError, match="boom"):
        update(tmp_path / "deep" / "new" / "archive", lambda archive: raise_(BackissueError("boom")))
    assert list(tmp_path.rglob("*")) == [tmp_path / "deep"]


def raise_(error: Exception) -> Archive:
    raise error


def test_update_changes_what_is_there(tmp_path: Path) -> None:
    """An update begins with nothing, then with what the one before left, and gives back the new archive."""
    first = update(tmp_path / "a", lambda archive: merge.add(archive, (HARBOUR,), [issue("1", item("a"))]))
    second = update(tmp_path / "a", lambda archive: merge.add(archive, (), [issue("2", item("b"))]))
    assert (len(first.issues), len(second.issues)) == (1, 2)
    assert read(tmp_path / "a") == second


def test_a_failing_update_leaves_the_archive(tmp_path: Path) -> None:
    """Whatever goes wrong while the change is made, the archive stays as it was."""
    write(tmp_path, harbour())
    before = content(tmp_path)
    with pytest.raises(ZeroDivisionError):
        update(tmp_path, lambda archive: raise_(ZeroDivisionError()))
    assert content(tmp_path) == before


def test_opening_reads_no_shard(tmp_path: Path) -> None:
    """The manifest and a way to read parts are there at once; a part is compared when it is read."""
    write(tmp_path, harbour())
    manifest, read_part = open_folder(tmp_path)
    (entry,) = manifest.shards
    assert len(read_shard(entry, read_part(entry))) == 3
    (tmp_path / entry.path).write_bytes(b"cut")
    with pytest.raises(DamagedArchive, match=r"2025-01-06\.json: has 3 bytes; expected [\d,]+; the file is cut off or altered"):
        read_part(entry)


@pytest.mark.parametrize("path", ["nothing", "empty", "file.txt"])
def test_what_is_no_archive_is_told(path: str, tmp_path: Path) -> None:
    """A folder that is missing or empty, or a file, is refused with its name and what to do."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(NotAnArchive, match=rf"{path}: holds no archive; expected a folder with an archive\.json; check the path"):
        read(tmp_path / path)


def test_a_missing_shard_is_told(tmp_path: Path) -> None:
    """A file that the manifest names and that is not there is named."""
    write(tmp_path, harbour())
    (tmp_path / "2025-01-06.content.json").unlink()
    with pytest.raises(DamagedArchive, match=r"2025-01-06\.content\.json: is missing; expected the file that the manifest names"):
        read(tmp_path)


def rewritten(folder: Path, shard: bytes, **changed: object) -> None:
    """Replaces the shard of the archive in `folder` by other bytes, and lets the manifest say so."""
    import json

    from backissue.archive.canonical import sha256

    raw = json.loads((folder / "archive.json").read_bytes())
    raw["shards"][0] |= {"bytes": len(shard), "sha256": sha256(shard)} | changed
    (folder / "2025-01-06.json").write_bytes(shard)
    (folder / "archive.json").write_bytes(encode(raw))


@pytest.mark.parametrize(
    ("old", "new", "error", "words"),
    [
        (b'"Regatta"', b"5", InvalidValue, r"2025-01-06\.json: issues\[1\]\.sections\[0\]\.items\[0\]\.title: 5 is no text"),
        (b'"2025-01-06"', b'"2025-13-06"', InvalidValue, r"issues\[2\]\.date: '2025-13-06' is no date"),
        (b'"harbour-weekly"', b'"wharf"', DamagedArchive, "'wharf', which is no publication of the archive"),
        (b"harbour-weekly/1", b"harbour-weekly/2", DamagedArchive, "has 2 issues of the id 'harbour-weekly/2'"),
        (
            b"river-planet/2026-02-03/",
            b"river-planet/2026-02-03/x",
            DamagedArchive,
            "holds a post for .* which is no item of its shard",
        ),
    ],
)
def test_a_shard_of_wrong_values_is_refused(
    old: bytes, new: bytes, error: type[BackissueError], words: str, tmp_path: Path
) -> None:
    """Even where the hash is right, values and ids must make sense; the message names the file and place."""
    write(tmp_path, harbour())
    data = (tmp_path / "2025-01-06.json").read_bytes()
    assert old in data
    rewritten(tmp_path, data.replace(old, new))
    with pytest.raises(error, match=words):
        read(tmp_path)

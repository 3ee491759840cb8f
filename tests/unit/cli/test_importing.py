"""`backissue import`, as a user runs it: all or nothing, every bad source told, odd items kept and counted."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.unit.cli.sources import ROW, Captured, folder_with_bad_files, imported, rows, state


def test_a_new_archive_is_made_and_told(tmp_path: Path, capsys: Captured) -> None:
    """The first import makes the archive and says what was read and what it holds."""
    said = imported(capsys, rows(tmp_path / "a.jsonl", {}, {"title": "Ropes", "url": None}), "--into", tmp_path / "archive")
    assert said.splitlines()[0] == "1 file read: 1 issue new, 0 updated, 0 same; 2 items new, 0 updated, 0 same"
    assert "archive holds 1 issue and 2 items, 1 without a link, 0 without a title of their own" in said
    assert (tmp_path / "archive" / "archive.json").is_file()


def test_the_same_again_changes_nothing(tmp_path: Path, capsys: Captured) -> None:
    """Importing the same source again writes nothing and says so; more is added to what is there."""
    source, archive = rows(tmp_path / "a.jsonl", {}), tmp_path / "archive"
    imported(capsys, source, "--into", archive)
    before, stamps = state(archive), {path: path.stat().st_mtime_ns for path in archive.iterdir()}
    assert "0 issues new, 0 updated, 1 same; 0 items new, 0 updated, 1 same" in imported(capsys, source, "--into", archive)
    assert state(archive) == before
    assert {path: path.stat().st_mtime_ns for path in archive.iterdir()} == stamps
    rows(source, {"summary": "Of light."}, {"title": "Ropes", "url": "https://example.org/b", "issue": "2"})
    assert "1 issue new, 1 updated, 0 same; 1 item new, 1 updated, 0 same" in imported(capsys, source, "--into", archive)


def test_folders_are_walked_and_what_nobody_knows_is_left_out(tmp_path: Path, capsys: Captured) -> None:
    """Of a folder what can be read is read, hidden files are not looked at, and the rest is named."""
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    rows(folder / "b" / "x.jsonl", {})
    rows(folder / "a.jsonl", {"issue": "2"})
    rows(folder / ".hidden.jsonl", {"issue": "3"})
    (folder / "notes.bin").write_bytes(bytes(range(256)))
    said = imported(capsys, folder, "--into", tmp_path / "archive")
    assert "2 files read: 2 issues new" in said
    assert "notes.bin" in said
    assert ".hidden" not in said


def test_standard_input_is_a_source(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input, compressed or not."""
    for data in (json.dumps(ROW).encode(), gzip.compress(json.dumps(ROW).encode())):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert "1 file read" in imported(capsys, "-", "--into", tmp_path / "archive", "--as", "items-jsonl")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["empty"]),
        (b'{"newsletter": "x", "tit', ["bad.jsonl:1: is no whole JSON"]),
        (json.dumps(ROW).encode() + b"\n[1, 2]\n", ["bad.jsonl:2: holds list"]),
        (b'{"a": 1}\n', ["bad.jsonl:1: has no title, url or summary"]),
    ],
)
def test_bad_sources_are_told_and_nothing_is_changed(tmp_path: Path, capsys: Captured, data: bytes, words: list[str]) -> None:
    """A source that is empty, cut off or of another shape exits with 1, is named, and the archive stays as it was."""
    archive = tmp_path / "archive"
    imported(capsys, rows(tmp_path / "good.jsonl", {}), "--into", archive)
    before = state(archive)
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(data)
    more = rows(tmp_path / "more.jsonl", {"issue": "9"})
    said = imported(capsys, more, bad, "--into", archive, "--as", "items-jsonl", code=1)
    assert said.startswith("backissue: ")
    assert all(word in said for word in ("bad.jsonl", *words, f"nothing was imported; {archive} is as it was"))
    assert state(archive) == before


def test_all_bad_sources_are_told_together(tmp_path: Path, capsys: Captured) -> None:
    """A missing, an unknown and an unreadable source are all named in one go, and no archive is made."""
    unknown = tmp_path / "unknown.xyz"
    unknown.write_text("nothing that anybody knows", encoding="utf-8")
    garbled = tmp_path / "garbled.txt"
    garbled.write_bytes(b"\x00\xff\xfe\x81" * 50)
    said = imported(capsys, tmp_path / "absent", unknown, garbled, "--into", tmp_path / "archive", code=1)
    assert [line.startswith("backissue: ") for line in said.splitlines()] == [True] * 4
    assert all(name in said for name in ("absent", "unknown.xyz", "garbled.txt", "expected"))
    assert not (tmp_path / "archive").exists()


def test_a_folder_with_nothing_to_read_is_told(tmp_path: Path, capsys: Captured) -> None:
    """An empty folder is no source."""
    (tmp_path / "in").mkdir()
    said = imported(capsys, tmp_path / "in", "--into", tmp_path / "archive", code=1)
    assert "holds nothing that can be imported; expected files that an importer knows; name the format with --as" in said
    assert not (tmp_path / "archive").exists()


def test_a_bad_file_in_a_folder_does_not_stop_the_rest(tmp_path: Path, capsys: Captured) -> None:
    """What is cut off, binary or unknown in a folder is named with the reason, and the rest is imported."""
    said = imported(capsys, folder_with_bad_files(tmp_path / "in"), "--into", tmp_path / "archive")
    assert "1 file read: 1 issue new" in said
    assert "cut.jsonl:1: is no whole JSON" in said
    assert "picture.png: left out, is a binary file that no importer knows" in said
    assert "notes.xyz: left out, no importer knows this format" in said


def test_strict_refuses_a_folder_with_a_bad_file(tmp_path: Path, capsys: Captured) -> None:
    """With `--strict` each bad, unknown or binary file is an error, and no archive is made."""
    said = imported(capsys, folder_with_bad_files(tmp_path / "in"), "--into", tmp_path / "archive", "--strict", code=1)
    assert all(f"{name}" in said for name in ("cut.jsonl", "picture.png", "notes.xyz", "nothing was imported"))
    assert not (tmp_path / "archive").exists()


def test_many_files_of_one_fate_are_told_together(tmp_path: Path, capsys: Captured) -> None:
    """Of many unknown files three are named and the rest counted; `--verbose` names all, and what was read of each file."""
    folder = folder_with_bad_files(tmp_path / "in")
    for n in range(9):
        (folder / f"unknown-{n}.xyz").write_text("nothing that anybody knows", encoding="utf-8")
    said = imported(capsys, folder, "--into", tmp_path / "archive")
    assert "10 left out, no importer knows this format: " in said
    assert "and 7 more: --verbose tells them" in said
    verbose = imported(capsys, folder, "--into", tmp_path / "archive", "--verbose")
    assert sum("unknown-" in line for line in verbose.splitlines()) == 9
    assert "good.jsonl: items-jsonl; 1 issue, 1 item, 0 without a link, 0 without a title; 0 doubts" in verbose


def test_what_a_bundle_holds_is_imported_and_the_rest_named(tmp_path: Path, capsys: Captured) -> None:
    """Of a zip file the good is imported and the bad named by its place in it; a damaged zip that was named is refused."""
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.write(rows(tmp_path / "a.jsonl", {}), "a.jsonl")
        file.writestr("b/bad.jsonl", '{"newsletter": "x", "tit')
    said = imported(capsys, packed, "--into", tmp_path / "archive")
    assert "1 file read: 1 issue new" in said
    assert "all.zip/b/bad.jsonl:1: is no whole JSON" in said
    before = state(tmp_path / "archive")
    packed.write_bytes(packed.read_bytes()[:-30])
    more = rows(tmp_path / "b.jsonl", {"issue": "2"})
    assert "all.zip: is damaged" in imported(capsys, packed, more, "--into", tmp_path / "archive", code=1)
    assert state(tmp_path / "archive") == before


def test_a_folder_of_unknown_files_is_told_by_name(tmp_path: Path, capsys: Captured) -> None:
    """Where nothing can be imported, the message says what was found, and why it was left out."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.xyz").write_text("nothing that anybody knows", encoding="utf-8")
    said = imported(capsys, tmp_path / "in", "--into", tmp_path / "archive", code=1)
    assert "in: holds nothing that can be imported" in said
    assert "notes.xyz: left out, no importer knows this format" in said


def test_another_archive_is_a_source(tmp_path: Path, capsys: Captured) -> None:
    """An archive that is imported into an empty one comes out as the same files; a damaged one is refused."""
    imported(capsys, rows(tmp_path / "a.jsonl", {}, {"issue": "2"}), "--into", tmp_path / "one")
    said = imported(capsys, tmp_path / "one", "--into", tmp_path / "two")
    assert "2 issues new" in said
    assert state(tmp_path / "two") == state(tmp_path / "one")
    next(path for path in (tmp_path / "one").iterdir() if path.name != "archive.json").unlink()
    assert "is missing" in imported(capsys, tmp_path / "one", "--into", tmp_path / "two", code=1)

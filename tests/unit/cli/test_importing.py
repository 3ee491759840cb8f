"""`backissue import`, as a user runs it: all or nothing, every bad source told, odd items kept and counted."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from backissue.cli import main
from tests.unit.cli.full_disk import run_limited

ROW = {
    "newsletter": "Harbour Weekly",
    "issue": "1",
    "date": "2025-01-06",
    "section": "Tools",
    "title": "Lanterns",
    "url": "https://example.org/a",
}
Captured = pytest.CaptureFixture[str]


def rows(path: Path, *changes: dict[str, object]) -> Path:
    """Writes a file of items, each the usual row with a change."""
    path.write_text("".join(json.dumps({**ROW, **change}) + "\n" for change in changes), encoding="utf-8")
    return path


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} if folder.exists() else {}


def imported(capsys: Captured, *arguments: object, code: int = 0) -> str:
    """Runs the command and returns what it said on standard error; nothing goes to standard output."""
    assert main(["import", *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


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


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, capsys: Captured) -> None:
    """A folder inside of a source that may not be looked into is named, and nothing is imported without it."""
    rows(tmp_path / "a.jsonl", {})
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    try:
        if os.access(locked, os.R_OK):
            pytest.skip("this user may read everything")
        said = imported(capsys, tmp_path, "--into", tmp_path / "archive", code=1)
        assert "locked: cannot be read" in said
        assert not (tmp_path / "archive").exists()
    finally:
        locked.chmod(0o700)


def test_odd_items_are_kept_and_told(tmp_path: Path, capsys: Captured) -> None:
    """A date that is none and a link of a strange scheme are dropped and told; the item stays; `--strict` refuses."""
    source = rows(tmp_path / "odd.jsonl", {"date": "soon", "issue": "2"}, {"title": "Ropes", "url": "javascript:alert(1)"})
    said = imported(capsys, source, "--into", tmp_path / "strict", "--strict", code=1)
    assert "'soon'" in said
    assert not (tmp_path / "strict").exists()
    said = imported(capsys, source, "--into", tmp_path / "archive")
    assert "2 items new" in said
    assert "'soon'" in said
    assert main(["search", str(tmp_path / "archive"), "-has:date", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] >= 1


def test_many_doubts_are_cut_unless_asked_for(tmp_path: Path, capsys: Captured) -> None:
    """Of many doubts the first are shown and the rest counted; `--verbose` tells all."""
    source = rows(tmp_path / "odd.jsonl", *({"title": f"Boat {n}", "url": "ftp://example.org"} for n in range(9)))
    said = imported(capsys, source, "--into", tmp_path / "a")
    assert "more doubts: --verbose tells them" in said
    verbose = imported(capsys, source, "--into", tmp_path / "b", "--verbose")
    assert "--verbose" not in verbose
    assert len(verbose.splitlines()) > len(said.splitlines())


def test_a_target_that_is_no_folder_is_refused(tmp_path: Path, capsys: Captured) -> None:
    """A file in the archive's place, and a folder in which somebody else's archive.json lies, are told and left alone."""
    source = rows(tmp_path / "a.jsonl", {})
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert "file" in imported(capsys, source, "--into", tmp_path / "file", code=1)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "archive.json").write_text('{"name": "something else"}', encoding="utf-8")
    assert "archive.json" in imported(capsys, source, "--into", other, code=1)
    assert state(other) == {"archive.json": b'{"name": "something else"}'}


def test_a_newer_archive_is_not_written_over(tmp_path: Path, capsys: Captured) -> None:
    """Importing into an archive of a newer version is refused and leaves it as it was."""
    source, archive = rows(tmp_path / "a.jsonl", {}), tmp_path / "archive"
    imported(capsys, source, "--into", archive)
    manifest = archive / "archive.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"version":1', '"version":7'), encoding="utf-8")
    before = state(archive)
    assert "version" in imported(capsys, source, "--into", archive, code=1)
    assert state(archive) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path: Path, capsys: Captured) -> None:
    """Where the disk is full, importing exits with 1, says so, and the archive is what it was."""
    archive = tmp_path / "archive"
    imported(capsys, rows(tmp_path / "a.jsonl", {}), "--into", archive)
    before = state(archive)
    large = rows(tmp_path / "large.jsonl", *({"title": f"Boat {n} {'x' * 200}", "url": None, "issue": "2"} for n in range(200)))
    done = run_limited(20_000, "import", large, "--into", archive)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr
    assert "as it was" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(archive) == before
    assert main(["check", str(archive)]) == 0
    fresh = run_limited(20_000, "import", large, "--into", tmp_path / "fresh")
    assert fresh.returncode == 1
    assert not (tmp_path / "fresh").exists()


def test_a_folder_without_permission_is_told(tmp_path: Path, capsys: Captured) -> None:
    """A folder that may not be written to is named, and nothing is left in it."""
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    try:
        if os.access(locked, os.W_OK):  # root may write everywhere, but nobody can make a folder below a file
            (tmp_path / "plain").write_text("x", encoding="utf-8")
            target = tmp_path / "plain" / "archive"
        else:
            target = locked / "archive"
        said = imported(capsys, rows(tmp_path / "a.jsonl", {}), "--into", target, code=1)
        assert "cannot be written" in said
        assert state(locked) == {}
    finally:
        locked.chmod(0o700)

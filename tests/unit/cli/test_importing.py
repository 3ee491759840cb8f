"""`backissue import`, as a user runs it: all or nothing, every bad source told, odd items kept and counted."""

import gzip
import io
import json
import os
import signal
import sys
import zipfile
from pathlib import Path

import pytest

from backissue import importers
from backissue.cli import main, reading
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


def folder_with_bad_files(path: Path) -> Path:
    """A folder in which one of four files is good."""
    path.mkdir()
    rows(path / "good.jsonl", {})
    (path / "cut.jsonl").write_text('{"newsletter": "x", "tit', encoding="utf-8")
    (path / "picture.png").write_bytes(bytes(range(256)))
    (path / "notes.xyz").write_text("nothing that anybody knows", encoding="utf-8")
    return path


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


def test_a_dry_run_tells_what_would_change_and_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    """New issues, updated fields and items that go are told; neither a new archive is made nor an old one touched."""
    archive = tmp_path / "archive"
    source = rows(tmp_path / "a.jsonl", {}, {"title": "Ropes", "url": None})
    assert "would hold 1 issue and 2 items" in imported(capsys, source, "--into", archive, "--dry-run")
    assert not archive.exists()
    imported(capsys, source, "--into", archive)
    before, stamps = state(archive), {path: path.stat().st_mtime_ns for path in archive.iterdir()}
    rows(source, {"summary": "Of light."}, {"issue": "2"})
    said = imported(capsys, source, "--into", archive, "--dry-run")
    assert "1 issue new, 1 updated, 0 same; 1 item new, 1 updated, 1 gone, 0 same" in said
    assert "+ issue harbour-weekly/2" in said
    assert "Of light." in said
    assert "Ropes" in said
    assert f"nothing was written: {archive} is as it was" in said
    assert state(archive) == before
    assert {path: path.stat().st_mtime_ns for path in archive.iterdir()} == stamps


def test_the_report_as_json(tmp_path: Path, capsys: Captured) -> None:
    """`--json` prints the report on standard output, in a shape that programs rely on; a refused import prints it, too."""
    folder = folder_with_bad_files(tmp_path / "in")
    rows(folder / "odd.jsonl", {"issue": "2", "url": "javascript:alert(1)"})
    assert main(["import", str(folder), "--into", str(tmp_path / "archive"), "--json", "--dry-run"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {name: report[name] for name in ("archive", "written", "read", "left_out", "bad")} == {
        "archive": str(tmp_path / "archive"), "written": False, "read": 2, "left_out": 2, "bad": 1,
    }  # fmt: skip
    assert report["issues"] == {"new": 2, "updated": 0, "same": 0}
    assert report["items"] == {"new": 2, "updated": 0, "gone": 0, "same": 0}
    files = {os.path.basename(file["name"]): file for file in report["files"]}
    assert files["odd.jsonl"] | {"name": ""} == {
        "name": "", "formats": ["items-jsonl"], "sources": 1, "issues": 1, "items": 1, "without_link": 1, "without_title": 0,
        "left_out": 0, "doubts": files["odd.jsonl"]["doubts"],
    }  # fmt: skip
    assert set(files["odd.jsonl"]["doubts"][0]) == {"where", "what"}
    assert sorted(os.path.basename(each["name"]) for each in report["omitted"]) == ["notes.xyz", "picture.png"]
    assert set(report["errors"][0]) == {"where", "problem", "expected", "advice"}
    assert set(report["changes"]) == {"publications", "issues", "items"}
    assert main(["import", str(folder / "cut.jsonl"), "--into", str(tmp_path / "archive"), "--json"]) == 1
    refused = json.loads(capsys.readouterr().out)
    assert (refused["written"], refused["bad"], "issues" in refused) == (False, 1, False)


def test_all_cores_give_the_same_bytes(tmp_path: Path, capsys: Captured) -> None:
    """However many processes read, the archive and what is told of it are the same."""
    folder = folder_with_bad_files(tmp_path / "in")
    for n in range(40):
        rows(folder / f"{n}.jsonl", {"issue": str(n % 30), "title": f"Boat {n}"})
    said = [
        imported(capsys, folder, "--into", tmp_path / str(jobs), "--jobs", jobs).replace(str(tmp_path / str(jobs)), "")
        for jobs in (1, 3)
    ]
    assert said[0] == said[1]
    assert state(tmp_path / "1") == state(tmp_path / "3")


def test_a_file_that_vanishes_or_changes_while_it_is_read_is_named(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that goes before it is opened, and one that never stops changing, are named; the others are imported."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "gone", "growing"):
        rows(folder / f"{name}.jsonl", {})
    detect = importers.detect

    def meddle(source: importers.Source) -> importers.Importer:
        (folder / "gone.jsonl").unlink(missing_ok=True)
        if "growing" in source.name:
            with (folder / "growing.jsonl").open("a", encoding="utf-8") as file:
                file.write("\n")
        return detect(source)

    monkeypatch.setattr(importers, "detect", meddle)
    said = imported(capsys, folder, "--into", tmp_path / "archive", "--jobs", 1)
    assert "1 file read" in said
    assert "gone.jsonl: cannot be read: No such file or directory" in said
    assert "growing.jsonl: changes while it is read" in said


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system cannot end what takes too long")
def test_a_source_that_takes_too_long_is_given_up(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an importer finds no end, its file is named and the rest is imported."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows(folder / "a.jsonl", {})
    rows(folder / "endless.jsonl", {"issue": "2"})
    detect = importers.detect

    def endless(source: importers.Source) -> importers.Importer:
        while "endless" in source.name:
            pass
        return detect(source)

    monkeypatch.setattr(importers, "detect", endless)
    monkeypatch.setattr(reading, "_SECONDS", 0.3)
    said = imported(capsys, folder, "--into", tmp_path / "archive", "--jobs", 1)
    assert "1 file read" in said
    assert "endless.jsonl: takes too long to read" in said


def test_a_mistake_of_an_importer_costs_one_file(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an importer fails over a file in a way that nobody foresaw, that file is named and the rest is imported."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows(folder / "a.jsonl", {})
    rows(folder / "odd.jsonl", {"issue": "2"})
    detect = importers.detect

    def fail(source: importers.Source) -> importers.Importer:
        return detect(source) if "odd" not in source.name else {}["nothing"]

    monkeypatch.setattr(importers, "detect", fail)
    said = imported(capsys, folder, "--into", tmp_path / "archive", "--jobs", 1)
    assert "1 file read" in said
    assert "odd.jsonl: is more than its importer can take (KeyError: 'nothing')" in said


def test_names_that_act_on_a_terminal_are_escaped(tmp_path: Path, capsys: Captured) -> None:
    """A file whose name would clear the screen, or is no UTF-8, is told in plain letters, and as JSON."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows(folder / "a.jsonl", {})
    try:
        (folder / os.fsdecode(b"x\x1b[2J\xff.txt")).write_text("nothing", encoding="utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    assert main(["import", str(folder), "--into", str(tmp_path / "archive"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert r"x\x1b[2J\udcff.txt" in err
    assert json.loads(out)["left_out"] == 1


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

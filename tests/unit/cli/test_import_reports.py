"""What `backissue import` tells: dry runs, reports, doubts, and targets that it cannot write."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from backissue import importers
from backissue.cli import main, reading
from tests.unit.cli.full_disk import run_limited
from tests.unit.cli.sources import Captured, folder_with_bad_files, imported, rows, state


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
        "left_out": 0, "doubts": files["odd.jsonl"]["doubts"], "feeds": [],
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


def test_a_list_of_feeds_is_told_to_fetch_nothing(tmp_path: Path, capsys: Captured) -> None:
    """Who imports a mere list of feeds is told how many there are and what to do; `--verbose` and `--json` name them."""
    opml = tmp_path / "feeds.opml"
    opml.write_text('<opml version="2.0"><body><outline text="Quay" xmlUrl="https://quay.example/feed"/></body></opml>', "utf-8")
    said = imported(capsys, opml, "--into", tmp_path / "archive", "--dry-run")
    assert "lists 1 feed, and nothing is fetched" in said
    assert "https://quay.example/feed" not in said
    assert "Quay: https://quay.example/feed" in imported(capsys, opml, "--into", tmp_path / "archive", "--dry-run", "--verbose")
    assert main(["import", str(opml), "--into", str(tmp_path / "archive"), "--json", "--dry-run"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["feeds"] == [{"title": "Quay", "feed_url": "https://quay.example/feed", "url": ""}]

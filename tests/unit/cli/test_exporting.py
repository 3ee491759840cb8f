"""`backissue export`, as a user runs it: to a file or a pipe, all or part of an archive, and never over other people's files."""

import json
import os
import sys
from pathlib import Path

import pytest

from backissue.cli import main
from backissue.exporters import FORMATS
from tests.unit.cli.full_disk import run_limited

Captured = pytest.CaptureFixture[str]


def export(capsys: Captured, *arguments: object, code: int = 0) -> tuple[str, str]:
    """Runs the command and returns what it wrote to standard output and to standard error."""
    assert main(["export", *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out, err


def titles(text: str) -> list[str]:
    return [json.loads(line)["title"] for line in text.splitlines()]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_goes_into_a_file(name: str, archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """Each format is written whole, said so, written again in place of itself, and nothing else is left in the folder."""
    path = tmp_path / f"export{FORMATS[name].SUFFIX}"
    _, err = export(capsys, archive, "--to", name, "--out", path)
    assert err.startswith(f"{path}: 5 items of 4 issues, ")
    assert ("it cannot give back" in err) == bool(FORMATS[name].LOSES)
    data = path.read_bytes()
    export(capsys, archive, "--to", name, "--out", path)
    assert path.read_bytes() == data
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("name", [name for name in FORMATS if not FORMATS[name].LOSES])
def test_an_export_can_be_imported(name: str, archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """What was exported and imported is the same archive, file by file, and importing it into the old one changes nothing."""
    path = tmp_path / f"export{FORMATS[name].SUFFIX}"
    export(capsys, archive, "--to", name, "--out", path)
    assert main(["import", str(path), "--into", str(tmp_path / "copy"), "--strict"]) == 0
    files = {each.name: each.read_bytes() for each in archive.glob("*.json")}
    assert {each.name: each.read_bytes() for each in (tmp_path / "copy").glob("*.json")} == files


def test_standard_output_gets_the_export_and_nothing_else(archive: Path, capsys: Captured) -> None:
    """Without a file, what goes through the pipe is the export."""
    out, err = export(capsys, archive, "--to", "items-jsonl")
    assert len(titles(out)) == 5 and err == ""
    assert export(capsys, archive, "--to", "items-jsonl", "--out", "-") == (out, "")


def test_hits_of_a_query_in_their_order(archive: Path, capsys: Captured) -> None:
    """Only the hits are exported, in the order of the search; what of the query was left out is told."""
    assert titles(export(capsys, archive, "--to", "items-jsonl", "--query", "lantern sort:oldest")[0]) == [
        "Lanterns in C++",
        "Lanterns again",
    ]
    out, err = export(capsys, archive, "--to", "items-jsonl", "--query", "lantern is:starred sort:newest")
    assert titles(out) == ["Lanterns again", "Lanterns in C++"]
    assert "“is:starred” was left out" in err
    out, _ = export(capsys, archive, "--to", "opml", "--query", "in:港湾")
    assert "港湾周刊" in out and "Harbour" not in out


def test_a_query_may_begin_with_a_hyphen(archive: Path, capsys: Captured) -> None:
    """What is left out may stand first."""
    assert len(titles(export(capsys, archive, "--to", "items-jsonl", "--query", "-lantern")[0])) == 3
    assert len(titles(export(capsys, archive, "--query", "-lantern", "--to", "items-jsonl")[0])) == 3


def test_every_hit_is_exported(tmp_path: Path, capsys: Captured) -> None:
    """Thousands of hits all come, each once, in the order of the search, whatever a page of it would show."""
    source = tmp_path / "rows.jsonl"
    row = {"newsletter": "Harbour", "issue": "1", "date": "2025"}
    source.write_text("".join(json.dumps({**row, "title": f"Lantern {n}"}) + "\n" for n in range(2500)), encoding="utf-8")
    assert main(["import", str(source), "--into", str(tmp_path / "a")]) == 0
    capsys.readouterr()
    for query in ("lantern", "lantern sort:oldest", "in:harbour"):
        assert sorted(titles(export(capsys, tmp_path / "a", "--to", "items-jsonl", "--query", query)[0])) == sorted(
            f"Lantern {n}" for n in range(2500)
        )


def test_a_query_that_finds_nothing(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """No file is written, and the message says what to do."""
    _, err = export(capsys, archive, "--to", "csv", "--query", "nowhere", "--out", tmp_path / "x.csv", code=1)
    assert err == "backissue: 'nowhere': finds nothing; expected at least one item; try it with `search` first\n"
    assert os.listdir(tmp_path) == []


def test_a_query_that_takes_too_long(archive: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that was not finished exports nothing, since some hits would be missing."""
    monkeypatch.setattr("backissue.cli.finding.DEADLINE_S", 0.0)
    _, err = export(capsys, archive, "--to", "csv", "--query", "lantern", code=1)
    assert "'lantern': took longer than 0 s; expected an answer by then; make it simpler" in err


def test_a_format_that_does_not_exist(archive: Path, capsys: Captured) -> None:
    """Wrong use exits with 2 and names the formats."""
    _, err = export(capsys, archive, "--to", "pdf", code=2)
    assert "items-jsonl" in err and "sqlite" in err


def test_a_terminal_gets_no_database(archive: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A binary format is refused where a terminal would show it, and goes through a pipe."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _, err = export(capsys, archive, "--to", "sqlite", code=1)
    assert "sqlite is no text; expected a file or a pipe; name a file with --out" in err
    export(capsys, archive, "--to", "csv")


@pytest.mark.parametrize("name", FORMATS)
def test_a_foreign_file_is_kept(name: str, archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """A file that is no earlier export of the format stays as it is, unless --force says otherwise."""
    path = tmp_path / "mine"
    path.write_bytes(b"<rss>mine</rss>")
    path.chmod(0o640)
    _, err = export(capsys, archive, "--to", name, "--out", path, code=1)
    assert f"{path}: is there, and no earlier export of this format; expected a name that is free" in err
    assert "--force" in err and path.read_bytes() == b"<rss>mine</rss>"
    export(capsys, archive, "--to", name, "--out", path, "--force")
    assert FORMATS[name].SIGN in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_file_stays_a_link(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """The file that a link leads to is written, as any program would."""
    (tmp_path / "link").symlink_to(tmp_path / "real.csv")
    export(capsys, archive, "--to", "csv", "--out", tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real.csv").stat().st_size > 100


@pytest.mark.parametrize("place", ["", "absent/x.csv", "file/x.csv", "pipe"])
def test_a_place_that_cannot_be_written(place: str, archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """A folder, a folder that is not there, one that is a file, and a pipe are refused by name, with what to do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    _, err = export(capsys, archive, "--to", "csv", "--out", tmp_path / place, code=1)
    assert str(tmp_path / place) in err and "expected" in err
    assert sorted(os.listdir(tmp_path)) == ["file", "pipe"]


def test_a_full_disk_leaves_what_was_there(archive: Path, tmp_path: Path) -> None:
    """Where there is no room, the earlier export stays whole, no piece of a file is left, and the message says so."""
    path = tmp_path / "export.csv"
    assert main(["export", str(archive), "--to", "csv", "--out", str(path)]) == 0
    before = path.read_bytes()
    done = run_limited(200, "export", archive, "--to", "csv", "--out", path)
    assert done.returncode == 1, done.stderr
    assert "cannot be written (File too large)" in done.stderr and "nothing was changed" in done.stderr
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["export.csv"]


def test_a_damaged_archive_is_not_exported(copy: Path, tmp_path: Path, capsys: Captured) -> None:
    """A shard that was altered is named, and nothing is written."""
    path = next(each for each in copy.glob("*.json") if each.name != "archive.json")
    path.write_bytes(path.read_bytes()[:-20])
    _, err = export(capsys, copy, "--to", "csv", "--out", tmp_path / "x.csv", code=1)
    assert path.name in err and not (tmp_path / "x.csv").exists()


def test_help_tells_what_is_lost(capsys: Captured) -> None:
    """The help names each format that an import does not give back whole."""
    out, _ = export(capsys, "--help")
    assert all(f"  {name}: " in out for name, exporter in FORMATS.items() if exporter.LOSES)

"""Sources to import on the command line, and how an import is run and looked at."""

import json
from pathlib import Path

import pytest

from backissue.cli import main

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


def folder_with_bad_files(path: Path) -> Path:
    """A folder in which one of four files is good."""
    path.mkdir()
    rows(path / "good.jsonl", {})
    (path / "cut.jsonl").write_text('{"newsletter": "x", "tit', encoding="utf-8")
    (path / "picture.png").write_bytes(bytes(range(256)))
    (path / "notes.xyz").write_text("nothing that anybody knows", encoding="utf-8")
    return path

"""The archive that the tests of the commands read, made by the command itself."""

import json
from pathlib import Path

import pytest

from backissue.cli import main

HARBOUR = {"newsletter": "Harbour Weekly", "date": "2025-01-06", "issue": "1", "section": "Tools"}
ROWS = (
    HARBOUR | {"title": "Lanterns in C++", "url": "https://example.org/lanterns", "summary": "A no_std lantern for tiny boats."},
    HARBOUR
    | {"section": "Talks", "title": "Securing the quay", "summary": "A talk on knots.", "kind": "video", "author": "A. Pilot"},
    HARBOUR | {"issue": "2", "date": "2026-02-2", "title": "Łódź tide tables", "url": "https://example.org/tides"},
    HARBOUR | {"issue": "3", "date": "2026-02-09", "title": "Lanterns again", "url": "https://example.org/lanterns"},
    {"newsletter": "港湾周刊", "issue": "7", "date": "2026-03", "title": "机器学习与潮汐", "summary": "用机器学习预测潮汐。"},
)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of five items in two newsletters, made by the command."""
    folder = tmp_path_factory.mktemp("reading")
    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    assert main(["import", str(source), "--into", str(folder / "archive"), "--as", "items-jsonl"]) == 0
    return folder / "archive"


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    """A copy of the archive that may be broken."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in archive.glob("*.json"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder

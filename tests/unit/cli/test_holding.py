"""How much an import holds in memory: one source of a bundle at a time, also where nobody knows any of them."""

import zipfile
from pathlib import Path

import pytest

from backissue import importers
from backissue.cli.reading import Task, read_file
from backissue.cli.walking import Found


def test_what_is_left_out_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a bundle in which nothing is known, only names and reasons are kept, and no source."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(5):
            file.writestr(f"{number}.xyz", f"nothing that anybody knows {number}")
    alive: list[object] = []
    detect = importers.detect

    class Held(str):
        """A text of which it can be told whether somebody holds it."""

        def __del__(self) -> None:
            alive.remove(id(self))

    def watched(source: importers.Source) -> importers.Importer:
        text = Held(source.text)
        alive.append(id(text))
        source._kept["text"] = text
        return detect(source)

    monkeypatch.setattr(importers, "detect", watched)
    reading = read_file(Task(Found(str(path), named=True)))
    assert [each.why for each in reading.outcomes] == ["no importer knows this format"] * 5
    assert len(alive) <= 1

"""`backissue publish --single-file`, as a user runs it: one file, whole or not at all, and never over other people's."""

import os
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.cli import main
from backissue.publish.single_page import SIGN
from tests.unit.archive.archives import harbour
from tests.unit.publish.checkouts import make_single_checkout

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive, and a checkout with a small runtime to publish it from."""
    make_single_checkout(tmp_path / "checkout", monkeypatch)
    folder.write(tmp_path / "archive", harbour())
    (tmp_path / "out").mkdir()
    return tmp_path / "archive"


def publish(capsys: Captured, *arguments: object, code: int = 0) -> str:
    assert main(["publish", *map(str, arguments)]) == code
    return capsys.readouterr().err


def test_writes_one_file_and_again_in_its_place(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """The file is written, said so, replaced by the next one, and nothing else is left in the folder."""
    path = tmp_path / "out" / "one.html"
    assert publish(capsys, archive, "--single-file", path).startswith(f"{path}: ")
    assert SIGN in path.read_text("utf-8")
    publish(capsys, archive, "--single-file", path, "--title", "Anew")
    assert "<title>Anew" in path.read_text("utf-8")
    assert os.listdir(path.parent) == ["one.html"]


def test_never_over_a_foreign_file(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """A file of somebody else's stays as it is."""
    path = tmp_path / "out" / "mine.html"
    path.write_text("<!doctype html> mine", "utf-8")
    err = publish(capsys, archive, "--single-file", path, code=1)
    assert f"{path}: is there, and no earlier single file of Backissue" in err and "--force" not in err
    assert path.read_text("utf-8") == "<!doctype html> mine"


def test_what_was_there_stays_when_the_archive_is_damaged(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """A file that was published before is whole after a publishing that fails."""
    path = tmp_path / "out" / "one.html"
    publish(capsys, archive, "--single-file", path)
    before = path.read_bytes()
    shard = next(archive.glob("2*.json"))
    shard.write_bytes(shard.read_bytes()[:-9])
    assert shard.name in publish(capsys, archive, "--single-file", path, code=1)
    assert path.read_bytes() == before and os.listdir(path.parent) == ["one.html"]


@pytest.mark.parametrize("target", [[], ["--out", "a", "--single-file", "b"]])
def test_exactly_one_target(target: list[str], capsys: Captured) -> None:
    """Neither and both are wrong use."""
    assert "--single-file" in publish(capsys, "archive", *target, code=2)


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["--out", "target", "--snapshot"], "--out: takes no --snapshot; expected it with --single-file"),
        (["--single-file", "target", "--base-url", "https://example.org/"], "--single-file: takes no --base-url"),
    ],
)
def test_what_is_for_the_other_target(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, arguments: list[str], told: str
) -> None:
    """An option that would do nothing is told, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert told in publish(capsys, archive, *arguments, code=1)
    assert not (tmp_path / "target").exists()

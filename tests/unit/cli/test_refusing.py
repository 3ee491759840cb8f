"""What the commands refuse: broken archives and wrong use, each with a message that tells what and where."""

import os
from pathlib import Path

import pytest

from backissue.cli import main
from tests.unit.cli.shards import rewrite_shard, shard_of

ROW = '{"newsletter": "Quay", "title": "Boats", "url": "https://a.example/"}'
READERS = (["search", "{}", "x"], ["search", "{}", "x", "--json"], ["info", "{}"], ["info", "{}", "--json"], ["check", "{}"])


def refused(capsys: pytest.CaptureFixture[str], archive: Path, *words: str, commands: tuple[list[str], ...] = READERS) -> None:
    """Asserts that every command that reads refuses an archive with exit code 1, naming each of `words` on standard error."""
    for command in commands:
        assert main([word.format(archive) for word in command]) == 1, command
        out, err = capsys.readouterr()
        assert out == ""
        assert all(word in err for word in words), (command, err)
        assert "Traceback" not in err


def test_a_cut_shard_is_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shard that is cut off is named, with how long it should be and what to do."""
    path = shard_of(copy)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-20])
    refused(capsys, copy, path.name, f"{size - 20:,} bytes", f"{size:,}")


def test_an_altered_shard_is_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shard of the right length with another hash is named."""
    path = shard_of(copy)
    path.write_bytes(path.read_bytes().replace(b"Lanterns", b"Lamterns"))
    refused(capsys, copy, path.name, "hash")


def test_a_missing_shard_is_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shard that is not there is named."""
    path = shard_of(copy)
    path.unlink()
    refused(capsys, copy, path.name, "missing")


def test_a_newer_version_is_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive of a newer version is refused, and the message says what to do."""
    path = copy / "archive.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"version":1', '"version":2'), encoding="utf-8")
    refused(capsys, copy, "archive.json", "version", "2")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format":"other"}', '{"format":"backissue-archive","version":1}', "\xff\xfe"]
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A manifest that is cut off, of another shape, or no JSON at all is named."""
    (tmp_path / "archive.json").write_bytes(text.encode("latin-1"))
    refused(capsys, tmp_path, "archive.json")


def test_nothing_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without an archive, and no folder at all, are told with what was expected."""
    refused(capsys, tmp_path, str(tmp_path), "archive.json")
    refused(capsys, tmp_path / "absent", str(tmp_path / "absent"), "archive.json")


@pytest.mark.parametrize("what", ["item", "issue"])
def test_ids_that_stand_twice_are_refused(copy: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    """Two issues or two items of one id in an archive that was written elsewhere are refused."""

    def double(shard: dict) -> None:  # type: ignore[type-arg]
        if what == "issue":
            shard["issues"][1]["id"] = shard["issues"][2]["id"] = "harbour-weekly/1"
            for issue in shard["issues"][1:]:
                for section in issue["sections"]:
                    for place, item in enumerate(section["items"]):
                        item["id"] = f"harbour-weekly/1/{issue['date'].replace('-', '')}{section['title']}{place}"
        else:
            items = [item for section in shard["issues"][-1]["sections"] for item in section["items"]]
            items[1]["id"] = items[0]["id"]

    rewrite_shard(copy, double)
    refused(capsys, copy, "harbour-weekly/1")


def test_values_of_the_wrong_type_are_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A title that is a number, in an archive whose hashes fit, is refused with its place."""

    def number(shard: dict) -> None:  # type: ignore[type-arg]
        shard["issues"][0]["sections"][0]["items"][0]["title"] = 7

    rewrite_shard(copy, number)
    refused(capsys, copy, "title", "7")


def test_an_unreadable_folder_is_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that may not be read is told with what to check."""
    copy.chmod(0)
    try:
        if os.access(copy / "archive.json", os.R_OK):  # root may read everything: a folder in the file's place cannot be
            copy.chmod(0o700)
            (copy / "archive.json").unlink()
            (copy / "archive.json").mkdir()
        refused(capsys, copy, "archive.json")
    finally:
        copy.chmod(0o700)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"),
        (["fly"], "invalid choice: 'fly'"),
        (["search"], "ARCHIVE, QUERY"),
        (["search", "a"], "QUERY"),
        (["search", "a", "b", "c"], "unrecognized arguments: c"),
        (["search", "a", "b", "--limit", "many"], "'many' is no number of hits; expected 0 or more"),
        (["search", "a", "b", "--limit", "-1"], "'-1' is no number of hits"),
        (["search", "a", "b", "--limit"], "expected one argument"),
        (["info"], "ARCHIVE"),
        (["info", "a", "--xml"], "unrecognized arguments: --xml"),
        (["check"], "ARCHIVE"),
        (["import", "a"], "--into"),
        (["import", "--into", "a"], "SOURCE"),
        (["import", "a", "--into", "b", "--as", "nothing"], "invalid choice: 'nothing'"),
        (["publish", "a"], "--out"),
        (["serve", "a", "--port", "x"], "'x' is no port; expected a number up to 65,535"),
        (["serve", "a", "--port", "70000"], "'70000' is no port"),
    ],
)
def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    """A command line that makes no sense exits with 2, the usage and the reason on standard error."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("usage: backissue")) == ("", True)
    assert words in err


@pytest.mark.parametrize("command", ["", "import", "check", "info", "search", "publish", "serve"])
def test_help_helps(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """`--help` says what a command does, what each argument is, and shows how it is called."""
    assert main([*([command] if command else []), "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: backissue {command}".rstrip())
    assert all(len(line) <= 100 for line in out.splitlines())
    if command:
        assert f"  backissue {command} " in out.partition("examples:")[2]
    else:
        assert all(name in out for name in ("import", "check", "info", "search", "publish", "serve"))


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints the package's version."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("backissue 0.")


def test_an_archive_among_other_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with newsletters in it does not become an archive, in which the next import would look for no newsletters."""
    (tmp_path / "notes.txt").write_text("Buy a lantern.", encoding="utf-8")
    (tmp_path / "list.jsonl").write_text(ROW, encoding="utf-8")
    assert main(["import", str(tmp_path / "list.jsonl"), "--into", str(tmp_path)]) == 1
    assert "holds other files" in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["list.jsonl", "notes.txt"]


@pytest.mark.parametrize("name", ["../../x", "Two Words", ""])
def test_an_id_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """An id that `check` would find fault with later is refused at once, with one that would do."""
    (tmp_path / "list.jsonl").write_text(ROW, encoding="utf-8")
    command = ["import", str(tmp_path / "list.jsonl"), "--into", str(tmp_path / "archive"), "--publication", name]
    assert main(command) == 2
    assert "id of a publication" in capsys.readouterr().err

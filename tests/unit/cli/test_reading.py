"""The commands that read an archive: search, info and check, as a user runs them."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from backissue.cli import main
from backissue.cli.searching import sorted_out

HARBOUR = {"newsletter": "Harbour Weekly", "date": "2025-01-06", "issue": "1", "section": "Tools"}
ROWS = (
    HARBOUR | {"title": "Lanterns in C++", "url": "https://example.org/lanterns", "summary": "A no_std lantern for tiny boats."},
    HARBOUR
    | {"section": "Talks", "title": "Securing the quay", "summary": "A talk on knots.", "kind": "video", "author": "A. Pilot"},
    HARBOUR | {"issue": "2", "date": "2026-02-2", "title": "Łódź tide tables", "url": "https://example.org/tides"},
    HARBOUR | {"issue": "3", "date": "2026-02-09", "title": "Lanterns again", "url": "https://example.org/lanterns"},
    {"newsletter": "港湾周刊", "issue": "7", "date": "2026-03", "title": "机器学习与潮汐", "summary": "用机器学习预测潮汐。"},
)


@pytest.fixture(scope="module")
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


def shard_of(archive: Path) -> Path:
    """The only shard of an archive."""
    (path,) = (path for path in archive.iterdir() if path.name != "archive.json")
    return path


def rewrite_shard(archive: Path, change: object) -> None:
    """Alters the parsed shard and makes the manifest fit its bytes again, as a foreign program would write it."""
    path, manifest = shard_of(archive), archive / "archive.json"
    shard, listed = json.loads(path.read_bytes()), json.loads(manifest.read_bytes())
    change(shard)  # type: ignore[operator]
    data = (json.dumps(shard, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
    path.write_bytes(data)
    listed["shards"][0] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")


def asked(capsys: pytest.CaptureFixture[str], archive: Path, query: str, *options: str) -> dict:  # type: ignore[type-arg]
    """The JSON that a search prints."""
    assert main(["search", str(archive), query, "--json", *options]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)  # type: ignore[no-any-return]


def test_search_prints_the_agreed_json(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` has every key that programs rely on, with the agreed shapes and meanings."""
    out = asked(capsys, archive, "lantern")
    assert {"total", "items", "hits", "facets", "took_ms", "notes"} <= out.keys()
    assert (out["total"], out["items"], out["notes"]) == (2, 2, [])
    assert isinstance(out["took_ms"], int | float)
    keys = {"id", "title", "url", "issue", "publication", "section", "date", "score", "snippet", "marks"}
    assert all(keys <= hit.keys() for hit in out["hits"])
    hit = next(hit for hit in out["hits"] if hit["title"] == "Lanterns in C++")
    assert (hit["issue"], hit["publication"], hit["section"], hit["date"]) == (
        "harbour-weekly/1",
        "harbour-weekly",
        "Tools",
        "2025-01-06",
    )
    assert hit["snippet"] == "A no_std lantern for tiny boats."
    assert hit["marks"] == [["title", 0, 8], ["snippet", 9, 16]]
    assert isinstance(hit["score"], float)
    assert set(out["facets"]) == {"publication", "section", "kind", "source", "author", "tag", "year"}
    assert out["facets"]["year"] == [
        {"value": "2025", "label": "2025", "count": 1},
        {"value": "2026", "label": "2026", "count": 1},
    ]
    assert out["facets"]["publication"] == [{"value": "harbour-weekly", "label": "Harbour Weekly", "count": 2}]
    assert asked(capsys, archive, "in:港湾")["hits"][0]["score"] is None


def test_search_limits_and_folds(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--limit` cuts the hits and not the total; `--fold` counts links, and tells the other issues."""
    out = asked(capsys, archive, "", "--limit", "2")
    assert (out["total"], len(out["hits"])) == (5, 2)
    assert len(asked(capsys, archive, "", "--limit=0")["hits"]) == 0
    out = asked(capsys, archive, "lantern", "--fold")
    assert (out["total"], out["items"], len(out["hits"])) == (1, 2, 1)
    assert len(out["hits"][0]["others"]) == 1


@pytest.mark.parametrize(
    ("query", "total"),
    [("-lantern", 3), ("--lantern", 0), ("-", 5), ("-section:tools", 2), ("-kind:video tide", 1), ("", 5), ("->", 0)],
)
def test_a_query_may_begin_with_a_hyphen(archive: Path, capsys: pytest.CaptureFixture[str], query: str, total: int) -> None:
    """What begins like an option is a query all the same, wherever the options stand."""
    assert asked(capsys, archive, query)["total"] == total
    assert main(["search", "--json", "--limit", "1", str(archive), query]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == total


def test_options_are_told_from_a_query() -> None:
    """Known options are sorted out; everything behind `--` is as it is."""
    assert sorted_out(["search", "--limit=3", "a", "-x", "--json"]) == ["search", "--limit=3", "--json", "--", "a", "-x"]
    assert sorted_out(["search", "--", "a", "--json"]) == ["search", "--", "a", "--json"]
    assert sorted_out(["info", "a", "-x"]) == ["info", "a", "-x"]
    assert sorted_out(["search", "a", "--limit"]) == ["search", "--limit", "--", "a"]


def test_search_shows_hits_as_a_reader_wants_them(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--json` each hit is title, snippet, where it stands, and its link; then the total, proposals and notes."""
    assert main(["search", str(archive), "lantern boat"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "Lanterns in C++",
        "A no_std lantern for tiny boats.",
        "2025-01-06 · harbour-weekly/1 · Tools",
        "https://example.org/lanterns",
        "",
    ]
    assert lines[5].startswith("1 hit, ")
    assert main(["search", str(archive), "lantren is:starred", "--limit", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("0 hits, ")
    assert "Did you mean: lantern is:starred" in out
    assert "“is:starred” was left out: it is not there yet." in out
    assert main(["search", str(archive), "", "--limit", "2"]) == 0
    assert "5 hits, 2 shown, " in capsys.readouterr().out
    assert main(["search", str(archive), "lantern", "--fold"]) == 0
    out = capsys.readouterr().out
    assert "1 hit in 2 items, " in out
    assert "also in harbour-weekly/" in out


def test_markup_in_titles_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Square brackets and control characters in a title neither colour nor break the output."""
    source = tmp_path / "rows.jsonl"
    row = {"newsletter": "[bold]N[/bold]", "issue": "1", "date": "2025", "title": "[red]boat[/nope] \\[x]", "section": "[dim]"}
    source.write_text(json.dumps(row), encoding="utf-8")
    assert main(["import", str(source), "--into", str(tmp_path / "a")]) == 0
    assert main(["search", str(tmp_path / "a"), "boat"]) == 0
    assert "[red]boat[/nope] \\[x]" in capsys.readouterr().out
    assert main(["info", str(tmp_path / "a")]) == 0
    assert "[bold]N[/bold]" in capsys.readouterr().out


def test_a_very_long_query_is_answered_within_bounds(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A query of 100,000 characters is answered at once, and the answer says what was left out."""
    out = asked(capsys, archive, "lantern " * 12_500)
    assert out["total"] == 2
    assert out["took_ms"] < 2_000
    assert out["notes"][0] == "Only the first 1,000 characters are used; 99,000 were left out."
    assert "Only 64 words are used" in out["notes"][1]


def test_a_wild_pattern_ends(
    archive: Path, capsys: pytest.CaptureFixture[str], copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A regular expression that would run for ever ends at the deadline, and the answer says how far it came."""

    def wild(shard: dict) -> None:  # type: ignore[type-arg]
        shard["issues"][-1]["sections"][0]["items"][0]["summary"] = "a" * 60 + "!"

    rewrite_shard(copy, wild)
    monkeypatch.setattr("backissue.cli.searching.DEADLINE_S", 0.15)
    monkeypatch.setattr("backissue.cli.searching.GRACE_S", 0.15)
    out = asked(capsys, copy, "/(a+)+$/ OR tide")
    assert out["complete"] is True
    assert "took too long" in out["notes"][0]
    assert out["total"] >= 1
    out = asked(capsys, copy, "/(a+)+$/ OR /(a|aa)+$/ OR /(aa|a)+$/")
    assert out["complete"] is False
    assert main(["search", str(copy), "/(a+)+$/ OR /(a|aa)+$/ OR /(aa|a)+$/"]) == 0
    assert "not all was looked at" in capsys.readouterr().out


def test_info_counts(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`info` counts issues and items by publication, year and kind, as JSON or as tables."""
    assert main(["info", str(archive), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["issues"], found["items"], found["first"], found["last"]) == (4, 5, "2025-01-06", "2026-03-01")
    assert [(each["id"], each["issues"], each["items"]) for each in found["publications"]] == [
        ("harbour-weekly", 3, 4),
        ("港湾周刊", 1, 1),
    ]
    assert found["years"] == {"2026": 3, "2025": 2}
    assert found["kinds"]["video"] == 1
    assert main(["info", str(archive / "archive.json")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("4 issues, 5 items, 2025-01-06 to 2026-03-01\n")
    assert [line.split() for line in out.splitlines()[2:5]] == [
        ["publication", "id", "kind", "issues", "items"],
        ["Harbour", "Weekly", "harbour-weekly", "newsletter", "3", "4"],
        ["港湾周刊", "港湾周刊", "newsletter", "1", "1"],
    ]


def test_check_finds_nothing_in_a_sound_archive(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound archive passes with exit code 0."""
    assert main(["check", str(archive)]) == 0
    assert "no fault" in capsys.readouterr().err


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

"""The commands that read an archive: search, info and check, as a user runs them."""

import json
from pathlib import Path

import pytest

from backissue.cli import main
from backissue.cli.hyphens import sorted_out
from tests.unit.cli.shards import rewrite_shard


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

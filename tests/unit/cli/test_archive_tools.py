"""`backissue diff`, `merge` and `remove`, as a user runs them."""

import json
from pathlib import Path

import pytest

from backissue.archive import folder
from backissue.cli import main
from tests.unit.cli.conftest import HARBOUR

Captured = pytest.CaptureFixture[str]
ROW = HARBOUR | {"title": "Lanterns in C++", "url": "https://example.org/lanterns", "summary": "A no_std lantern for tiny boats."}


def make(path: Path, *rows: dict[str, object]) -> Path:
    """Makes an archive of rows."""
    source = path.with_suffix(".jsonl")
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert main(["import", str(source), "--into", str(path)]) == 0
    return path


def run(capsys: Captured, *arguments: object, code: int = 0) -> tuple[list[str], str]:
    """Runs a command and returns the lines that it printed, and what it said on standard error."""
    capsys.readouterr()
    assert main([str(each) for each in arguments]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out.splitlines(), err


def files(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(path.glob("*.json"))}


def titles(path: Path) -> list[str]:
    return [item.title for _, _, item in folder.read(path).items()]


def test_diff_tells_each_thing_that_differs(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """New, gone and changed things stand on a line each, fields below with both values, and totals at the end; exit is 0."""
    other = make(
        tmp_path / "other",
        ROW | {"summary": "A no_std lantern for tall ships.", "section": "Things"},
        HARBOUR | {"issue": "9", "date": "2026-03-01", "title": "New"},
        HARBOUR | {"title": "\x1b[2J\u202eodd", "section": "Talks"},
    )
    lines, err = run(capsys, "diff", archive, other)
    assert err == ""
    assert "- publication 港湾周刊 “港湾周刊”" in lines
    assert "+ issue harbour-weekly/9 (1 item)" in lines
    assert "- issue harbour-weekly/2 (1 item)" in lines
    assert "~ issue harbour-weekly/1" in lines
    assert '    sections: ["Tools", "Talks"] → ["Things", "Talks"]' in lines
    place = next(place for place, line in enumerate(lines) if line.startswith("~ item harbour-weekly/1/"))
    assert lines[place].endswith(" “Lanterns in C++”")
    assert lines[place + 1 : place + 3] == [
        '    summary: "A no_std lantern for tiny boats." → "A no_std lantern for tall ships."',
        '    section: "Tools" → "Things"',
    ]
    # what acts on a terminal is shown, not done
    assert any(line.startswith("+ item harbour-weekly/1/") and line.endswith(" “[2J\\u202eodd”") for line in lines)
    assert lines[-1].endswith("items: 2 added, 4 removed, 1 changed, 0 same")
    assert run(capsys, "diff", archive, archive) == (["nothing differs"], "")


def test_diff_shows_where_long_texts_part(tmp_path: Path, capsys: Captured) -> None:
    """Of two long texts, the place is shown where they begin to differ."""
    one = make(tmp_path / "one", ROW | {"summary": "word " * 200 + "tiny boats."})
    two = make(tmp_path / "two", ROW | {"summary": "word " * 200 + "tall ships."})
    lines, _ = run(capsys, "diff", one, two)
    assert lines[1] == '    summary: …ord word word word tiny boats." → …ord word word word tall ships."'


def test_diff_as_json(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """Programs get lists of what is added, removed and changed, of publications, issues and items."""
    other = make(tmp_path / "other", ROW | {"summary": "Other."})
    lines, _ = run(capsys, "diff", archive, other, "--json")
    found = json.loads("\n".join(lines))
    assert set(found) == {"publications", "issues", "items"}
    assert all(set(part) == {"added", "removed", "changed", "same"} for part in found.values())
    (changed,) = found["items"]["changed"]
    assert changed["fields"] == {"summary": {"before": "A no_std lantern for tiny boats.", "after": "Other."}}
    assert len(found["items"]["removed"]) == 4


def test_merge_adds_one_archive_to_another(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """The later version of an issue replaces the earlier, what is only in one of them stays, and the sources are as they were."""
    before = files(archive)
    other = make(tmp_path / "other", ROW | {"summary": "Newer."}, HARBOUR | {"issue": "9", "date": "2026-03-01", "title": "New"})
    lines, err = run(capsys, "merge", archive, other, "--into", tmp_path / "both")
    assert lines == [] and "both holds 5 issues and 5 items" in err
    assert set(titles(tmp_path / "both")) == {"机器学习与潮汐", "New", "Lanterns again", "Łódź tide tables", "Lanterns in C++"}
    assert {item.summary for _, _, item in folder.read(tmp_path / "both").items() if item.title == "Lanterns in C++"} == {
        "Newer."
    }
    assert files(archive) == before
    # the other way round, the other version is the later
    run(capsys, "merge", other, archive, "--into", tmp_path / "turned")
    assert "Securing the quay" in titles(tmp_path / "turned")


def test_merge_into_one_of_them(copy: Path, tmp_path: Path, capsys: Captured) -> None:
    """Merging into the first or the second gives what merging into a new one does; with itself, nothing changes."""
    other = make(tmp_path / "other", ROW | {"summary": "Newer."})
    run(capsys, "merge", copy, other, "--into", tmp_path / "new")
    run(capsys, "merge", other, copy, "--into", tmp_path / "turned")
    expected = files(tmp_path / "turned")
    second = make(tmp_path / "second", ROW | {"summary": "Newer."})
    run(capsys, "merge", second, copy, "--into", second)
    assert files(second) == expected
    before = files(copy)
    _, err = run(capsys, "merge", copy, copy, "--into", copy)
    assert files(copy) == before and "items: 0 added, 0 removed, 0 changed, 5 same" in err
    run(capsys, "merge", copy, other, "--into", copy)
    assert files(copy) == files(tmp_path / "new")


def test_merge_into_a_third(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """What the target holds already stays."""
    third = make(tmp_path / "third", {"newsletter": "Quay", "issue": "1", "date": "2025", "title": "Ropes"})
    run(capsys, "merge", archive, archive, "--into", third)
    assert len(titles(third)) == 6


def test_merge_unites_the_days_of_a_planet(tmp_path: Path, capsys: Captured) -> None:
    """Posts that only one of them has are all there."""
    planet = {"newsletter": "River", "publication": "river", "publication_kind": "planet", "issue_id": "river/2026-02-03"}
    rows = [planet | {"date": "2026-02-03", "id": f"river/2026-02-03/{name}", "title": name} for name in "abc"]
    one, two = make(tmp_path / "one", rows[0], rows[1]), make(tmp_path / "two", rows[1], rows[2])
    run(capsys, "merge", one, two, "--into", tmp_path / "both")
    assert sorted(titles(tmp_path / "both")) == ["a", "b", "c"]


def test_merge_dry_run_writes_nothing(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """What would be new is told line by line, and no archive is made."""
    lines, err = run(capsys, "merge", archive, archive, "--into", tmp_path / "new", "--dry-run")
    assert "+ issue harbour-weekly/1 (2 items)" in lines and "would hold 4 issues and 5 items" in err
    assert not (tmp_path / "new").exists()


def test_merge_refuses_what_is_no_archive(archive: Path, tmp_path: Path, capsys: Captured) -> None:
    """A source that is none, and a target that holds something else, are named, and nothing is written."""
    _, err = run(capsys, "merge", archive, tmp_path / "absent", "--into", tmp_path / "new", code=1)
    assert "absent: holds no archive" in err and not (tmp_path / "new").exists()
    run(capsys, "merge", archive, "--into", tmp_path / "new", code=2)


@pytest.mark.parametrize(
    ("arguments", "left", "gone"),
    [
        (["--issue", "harbour-weekly/1"], 3, "- issue harbour-weekly/1 (2 items)"),
        (["--issue", "harbour-weekly/1", "--issue", "harbour-weekly/2"], 2, "- issue harbour-weekly/2 (1 item)"),
        (["--publication", "港湾周刊"], 4, "- publication 港湾周刊 “港湾周刊”"),
        (["--query", "lantern"], 3, "- issue harbour-weekly/3 (1 item)"),
        (["--query", "-lantern"], 2, "- issue harbour-weekly/2 (1 item)"),
        (["--query", "kind:video in:harbour-weekly"], 4, "- item harbour-weekly/1/"),
    ],
)
def test_remove_takes_out_what_is_asked_for(
    arguments: list[str], left: int, gone: str, copy: Path, capsys: Captured, tmp_path: Path
) -> None:
    """What goes is told line by line; a dry run tells the same and changes nothing; what is left is a sound archive."""
    before = files(copy)
    told, err = run(capsys, "remove", copy, *arguments, "--dry-run")
    assert files(copy) == before and "nothing was written" in err
    lines, err = run(capsys, "remove", copy, *arguments)
    assert lines == told and any(line.startswith(gone) for line in lines)
    assert not any(line.startswith(("+", "~ item")) for line in lines)
    assert len(titles(copy)) == left
    assert main(["check", str(copy)]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--issue", "harbour-weekly/11"],
            "no issue 'harbour-weekly/11'; expected the id of one, such as harbour-weekly/1",
        ),
        (["--issue", "harbour-weekly/1", "--issue", "x"], "there is no issue 'x'; expected the id of one of 4"),
        (["--publication", "harbour"], "there is no publication 'harbour'; expected the id of one, such as harbour-weekly"),
        (["--query", "nowhere"], "'nowhere': finds nothing"),
        (["--query", " "], "--query: is empty, and would find everything"),
        (
            ["--query", "lantern is:starred"],
            "“is:starred” was left out: it is not there yet.; expected a query",
        ),
        (["--query", "/(/"], "expected a query that is understood as a whole"),
    ],
)
def test_remove_refuses_what_it_does_not_understand(arguments: list[str], message: str, copy: Path, capsys: Captured) -> None:
    """An id that is not there, and a query that finds nothing or is not understood as a whole, remove nothing."""
    before = files(copy)
    lines, err = run(capsys, "remove", copy, *arguments, code=1)
    assert message in err and lines == [] and files(copy) == before


def test_remove_needs_one_thing_to_go_by(copy: Path, capsys: Captured) -> None:
    """Nothing, or two things at once, is wrong use."""
    run(capsys, "remove", copy, code=2)
    run(capsys, "remove", copy, "--issue", "harbour-weekly/1", "--query", "lantern", code=2)


def test_remove_makes_no_archive(tmp_path: Path, capsys: Captured) -> None:
    """A folder that holds none stays as it is."""
    _, err = run(capsys, "remove", tmp_path / "absent", "--issue", "x/1", code=1)
    assert "holds no archive" in err and not (tmp_path / "absent").exists()


def test_what_was_removed_comes_back_by_merging(copy: Path, archive: Path, capsys: Captured) -> None:
    """Nothing but what was asked for is lost: merged with the whole archive, it is that again."""
    run(capsys, "remove", copy, "--query", "lantern OR tide")
    run(capsys, "merge", copy, archive, "--into", copy)
    assert folder.read(copy) == folder.read(archive)

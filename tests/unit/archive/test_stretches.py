"""What a large archive tells of its stretches, and that `check` notices where it is not so."""

import dataclasses
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from backissue.archive import merge, shards, stretches
from backissue.archive.canonical import decode, encode, sha256
from backissue.archive.check import faults
from backissue.archive.folder import read, write
from backissue.archive.manifest import Part, ShardEntry, read_manifest
from backissue.archive.stretches import Vocabulary, read_vocabulary, stretches_of
from backissue.errors import DamagedArchive, NotAnArchive
from backissue.model import Archive
from tests.unit.archive.archives import HARBOUR, RIVER, harbour, issue, item

on_disk = pytest.mark.skipif(sys.platform == "emscripten", reason="a browser has no disk")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every archive counts as large, every issue is a shard, and about two of them make a stretch."""
    monkeypatch.setattr(shards, "SHARD_BYTES", 1)
    monkeypatch.setattr(stretches, "LARGE_BYTES", 1)
    monkeypatch.setattr(stretches, "STRETCH_BYTES", 950)


def years(*numbers: int) -> Archive:
    """An archive with an issue a year, each with a word of its own."""
    made = [
        issue(str(year), item(f"Lanterns of {'x' * (year - 2000)}", summary="Light." * 30), date=str(year)) for year in numbers
    ]
    return merge.add(Archive(), (HARBOUR,), made)


def test_a_small_archive_tells_nothing() -> None:
    """What fits into memory is described by its shards alone, as before."""
    manifest, files = shards.build(harbour())
    assert not manifest.stretches and "stretches" not in manifest.to_dict()
    assert not [name for name in files if "words" in name]


@pytest.mark.usefixtures("large")
def test_every_word_date_and_publication_is_told() -> None:
    """Titles, summaries, sections and full posts are told as folded words, items' own dates count, issues are named."""
    manifest, files = shards.build(harbour())
    words = {
        word for stretch in manifest.stretches for word in decode(files[stretch.words.path], stretch.words.path)["words"].split()
    }
    assert {"lanterns", "tiny", "tools", "潮", "汐", "tides", "moons", "regatta", "nothing"} <= words
    assert not {"p", "amp", "example", "pilot"} & words, "neither markup nor what no word search looks at"
    newest, oldest = manifest.stretches[0], manifest.stretches[-1]
    assert newest.last == "2026-02-03T10:00:00Z" and oldest.first == "2025-01-06"
    assert sum(stretch.items for stretch in manifest.stretches) == 4
    assert sum(stretch.tokens for stretch in manifest.stretches) == 18
    issues = [read_vocabulary(each.words, files[each.words.path]).issues for each in manifest.stretches]
    assert set().union(*issues) == {each.id for each in harbour().issues}


@pytest.mark.usefixtures("large")
def test_stretches_follow_the_shards_and_come_back() -> None:
    """They tell of all shards in order, have two each here, and are read as they were written."""
    manifest, files = shards.build(years(*range(2001, 2008)))
    assert [stretch.shards for stretch in manifest.stretches] == [1, 2, 2, 2]
    place = 0
    for stretch in manifest.stretches:
        entries = manifest.shards[place : place + stretch.shards]
        assert (stretch.first[:4], stretch.last[:4]) == (entries[-1].first, entries[0].last)
        assert stretch.words.path == f"{entries[-1].path[:-5]}.words.json"
        place += stretch.shards
    assert read_manifest(encode(manifest.to_dict())) == manifest
    assert {part.path for part in manifest.parts()} == files.keys()


@pytest.mark.usefixtures("large")
def test_what_is_new_changes_only_the_newest_stretch() -> None:
    """Older vocabularies keep their bytes when issues are added, so they stay in every cache."""
    before, after = (shards.build(years(*range(2001, last)))[0].stretches for last in (2008, 2009))
    assert before[1:] == after[1:] and before[0] != after[0]


def test_a_vocabulary_knows_words_beginnings_and_forms() -> None:
    """Whole words, beginnings of words, and other forms of an English word, the first and the last of the list too."""
    words = Vocabulary("aback lantern lanterns secure securely securing tide", range(1, 8), ["a/1"])
    assert words.holds("aback") and words.holds("tide") and not words.holds("tid") and not words.holds("back")
    assert words.holds_beginning("lant") and words.holds_beginning("tide") and not words.holds_beginning("antern")
    assert words.forms("secured") == ("secure", "securely", "securing") and words.forms("lantern") == ("lanterns",)
    assert [words.count(word) for word in ("aback", "lantern", "tide", "lan", "tides")] == [1, 2, 7, 0, 0]
    assert not Vocabulary("", (), ()).holds("a") and Vocabulary("", (), ()).forms("lantern") == ()


@pytest.mark.parametrize(
    "raw",
    [
        {},
        [],
        {"words": 3, "items": [], "issues": []},
        {"words": "a", "items": [1], "issues": [1]},
        {"words": "a"},
        {"words": "a", "items": [], "issues": []},
        {"words": "a", "items": ["1"], "issues": []},
        {"words": "a", "items": [-1], "issues": []},
        {"words": "a", "items": [True], "issues": []},
    ],
)
def test_another_shape_is_no_vocabulary(raw: object) -> None:
    """The message names the file and what was expected."""
    data = encode(raw)
    with pytest.raises(NotAnArchive, match=r'x\.words\.json: is no vocabulary; expected a string "words"'):
        read_vocabulary(Part("x.words.json", len(data), sha256(data)), data)


def test_an_altered_vocabulary_is_refused() -> None:
    """A search that trusted it would leave out what is there."""
    with pytest.raises(DamagedArchive, match="has 2 bytes"):
        read_vocabulary(Part("x.words.json", 9, ""), b"{}")


@pytest.mark.usefixtures("large")
def test_stretches_must_tell_of_every_shard() -> None:
    """A manifest whose stretches are of fewer or more shards than it has is refused."""
    manifest, _ = shards.build(years(2001, 2002, 2003))
    short = dataclasses.replace(manifest, stretches=manifest.stretches[1:])
    with pytest.raises(DamagedArchive, match=r"has stretches of \d shards; expected 3"):
        read_manifest(encode(short.to_dict()))


def test_undated_items_have_no_dates_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stretch without any date says so by empty ones."""
    monkeypatch.setattr(stretches, "LARGE_BYTES", 1)
    archive = merge.add(Archive(), (HARBOUR, RIVER), [issue("1", item("Undated"))])
    entry = ShardEntry("undated.json", 9, "", "", "", 1, 1)
    ((stretch,), _) = stretches_of([entry], archive.issues)
    assert (stretch.first, stretch.last, stretch.publications) == ("", "", (("harbour-weekly", 1),))


@on_disk
@pytest.mark.usefixtures("large")
def test_a_large_archive_is_sound(tmp_path: Path) -> None:
    """It is written, checked, read, and written again without a fault; when it shrinks, its vocabularies go."""
    write(tmp_path, years(*range(2001, 2008)))
    assert faults(tmp_path) == [] and len(list(tmp_path.glob("*.words.json"))) == 4
    assert read(tmp_path) == years(*range(2001, 2008))
    write(tmp_path, years(2001))
    assert faults(tmp_path) == [] and len(list(tmp_path.glob("*.words.json"))) == 1


@on_disk
@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made.words.update(words="lanterns"), r"words\.json: does not hold the words and issues"),
        (lambda made: made.words.update(issues=["harbour-weekly/9"]), r"words\.json: does not hold the words and issues"),
        (lambda made: made.words["items"].__setitem__(0, 9), r"words\.json: does not hold the words and issues"),
        (lambda made: made.stretch.update(tokens=1), r"stretches\[0\]\.tokens: says 1, but the shards hold \d+"),
        (lambda made: made.words.update(odd=1), r"words\.json: .*'odd' was unexpected"),
        (lambda made: made.stretch.update(first="2000-01-01"), r"stretches\[0\]\.first: says '2000-01-01', but the shards hold"),
        (lambda made: made.stretch.update(publications={}), r"stretches\[0\]\.publications: says \(\), but"),
        (lambda made: made.stretch.update(shards=0), r"stretches\[0\]\.shards: 0 is less than"),
    ],
)
def test_check_tells_what_is_told_wrongly(tmp_path: Path, change, words: str) -> None:  # type: ignore[no-untyped-def]
    """Each fault of a stretch or its vocabulary is named with its place."""
    write(tmp_path, years(2001, 2002, 2003))
    raw = decode((tmp_path / "archive.json").read_bytes(), "archive.json")
    stretch = raw["stretches"][0]
    path = tmp_path / stretch["words"]["path"]
    made = SimpleNamespace(stretch=stretch, words=decode(path.read_bytes(), path.name))
    change(made)
    data = encode(made.words)
    path.write_bytes(data)
    stretch["words"] |= {"bytes": len(data), "sha256": sha256(data)}
    (tmp_path / "archive.json").write_bytes(encode(raw))
    found = [str(fault) for fault in faults(tmp_path)]
    assert any(re.search(words, fault) for fault in found), found

"""Shards: whole issues, newest first, below a megabyte, always the same bytes."""

import dataclasses

import pytest
from hypothesis import given

from backissue.archive import merge
from backissue.archive.canonical import decode, encode, sha256
from backissue.archive.manifest import ShardEntry, read_manifest
from backissue.archive.shards import SHARD_BYTES, build, newest_first, read_content, read_shard
from backissue.errors import DamagedArchive, NotAnArchive
from backissue.model import Archive, Issue
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, HARBOUR, harbour, issue, item


def entry_of(data: bytes, issues: int = 1, items: int = 0) -> ShardEntry:
    return ShardEntry("x.json", len(data), sha256(data), "", "", issues, items)


def large(days: int, kilobytes: int) -> Archive:
    """An issue a day, each of so many kilobytes."""
    text = "x" * (1000 * kilobytes - 200)
    issues = [issue(str(n), item(f"Item {n}", summary=text), date=f"2026-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(days)]
    return merge.add(Archive(), (HARBOUR,), issues)


@examples(20)
@given(ARCHIVES)
def test_an_archive_comes_back_from_its_shards(archive: Archive) -> None:
    """Every issue, item and post that was cut into shards is read back as it was, in the same order."""
    manifest, files = build(archive)
    assert read_manifest(encode(manifest.to_dict())) == manifest
    issues: list[Issue] = []
    for entry in manifest.shards:
        posts = read_content(entry.content, files[entry.content.path]) if entry.content else {}
        for raw in read_shard(entry, files[entry.path]):
            found = Issue.from_dict(raw)
            sections = tuple(
                dataclasses.replace(each, items=tuple(dataclasses.replace(i, content=posts.get(i.id, "")) for i in each.items))
                for each in found.sections
            )
            issues.append(dataclasses.replace(found, sections=sections))
    assert tuple(issues) == archive.issues
    assert build(dataclasses.replace(archive, issues=archive.issues[::-1])) == (manifest, files)


@examples(20)
@given(ARCHIVES)
def test_all_bytes_are_canonical(archive: Archive) -> None:
    """Each file is what any program gets that writes its JSON with sorted keys and no spaces."""
    _, files = build(archive)
    assert all(encode(decode(data, name)) == data for name, data in files.items())


def test_shards_stay_below_their_size() -> None:
    """No shard of several issues reaches a megabyte, and none is cut much too early."""
    manifest, files = build(large(days=40, kilobytes=90))
    assert all(len(data) < SHARD_BYTES for data in files.values())
    assert [entry.issues for entry in manifest.shards] == [7, 11, 11, 11]
    assert [entry.first for entry in manifest.shards] == ["2026-02-06", "2026-01-23", "2026-01-12", "2026-01-01"]


def test_an_issue_that_is_larger_stands_alone() -> None:
    """An issue is never cut in two."""
    manifest, files = build(large(days=3, kilobytes=1200))
    assert [entry.issues for entry in manifest.shards] == [1, 1, 1]
    assert len(files) == 3


def test_a_new_issue_changes_only_the_newest_shard() -> None:
    """Old shards keep their names and bytes, so that a browser that has them need not fetch them again."""
    before, after = build(large(days=40, kilobytes=90)), build(large(days=42, kilobytes=90))
    assert before[0].shards[1:] == after[0].shards[1:]
    assert before[0].shards[0].path == after[0].shards[0].path


def test_full_posts_close_a_shard_too() -> None:
    """The file of full posts, fetched to open one of them, does not grow without bound."""
    archive = large(days=10, kilobytes=1)
    long = "<p>" + "x" * 500_000 + "</p>"
    issues = tuple(
        dataclasses.replace(
            each,
            sections=tuple(
                dataclasses.replace(s, items=tuple(dataclasses.replace(i, content=long) for i in s.items)) for s in each.sections
            ),
        )
        for each in archive.issues
    )
    manifest, files = build(dataclasses.replace(archive, issues=issues))
    assert [entry.issues for entry in manifest.shards] == [1, 3, 3, 3]
    assert all(len(data) < 2_000_000 for data in files.values())


def test_undated_issues_stand_apart_and_last() -> None:
    """Issues without a date lie in shards of their own, which say no dates."""
    archive = merge.add(Archive(), (HARBOUR,), [issue("1", item("a")), issue("2", item("b"), date="2026")])
    manifest, _ = build(archive)
    assert [(entry.path, entry.first, entry.last) for entry in manifest.shards] == [
        ("2026-01-01.json", "2026", "2026"),
        ("undated.json", "", ""),
    ]
    assert manifest.generated == "2026"


def test_an_archive_of_nothing_is_a_manifest() -> None:
    """An archive without issues has no shard, and no date."""
    manifest, files = build(Archive())
    assert (manifest.shards, manifest.generated, manifest.items, files) == ((), "", 0, {})


def test_the_order_is_newest_first_then_by_id() -> None:
    """Issues of one day stand by publication and number."""
    issues = [
        Issue("b/1", "b", date="2026"),
        Issue("a/2", "a", date="2026-01-01"),
        Issue("a/1", "a", date="2026"),
        Issue("c/1", "c", date="2027"),
    ]
    assert [each.id for each in newest_first(issues)] == ["c/1", "a/1", "a/2", "b/1"]


def test_the_manifest_says_what_other_programs_read() -> None:
    """The names and figures of DESIGN's example are there, and empty ones are not."""
    manifest, files = build(harbour())
    raw = manifest.to_dict()
    assert (raw["format"], raw["version"], raw["title"], raw["generated"]) == ("backissue-archive", 1, "Harbour", "2026-02-03")
    assert raw["totals"] == {"issues": 3, "items": 4}
    (shard,) = raw["shards"]
    assert shard["path"] == "2025-01-06.json"
    assert (shard["first"], shard["last"], shard["issues"], shard["items"]) == ("2025-01-06", "2026-02-03", 3, 4)
    assert (shard["bytes"], shard["sha256"]) == (len(files[shard["path"]]), sha256(files[shard["path"]]))
    assert shard["content"]["path"] == "2025-01-06.content.json"


@pytest.mark.parametrize(
    "data",
    [b"[]\n", b'{"issues":{}}\n', b'{"issues":[1]}\n', b"{}\n", b'{"issues":[{"id":"a/1","publication":"a","sections":5}]}'],
)
def test_what_is_no_shard_is_refused(data: bytes) -> None:
    """JSON of another shape is no shard, though its hash is right."""
    with pytest.raises(
        NotAnArchive, match=r"x\.json.*: (is no shard|'issues' is no array of objects|'sections' is no array of objects)"
    ):
        read_shard(entry_of(data), data)


@pytest.mark.parametrize(
    "issue_",
    [{"id": "a/1"}, {"publication": "a"}, {"id": 1, "publication": "a"}],
)
def test_an_issue_without_a_name_is_refused(issue_: dict[str, object]) -> None:
    """Every issue says what it is called and to which publication it belongs."""
    data = encode({"issues": [issue_]})
    with pytest.raises(NotAnArchive, match=r"x\.json: issues\[0\]: is no issue"):
        read_shard(entry_of(data), data)


def test_an_item_without_an_id_is_refused() -> None:
    """Every item says what it is called."""
    data = encode({"issues": [{"id": "a/1", "publication": "a", "sections": [{"items": [{"title": "x"}]}]}]})
    with pytest.raises(NotAnArchive, match="an item has no id"):
        read_shard(entry_of(data, items=1), data)


def test_a_shard_with_other_counts_is_refused() -> None:
    """The counts, from which rows are numbered, must be right."""
    data = encode({"issues": [{"id": "a/1", "publication": "a"}]})
    with pytest.raises(DamagedArchive, match=r"holds 1 issues and 0 items; expected 2 and 0"):
        read_shard(entry_of(data, issues=2), data)


def test_a_truncated_or_altered_shard_is_refused() -> None:
    """Size and hash are compared before anything is read."""
    data = encode({"issues": []})
    with pytest.raises(DamagedArchive, match=r"x\.json: has 10 bytes; expected 14; the file is cut off or altered"):
        read_shard(entry_of(data, issues=0), data[:10])
    with pytest.raises(DamagedArchive, match="has the hash"):
        read_shard(entry_of(data, issues=0), data.replace(b"s", b"z"))


@pytest.mark.parametrize("data", [b"[]\n", b'{"a":1}\n'])
def test_posts_of_another_shape_are_refused(data: bytes) -> None:
    """Posts are texts by the id of their item."""
    with pytest.raises(NotAnArchive, match="is no shard of posts"):
        read_content(entry_of(data), data)

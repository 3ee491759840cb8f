"""Issues laid over an archive: each stands where its date belongs, and hides one of the same id."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backissue.archive.merge import add
from backissue.archive.overlay import Overlay, Raw, count_items
from backissue.archive.shards import build, newest_first, read_shard
from backissue.model import Archive, Issue, Item, Publication, Section

DATES = st.sampled_from(["", "2024", "2024-05", "2024-05-05", "2025-01-01", "2025-01-01T10:00:00Z", "2026-02-02"])
ISSUES = st.lists(st.tuples(st.sampled_from(["ark", "brig"]), st.integers(1, 9), DATES, st.integers(0, 3)), max_size=12)


def archive_of(rows: list[tuple[str, int, str, int]]) -> Archive:
    """An archive of issues by publication, number and date, of so many items."""
    issues = {
        (name, number): Issue("", name, str(number), date=date, sections=(Section("", _items(name, number, count)),))
        for name, number, date, count in rows
    }
    publications = [Publication(name, name.title()) for name in dict.fromkeys(name for name, _, _, _ in rows)]
    return add(Archive("Ships"), publications, issues.values())


def _items(name: str, number: int, count: int) -> tuple[Item, ...]:
    return tuple(Item("", f"{name} {number} {each}", url=f"https://{name}.example/{number}/{each}") for each in range(count))


def raw_of(archive: Archive) -> list[Raw]:
    """The issues of an archive as they are parsed, newest first."""
    return [issue.to_dict() for issue in newest_first(archive.issues)]


def laid(under: Archive, over: Archive) -> tuple[Overlay, list[list[Raw]]]:
    """What each shard holds once `over` was laid over `under`."""
    manifest, files = build(under)
    overlay = Overlay(manifest, over.publications, raw_of(over))
    found = {entry.path: read_shard(entry, files[entry.path]) for entry in manifest.shards}
    return overlay, [overlay.lay(entry.path, found.get(entry.path, [])) for entry in overlay.manifest.shards]


@given(ISSUES, ISSUES)
def test_all_issues_of_both_stand_newest_first(
    under: list[tuple[str, int, str, int]], over: list[tuple[str, int, str, int]]
) -> None:
    """Whatever the two hold, no issue is lost or there twice, what is above wins, and the order is that of one archive."""
    below, above = archive_of(under), archive_of(over)
    overlay, shards = laid(below, above)
    found = [issue for shard in shards for issue in shard]
    ids = {issue.id for issue in above.issues}
    expected = Archive(issues=(*above.issues, *(issue for issue in below.issues if issue.id not in ids)))
    assert found == raw_of(expected)
    assert count_items(found) == overlay.manifest.items - overlay.hidden
    for entry, shard in zip(overlay.manifest.shards, shards, strict=True):
        assert len(shard) <= entry.issues and count_items(shard) <= entry.items
    assert {each.id for each in overlay.manifest.publications} == {each.id for each in (*below.publications, *above.publications)}


def test_an_issue_goes_into_the_shard_around_its_date() -> None:
    """Between two shards an issue stands in the newer one that reaches back to it; before the oldest, in the oldest."""
    from backissue.archive import shards

    big = "x" * (shards.SHARD_BYTES // 2)
    publication = Publication("ark", "Ark")
    issues = [
        Issue(f"ark/{year}", "ark", str(year), date=f"{year}-01-01", intro=big, sections=(Section("", _items("ark", year, 1)),))
        for year in (2020, 2022, 2024)
    ]
    below = add(Archive(), [publication], issues)
    over = archive_of([("brig", year, f"{year}-06-06", 1) for year in range(2019, 2026)])
    overlay, found = laid(below, over)
    assert [[issue["number"] for issue in shard] for shard in found] == [
        ["2025", "2024", "2024"],
        ["2023", "2022", "2022"],
        ["2021", "2020", "2020", "2019"],
    ]
    assert overlay.hides("brig/2019") and not overlay.hides("ark/2020")

"""The index: what is loaded can be found, in whatever order and however slowly it comes; what is damaged is refused."""

import itertools

import pytest

from backissue.archive.shards import read_shard
from backissue.errors import DamagedArchive, InvalidValue
from backissue.index import Index
from tests.unit.search.small import RIVER, TIDES, ask, found, index_of, issue, item, parts_of

ISSUES = (
    issue("1", item("Lanterns", "Light for boats.", url="https://example.org/a"), item("Ropes"), date="2024-05-06"),
    issue("2", item("Moorings", "Lanterns and ropes."), date="2025-02-03", url="https://example.org/issues/2"),
    issue("", item("Tides", content="<p>The lantern of the moon</p>"), date="2025-02-04", publication=RIVER.id, section=""),
    issue("7", item("港湾的灯"), date="2026-03", publication=TIDES.id, section="工具"),
    issue("3", item("Undated lanterns")),
)


def loaded_by_steps(order: tuple[int, ...]) -> Index:
    """The index of ISSUES, its shards added in `order`."""
    manifest, files = parts_of(*ISSUES, cut=True)
    index = Index(manifest)
    for place in order:
        entry = manifest.shards[place]
        for _ in index.add_shard(entry, read_shard(entry, files[entry.path])):
            pass
    return index


def test_shards_come_in_any_order() -> None:
    """Whichever shard comes first, the whole index gives the same answers in the same order."""
    usual = loaded_by_steps((0, 1, 2, 3, 4))
    assert found(usual) == ["港湾的灯", "Tides", "Moorings", "Lanterns", "Ropes", "Undated lanterns"]
    for order in itertools.islice(itertools.permutations(range(5)), 0, 120, 17):
        other = loaded_by_steps(order)
        assert other.whole
        for query in ("", "lantern", "ropes OR 灯", "year:2025", "-lantern", "section:Tools"):
            mine, theirs = ask(usual, query), ask(other, query)
            assert theirs == mine, (order, query)


def test_searches_between_steps_see_what_is_there() -> None:
    """While shards arrive, a search finds what has come, `whole` and `loaded` say how much that is."""
    manifest, files = parts_of(*ISSUES, cut=True)
    index = Index(manifest)
    assert (index.whole, index.loaded, ask(index).total) == (False, 0, 0)
    totals = []
    for entry in manifest.shards:
        for _ in index.add_shard(entry, read_shard(entry, files[entry.path])):
            totals.append((ask(index).total, ask(index, "lantern").total, ask(index, "-lantern").total))
    assert totals == [(1, 0, 1), (2, 0, 2), (3, 1, 2), (5, 2, 3), (6, 3, 3)]
    assert (index.whole, index.loaded) == (True, 6)


def test_a_large_shard_is_added_in_steps() -> None:
    """A shard of many issues takes several steps, and a search between them is whole in itself."""
    many = [issue(str(number), *(item(f"Boat {number}-{n}") for n in range(50)), date="2025-01-01") for number in range(60)]
    manifest, files = parts_of(*many)
    index = Index(manifest)
    (entry,) = manifest.shards
    seen = []
    for _ in index.add_shard(entry, read_shard(entry, files[entry.path])):
        answer = ask(index, "boat", limit=5)
        seen.append(answer.total)
        assert answer.facets["publication"][0].count == answer.total == index.loaded
    assert len(seen) > 1
    assert seen == sorted(seen)
    assert seen[-1] == 3000


def test_a_shard_that_is_there_already_is_not_added_again() -> None:
    """Adding the same shard twice changes nothing."""
    manifest, files = parts_of(*ISSUES)
    index = Index(manifest)
    for _ in range(2):
        for entry in manifest.shards:
            for _ in index.add_shard(entry, read_shard(entry, files[entry.path])):
                pass
    assert ask(index).total == index.loaded == 6


def test_an_empty_archive_is_whole() -> None:
    """Without a shard everything is there, and everything is nothing."""
    index = index_of()
    assert (index.whole, ask(index, "lantern").total, ask(index).hits) == (True, 0, ())


def damaged(change: dict[str, object], issue_change: dict[str, object] | None = None, section: object = "Tools") -> Index:
    """Loads an archive of one issue with two items, the second altered by `change`."""
    manifest, files = parts_of(issue("1", item("Lanterns"), item("Ropes"), date="2025-01-06"))
    (entry,) = manifest.shards
    issues = read_shard(entry, files[entry.path])
    issues[0]["sections"][0]["items"][1].update(change)
    issues[0]["sections"][0]["title"] = section
    issues[0].update(issue_change or {})
    index = Index(manifest)
    for _ in index.add_shard(entry, issues):
        pass
    return index


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": 5}, r"title: 5 is no text; expected a string"),
        ({"title": None}, "is no text|wrong type"),
        ({"summary": ["x"]}, r"summary: \['x'\] is no text"),
        ({"url": 5}, r"url: 5 is no text"),
        ({"date": "soon"}, "'soon' is no date; expected a date such as 2026"),
        ({"date": "2025-02-30"}, "'2025-02-30' is no date"),
        ({"kind": "film"}, "kind: 'film' is no kind; expected one of article"),
        ({"source": {"a": 1}}, "source: .* is no text"),
        ({"authors": "Jo"}, "authors: 'Jo' is no list"),
        ({"tags": [1]}, "tags: '1' is no text"),
        ({"sponsored": "yes"}, "sponsored: 'yes' is no truth value"),
        ({"event": {"start": "never"}}, r"event.start: 'never' is no date"),
        ({"event": ["x"]}, "is no event"),
        ({"links": [{"title": "x"}]}, r"links\[0\].url: is missing"),
    ],
)
def test_items_of_the_wrong_form_are_refused(change: dict[str, object], words: str) -> None:
    """A value of the wrong type or form is refused when it is loaded, and not when a search happens to show it."""
    with pytest.raises(InvalidValue, match=words):
        damaged(change)


def test_issues_of_the_wrong_form_are_refused() -> None:
    """A date that is none, a section without a text for a title, and a publication that nobody knows are refused."""
    with pytest.raises(InvalidValue, match="'2025-13' is no date"):
        damaged({}, {"date": "2025-13"})
    with pytest.raises(InvalidValue, match="a section's title: '7' is no text"):
        damaged({}, section=7)
    with pytest.raises(DamagedArchive, match="is of the publication 'nobody'; expected one that the manifest names"):
        damaged({}, {"publication": "nobody"})


def test_ids_stand_once() -> None:
    """Two items of one id, two issues of one id, and an item that belongs to another issue are refused."""
    manifest, files = parts_of(issue("1", item("Lanterns"), item("Ropes"), date="2025-01-06"))
    (entry,) = manifest.shards

    def issues() -> list[dict]:  # type: ignore[type-arg]
        return read_shard(entry, files[entry.path])

    twice = issues()
    twice[0]["sections"][0]["items"][1]["id"] = twice[0]["sections"][0]["items"][0]["id"]
    with pytest.raises(DamagedArchive, match="has two items of one id in 'harbour-weekly/1'; expected each id once"):
        list(Index(manifest).add_shard(entry, twice))
    with pytest.raises(DamagedArchive, match="has a second issue of the id 'harbour-weekly/1'"):
        list(Index(manifest).add_shard(entry, issues() * 2))
    stray = issues()
    stray[0]["sections"][0]["items"][1]["id"] = "harbour-weekly/2/aaaaaaaaaa"
    with pytest.raises(DamagedArchive, match="an item in issue 'harbour-weekly/1' has the id of another issue"):
        list(Index(manifest).add_shard(entry, stray))


def test_a_refused_shard_leaves_the_index_as_it_was() -> None:
    """What was loaded before a damaged shard is found as before, and nothing of the damaged one."""
    manifest, files = parts_of(*ISSUES, cut=True)
    index = Index(manifest)
    first, second, *_ = manifest.shards
    list(index.add_shard(first, read_shard(first, files[first.path])))
    bad = read_shard(second, files[second.path])
    bad[0]["sections"][0]["items"][0]["title"] = 7
    with pytest.raises(InvalidValue):
        list(index.add_shard(second, bad))
    assert found(index) == ["港湾的灯"]
    assert index.issues(RIVER.id) == []
    list(index.add_shard(second, read_shard(second, files[second.path])))
    assert found(index) == ["港湾的灯", "Tides"]

"""The index: what is loaded can be found, in whatever order and however slowly it comes; what is damaged is refused."""

import dataclasses
import itertools

import pytest

from backissue.archive.shards import read_content, read_shard
from backissue.errors import DamagedArchive, InvalidValue
from backissue.index import Index
from backissue.model import Event, Issue, Item
from backissue.search import Request, search
from tests.unit.search.small import RIVER, TIDES, ask, found, index_of, issue, item, of_titles, parts_of

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


def test_full_posts_are_found_once_they_are_added() -> None:
    """The text of a full post is searched after it came, and only then; its item is found by its own words all the time."""
    manifest, files = parts_of(*ISSUES)
    index = Index(manifest)
    for entry in manifest.shards:
        list(index.add_shard(entry, read_shard(entry, files[entry.path])))
    assert (found(index, "moon"), found(index, "has:content"), found(index, "tides")) == ([], [], ["Tides"])
    (part,) = (entry.content for entry in manifest.shards if entry.content)
    posts = read_content(part, files[part.path])
    list(index.add_content(part.path, posts))
    counts = index.store.averages()
    for _ in range(2):  # posts that are there already change nothing
        list(index.add_content(part.path, posts))
        assert index.store.averages() == counts
        assert found(index, "moon") == found(index, "has:content") == found(index, "content:lantern") == ["Tides"]
        assert found(index, "tides") == ["Tides"]
        assert index.content_complete
    assert index.item(next(iter(posts))) is not None


def test_posts_of_nobody_are_refused() -> None:
    """A post whose item is not there is no post of this archive."""
    index = index_of(*ISSUES)
    with pytest.raises(DamagedArchive, match="a post for the unknown item 'river-planet/x/y'; expected items of its shard"):
        list(index.add_content("x.content.json", {"river-planet/x/y": "<p>x</p>"}))


def test_posts_over_the_memory_budget_are_left_out_and_said() -> None:
    """What does not fit is not searched, `content_complete` says so, and a smaller post behind it still fits."""
    posts = [item(f"Post {n}", content=f"<p>{'word ' * n}end{n}</p>", date=f"2025-01-0{n}T10:00:00Z") for n in (1, 8, 2)]
    index = index_of(issue("", *posts, date="2025-01-09", publication=RIVER.id), content_chars=30)
    assert not index.content_complete
    assert [found(index, f"end{n}") for n in (1, 2, 8)] == [["Post 1"], ["Post 2"], []]
    assert sorted(found(index, "post")) == ["Post 1", "Post 2", "Post 8"]


def test_many_posts_are_added_in_steps_with_searches_between() -> None:
    """Long posts come in several steps; after each, what was added is found and items are still found by their titles."""
    posts = [item(f"Post {n}", content=f"<p>{'filler ' * 6000}needle</p>") for n in range(6)]
    manifest, files = parts_of(issue("", *posts, date="2025-01-09", publication=RIVER.id))
    index = Index(manifest)
    (entry,) = manifest.shards
    list(index.add_shard(entry, read_shard(entry, files[entry.path])))
    assert entry.content
    seen = [ask(index, "needle").total for _ in index.add_content("x", read_content(entry.content, files[entry.content.path]))]
    assert len(seen) > 1
    assert seen == sorted(set(seen))
    assert seen[-1] == ask(index, "post").total == 6


def test_settling_changes_no_answer() -> None:
    """Joining what loading left in pieces is done step by step, ends, and changes nothing that is found."""
    index = index_of(*ISSUES)
    before = [ask(index, query) for query in ("", "lantern", "ropes -light")]
    steps = 0
    while index.settle():
        steps += 1
        assert steps < 1000
    assert [ask(index, query) for query in ("", "lantern", "ropes -light")] == before


def test_issues_and_items_are_read_back() -> None:
    """An issue, its item and the list of a publication's issues come back as they were archived."""
    index = index_of(*ISSUES)
    whole = index.issue("harbour-weekly/1")
    assert isinstance(whole, Issue)
    assert [each.title for each in whole.items()] == ["Lanterns", "Ropes"]
    name = whole.sections[0].items[1].id
    found_ = index.item(name)
    assert found_ is not None
    assert (found_[0], found_[1].title, found_[2].title) == (whole, "Tools", "Ropes")
    assert index.issue("harbour-weekly/9") is None
    assert index.item("harbour-weekly/1/nothing") is None
    assert index.item("nothing") is None
    heads = index.issues("harbour-weekly")
    assert [(head.number, head.date, head.items) for head in heads] == [
        ("2", "2025-02-03", 1),
        ("1", "2024-05-06", 2),
        ("3", "", 1),
    ]
    assert index.issue_by_link("http://www.example.org/issues/2/") == "harbour-weekly/2"
    assert index.issue_by_link("https://example.org/issues/3") == index.issue_by_link("") == ""


def test_values_are_suggested_by_the_words_they_hold() -> None:
    """Values of a field are offered by any of their words, the frequent before the rare, with what a reader sees of them."""
    index = index_of(
        issue("1", item("a", authors=("Ana Pilot", "Bo")), item("b", authors=("Pia Lot",)), date="2025"),
        issue("2", item("c", authors=("Ana Pilot",)), date="2025"),
        issue("3", item("d"), date="2025", publication=TIDES.id),
    )
    assert index.values("author", "pi") == [("Ana Pilot", "Ana Pilot", 2), ("Pia Lot", "Pia Lot", 1)]
    assert index.values("author", "il") == []
    assert index.values("author", "", 1) == [("Ana Pilot", "Ana Pilot", 2)]
    assert index.values("publication", "harb") == [("harbour-weekly", "Harbour Weekly", 3)]
    assert index.values("publication", "weekly") == [("harbour-weekly", "Harbour Weekly", 3)]


def test_values_that_differ_by_case_are_one_and_languages_are_not() -> None:
    """`Rust` and `rust` are one tag; `C`, `C++` and `C#` are three, loose or exact."""
    tags = (("rust", "C"), ("Rust", "c++"), ("RUST", "C++", "C#"), ("objective c", "c"))
    index = index_of(issue("1", *(item(f"{n}", tags=each) for n, each in enumerate(tags)), date="2025"))
    counts = {value.value: value.count for value in ask(index).facets["tag"]}
    assert counts == {"rust": 3, "C": 2, "c++": 2, "C#": 1, "objective c": 1}
    assert found(index, 'tag:"c++"') == found(index, "tag:C++") == ["1", "2"]
    assert found(index, 'tag:"C"') == ["0", "3"]
    assert found(index, "tag:c#") == ["2"]
    assert found(index, "tag:RUST") == ["0", "1", "2"]
    assert found(index, "tag:objective") == ["3"]


def test_a_value_counts_once_an_item() -> None:
    """An author who is named twice in an item, in two spellings, is counted once."""
    index = index_of(issue("1", item("a", authors=("Ana", "ana", "Ana")), date="2025"))
    assert [(value.value, value.count) for value in ask(index).facets["author"]] == [("Ana", 1)]


def test_fields_with_many_values_count_as_well() -> None:
    """With more than 255 values a field's counts and filters are as exact as with few."""
    items = [item(f"Boat {n}", source=f"Yard {n % 300}") for n in range(900)]
    index = index_of(issue("1", *items, date="2025"))
    facet = ask(index, facet_limit=0).facets["source"]
    assert len(facet) == 300
    assert {value.count for value in facet} == {3}
    assert ask(index, 'source:"Yard 299"').total == 3
    assert ask(index, "source:yard").total == 900


def test_nothing_is_lost_in_text_that_is_not_plain() -> None:
    """Control characters, markup and half characters in a title neither break the index nor hide the words around them."""
    index = of_titles("a\x00nul b", "<b>bold</b> &amp; more", "tab\tbed", "half \ud800 moon", "zero\u200bwidth", "soft\u00adware")
    for word, title in (("nul", 0), ("bold", 1), ("bed", 2), ("moon", 3), ("width", 4), ("software", 5)):
        assert [hit.row for hit in ask(index, word).hits] == [title + 1], word


def test_items_are_what_was_archived() -> None:
    """A hit carries its item whole: kind, authors, event, links."""
    full = item(
        "Regatta", "Boats.", url="https://example.org/r", kind="event", authors=("Jo",), event=Event("2026-05-01", place="Łódź")
    )
    (hit,) = ask(index_of(issue("1", full, date="2026")), "regatta").hits
    assert isinstance(hit.item, Item)
    assert dataclasses.replace(hit.item, id="") == full


def test_a_search_on_a_growing_index_is_whole_in_itself() -> None:
    """A search that was begun before a shard came ends with counts that fit together."""
    manifest, files = parts_of(*ISSUES, cut=True)
    index = Index(manifest)
    first, *others = manifest.shards
    list(index.add_shard(first, read_shard(first, files[first.path])))
    begun = search(index, Request("lantern OR 灯"))
    for entry in others:
        list(index.add_shard(entry, read_shard(entry, files[entry.path])))
    answer = begun.advance()
    assert answer.complete
    assert answer.total == answer.items == len(answer.hits) == sum(value.count for value in answer.facets["publication"])

"""What the index gives back: full posts, issues and items, values of fields, and texts as they were archived."""

import dataclasses

import pytest

from backissue.archive.shards import read_content, read_shard
from backissue.errors import DamagedArchive
from backissue.index import Index
from backissue.index.index import beginning
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


def test_a_settled_index_that_grows_finds_what_came_by_its_first_letter() -> None:
    """The rows that a settled index keeps for a letter are forgotten when more is added: nothing new is missed."""
    issues = [issue(str(n), *(item(f"Lantern {n}.{place}") for place in range(30)), date=f"2025-01-0{n}") for n in (1, 2)]
    manifest, files = parts_of(*issues, cut=True)
    index = Index(manifest)
    for total, entry in zip((30, 60), manifest.shards, strict=True):
        list(index.add_shard(entry, read_shard(entry, files[entry.path])))
        while index.settle():
            pass
        assert index.beginning(beginning("l")) is not None
        assert index.beginning(beginning("z")) is None
        assert ask(index, "l", typing=True).total == ask(index, "la", typing=True).total == total


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

"""Filters: every field of the language, loose and exact, dates of every form, alone and anywhere in the tree."""

import pytest

from backissue.index import Index
from backissue.model import Event
from backissue.search import Request, search
from tests.unit.search.small import RIVER, TIDES, ask, found, index_of, issue, item

ISSUES = (
    issue(
        "739",
        item("a", "Words.", kind="video", source="Pier Blog", authors=("Ana Pilot", "Bo"), tags=("light", "C++"), url="https://github.com/a"),
        item("b", sponsored=True, shared_by="Jo Wharf", url="https://gist.github.com/b", language="de"),
        item("c", kind="event", event=Event("2025-06-01"), url="https://notgithub.com/github.com"),
        date="2025-06-16",
        section="Articles & Tutorials",
    ),
    issue("12", item("d", kind="video", url="https://www.Example.org:8000/x"), date="2025-12-31"),
    issue(
        "",
        item("e", date="2026-01-02T23:30:00Z", content="<p>post</p>", authors=("Bo Ana",)),
        date="2026-01-02",
        publication=RIVER.id,
        section="",
    ),
    issue("12", item("f", language="zh-CN"), item("g", date="2026-02-10"), date="2026-02", publication=TIDES.id, section="工具"),
    issue("9", item("h"), date=""),
    issue("8", item("i"), date="2024"),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    """Three publications and all that an item can have."""
    return index_of(*ISSUES)


def letters(index: Index, query: str) -> str:
    """The titles of all hits of a query, sorted."""
    return "".join(sorted(found(index, query)))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("in:harbour-weekly", "abcdhi"),
        ("in:harbour", "abcdhi"),
        ("in:Weekly", "abcdhi"),
        ('in:"harbour"', ""),
        ('in:"Harbour Weekly"', "abcdhi"),
        ("in:港湾周刊", "fg"),
        ("in:港湾", "fg"),
        ("in:river-planet,港湾周刊", "efg"),
        ("in:nobody", ""),
        ("-in:harbour", "efg"),
        ("section:articles", "abc"),
        ("section:tutorials", "abc"),
        ('section:"articles & tutorials"', "abc"),
        ('section:"Articles Tutorials"', "abc"),
        ('section:"articles"', ""),
        ("section:article", ""),
        ("section:工具", "fg"),
        ("kind:video", "ad"),
        ("kind:VIDEO,event", "acd"),
        ("kind:vid", ""),
        ("source:pier", "a"),
        ('source:"pier blog"', "a"),
        ("by:ana", "ae"),
        ("by:pilot", "a"),
        ('by:"Bo"', "a"),
        ('by:"ana pilot",bo', "ae"),
        ("shared:wharf", "b"),
        ("tag:light", "a"),
        ("tag:c++", "a"),
        ("tag:c#", ""),
        ("site:github.com", "ab"),
        ("site:www.github.com", "ab"),
        ("site:https://github.com/elsewhere", "ab"),
        ("site:gist.github.com", "b"),
        ("site:hub.com", ""),
        ("site:example.org", "d"),
        ("site:.org", "d"),
        ("lang:en", "acdhi"),
        ("lang:de,zh", "bfg"),
        ("lang:zh-cn", "f"),
        ("lang:e", ""),
        ("issue:12", "dfg"),
        ("issue:1", ""),
        ("issue:2026-01-02", "e"),
        ("issue:harbour-weekly/12", "d"),
        ("issue:12 in:harbour", "d"),
        ("is:sponsored", "b"),
        ("-is:sponsored kind:video", "ad"),
        ("has:summary", "a"),
        ("has:event", "c"),
        ("has:content", "e"),
        ("has:link", "abcd"),
        ("has:author", "ae"),
        ("has:tag,event", "ac"),
        ("-has:date", "h"),
        ("has:SOURCE", "a"),
    ],
)
def test_fields(index: Index, query: str, titles: str) -> None:
    """Each filter lets through what has the value: folded, equal, or unquoted as whole words in a row."""
    assert letters(index, query) == titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("after:2026", "efg"),
        ("after:2025-12-31", "defg"),
        ("after:2026-01-02", "efg"),
        ("after:2026-01-03", "fg"),
        ("after:2026-01-02T23:30:00Z", "efg"),
        ("after:2026-01-03T00:30:00+01:00", "efg"),
        ("after:2026-01-02T23:31:00Z", "fg"),
        ("before:2025-06-16", "i"),
        ("before:2025-06-17", "abci"),
        ("before:2025-6-17", "abci"),
        ("before:2026", "abcdi"),
        ("date:2025", "abcd"),
        ("date:2025-06", "abc"),
        ("date:2025-06-16", "abc"),
        ("date:2026-02", "fg"),
        ("date:2026-02-10", "g"),
        ("date:2025..2026-01", "abcde"),
        ("date:2025-12-31..2026-01-02", "de"),
        ("date:2025/2026-01", "abcde"),
        ("date:2025-07..", "defg"),
        ("date:..2025-06", "abci"),
        ("date:2026..2025", ""),
        ("date:2025-W25", "abc"),
        ("date:P1M", "efg"),
        ("date:p2w", "fg"),
        ("date:P1Y", "abcdefg"),
        ("after:P1M", "efg"),
        ("before:P1M", "abcdi"),
        ("year:2025", "abcd"),
        ("year:2024,2026", "efgi"),
        ("-after:2025", "hi"),
        ("-date:0001..9999", "h"),
        ("after:2025 before:2026", "abcd"),
        ("date:2025-06 OR date:2026-01", "abce"),
    ],
)
def test_dates(index: Index, query: str, titles: str) -> None:
    """`after` includes its period, `before` does not, ranges include both ends; what is undated matches none of them."""
    assert letters(index, query) == titles


@pytest.mark.parametrize(
    ("query", "titles", "words"),
    [
        ("after:never", "abcdefghi", "“after:never” was left out: 'never' is no date."),
        ("date:2025-02-30 kind:video", "ad", "“date:2025-02-30” was left out"),
        ("date:P3X", "abcdefghi", "'P3X' is no duration"),
        ("after:2026,never", "efg", "“after:never” was left out"),
        ("is:starred", "abcdefghi", "“is:starred” was left out: it is not there yet."),
        ("is:unread a", "a", "“is:unread” was left out: it is not there yet."),
        ("-is:odd", "abcdefghi", "“is:odd” was left out: it is not known."),
        ("has:wings", "abcdefghi", "“has:wings” was left out: it is not known."),
        ("site:/", "abcdefghi", "“site:/” was left out: it names no host."),
        ("sort:random", "abcdefghi", "“sort:random” is not known; newest, oldest, relevance are."),
    ],
)
def test_what_cannot_be_used_is_left_out_and_noted(index: Index, query: str, titles: str, words: str) -> None:
    """A filter that makes no sense is ignored, and a note says which and why."""
    answer = ask(index, query)
    assert "".join(sorted(hit.item.title for hit in answer.hits)) == titles
    assert any(words in note for note in answer.notes)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind:video OR is:sponsored", "abd"),
        ("(kind:video OR kind:event) -in:river (after:2025-07 OR tag:light)", "ad"),
        ("NOT (kind:video OR in:harbour)", "efg"),
        ("a OR in:river-planet", "ae"),
        ("-kind:video,event in:harbour", "bhi"),
        ("kind: a", "a"),
        ("in:", "abcdefghi"),
        ("kind:video kind:event", ""),
        ("by:ana by:bo", "ae"),
        ("nofield:x", ""),
    ],
)
def test_filters_anywhere_in_the_tree(index: Index, query: str, titles: str) -> None:
    """A filter may be negated, grouped and joined like any word; without a value it is ignored, unknown it is a word."""
    assert letters(index, query) == titles


def test_a_chosen_value_is_exact(index: Index) -> None:
    """A value chosen beside the text must be equal, while the same value typed bare may stand inside of another."""
    for name, value, typed, chosen in (
        ("by", "Bo", "ae", "a"),
        ("section", "Articles", "abc", ""),
        ("in", "Weekly", "abcdhi", ""),
    ):
        assert letters(index, f"{name}:{value}") == typed
        answer = ask(index, "", choices=((name, (value,)),))
        assert "".join(sorted(hit.item.title for hit in answer.hits)) == chosen
    both = ask(index, "", choices=(("kind", ("video", "event")), ("in", ("harbour-weekly",))))
    assert sorted(hit.item.title for hit in both.hits) == ["a", "c", "d"]


def test_without_any_date_no_date_filter_matches() -> None:
    """In an archive without a date, a date filter finds nothing and durations are no error."""
    index = index_of(issue("1", item("a")))
    for query in ("date:P3M", "after:P1Y", "before:P1D", "after:2020", "year:2025", "date:.."):
        assert found(index, query) == [], query
    assert found(index, "-date:P3M") == ["a"]


def test_durations_go_back_from_items_where_no_issue_is_dated() -> None:
    """Where only items have dates, a duration goes back from the newest of them."""
    index = index_of(issue("1", item("a", date="2026-01-10"), item("b", date="2025-01-10")))
    assert found(index, "date:P3M") == ["a"]


def test_filters_hold_while_the_archive_is_loading(index: Index) -> None:
    """Rows that are not loaded yet are in no filter and under no negation."""
    empty = Index(index.manifest)
    for query in (
        "",
        "-kind:video",
        "after:2020",
        "has:date",
        "-has:date",
        "lang:en",
        "site:github.com",
        "-a",
        "/./",
        "issue:12",
    ):
        assert search(empty, Request(query)).advance().total == 0, query

"""Answers: the right piece of text, exact counts, facets as if their field were open, order, pages, folding, proposals."""

import pytest

from backissue.archive.shards import read_shard
from backissue.index import Index
from backissue.search import Answer, Request, search
from backissue.search.answer import Hit
from backissue.search.highlight import SNIPPET_CHARS
from tests.unit.search.small import RIVER, TIDES, ask, found, index_of, issue, item, of_titles, parts_of


def marked(hit: Hit, field: str) -> list[str]:
    """What the marks of a field cut out of its text."""
    text = {"title": hit.item.title, "snippet": hit.snippet, "section": hit.section}[field]
    return [text[mark.start : mark.end] for mark in hit.marks if mark.field == field]


def test_the_snippet_is_the_summary_where_it_holds_the_word() -> None:
    """A word in the summary is shown there; a word in the title alone leaves the summary as it is."""
    index = index_of(issue("1", item("Lantern", "A lantern for boats.", content="<p>lantern lantern</p>"), date="2026"))
    (hit,) = ask(index, "lantern").hits
    assert (hit.snippet, hit.snippet_field) == ("A lantern for boats.", "summary")
    assert (marked(hit, "title"), marked(hit, "snippet")) == (["Lantern"], ["lantern"])
    (hit,) = ask(index, "title:lantern").hits
    assert (hit.snippet, marked(hit, "title"), marked(hit, "snippet")) == ("A lantern for boats.", ["Lantern"], [])


def test_the_snippet_comes_from_the_post_where_only_that_holds_the_word() -> None:
    """A word that stands in the full post alone brings the piece of the post around it."""
    long = " ".join(["filler"] * 300)
    index = index_of(
        issue("", item("Post", "Nothing.", content=f"<p>{long} the needle <b>here</b> {long}</p>"), publication=RIVER.id)
    )
    (hit,) = ask(index, "needle here").hits
    assert hit.snippet_field == "content"
    assert marked(hit, "snippet") == ["needle", "here"]
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) <= SNIPPET_CHARS + 4


def test_a_long_summary_is_cut_around_the_first_word_found() -> None:
    """Of a long text the piece with the first match is shown, words whole, an ellipsis where something was cut off."""
    text = " ".join(f"word{n}" for n in range(100)) + " needle " + " ".join(f"tail{n}" for n in range(100))
    index = index_of(issue("1", item("Post", text), date="2026"))
    (hit,) = ask(index, "needle").hits
    inner = hit.snippet.removeprefix("… ").removesuffix(" …")
    assert inner in text
    assert set(inner.split()) <= set(text.split())
    assert marked(hit, "snippet") == ["needle"]
    (hit,) = ask(index, "post").hits
    assert hit.snippet.startswith("word0 word1")
    assert hit.snippet.endswith(" …")


@pytest.mark.parametrize("text", ["x" * 3000, "机" * 3000, "a " * 1500, "🎉" * 2000, "ß" * 2000 + " needle"])
def test_texts_without_a_good_place_to_cut_are_cut_all_the_same(text: str) -> None:
    """A text without spaces is cut to the same length, marks inside of it."""
    index = index_of(issue("1", item("Post", text), date="2026"))
    for query in ("post", text[:5] + "*", "needle", text[0]):
        for hit in ask(index, query).hits:
            assert len(hit.snippet) <= SNIPPET_CHARS + 4
            assert all(0 <= mark.start < mark.end <= len(hit.snippet) for mark in hit.marks if mark.field == "snippet")


def test_a_match_in_the_section_is_marked_there() -> None:
    """A word that only the section holds is marked in the section's title."""
    index = index_of(issue("1", item("Post", "Summary"), date="2026", section="Tools & lanterns"))
    (hit,) = ask(index, "lantern").hits
    assert (marked(hit, "section"), marked(hit, "title"), hit.section) == (["lanterns"], [], "Tools & lanterns")


def test_an_item_without_text_has_an_empty_snippet() -> None:
    """Nothing is shown where nothing is, and no field is named."""
    index = index_of(issue("1", item("Only a title"), date="2026"))
    (hit,) = ask(index).hits
    assert (hit.snippet, hit.snippet_field, hit.marks, hit.score) == ("", "", (), None)


def test_hits_tell_where_they_stand() -> None:
    """A hit names its issue, publication, section and date; an item's own date goes before its issue's."""
    index = index_of(
        issue("1", item("a", date="2026-01-02"), item("b"), date="2026-01-01"),
        issue("", item("c"), date="2025", publication=TIDES.id),
    )
    places = {hit.item.title: (hit.issue, hit.publication, hit.section, hit.date) for hit in ask(index).hits}
    assert places == {
        "a": ("harbour-weekly/1", "harbour-weekly", "Tools", "2026-01-02"),
        "b": ("harbour-weekly/1", "harbour-weekly", "Tools", "2026-01-01"),
        "c": ("港湾周刊/2025", "港湾周刊", "Tools", "2025"),
    }


def facet(answer: Answer, name: str) -> dict[str, int]:
    """The counts of a facet."""
    return {value.value: value.count for value in answer.facets[name]}


@pytest.fixture(scope="module")
def fleet() -> Index:
    """Six boats of three kinds in two publications."""
    return index_of(
        issue(
            "1",
            item("a boat", kind="video"),
            item("b boat", kind="video", tags=("x", "y")),
            item("c", kind="event"),
            date="2025-01",
        ),
        issue("2", item("d boat", kind="event", authors=("Jo", "Al")), item("e boat"), date="2026-01", section="Talks"),
        issue(
            "3", item("f boat", kind="podcast", source="Pier", authors=("Jo",)), date="2026-02", publication=TIDES.id, section=""
        ),
    )


def test_facets_count_what_was_found(fleet: Index) -> None:
    """Each field's values are counted over the hits, by count and then by value; items without a value in none."""
    answer = ask(fleet, "boat")
    assert answer.total == 5
    assert list(facet(answer, "kind").items()) == [("video", 2), ("event", 1), ("podcast", 1)]
    assert facet(answer, "publication") == {"harbour-weekly": 4, "港湾周刊": 1}
    assert [value.label for value in answer.facets["publication"]] == ["Harbour Weekly", "港湾周刊"]
    assert facet(answer, "section") == {"Talks": 2, "Tools": 2}
    assert facet(answer, "author") == {"Jo": 2, "Al": 1}
    assert facet(answer, "tag") == {"x": 1, "y": 1}
    assert facet(answer, "source") == {"Pier": 1}
    assert facet(answer, "year") == {"2026": 3, "2025": 2}
    assert tuple(answer.facets) == ("publication", "section", "kind", "source", "author", "tag", "year")


@pytest.mark.parametrize(
    "request_",
    [
        Request("boat kind:video"),
        Request("boat", choices=(("kind", ("video",)),)),
        Request("boat", choices=(("kind", ("video", "podcast")), ("in", ("harbour-weekly",)))),
        Request("boat kind:video,event year:2026"),
        Request("by:jo"),
        Request("boat by:jo", choices=(("by", ("Al",)),)),
        Request("-kind:video section:talks,tools"),
        Request("(kind:video OR kind:event) boat", choices=(("year", ("2026",)),)),
        Request("tag:x tag:y"),
        Request("boat", choices=(("kind", ("nothing",)),)),
        Request("year:2025..2026-01 kind:video"),
    ],
)
def test_a_count_is_the_total_that_choosing_gives(fleet: Index, request_: Request) -> None:
    """The count beside a value is what would be found if it alone were chosen in its field, whatever is chosen now."""
    names = {
        "publication": "in",
        "section": "section",
        "kind": "kind",
        "source": "source",
        "author": "by",
        "tag": "tag",
        "year": "year",
    }
    answer = search(fleet, request_).advance()
    text = " ".join(word for word in request_.text.split())
    for name, key in names.items():
        rest = " ".join(word for word in text.split() if not word.startswith(f"{key}:"))
        for value in answer.facets[name]:
            others = tuple(pair for pair in request_.choices if pair[0] != key)
            alone = search(fleet, Request(rest, choices=(*others, (key, (value.value,))))).advance()
            assert alone.total == value.count, (request_, name, value)


def test_chosen_values_are_marked_and_stay(fleet: Index) -> None:
    """Several values of a field may be chosen; they are told as chosen, and listed even where nothing is left of them."""
    answer = ask(fleet, "boat", choices=(("kind", ("video", "podcast")),), facet_limit=1)
    assert [(value.value, value.count, value.chosen) for value in answer.facets["kind"]] == [
        ("video", 2, True),
        ("podcast", 1, True),
    ]
    assert answer.total == 3
    answer = ask(fleet, "c", choices=(("kind", ("podcast",)),))
    assert ("podcast", 0, True) in [(value.value, value.count, value.chosen) for value in answer.facets["kind"]]
    typed = ask(fleet, "boat kind:event")
    assert [value.value for value in typed.facets["kind"] if value.chosen] == ["event"]


def test_the_facet_limit_cuts_each_list(fleet: Index) -> None:
    """With a limit, the most frequent values are given, those of one count by their value."""
    assert list(facet(ask(fleet, facet_limit=2), "kind").items()) == [("event", 2), ("video", 2)]
    assert list(facet(ask(fleet, facet_limit=0), "kind").items()) == [("event", 2), ("video", 2), ("podcast", 1)]


def test_orders() -> None:
    """By date either way, undated last in both; ties by publication, then by place in the issue."""
    index = index_of(
        issue("1", item("a"), item("b"), date="2025-05"),
        issue("1", item("c"), item("d"), date="2025-05", publication=TIDES.id),
        issue("2", item("e"), date="2026"),
        issue("3", item("f"), date=""),
    )
    newest = ["e", "a", "b", "c", "d", "f"]
    assert found(index) == found(index, "sort:newest") == found(index, sort="newest") == newest
    assert found(index, "sort:oldest") == ["d", "c", "b", "a", "e", "f"]
    assert found(index, "sort:oldest", sort="newest") == newest
    assert ask(index, "kind:video").sort == "newest"
    assert ask(index, "a").sort == "relevance"
    assert ask(index, "a sort:oldest").sort == "oldest"
    assert found(index, "sort:relevance") == newest
    undated = index_of(issue("1", item("a"), item("b"), date=""))
    assert found(undated, sort="oldest") == found(undated, sort="newest") == ["a", "b"]


def test_pages_follow_each_other() -> None:
    """Page by page gives what all at once gives, in every order; behind the end nothing comes."""
    index = of_titles(*(f"boat {'boat ' * (n % 3)}{n}" for n in range(45)))
    for order in ("newest", "oldest", "relevance"):
        whole = found(index, "boat", sort=order, limit=100)
        paged = [title for at in range(0, 60, 10) for title in found(index, "boat", sort=order, offset=at, limit=10)]
        assert paged == whole
        assert len(whole) == 45
    answer = ask(index, "boat", limit=0)
    assert (answer.total, answer.hits) == (45, ())


def test_folding_joins_what_leads_to_the_same_place() -> None:
    """Folded, a link is one hit, its first in order, with the other issues; counts are of groups, `items` of all."""
    index = index_of(
        issue("1", item("old boat", url="http://www.example.org/a/", kind="video"), item("no link boat"), date="2024"),
        issue("2", item("new boat", url="https://example.org/a?utm_source=x", kind="video"), item("also boat"), date="2025"),
        issue(
            "3",
            item("newest boat", url="https://example.org/a#top"),
            item("other boat", url="https://example.org/b"),
            date="2026",
        ),
    )
    answer = ask(index, "boat", folded=True, sort="newest")
    assert [hit.item.title for hit in answer.hits] == ["newest boat", "other boat", "also boat", "no link boat"]
    assert answer.hits[0].others == ("harbour-weekly/2", "harbour-weekly/1")
    assert (answer.total, answer.items) == (4, 6)
    assert facet(answer, "kind") == {"video": 1}
    assert facet(answer, "year") == {"2024": 2, "2025": 2, "2026": 2}
    assert found(index, "boat", folded=True, sort="oldest")[0] in ("no link boat", "old boat")
    assert len(found(index, "boat", folded=True, offset=3, limit=20)) == 1
    assert [hit.others for hit in ask(index, "boat").hits] == [()] * 6
    twice = index_of(issue("1", item("a", url="https://example.org/a"), item("b", url="https://example.org/a"), date="2024"))
    (hit,) = ask(twice, folded=True).hits
    assert (hit.item.title, hit.others) == ("a", ())


def test_words_that_nothing_holds_bring_a_proposal() -> None:
    """A mistyped word brings the likeliest word of the index and the whole query with it; the query's parts stay."""
    index = of_titles("lantern", "lantern boats", "lanterns", "compiler", "memory safety")
    (one,) = ask(index, "latnern -quay kind:video").suggestions
    assert (one.typed, one.word, one.query) == ("latnern", "lantern", "lantern NOT quay kind:video")
    two = ask(index, "title:lanten compilre").suggestions
    assert [(each.typed, each.word) for each in two] == [("lanten", "lantern"), ("compilre", "compiler")]
    assert {each.query for each in two} == {"title:lantern compiler"}
    assert [each.word for each in ask(index, "lantern OR compilre").suggestions] == ["compiler"]
    assert [each.word for each in ask(index, "memroy saftey").suggestions] == ["memory", "safety"]


@pytest.mark.parametrize(
    "query", ["lantern", "lant*", "xq", "C++x", "-latnern", '"latnern"', "zzzzzzzzzz", "机器", "lanterned xyzzyq", "kind:vdeo"]
)
def test_proposals_are_made_for_mistyped_words_only(query: str) -> None:
    """Words that are there in some form, short or strange ones, phrases, filters and what is left out bring none."""
    assert [each.typed for each in ask(of_titles("lantern", "boat"), query).suggestions] == []


def test_a_word_far_too_long_is_no_slip() -> None:
    """For a word longer than any that is typed nothing is tried, which would take longer with each letter."""
    assert ask(of_titles("lantern" * 8), "lantern" * 7 + "lantren").suggestions
    assert not ask(of_titles("lantern" * 9), "lantern" * 8 + "lantren").suggestions


def test_no_proposal_while_the_archive_is_loading() -> None:
    """A word may still come with the next shard, so nothing is proposed before all are there."""
    manifest, files = parts_of(issue("1", item("lantren"), date="2024"), issue("2", item("lantern"), date="2025"), cut=True)
    index = Index(manifest)
    totals = []
    for entry in manifest.shards:
        assert ask(index, "lantren").suggestions == ()
        list(index.add_shard(entry, read_shard(entry, files[entry.path])))
        totals.append((ask(index, "lantren").total, len(ask(index, "latnern").suggestions)))
    assert totals == [(0, 0), (1, 1)]


def test_notes_say_what_was_left_out_once() -> None:
    """Limits of the language and unusable filters are noted, each once."""
    index = of_titles("boat")
    notes = ask(index, "is:starred boat is:starred " + "(" * 40 + "x" + ")" * 40).notes
    assert len(notes) == len(set(notes)) == 2
    assert "1,000 characters" in ask(index, "boat " * 1000).notes[0]
    assert ask(index, "boat").notes == ()


def test_an_answer_belongs_to_its_request() -> None:
    """The request that was answered stands in the answer, and asking the same twice gives the same."""
    index = of_titles("boat", "lantern")
    request = Request("boat", typing=True, limit=5)
    assert search(index, request).advance().request is request
    assert ask(index, "boat") == ask(index, "boat")

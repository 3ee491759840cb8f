"""Words, phrases and signs: what is typed finds what a reader would say holds it, and marks it where it stands."""

import pytest

from backissue.index import Index
from backissue.model import Item
from backissue.search import Request, highlighter
from tests.unit.search.small import ask, found, index_of, issue, item, of_titles

TITLES = (
    "Lanterns in C++", "A C primer", "C# for quays", "no_std boats", "std rules", "version 3.14.2", "pi is 3.14", "by @harbour",
    "#rust is fun", "rust book", "std::vector tricks", "walrus := here", "party 🎉 time", "key == value", "fn() -> T", "a => b",
    "Łódź naïve café", "ﬁne Ｆｕｌｌ straße", "don’t panic", "node.js and .net", "e.g. this", "学习C++编程", "TCP/IP", "£5 off",
    "e\u0301tude",
)  # fmt: skip


@pytest.fixture(scope="module")
def typed() -> Index:
    """Titles with everything that programmers write."""
    return of_titles(*TITLES)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("C++", ["Lanterns in C++", "学习C++编程"]),
        ("c++", ["Lanterns in C++", "学习C++编程"]),
        ("C#", ["C# for quays"]),
        ("C", ["A C primer", "C# for quays", "Lanterns in C++", "学习C++编程"]),
        ("no_std", ["no_std boats"]),
        ("std", ["no_std boats", "std rules", "std::vector tricks"]),
        ("3.14", ["pi is 3.14", "version 3.14.2"]),
        ("3.14.2", ["version 3.14.2"]),
        ("3.1", []),
        ("@harbour", ["by @harbour"]),
        ("@rust", []),
        ("#rust", ["#rust is fun"]),
        ("rust", ["#rust is fun", "rust book"]),
        ("std::vector", ["std::vector tricks"]),
        ("std::vec", []),
        ("std::vec*", ["std::vector tricks"]),
        (":=", ["walrus := here"]),
        ("🎉", ["party 🎉 time"]),
        ("🎉 time", ["party 🎉 time"]),
        ("==", ["key == value"]),
        ("->", ["fn() -> T"]),
        ("=>", ["a => b"]),
        ("a - b", ["a => b"]),
        ("a & b", ["a => b"]),
        ("lodz NAIVE cafe", ["Łódź naïve café"]),
        ("etude", ["e\u0301tude"]),
        ("étude", ["e\u0301tude"]),
        ("fine full STRASSE", ["ﬁne Ｆｕｌｌ straße"]),
        ("don't", ["don’t panic"]),
        ("don’t", ["don’t panic"]),
        (".net", ["node.js and .net"]),
        ("node.js,", ["node.js and .net"]),
        ("e.g.", ["e.g. this"]),
        ("tcp/ip", ["TCP/IP"]),
        ("£5", ["£5 off"]),
        ("£6", []),
        ("-C rust", ["#rust is fun", "rust book"]),
    ],
)
def test_as_typed(typed: Index, query: str, titles: list[str]) -> None:
    """A word with signs is found as it is typed; a word without finds itself beside any sign."""
    assert sorted(found(typed, query)) == sorted(titles)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("C++", ["C++"]),
        ("C", ["C"]),
        ("#rust", ["#rust"]),
        ("std::vec*", ["std::vector"]),
        (":=", [":="]),
        ("🎉 time", ["🎉", "time"]),
        ("cafe lodz", ["Łódź", "café"]),
        ("full fin*", ["ﬁne", "Ｆｕｌｌ"]),
        ("strasse", ["straße"]),
        ("etude", ["e\u0301tude"]),
        (".net node.js", ["node.js", ".net"]),
        ('"and .net"', ["and .net"]),
        ('"in C++"', ["in C++"]),
        ("学习C++", ["学习C++"]),
        ("编程", ["编程"]),
        ("lantern", ["Lanterns"]),
    ],
)
def test_marks_are_where_the_words_stand(typed: Index, query: str, marked: list[str]) -> None:
    """The marks of a hit cut exactly the words as they are written, whatever their letters fold to."""
    hit = ask(typed, query).hits[0]
    assert [hit.item.title[mark.start : mark.end] for mark in hit.marks if mark.field == "title"] == marked


def test_marks_behind_folded_text_are_not_shifted() -> None:
    """Letters that become two, marks that vanish and characters beyond the first plane do not move later marks."""
    index = of_titles("ßßß e\u0301e\u0301 𝔘𝔘 C++ and ﬁnal C++")
    for query in ("C++", "c++ final"):
        (hit,) = ask(index, query).hits
        assert next(hit.item.title[mark.start : mark.end] for mark in hit.marks) == "C++"
        assert hit.item.title[hit.marks[-1].start : hit.marks[-1].end] == "C++"


def test_signs_stand_in_a_row_in_a_phrase() -> None:
    """A phrase with signs finds them in its own order and place, not somewhere else in the text."""
    index = of_titles("Learn C++ now", "Learn C, now C++ later", "Learn: C++, now!", "Learn C now")
    assert sorted(found(index, '"learn c++ now"')) == ["Learn C++ now", "Learn: C++, now!"]
    assert sorted(found(index, '"learn c now"')) == sorted(found(index, "learn c now"))
    assert found(index, '"c, now"') == found(index, '"c now"')


def test_signs_are_not_found_within_longer_words() -> None:
    """What is typed with signs is no part of a longer word, though its letters stand elsewhere by themselves."""
    index = of_titles("ABC++ or C", "networks .networks net", "C++11 and C", "a.c++")
    assert found(index, "c++") == ["C++11 and C", "a.c++"]
    assert found(index, ".net") == []
    assert found(index, ".net*") == ["networks .networks net"]


def test_chinese_japanese_and_korean_are_found_by_any_part() -> None:
    """Text without spaces is found by any run of its characters, in their order, next to Latin words or not."""
    index = of_titles("用Python做机器学习", "学习机器", "ひらがなとカタカナ", "ガギグ", "한국어 검색", "港湾の灯")
    assert found(index, "机器学习") == found(index, '"机器学习"') == ["用Python做机器学习"]
    assert sorted(found(index, "学习 机器")) == ["学习机器", "用Python做机器学习"]
    assert sorted(found(index, "机*")) == ["学习机器", "用Python做机器学习"]
    assert found(index, "python") == found(index, "Python做") == ["用Python做机器学习"]
    assert found(index, "ガ") == ["ガギグ"]
    assert found(index, "カ") == ["ひらがなとカタカナ"]
    assert found(index, "국어") == ["한국어 검색"]
    assert found(index, "港湾") == ["港湾の灯"]
    assert found(index, "器机") == []
    (hit,) = ask(index, "机器 python").hits
    assert [hit.item.title[mark.start : mark.end] for mark in hit.marks] == ["Python", "机器"]


def test_stems_find_the_other_forms_the_typed_one_first() -> None:
    """A finished word finds its inflections and the one typed comes first; quotes and prefixes are exact."""
    index = of_titles("secured boats", "securing boats", "secure boats", "security boats")
    assert found(index, "secure") == ["secure boats", "secured boats", "securing boats", "security boats"]
    assert found(index, "securing")[0] == "securing boats"
    assert found(index, '"securing"') == ["securing boats"]
    assert found(index, '"secure boats"') == ["secure boats"]
    assert len(found(index, "secur*")) == 4
    assert len(found(index, "boat")) == 4


def test_a_word_being_typed_is_a_beginning_or_a_stem() -> None:
    """While typing, the last word stands for all that begin so and for its stem; the space behind it ends that."""
    index = of_titles("lantern", "lanternfish", "securing")
    assert sorted(found(index, "lant", typing=True)) == ["lantern", "lanternfish"]
    assert found(index, "lant ", typing=True) == found(index, "lant") == []
    assert found(index, "secured", typing=True) == ["securing"]
    assert found(index, "lantern ", typing=True) == ["lantern"]
    assert found(index, "l", typing=True) == ["lantern", "lanternfish"]
    assert sorted(found(index, "-lant", typing=True)) == ["lantern", "lanternfish", "securing"]


def test_every_beginning_of_a_title_finds_it() -> None:
    """However far a title is typed, it is among the hits; stemming never takes it away."""
    title = "Securely running asynchronous happiness in Łódź"
    index = of_titles(title, "Other boats")
    for end in range(1, len(title) + 1):
        assert title in found(index, title[:end], typing=True), title[:end]


def test_phrases_are_exact_and_in_a_row() -> None:
    """A phrase is found where its words stand side by side in one field, in their forms and their order."""
    index = index_of(
        issue("1", item("memory safety"), item("safety memory"), item("memory", "safety"), item("memories safety"), date="2026")
    )
    assert found(index, '"memory safety"') == ["memory safety"]
    assert found(index, '"Memory  SAFETY') == ["memory safety"]
    assert sorted(found(index, "memory safety")) == ["memories safety", "memory", "memory safety", "safety memory"]


def test_words_are_found_in_every_field_and_in_one() -> None:
    """A word stands in title, summary, section or post; with the name of a field, in that one only."""
    post = item("post", content="<p>lantern</p>")
    index = index_of(
        issue("1", item("lantern"), item("b", "lantern"), post, date="2026-02"),
        issue("2", item("d"), date="2026-01", section="Lantern"),
    )
    assert sorted(found(index, "lantern")) == ["b", "d", "lantern", "post"]
    assert found(index, "title:lantern") == ["lantern"]
    assert found(index, "summary:lantern") == ["b"]
    assert found(index, "content:lantern") == ["post"]
    assert sorted(found(index, "title:(lantern OR post)")) == ["lantern", "post"]
    assert found(index, 'title:"lantern" OR summary:lant*', sort="newest") == ["lantern", "b"]
    assert sorted(found(index, "-title:lantern")) == ["b", "d", "post"]


def test_operators_and_groups() -> None:
    """NOT binds closest, words side by side next, OR last; brackets change that; nothing typed finds everything."""
    index = of_titles("a b", "a c", "b c", "d")
    assert sorted(found(index, "a b OR d")) == ["a b", "d"]
    assert sorted(found(index, "a (b OR d)")) == ["a b"]
    assert sorted(found(index, "c -a")) == found(index, "NOT a c") == ["b c"]
    assert sorted(found(index, "NOT (a b)")) == ["a c", "b c", "d"]
    assert sorted(found(index, "-a -d")) == ["b c"]
    assert sorted(found(index, "-(a OR d)")) == ["b c"]
    assert sorted(found(index, "NOT NOT a")) == ["a b", "a c"]
    assert len(found(index, "")) == len(found(index, "() OR")) == len(found(index, "-")) == 4
    assert found(index, "((((a) b") == ["a b"]


def test_links_are_found_by_where_they_lead() -> None:
    """A link as a word finds the items that lead there or below, whatever its scheme or tracking."""
    index = index_of(
        issue(
            "1",
            item("a", url="https://example.org/boats?utm_source=x"),
            item("b", url="http://www.example.org/boats/9"),
            item("c", "See https://example.org/boats for more"),
            item("d", url="https://example.com/boats"),
            date="2026",
        )
    )
    assert sorted(found(index, "https://example.org/boats")) == ["a", "b", "c"]
    assert found(index, "http://example.org/boats/9/") == ["b"]
    assert found(index, "https://nowhere.example/") == []


def test_patterns_look_through_title_and_summary() -> None:
    """A regular expression is looked for in title and summary, whatever the case; what is none is looked for as typed."""
    index = index_of(issue("1", item("Quay 12"), item("b", "two tides"), item("c [x"), item("d"), date="2026"))
    assert sorted(found(index, "/quay|tides?/")) == ["Quay 12", "b"]
    assert found(index, r"/\d{2}/ quay") == ["Quay 12"]
    assert found(index, r"/two tides/") == ["b"]
    assert sorted(found(index, r"-/\d/")) == ["b", "c [x", "d"]
    answer = ask(index, "/[x/")
    assert [hit.item.title for hit in answer.hits] == ["c [x"]
    assert "is no regular expression" in answer.notes[0]
    assert "it was looked for as typed" in answer.notes[0]


@pytest.mark.parametrize(
    "query",
    [
        "word " * 5000, "(" * 500, ")" * 500, '"' * 999, "-" * 999, "机" * 1000, "a.b" * 333, "a*" * 500, "title:" * 160,
        "/" * 999, "\x00", "\ud800", "NOT " * 250, "(a OR " * 150, "a OR " * 200, "in:,,,", 'in:"', "^*", "NEAR(a b)",
        "title : a", "{title}: a", "a AND", "\u202e", "=" * 1000, "& " * 500, '"' + "& " * 60 + '"', "x" * 100_000,
    ],
)  # fmt: skip
def test_anything_typed_is_answered(typed: Index, query: str) -> None:
    """No text is an error, finished or being typed, and the answer's counts fit together."""
    for typing in (False, True):
        answer = ask(typed, query, typing=typing)
        assert answer.complete
        assert answer.total == answer.items >= len(answer.hits)


def test_a_word_that_is_everywhere_is_everywhere() -> None:
    """A word that all items hold finds all, and their scores are numbers."""
    answer = ask(of_titles(*["boat"] * 50), "boat", limit=50)
    assert answer.total == 50
    assert all(hit.score and hit.score > 0 for hit in answer.hits)


def test_highlighter_marks_any_text() -> None:
    """An opened issue or post is marked as the hits are: words by field, variants, beginnings."""
    index = of_titles("lantern", "lanterns", "quay")
    marks = highlighter(index, Request("lantern title:quay -boat qu*"))
    assert marks.places("content", "The Lanterns, a lantern; quickly a boat.") == [(4, 12), (16, 23), (25, 32)]
    assert marks.places("title", "A quay.") == [(2, 6)]
    assert marks.places("summary", "") == []
    assert isinstance(ask(index, "quay").hits[0].item, Item)

"""The query language: what is typed, the tree it means, and the way back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissue.query import And, Filter, Not, Or, Pattern, Phrase, Query, Value, Word, parse
from backissue.query.parser import MAX_CHARS
from tests.examples import examples

a, b, c = Word("a"), Word("b"), Word("c")
PIECES = st.sampled_from(
    [
        "a", "b", "foo", "C++", "no_std", "3.14", "@x", "(", ")", '"', "-", "-a", "NOT", "AND", "OR", "/", "/a/", "/usr/bin",
        "\\", "--", "*", "async*", ":", ",", "title:", "title:(", 'title:"x', 'y"', "content:-z", "in:pycoders", 'section:"A,',
        'b",c', 'kind:video,"x"', "-kind:a", "sort:newest", "sort:", "sort:odd", "year:2026", "/a(b/", "机器", "“q", "”",
        "name:x", "https://a.b/c", "的", "\u3000", "\u0130", '""', "()", 'year:"".', "->", "-=x", "=>", "&", "–", "-/a/",
        "title:&", "title:->",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("  \t ", None),
        ("a b", And((a, b))),
        ("a AND b", And((a, b))),
        ("a OR b c", Or((a, And((b, c))))),
        ("(a OR b) c", And((Or((a, b)), c))),
        ("a -b", And((a, Not(b)))),
        ("NOT a b", And((Not(a), b))),
        ("NOT (a b)", Not(And((a, b)))),
        ("NOT NOT a", a),
        ("--a", Word("--a")),
        ('"memory safety"', Phrase("memory safety")),
        ('"open end', Phrase("open end")),
        ("((a OR b", Or((a, b))),
        ("a) b", And((a, b))),
        ("async*", Word("async", prefix=True)),
        ("*", None),
        ("title:a", Word("a", "title")),
        ("TITLE:a", Word("a", "title")),
        ('summary:"a b"', Phrase("a b", "summary")),
        ("title:(a OR b)", Or((Word("a", "title"), Word("b", "title")))),
        ("title: a", a),
        ("in: a", a),
        ("kind:video", Filter("kind", (Value("video"),))),
        ('section:"A, b",c', Filter("section", (Value("A, b", True), Value("c")))),
        ("-kind:a,b", Not(Filter("kind", (Value("a"), Value("b"))))),
        ("/qu+ay|x y/", Pattern("qu+ay|x y")),
        ("/usr/bin", Word("/usr/bin")),
        ("name:x", Word("name:x")),
        ("https://example.org/a", Word("https://example.org/a")),
        ("or not and", And((Word("or"), Word("not"), Word("and")))),
        ("OR a OR", a),
        ("()", None),
        ("a　b", And((a, b))),
        ("-> a", And((Word("->"), a))),
        ("-(->)", Not(Word("->"))),
        ("-=>", Word("-=>")),
        ("->a", Not(Word(">a"))),
        ("NOT >", Not(Word(">"))),
        ("-#a", Not(Word("#a"))),
        ("-/a b/", Not(Pattern("a b"))),
        ('-"a b"', Not(Phrase("a b"))),
        ("-title:a", Not(Word("a", "title"))),
        ("a & b", And((a, b))),
        ("a – b — • b", And((a, b, b))),
        ("& # @", None),
        ("title:&", Word("&", "title")),
        ("&& +", And((Word("&&"), Word("+")))),
        ('"a & b"', Phrase("a & b")),
        ("。", None),
        ("🎉", Word("🎉")),
        ("kind:a,", Filter("kind", (Value("a"),))),
        ("kind:,a", Filter("kind", (Value("a"),))),
        ('by:"Ana Pilot"', Filter("by", (Value("Ana Pilot", True),))),
        ("by:“Ana Pilot”", Filter("by", (Value("Ana Pilot", True),))),
        ("date:2025..2026-03", Filter("date", (Value("2025..2026-03"),))),
        ("(kind:a OR b) -c", And((Or((Filter("kind", (Value("a"),)), b)), Not(c)))),
        ("a AND b OR NOT c", Or((And((a, b)), Not(c)))),
        ("NOT", None),
        ("a -", a),
        ("- a", a),
        (r"/a\/b/", Pattern(r"a\/b")),
    ],
)
def test_means(text, tree):
    """Each form of the language means one tree."""
    assert parse(text).tree == tree


@given(TEXTS)
@examples(400)
@example("NOT (" * 40 + "a")
@example('a"b"' * 300)
@example("/usr b/“c”")
@example("x" * 999 + " y OR z")
@example("(a OR (b c)) " * 80)
def test_any_text_is_parsed_and_written_back(text):
    """Whatever is typed has a tree, and the tree written out means the same tree."""
    query = parse(text)
    again = parse(str(query))
    assert (again.tree, again.sort) == (query.tree, query.sort)
    assert len(str(query)) <= MAX_CHARS
    assert str(again) == str(query)


@given(TEXTS)
def test_typing_changes_no_tree(text):
    """Typing only marks the last word; the tree is the finished one's."""
    assert parse(text, typing=True).tree == parse(text).tree


def test_typing_marks_the_last_word_until_a_space_follows():
    """A word is unfinished while the text ends with it."""
    assert parse("a lant", typing=True).tree.parts[-1].typing
    assert not parse("a lant ", typing=True).tree.parts[-1].typing
    assert not parse("a lant").tree.parts[-1].typing
    assert not parse("lant kind:video", typing=True).tree.parts[0].typing


def test_order_is_apart_from_the_tree():
    """`sort:` may stand anywhere, the last one counts, and an unknown one is noted."""
    assert parse("a sort:oldest b") == Query(And((a, b)), "oldest")
    assert parse("sort:oldest sort:newest").sort == "newest"
    assert "sort:odd" in parse("sort:odd").notes[0]


def test_limits_are_kept_and_said():
    """1,000 characters, 64 words and 32 levels are used; the rest is left out with a note."""
    assert "characters" in parse("word " * 20_000).notes[0]
    many = parse(" ".join(f"w{n}" for n in range(100)))
    assert len(many.tree.parts) == 64
    assert "36 were left out" in many.notes[0]
    deep = parse("(" * 40 + "a" + ")" * 40 + " b")
    assert "levels" in deep.notes[0]
    assert deep.tree == b
    phrase = parse('"' + "w " * 100 + '"')
    assert len(phrase.tree.text.split()) == 64

"""Tokens: one definition for index, plain scan and highlight."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissue.text.tokens import fold, segment, segment_column, spans, tokens

# Letters of many scripts, marks, joiners and signs, more often than chance would bring them.
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("aZ09 _+#.-ßłŁøæœΣςİıÅé́ゔ゙ｶﾞ漢字한글ｱﬁ①\u00ad\u200b\u200d\ufe0f👩")))


@given(TEXTS)
@example("か\u3099e\u0301ﬁ３．１４")
@example("\u0301a\u200bb\u00adc")
def test_spans_agree_with_tokens(text: str) -> None:
    """Highlighting finds exactly the words that the index holds, in the same order."""
    assert [token for token, _, _ in spans(text)] == tokens(text)


@given(TEXTS)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    """Marks never overlap unless one character stands for several words, and never leave the text."""
    last = (0, 0)
    for _, start, end in spans(text):
        assert 0 <= start < end <= len(text)
        assert start >= last[1] or (start, end) >= last
        last = (start, end)


@given(TEXTS)
def test_each_span_holds_what_its_token_was_made_from(text: str) -> None:
    """A marked piece of text, taken alone, contains the word that it is marked for."""
    for token, start, end in spans(text):
        assert token in tokens(text[start:end])


def test_a_mark_belongs_to_its_letter() -> None:
    """A combining mark is marked together with the letter that it stands on, and an emoji's joiner with nothing."""
    assert list(spans("cafe\u0301 x\u200d👩")) == [("cafe", 0, 5), ("x", 6, 8)]


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    """What was folded once compares equal to itself when it is folded again."""
    assert fold(fold(text)) == fold(text)


@given(TEXTS, TEXTS)
def test_a_space_separates(one: str, other: str) -> None:
    """The words of two texts are the words of both with a space between."""
    assert tokens(f"{one} {other}") == tokens(one) + tokens(other)


@given(TEXTS)
def test_segment_is_the_tokens_with_spaces(text: str) -> None:
    """What the index is fed cuts into the same words with nothing but spaces."""
    assert segment(text).split() == tokens(text)
    assert tokens(segment(text)) == tokens(text)


@given(st.lists(TEXTS | st.just("a\0ł")))
def test_a_column_is_cut_as_its_texts_are(texts: list[str]) -> None:
    """Many texts cut at once hold the same words as each by itself, and each stays in its place."""
    assert [tokens(text) for text in segment_column(texts)] == [tokens(text) for text in texts]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Œuvre", "oeuvre"),
        ("Søren", "soren"),
        ("naïve", "nai\u0308ve"),
        ("ΟΔΟΣ", "οδος"),
        ("İstanbul", "istanbul"),
        ("ﬁle", "file"),
        ("ＡＢＣ１２", "abc12"),
        ("カラス", "ｶﾗｽ"),
        ("co\u00adoperate", "cooperate"),
        ("PyCoder’s", "pycoder's"),
    ],
)
def test_spellings_that_people_take_for_the_same_fold_alike(written: str, typed: str) -> None:
    """Case, marks, strokes, ligatures and widths do not keep a word from being found."""
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("は", "ぱ"), ("한", "하")])
def test_marks_that_make_another_letter_stay(one: str, other: str) -> None:
    """Kana with voiced marks and Hangul syllables are letters of their own."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no_std C++ #rust v3.14.2", ["no", "std", "c", "rust", "v3", "14", "2"]),
        ("机器学习ML", ["机", "器", "学", "习", "ml"]),
        ("async/await", ["async", "await"]),
        ("don't", ["don", "t"]),
        ("👩\u200d💻 emoji\ufe0f", ["emoji"]),
        ("", []),
    ],
)
def test_text_is_cut_as_programmers_type_it(text: str, expected: list[str]) -> None:
    """Letters and digits make words, Han characters stand alone, all else separates."""
    assert tokens(text) == expected

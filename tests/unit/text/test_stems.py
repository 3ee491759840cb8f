"""English stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.text.stems import kindred, shared_start, stem
from tests.examples import examples


@pytest.mark.parametrize("word", ["是", "c", "ab", "3d", "naïve", "", "x86"])
def test_what_is_no_english_word_stays(word: str) -> None:
    """Digits, other scripts and the shortest words have no stem but themselves."""
    assert stem(word) == word


@pytest.mark.parametrize(
    "words",
    [
        ("testing", "tests", "tested"),
        ("library", "libraries"),
        ("hopping", "hopped"),
        ("secure", "securing"),
        ("happy", "happiness"),
    ],
)
def test_forms_of_a_word_share_a_stem_and_its_start(words: tuple[str, ...]) -> None:
    """One form of a word finds the others, and the index has to be read only where words begin alike."""
    assert len({stem(word) for word in words}) == 1
    assert all(word.startswith(shared_start(other)) for word in words for other in words)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14))
def test_a_word_begins_with_the_start_that_it_shares(word: str) -> None:
    """Whatever the stem, the word itself is among those that are looked through."""
    assert word.startswith(shared_start(word)[:2])


ENDINGS = (
    "able", "ible", "al", "ance", "ence", "ancy", "ency", "er", "or", "ic", "ical", "ful", "ness", "less", "ly", "li", "ing",
    "ingly", "ed", "eed", "edly", "eedly", "s", "es", "ies", "ied", "y", "e", "ion", "ation", "ational", "ive", "ative",
    "ization", "ize", "ism", "ist", "ity", "ability", "biliti", "alism", "aliti", "fulli", "ousli", "ous", "ogi", "ogist",
    "entli", "ement", "ment", "ant", "ate", "icate",
)  # fmt: skip
ROOTS = st.one_of(
    st.sampled_from(("port", "hop", "happ", "us", "probab", "lov", "part", "creat", "th", "o")),
    st.text("abeilnorsty", max_size=5),
)


@given(ROOTS, st.booleans(), st.lists(st.sampled_from(ENDINGS), max_size=4))
@examples(400)
def test_no_form_of_a_word_is_passed_over(root: str, doubled: bool, endings: list[str]) -> None:
    """A word looks like one that may have its stem, however its endings were put together; only dying and its like do not."""
    word = root + root[-1:] * doubled + "".join(endings)
    if len(word) > 2 and word[1:] != "ying":
        assert kindred(word).fullmatch(word), stem(word)


def test_few_words_are_looked_at_in_vain() -> None:
    """Of words that only begin alike, most are told apart without their stem."""
    words = "particle partisan partake participant partridge partially partitioned parted parts partly"
    alike = ["particle", "partially", "partitioned", "parted", "parts", "partly"]
    assert kindred("part").findall(words.replace(" ", "\n")) == alike

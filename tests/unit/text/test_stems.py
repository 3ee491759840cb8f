"""English stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.text.stems import shared_start, stem


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

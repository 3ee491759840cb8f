"""The list of words: what begins so, or looks so, is found wherever it stands in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.index import Index
from backissue.index.vocabulary import Vocabulary
from tests.unit.search.small import found, index_of, issue, item

WORDS = st.lists(st.text("abcz09", min_size=1, max_size=4), unique=True).map(sorted)
ANY = re.compile("^[a-z0-9]+$", re.MULTILINE)


@given(WORDS, st.text("abcz09", min_size=1, max_size=3))
def test_words_that_begin_so_are_found(words: list[str], start: str) -> None:
    """Whichever words there are, exactly those that begin so come, in their order."""
    assert Vocabulary(words).matching(start, ANY) == [word for word in words if word.startswith(start)]


def test_a_pattern_is_about_one_word() -> None:
    """A pattern stands for a whole word, and never for an end of one and the beginning of the next."""
    words = Vocabulary(["lantern", "lanterns", "lap", "late"])
    assert words.matching("la", re.compile("^lanterns?$", re.MULTILINE)) == ["lantern", "lanterns"]
    assert words.matching("lap", re.compile("^la.$", re.MULTILINE)) == ["lap"]
    assert words.matching("x", ANY) == []


def settled() -> Index:
    """An index that has nothing left to do."""
    index = index_of(issue("1", item("Running boats", "学习 Łódź"), item("A boat runs"), item("run 2fa")))
    while index.settle():
        pass
    return index


@pytest.mark.parametrize("query", ["run", "boats", "2fa", "running", "lodz", "学"])
def test_settled_or_not_the_same_is_found(query: str) -> None:
    """With the list and without it, each word finds the same forms."""
    index = settled()
    before = found(index, query)
    index.cache.clear()
    index.store._forget_words()
    assert found(index, query) == before != []


def test_the_list_is_made_anew_after_rows_were_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that comes later is found by its other forms, and the list of all words is read in several steps."""
    monkeypatch.setattr("backissue.index.store._WORDS_AT_ONCE", 2)
    index = settled()
    assert index.store.matching_words("r", ANY) == ["run", "running", "runs"]
    for _ in index.add_content("posts", {index.stock.item(1)["id"]: "<p>they were runnings</p>"}):
        pass
    assert index.store.forms("run") == ("running", "runnings", "runs")
    while index.settle():
        pass
    assert index.store.forms("run") == ("running", "runnings", "runs")

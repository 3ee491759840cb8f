"""Made titles, cut summaries, and telling headings from titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.importers.facts.headings import is_heading, kind_under
from backissue.importers.facts.wording import ends_sentence, first_sentence, made_title, shortened, tidy


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A lantern for boats. It floats.", "A lantern for boats"),
        ("Does it float? It does.", "Does it float?"),
        ("Version 3.14 floats with .distinct() in it. Really.", "Version 3.14 floats with .distinct() in it"),
        ("Dr. Holm met A. Lee, e.g. at sea, vs. nobody. They talked.", "Dr. Holm met A. Lee, e.g. at sea, vs. nobody"),
        ("He said “it floats.” She did not.", "He said “it floats.”"),
        ("机器学习预测潮汐。很好。", "机器学习预测潮汐"),
        ("It goes on...", "It goes on..."),
        ("no end mark", "no end mark"),
        ("", ""),
    ],
)
def test_titles_are_made_from_the_first_sentence(text, title):
    """A made title is the first sentence without its full stop; abbreviations and numbers end no sentence."""
    assert made_title(text) == title


def test_long_titles_are_cut_at_a_word():
    """A long first sentence is cut at a word, with a mark, and no longer than ninety characters."""
    title = made_title("word " * 40)
    assert title.endswith("word…") and len(title) <= 90
    assert len(made_title("x" * 500)) <= 90


@given(st.text(max_size=300), st.integers(10, 100))
def test_cutting_keeps_what_was_there(text, length):
    """What is cut is as long as asked for at most, and begins as the text does."""
    cut = shortened(text, length)
    assert len(cut) <= length
    assert tidy(text).startswith(cut.removesuffix("…"))


@given(st.text(max_size=300))
def test_a_first_sentence_begins_the_text(text):
    """The first sentence of any text is its beginning."""
    assert tidy(text).startswith(first_sentence(text))


@pytest.mark.parametrize(
    ("text", "ends"), [("Yes.", True), ("“Yes!”", True), ("是。", True), ("No", False), ("v3.14", False), ("A:", False)]
)
def test_ends_of_sentences(text, ends):
    """A sentence ends in its mark, also within quotes; a title does not."""
    assert ends_sentence(text) is ends


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Articles & Tutorials", "article"),
        ("Articles, Tutorials and Talks", "article"),
        ("Interesting Projects, Tools, and Libraries", "project"),
        ("Projects & Code", "project"),
        ("Events", "event"),
        ("Upcoming Events and Webinars", "event"),
        ("Python Jobs of the Week", "job"),
        ("New Releases", "release"),
        ("From Our Sponsor", "sponsor"),
        ("News", ""),
        ("Discussions", ""),
        ("Our Other Newsletters |", ""),
    ],
)
def test_headings_and_their_kinds(heading, kind):
    """The headings of newsletters are known, and say what kind of items follow where they say so."""
    assert is_heading(heading) and kind_under(heading) == kind


@pytest.mark.parametrize(
    "title",
    ["Tricky Python Quiz", "CLI tool for boats.", "New tools.", "The Week Ahead", "Stroll Down Startup Lane", "PEP 750", "", "&"],
)
def test_titles_are_no_headings(title):
    """A title is no heading, though it is short and has no end mark."""
    assert not is_heading(title)

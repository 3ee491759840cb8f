"""Marking what was searched for."""

from hypothesis import given
from hypothesis import strategies as st

from backissue.reader.marks import mark_html, pieces
from backissue.text.html import sanitise

PLACES = st.lists(st.tuples(st.integers(-3, 12), st.integers(-3, 12)), max_size=5)


@given(st.text(max_size=10), PLACES)
def test_no_text_is_lost_or_doubled(text, places):
    """However the places lie, the pieces are the text."""
    assert "".join(piece.text for piece in pieces(text, places)) == text


def test_touching_places_are_marked_once():
    """Overlapping places give no letter twice."""
    assert [(piece.text, piece.marked) for piece in pieces("abcdef", [(2, 4), (1, 3)])] == [
        ("a", False), ("bc", True), ("d", True), ("ef", False),
    ]  # fmt: skip


def test_marks_stay_out_of_tags():
    """A word that is also a tag's or a link's name is marked in the text only."""
    html = sanitise('<p>code <code>code</code> <a href="https://code.example/code">a &lt;code&gt;</a></p>')
    marked = mark_html(html, lambda field, text: [(at, at + 4) for at in range(len(text)) if text.startswith("code", at)])
    assert marked.count("<mark>code</mark>") == 3
    assert 'href="https://code.example/code"' in marked and "&lt;<mark>code</mark>&gt;" in marked

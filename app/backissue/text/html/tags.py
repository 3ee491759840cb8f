"""Which HTML elements Backissue knows, and how its parser reads what is not quite HTML."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "figure", "figcaption",
))  # fmt: skip
INLINE = frozenset((
    "a", "b", "i", "em", "strong", "code", "kbd", "samp", "var", "sub", "sup", "s", "del", "ins", "u", "small",
    "mark", "q", "cite", "abbr", "dfn", "span", "br",
))  # fmt: skip
# Elements that go with all that they hold: no text for readers, or read by a browser by other rules than the rest.
DROPPED = frozenset((
    "script", "style", "title", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet",
    "textarea", "select", "option", "button", "form", "noembed", "noframes", "xmp", "plaintext", "audio", "video",
    "canvas", "frameset", "frame", "link", "meta", "base",
))  # fmt: skip
# Elements that never have an end tag, so that nothing is waited for.
EMPTY = frozenset((
    "input", "img", "br", "hr", "link", "meta", "base", "frame", "embed", "param", "source", "track", "wbr", "area",
    "col", "image",
))  # fmt: skip
RENAMED = {
    "section": "div", "article": "div", "main": "div", "aside": "div", "center": "div", "header": "div",
    "footer": "div", "nav": "div", "details": "div", "summary": "div", "strike": "s", "tt": "code", "listing": "pre",
}  # fmt: skip


class TagReader(HTMLParser):
    """Reads tags and text; what a dropped element holds is passed over up to its end tag.

    Only the dropped element's own name is counted on the way: an end tag that is missing inside must not swallow more.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped = ""
        self._depth = 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Reads `<![` as browsers do, a comment up to the next `>`; the standard library may raise AssertionError."""
        return self.parse_bogus_comment(i, report)

    def drops_start(self, tag: str) -> bool:
        """Says whether a start tag is of, or in, a dropped element."""
        if self.dropped:
            self._depth += tag == self.dropped
            return True
        if tag in DROPPED and tag not in EMPTY:
            self.dropped, self._depth = tag, 1
        return tag in DROPPED

    def drops_end(self, tag: str) -> bool:
        """Says whether an end tag is of, or in, a dropped element."""
        if not self.dropped:
            return False
        self._depth -= tag == self.dropped
        if not self._depth:
            self.dropped = ""
        return True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Reads `<p/>` as the start of a paragraph, as browsers do, but lets `<svg/>` not swallow what follows."""
        if tag not in DROPPED or tag in EMPTY:
            self.handle_starttag(tag, attrs)

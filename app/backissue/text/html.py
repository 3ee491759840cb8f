"""Makes hostile HTML harmless, and turns HTML into readable text.

Only an allow-list of tags and attributes is written out again, every tag closed, all text escaped. Elements whose
content a browser reads by other rules (script, style, svg, math, ...) are dropped whole, so that what a browser makes
of the result does not depend on how this parser and the browser's differ. A picture becomes a link with its alt text:
nothing that is shown may ask another site for anything.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from backissue.text.links import clean_link

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre blockquote table thead tbody tfoot tr td th hr figure figcaption".split()  # noqa: SIM905
)
_INLINE = frozenset(
    "a b i em strong code kbd samp var sub sup s del ins u small mark q cite abbr dfn span br".split()  # noqa: SIM905
)
_ALLOWED = _BLOCKS | _INLINE
_VOID = frozenset(("br", "hr"))
_DROPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "textarea",
        "select",
        "option",
        "button",
        "form",
        "noembed",
        "noframes",
        "xmp",
        "plaintext",
        "audio",
        "video",
        "canvas",
        "frameset",
        "frame",
        "link",
        "meta",
        "base",
    ]
)
_EMPTY = frozenset("input img br hr link meta base frame embed param source track wbr area col image".split())  # noqa: SIM905
_RENAMED = {
    "section": "div",
    "article": "div",
    "main": "div",
    "aside": "div",
    "center": "div",
    "header": "div",
    "footer": "div",
    "strike": "s",
    "tt": "code",
}
# What closes by itself when the other opens, as far as a reader would see it.
_CLOSED_BY = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "p": ("p",),
}
_SCOPES = frozenset(("ul", "ol", "dl", "table", "blockquote"))
_MAX_DEPTH = 64
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


class _Sanitiser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropping:
            if tag in _DROPPED and tag not in _EMPTY:
                self.dropping.append(tag)
            return
        tag = _RENAMED.get(tag, tag)
        if tag in ("img", "image"):
            return self._picture(dict(attrs))
        if tag in _DROPPED:
            if tag not in _EMPTY:
                self.dropping.append(tag)
            return None
        if tag not in _ALLOWED or len(self.open) >= _MAX_DEPTH:
            return None
        if tag in _VOID:
            self.out.append(f"<{tag}>")
            return None
        self._close_before(tag)
        self.open.append(tag)
        self.out.append(f"<{tag}{self._attributes(tag, dict(attrs))}>")
        return None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # only void elements are empty in HTML: `<p/>` opens a paragraph, `<svg/>` must not swallow the rest
        if tag not in _DROPPED or tag in _EMPTY:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        tag = _RENAMED.get(tag, tag)
        if self.dropping:
            if tag in self.dropping:
                while self.dropping.pop() != tag:
                    pass
            return
        if tag in self.open:
            self._close_to(len(self.open) - 1 - self.open[::-1].index(tag))

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.out.append(escape(data, quote=False))

    def _close_before(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] in _CLOSED_BY.get(tag, ("p",) if tag in _BLOCKS else ()):
                return self._close_to(place)
            if self.open[place] in _SCOPES:
                return None
        return None

    def _close_to(self, place: int) -> None:
        while len(self.open) > place:
            self.out.append(f"</{self.open.pop()}>")

    def _attributes(self, tag: str, attrs: dict[str, str | None]) -> str:
        if tag == "a" and (link := clean_link(attrs.get("href") or "")):
            return f' href="{escape(link)}" rel="noopener noreferrer nofollow"'
        if tag in ("td", "th"):
            spans = ((name, attrs.get(name) or "") for name in ("colspan", "rowspan"))
            return "".join(f' {name}="{value}"' for name, value in spans if re.fullmatch(r"[1-9]\d?", value, re.ASCII))
        if tag == "ol" and re.fullmatch(r"\d{1,5}", attrs.get("start") or "", re.ASCII):
            return f' start="{attrs["start"]}"'
        return ""

    def _picture(self, attrs: dict[str, str | None]) -> None:
        alt = " ".join((attrs.get("alt") or "").split())
        link = clean_link(attrs.get("src") or "")
        tiny = attrs.get("width") in ("0", "1") or attrs.get("height") in ("0", "1")
        if tiny or not (alt or link):
            return
        label = escape(alt or "picture", quote=False)
        if link and "a" not in self.open:
            self.out.append(f'<a href="{escape(link)}" rel="noopener noreferrer nofollow">{label}</a>')
        else:
            self.out.append(label)

    def close(self) -> None:
        super().close()
        self._close_to(0)


def sanitise(html: str) -> str:
    """Returns `html` as balanced HTML of harmless tags; sanitising the result again changes nothing.

    >>> sanitise('<p onclick=x>Hi <script>alert(1)</script><img src="https://example.org/a.png" alt="a boat">')
    '<p>Hi <a href="https://example.org/a.png" rel="noopener noreferrer nofollow">a boat</a></p>'
    """
    parser = _Sanitiser()
    parser.feed(html.replace("\x00", ""))
    parser.close()
    return "".join(parser.out)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.pre = 0
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED and tag not in _EMPTY:
            self.hidden += 1
        elif tag == "pre":
            self.pre += 1
            self.out.append("\n\n")
        elif tag in ("br", "tr", "li", "dt", "dd"):
            self.out.append("\n")
        elif tag in ("td", "th"):
            self.out.append(" \t")
        elif tag in _BLOCKS:
            self.out.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED and tag not in _EMPTY:
            self.hidden = max(self.hidden - 1, 0)
        elif tag == "pre":
            self.pre = max(self.pre - 1, 0)
            self.out.append("\n\n")
        elif tag in _BLOCKS:
            self.out.append("\n" if tag in ("li", "tr", "td", "th", "dt", "dd") else "\n\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(data if self.pre else _SPACES.sub(" ", data))


def plain_text(html: str) -> str:
    """Returns what a reader sees of `html`: one blank line between blocks, line breaks inside `pre` kept.

    >>> plain_text("<p>One &amp; two</p><ul><li>a<li>b</ul>")
    'One & two\\n\\na\\nb'
    """
    parser = _Reader()
    parser.feed(html)
    parser.close()
    text = re.sub(r"[ \t]*\n[ \t]?", "\n", "".join(parser.out)) if "<pre" not in html else "".join(parser.out)
    return _BLANK_LINES.sub("\n\n", text).strip()

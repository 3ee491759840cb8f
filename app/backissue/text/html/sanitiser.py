"""Makes hostile HTML harmless.

Only an allow-list of tags and attributes is written out again, every tag closed, all text escaped. Elements whose
content a browser reads by other rules (script, style, svg, math, ...) are dropped whole, so that what a browser makes
of the result does not depend on how this parser and the browser's differ. A picture becomes a link with its alt text:
nothing that is shown may ask another site for anything.
"""

from __future__ import annotations

import re
from html import escape

from backissue.text.html.closing import closable
from backissue.text.html.tags import BLOCKS, INLINE, RENAMED, TagReader
from backissue.text.links import clean_link

_ALLOWED = BLOCKS | INLINE
_VOID = frozenset(("br", "hr"))
# What closes by itself when the other opens, as far as a reader would see it.
_CLOSED_BY = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th", "caption"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tbody": ("thead", "tbody", "tfoot", "caption"),
    "tfoot": ("thead", "tbody", "tfoot", "caption"),
    "thead": ("thead", "tbody", "tfoot", "caption"),
    "a": ("a",),
}
_SCOPES = frozenset(("ul", "ol", "dl", "table", "blockquote"))
_MAX_DEPTH = 64
_REL = 'rel="noopener noreferrer nofollow"'


class _Sanitiser(TagReader):
    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.drops_start(tag):
            return
        tag = RENAMED.get(tag, tag)
        if tag in ("img", "image"):
            self._picture(dict(attrs))
        elif tag in _VOID:
            self._close_before(tag)
            self.out.append(f"<{tag}>")
        elif tag in _ALLOWED:
            self._close_before(tag)
            if len(self.open) < _MAX_DEPTH:
                self.open.append(tag)
                self.out.append(f"<{tag}{self._attributes(tag, dict(attrs))}>")

    def handle_endtag(self, tag: str) -> None:
        if self.drops_end(tag):
            return
        tag = RENAMED.get(tag, tag)
        if tag == "br":  # browsers read </br> as a line break
            self.out.append("<br>")
        elif tag in self.open:
            self._close_to(len(self.open) - 1 - self.open[::-1].index(tag))

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.out.append(escape(data, quote=False))

    def _close_before(self, tag: str) -> None:
        closed = _CLOSED_BY.get(tag, ("p",) if tag in BLOCKS else ())
        found = -1
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] in _SCOPES:
                break
            if self.open[place] in closed:
                found = place
        if found >= 0:
            self._close_to(found)

    def _close_to(self, place: int) -> None:
        while len(self.open) > place:
            self.out.append(f"</{self.open.pop()}>")

    def _attributes(self, tag: str, attrs: dict[str, str | None]) -> str:
        if tag == "a" and (link := clean_link(attrs.get("href") or "")):
            return f' href="{escape(link)}" {_REL}'
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
            self.out.append(f'<a href="{escape(link)}" {_REL}>{label}</a>')
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
    parser.feed(closable(html.replace("\x00", "")))
    parser.close()
    return "".join(parser.out)

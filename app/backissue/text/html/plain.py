"""Turns HTML into the text that a reader sees of it, for summaries, for the index and for snippets."""

from __future__ import annotations

import re

from backissue.text.html.closing import closable
from backissue.text.html.tags import BLOCKS, RENAMED, TagReader

_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_LINES = frozenset(("li", "tr", "dt", "dd"))
_CELLS = frozenset(("td", "th"))


class _PlainText(TagReader):
    """Collects text; what stands between two pieces of it (space, cell, line, blank line) is decided when the next comes."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.newlines = 0
        self.between = ""
        self.pre = 0
        self.fresh = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.drops_start(tag):
            return
        tag = RENAMED.get(tag, tag)
        if tag == "br":
            self.newlines = min(self.newlines + 1, 2)
        elif tag in _CELLS:
            self.between = "\t"
        else:
            self._break(tag)
        if tag == "pre":
            self.pre += 1
            self.fresh = True

    def handle_endtag(self, tag: str) -> None:
        if self.drops_end(tag):
            return
        tag = RENAMED.get(tag, tag)
        if tag not in _CELLS:
            self._break(tag)
        self.pre = max(self.pre - (tag == "pre"), 0)

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        if self.pre:
            self._put_lines(data)
            return
        if data[:1].isspace():
            self.between = self.between or " "
        if text := _SPACES.sub(" ", data).strip(" "):
            self._put(text)
            self.between = " " if data[-1].isspace() else ""

    def _put_lines(self, data: str) -> None:
        data = data.replace("\r\n", "\n")
        if self.fresh:  # blank lines at the start of a `pre` are not shown
            data = data.lstrip("\n")
        if data:  # those at its end wait for what follows
            self.fresh = False
            text = data.rstrip("\n")
            self._put(text)
            self.newlines = len(data) - len(text)

    def _break(self, tag: str) -> None:
        if tag in BLOCKS and tag not in _CELLS:
            self.newlines = max(self.newlines, 1 if tag in _LINES else 2)

    def _put(self, text: str) -> None:
        if self.out:
            self.out.append("\n" * self.newlines or self.between)
        self.out.append(text)
        self.newlines, self.between = 0, ""


def plain_text(html: str) -> str:
    """Returns what a reader sees of `html`: one blank line between blocks, cells apart by tabs, `pre` as it stands.

    >>> plain_text("<p>One &amp; two</p><ul><li>a<li>b</ul>")
    'One & two\\n\\na\\nb'
    >>> plain_text("<table><tr><th>a<th>b<tr><td>1<td>2</table>")
    'a\\tb\\n1\\t2'
    """
    parser = _PlainText()
    parser.feed(closable(html))
    parser.close()
    return "".join(parser.out)

"""Turns the text of a post, a paragraph a line, into readable HTML: headings, paragraphs, lists, tables and code.

Such a text has lost its markup and its indentation. What can be seen is marked again; what is gone is not made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from backissue.importers.facts.wording import ends_sentence, tidy
from backissue.importers.lines.code_lines import code_runs

_BULLET = re.compile(r"\s*[-•*‣–]\s+(?=\S)|\s*[-•‣]\s*$")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
# The numbers beside a listing whose code the extraction lost: `1 2 3 |`, and a lone `|` below.
_GUTTER = re.compile(r"\s*(\d+(?: \d+)*) ?\|\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*$")
# A bullet that the extraction glued to the end of the bullet before it.
_GLUED = re.compile(r"(?<=[\w).…:;])\s?- (?=\w)")
_DANGLING = re.compile(r"(?i)\b(?:a|an|the|our|your|my|its|their|this|to|of|in|with|for|from|by|and|or|via|called|using)$")
_HEADING_LENGTH = 70


def to_html(lines: Sequence[str]) -> tuple[str, int]:
    """Returns `lines` as HTML, and how many listings are lost but for their line numbers.

    >>> to_html(["Two boats:", "- one", "- two", "They float & rest."])
    ('<p>Two boats:</p><ul><li>one</li><li>two</li></ul><p>They float &amp; rest.</p>', 0)
    """
    writer = _Writer(_mended(lines))
    return "".join(writer.blocks()), writer.lost


def _mended(lines: Sequence[str]) -> list[str]:
    """Joins lines that were broken at a word in code, and parts bullets that were glued together."""
    code = {place for start, end in code_runs(lines) for place in range(start, end)}
    out: list[str] = []
    joinable = False
    for place, line in enumerate(lines):
        plain = place not in code and "|" not in line
        if plain and joinable and line.strip() and _goes_on(out[-1], line, lines[place + 1 : place + 2]):
            out[-1] = f"{out[-1].rstrip()}{'' if out[-1].rstrip().endswith(('(', '[')) else ' '}{line.strip()}"
        else:
            out.append(line)
        joinable = plain and bool(line.strip())
    return [part for place, line in enumerate(out) for part in _parted(line, out[place + 1 : place + 2])]


def _goes_on(line: str, following: str, after: Sequence[str]) -> bool:
    if _BULLET.match(following) or _NUMBERED.match(following):
        return False
    if line.rstrip().endswith(("(", "[")):
        return True
    if not _BULLET.match(line):
        return False
    return bool(
        not line.strip(" -•‣*")
        or _DANGLING.search(line.rstrip())
        # a bullet glued to the end of the next line shows that it is the middle of a list
        or (_GLUED.search(following) and after and _BULLET.match(after[0]) and not ends_sentence(line))
    )


def _parted(line: str, after: Sequence[str]) -> list[str]:
    in_list = bool(after and _BULLET.match(after[0]))
    if not in_list or not _GLUED.search(line) or (_BULLET.match(line) and "..." not in line):
        return [line]
    first, *rest = _GLUED.split(line) if not _BULLET.match(line) else re.split(r"(?<=\.\.\.)\s?- ", line)
    first = first if _BULLET.match(first) else f"- {first.strip()}"
    return [first, *(f"- {part.strip()}" for part in rest)]


class _Writer:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.lost = 0
        self.place = 0

    def blocks(self) -> Iterator[str]:
        """Yields each block of the text as HTML."""
        runs = dict(code_runs(self.lines))
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if not line.strip():
                self.place += 1
            elif _FENCE.match(line):
                yield self._fenced()
            elif _GUTTER.fullmatch(line):
                yield from self._gutter()
            elif _ROW.match(line) and self._is_table():
                yield self._table()
            elif self.place in runs:
                start, self.place = self.place, runs[self.place]
                yield _code(self.lines[start : self.place])
            elif _BULLET.match(line):
                yield self._list("ul", _BULLET)
            elif _NUMBERED.match(line) and self._is_numbered():
                yield self._list("ol", _NUMBERED)
            else:
                yield self._paragraph()

    def _fenced(self) -> str:
        start = self.place + 1
        ends = (place for place in range(start, len(self.lines)) if _FENCE.match(self.lines[place]))
        end = next(ends, len(self.lines))
        self.place = end + 1
        return _code(self.lines[start:end])

    def _gutter(self) -> Iterator[str]:
        numbers = [int(number) for number in self.lines[self.place].replace("|", " ").split()]
        self.place += 1
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            yield f"<p>{escape(tidy(self.lines[self.place - 1]), quote=False)}</p>"
            return
        if self.place < len(self.lines) and self.lines[self.place].strip() == "|":
            self.place += 1
            self.lost += 1
            yield "<pre>…</pre>"

    def _is_table(self) -> bool:
        return any(_ROW.match(line) or _RULE.match(line) for line in self.lines[self.place + 1 : self.place + 2])

    def _table(self) -> str:
        """Reads rows; one that was broken over lines goes on until it has as many cells as the first."""
        rows: list[list[str]] = []
        width = len(_cells(self.lines[self.place]))
        headed = False
        while self.place < len(self.lines) and "|" in self.lines[self.place]:
            line = self.lines[self.place]
            self.place += 1
            if _RULE.match(line):
                headed = headed or len(rows) == 1
            elif rows and len(rows[-1]) < width and not _ROW.match(line):
                rows[-1] += _cells(line)
            else:
                rows.append(_cells(line))
        html = [
            "<tr>" + "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in row) + "</tr>"
            for place, row in enumerate(rows)
            for tag in ("th" if headed and place == 0 else "td",)
        ]
        return f"<table>{''.join(html)}</table>"

    def _is_numbered(self) -> bool:
        """Says whether a numbered line belongs to a list: the next number stands right below or above it."""
        return any(
            (match := _NUMBERED.match(line)) and abs(int(match[1]) - self._number()) == 1
            for line in self.lines[self.place + 1 : self.place + 2]
        )

    def _number(self) -> int:
        match = _NUMBERED.match(self.lines[self.place])
        return int(match[1]) if match else 0

    def _list(self, tag: str, mark: re.Pattern[str]) -> str:
        items = []
        while self.place < len(self.lines) and mark.match(self.lines[self.place]):
            items.append(tidy(mark.sub("", self.lines[self.place], count=1)))
            self.place += 1
        return f"<{tag}>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in items if item) + f"</{tag}>"

    def _paragraph(self) -> str:
        text = tidy(self.lines[self.place])
        following = next((line for line in self.lines[self.place + 1 : self.place + 4] if line.strip()), "")
        self.place += 1
        tag = "h4" if _is_subheading(text, following) else "p"
        return f"<{tag}>{escape(text, quote=False)}</{tag}>"


def _is_subheading(text: str, following: str) -> bool:
    """Says whether a short line without an end mark stands over something longer."""
    if len(text) > _HEADING_LENGTH or not following or not (text[0].isupper() or text[0].isdigit()):
        return False
    ends = text.endswith((".", "!", "…", ":", ",", ";", ")"))
    return not ends and len(text.split()) <= 10 and (len(following.strip()) > len(text) or bool(_BULLET.match(following)))


def _cells(row: str) -> list[str]:
    row = row.strip()
    return [tidy(cell) for cell in row.removeprefix("|").removesuffix("|").split("|")]


def _code(lines: Sequence[str]) -> str:
    return f"<pre>{escape(chr(10).join(line.rstrip() for line in lines), quote=False)}</pre>"

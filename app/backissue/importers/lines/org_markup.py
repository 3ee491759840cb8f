"""Turns org-mode text into HTML, as far as newsletters use it: headlines, lists, links, quotations, code, emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

_SETTING = re.compile(r"#\+(?P<name>[A-Za-z_]+):[ \t]*(?P<value>.*)$")
_HEADLINE = re.compile(r"(?P<stars>\*{1,9})\s+(?P<text>\S.*)$")
# What a headline may say beside its words: a state, a priority, tags.
_STATE = re.compile(r"(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|DRAFT)\s+)?(?:\[#[A-Z]\]\s+)?")
_TAGS = re.compile(r"(?<=\S)\s{1,200}:[\w@#%:]{1,200}:$")
_ENTRY = re.compile(r"(?P<indent> *)(?:[-+]|(?<= )\*|\d{1,3}[.)])\s+(?:\[[ Xx-]\]\s+)?(?P<text>\S.*)$")
_DRAWER = re.compile(r"\s*:[A-Za-z_-]{1,30}:\s*$")
_DRAWER_END = re.compile(r"\s*:END:\s*$", re.IGNORECASE)
_BLOCK = re.compile(r"\s*#\+(?P<end>BEGIN|END)_(?P<kind>[A-Za-z]+)", re.IGNORECASE)
_PLANNING = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED):")
_LINK = re.compile(r"\[\[(?P<url>[^\[\]]{1,2000})\](?:\[(?P<title>[^\[\]]{1,1000}(?:\[[^\[\]]{0,200}\][^\[\]]{0,500})?)\])?\]")
_ADDRESS = re.compile(r"(?<![\"'>=/])\bhttps?://[^\s<>\[\]\"]{3,2000}[^\s<>\[\]\".,;:!?)]")
# An entry that is a title and its address.
_NAMED = re.compile(r"([^\[\]\n]{2,160}?)\s*[:–—-]?\s+(https?://[^\s<>\[\]]{3,2000})")
_EMPHASIS = re.compile(r"(?<![\w*/_=~+])([*/_=~+])(?=\S)([^\n]{1,300}?)(?<=\S)\1(?![\w*/_=~+])")
_TAG_OF = {"*": "b", "/": "i", "_": "u", "=": "code", "~": "code", "+": "s"}
_FOOTNOTE = re.compile(r"\[fn:[^\[\]]{0,60}\]")
_LEVELS_AT_MOST = 30


def settings_of(text: str) -> dict[str, str]:
    """Returns what `#+NAME: value` lines say, by names in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if match := _SETTING.match(line.strip()[:2_000]):
            found.setdefault(match["name"].lower(), match["value"].strip())
    return found


def to_html(text: str) -> str:
    """Returns org-mode text as HTML.

    >>> to_html("* Tools\\n- [[https://example.org/a][A boat]] floats\\n")
    '<h2>Tools</h2><ul><li><a href="https://example.org/a">A boat</a> floats</li></ul>'
    """
    return "".join(_blocks(list(_content(text.expandtabs(4).split("\n")))))


def _content(lines: Sequence[str]) -> Iterator[str]:
    """Yields the lines that a reader is meant to see, code as empty lines."""
    drawer = False
    hidden = ""
    for line in lines:
        if drawer:
            drawer = not _DRAWER_END.match(line)
        elif block := _BLOCK.match(line):
            kind = block["kind"].lower()
            if block["end"].upper() == "BEGIN" and kind in ("src", "example", "comment", "export") and not hidden:
                hidden = kind
            elif block["end"].upper() == "END":
                hidden = "" if hidden == kind else hidden
            yield ""
        elif hidden or line.lstrip().startswith(("# ", "#+")) or line.strip() == "#" or _PLANNING.match(line):
            continue
        elif _DRAWER.match(line):
            drawer = True
        else:
            yield line


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(lines):
        line = lines[place]
        if headline := _HEADLINE.match(line):
            level = min(6, len(headline["stars"]) + 1)
            words = _TAGS.sub("", _STATE.sub("", headline["text"].rstrip(), count=1))
            yield f"<h{level}>{inline(words)}</h{level}>"
            place += 1
        elif _ENTRY.match(line):
            end = _list_end(lines, place)
            yield from _list(lines[place:end])
            place = end
        elif line.strip():
            end = next((at for at in range(place + 1, len(lines)) if _ends_paragraph(lines[at])), len(lines))
            yield f"<p>{inline(' '.join(lines[place:end]))}</p>"
            place = end
        else:
            place += 1


def _ends_paragraph(line: str) -> bool:
    return not line.strip() or bool(_HEADLINE.match(line) or _ENTRY.match(line))


def _list_end(lines: Sequence[str], start: int) -> int:
    """Returns where the list ends that begins at `start`: at a headline, or a line that is not set in below an empty one."""
    match = _ENTRY.match(lines[start])
    indent = len(match["indent"]) if match else 0
    for place in range(start + 1, len(lines)):
        line = lines[place]
        if not line.strip():
            continue
        if _HEADLINE.match(line) or (not _ENTRY.match(line) and len(line) - len(line.lstrip()) <= indent):
            return place
    return len(lines)


def _list(lines: Sequence[str]) -> Iterator[str]:
    """Yields a list; a first entry without a link that only has a list below it is the heading of that list."""
    entries = _entries(lines)
    open_at: list[int] = []
    for place, (indent, text) in enumerate(entries):
        below = place + 1 < len(entries) and entries[place + 1][0] > indent
        while open_at and open_at[-1] > indent:
            open_at.pop()
            yield "</ul>"
        if below and not (open_at and open_at[0] < indent) and not _LINK.search(text) and not _ADDRESS.search(text):
            while open_at:
                open_at.pop()
                yield "</ul>"
            yield f"<h5>{inline(text.rstrip(':'))}</h5>"
            continue
        if (not open_at or open_at[-1] < indent) and len(open_at) < _LEVELS_AT_MOST:
            open_at.append(indent)
            yield "<ul>"
        named = _NAMED.fullmatch(text) if "[[" not in text else None
        yield f"<li>{inline(f'[[{named[2]}][{named[1]}]]' if named else text)}</li>"
    yield "</ul>" * len(open_at)


def _entries(lines: Sequence[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, list[str]]] = []
    for line in lines:
        if match := _ENTRY.match(line):
            found.append((len(match["indent"]), [match["text"]]))
        elif line.strip():
            found[-1][1].append(line.strip())
    return [(indent, " ".join(texts)) for indent, texts in found]


def inline(text: str) -> str:
    """Returns the words of a line as HTML: links, bare addresses, emphasis; footnotes are left out.

    >>> inline("*Two* [[https://example.org/a][boats & quays]] [fn:1]")
    '<b>Two</b> <a href="https://example.org/a">boats &amp; quays</a> '
    """
    out: list[str] = []
    end = 0
    text = _FOOTNOTE.sub("", text)
    for match in _LINK.finditer(text):
        out.append(_plain(text[end : match.start()]))
        url = match["url"].strip()
        out.append(f'<a href="{escape(url)}">{_emphasised(escape(match["title"] or url, quote=False))}</a>')
        end = match.end()
    out.append(_plain(text[end:]))
    return "".join(out)


def _plain(text: str) -> str:
    out: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        url = escape(match[0])
        out += [_emphasised(escape(text[end : match.start()], quote=False)), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*out, _emphasised(escape(text[end:], quote=False))])


def _emphasised(html: str) -> str:
    return _EMPHASIS.sub(lambda match: f"<{_TAG_OF[match[1]]}>{match[2]}</{_TAG_OF[match[1]]}>", html)

"""Mends parsed Markdown before it is read as lines: bare addresses become links, lists of links that only line ends part are
parted, and the rows of a table become the entries of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>\"`|，。、；！？（）【】《》「」“”]{1,2000}", re.IGNORECASE)
_NUMBERED = re.compile(r"\W*(?:\d{1,3}\s?[、.．)）:：]\s*)?")
_NOTE = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\n]{1,60})\]:[ \t]*(?P<text>\S[^\n]*)$", re.MULTILINE)
_NOTE_LINK = re.compile(
    r"(?P<title>\[[^\[\]\n]{1,300}\]\(https?://[^\s()]{1,2000}\))|<?(?P<url>https?://[^\s<>()\[\]]{1,2000})>?", re.IGNORECASE
)
_REFERENCE = re.compile(r"[ \t]?\[\^([^\]\n]{1,60})\](?!:)")
_ROW_TAGS = {
    "table_open": "ul", "table_close": "ul", "tr_open": "li", "tr_close": "li", "th_open": "div", "th_close": "div",
    "td_open": "div", "td_close": "div", "thead_open": "div", "thead_close": "div", "tbody_open": "div", "tbody_close": "div",
}  # fmt: skip


def with_notes(text: str) -> str:
    """Returns Markdown with its footnotes, of which only the link where they have one, in the places that refer to them.

    >>> with_notes("A boat[^1] floats.\\n\\n[^1]: https://example.org/boat")
    'A boat <https://example.org/boat> floats.\\n\\n'
    """
    if "[^" not in text:
        return text
    notes = {match["name"]: _note(match["text"].strip()) for match in _NOTE.finditer(text)}
    return _REFERENCE.sub(lambda match: f" {notes[match[1]]}" if match[1] in notes else match[0], _NOTE.sub("", text))


def _note(text: str) -> str:
    """Returns a footnote as it can stand within a sentence: its link, or else its words."""
    link = _NOTE_LINK.search(text)
    if not link:
        return f"({text})"
    return link[0] if link["title"] else f"<{_ended(link['url'])}>"


def with_addresses(state: StateCore) -> None:
    """Makes links of the bare addresses in all texts, and keeps the line ends that part one link from the next."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            if "://" in token.content:
                token.children = list(_linked(token.children))
            if "\n" in token.content:
                _part_lines(token.children, whole=token.level == 1)


def as_rows(state: StateCore) -> None:
    """Makes a list of each table, an entry of each row; the row of headings goes, unless it holds links."""
    tokens: list[Token] = []
    start = -1
    for token in state.tokens:
        if token.type == "thead_open":
            start = len(tokens)
        token.tag = _ROW_TAGS.get(token.type, token.tag)
        tokens.append(token)
        if token.type == "thead_close" and not any(_has_link(each.children or ()) for each in tokens[start:]):
            del tokens[start:]
    state.tokens = tokens


def _has_link(tokens: Iterable[Token]) -> bool:
    return any(token.type == "link_open" for token in tokens)


def _linked(tokens: Iterable[Token]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        if token.type == "link_open" or (token.type == "html_inline" and token.content.lower().startswith("<a ")):
            inside += 1
        elif token.type == "link_close" or (token.type == "html_inline" and token.content.lower().startswith("</a")):
            inside = max(0, inside - 1)
        if token.type == "text" and not inside and "://" in token.content:
            yield from _parts(token)
        else:
            yield token


def _parts(token: Token) -> Iterator[Token]:
    place = 0
    for match in _ADDRESS.finditer(token.content):
        address = _ended(match[0])
        yield _text(token, token.content[place : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address}, level=token.level)
        yield _text(token, address)
        yield Token("link_close", "a", -1, level=token.level)
        place = match.start() + len(address)
    yield _text(token, token.content[place:])


def _text(token: Token, content: str) -> Token:
    return token.copy(content=content)


def _ended(address: str) -> str:
    """Cuts off what ends the sentence, not the address; a bracket that opens within it may close it."""
    address = address.rstrip(".,;:!?'*_")
    while address.endswith((")", "]")) and address.count(address[-1]) > address.count("(" if address[-1] == ")" else "["):
        address = address[:-1].rstrip(".,;:!?'*_")
    return address


def _part_lines(tokens: Sequence[Token], whole: bool) -> None:
    """Keeps the line ends of a paragraph where each line leads somewhere, or where an address has a line of its own."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "softbreak":
            lines.append([])
        elif token.type != "text" or token.content.strip():
            lines[-1].append(token)
    lines = [line for line in lines if line]
    begun = whole and all(_begins(line) for line in lines)
    ended = whole and all(_ends(line) for line in lines)
    if begun or ended or any(_is_address(line) for line in lines):
        for token in tokens:
            if token.type == "softbreak":
                token.type, token.tag = "hardbreak", "br"


def _begins(line: Sequence[Token]) -> bool:
    place = next((place for place, token in enumerate(line) if token.type == "link_open"), -1)
    return place >= 0 and bool(_NUMBERED.fullmatch("".join(token.content for token in line[:place])))


def _ends(line: Sequence[Token]) -> bool:
    last = next((token for token in reversed(line) if any(char.isalnum() for char in token.content) or token.nesting), None)
    return last is not None and last.type == "link_close"


def _is_address(line: Sequence[Token]) -> bool:
    return len(line) == 3 and line[0].type == "link_open" and line[2].type == "link_close" and "://" in line[1].content[:10]

"""Reads Markdown as the lines that a person sees, and what stands above it about the document (front matter)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline

from backissue.importers.lines.flow import Flow, read_flow
from backissue.importers.lines.markdown_links import as_rows, with_addresses, with_notes

# `---` or `+++` lines around YAML or TOML.
_FENCED = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(?P<head>.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
# `Title: ...` lines above the text, as static site generators read them; the first empty line or heading ends them.
_PLAIN = re.compile(r"\A\ufeff?(?P<head>(?:[A-Za-z][\w -]{0,30}:[^\n]*\n)+)(?:[ \t]*\n|(?=#))")
# A reference without its address would take the next one for it.
_NO_ADDRESS = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\n(?= {0,3}\[)", re.MULTILINE)
_VALUE = re.compile(r"\s{0,3}([A-Za-z][\w -]{0,30}?)\s*[:=]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown text: `facts` are what its front matter says, by names in small letters; `flow` is the rest, line by line."""

    facts: dict[str, str]
    body: str
    flow: Flow


def _label_end(state: StateInline, start: int, disable_nested: bool = False) -> int:
    """Where the words of a link end, or -1: of brackets that are never closed the parser would try sixty inside each other."""
    closed = state.src.find("]", start + 1, state.posMax) >= 0
    return helpers.parseLinkLabel(state, start, disable_nested) if closed else -1


def _made() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"])
    quick = {name: getattr(helpers, name) for name in helpers.__all__} | {"parseLinkLabel": _label_end}
    parser.helpers = SimpleNamespace(**quick)  # type: ignore[assignment]
    return parser


@functools.cache
def _parser() -> MarkdownIt:
    return _made()


@functools.cache
def _line_parser() -> MarkdownIt:
    """A parser whose HTML is only read for its lines: bare addresses are links, and the rows of tables are entries."""
    parser = _made()
    parser.core.ruler.push("addresses", with_addresses)
    parser.core.ruler.push("rows", as_rows)
    return parser


def to_html(text: str) -> str:
    """Returns Markdown as HTML; what HTML stands in it stays as it is."""
    return str(_parser().render(text))


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Returns what the front matter says, and the text below it. Only simple values are read: `name: value`.

    >>> front_matter("---\\ntitle: 'Issue 7'\\ndate: 2026-01-02\\n---\\n# Boats\\n")
    ({'title': 'Issue 7', 'date': '2026-01-02'}, '# Boats\\n')
    """
    match = _FENCED.match(text) or _PLAIN.match(text)
    if not match:
        return {}, text
    facts: dict[str, str] = {}
    for line in match["head"].split("\n"):
        if value := _VALUE.match(line):
            facts.setdefault(value[1].strip().lower(), value[2].removeprefix("!").strip().strip("\"'"))
    return facts, text[match.end() :]


def read_markdown(text: str) -> Document:
    """Returns `text` as its front matter and its lines; an address that stands there bare is a link, a row of a table an entry.

    >>> [(line.text, line.link) for line in read_markdown("Boats\\nhttps://example.org/boats\\n").flow.lines]
    [('Boats', ''), ('https://example.org/boats', 'https://example.org/boats')]
    """
    facts, body = front_matter(text)
    return Document(facts, body, read_flow(str(_line_parser().render(_NO_ADDRESS.sub("", with_notes(body))))))

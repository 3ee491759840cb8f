"""Takes plain text apart into headings and paragraphs, however they are set apart: by rules, capitals, marks, blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backissue.importers.facts.headings import is_heading
from backissue.importers.facts.wording import ends_sentence, tidy
from backissue.importers.plain_text.addresses import find_addresses

_RULE = re.compile(r"\s*(?:([-=_*~#+.─━═—–•·◦▬■▪°^<>|/\\])[ \t]?)(?:\1[ \t]?){2,}\s*$|\s*(?:[-=~*+][-=~*+ ]{4,})\s*$")
_HASHED = re.compile(r"\s{0,3}(#{1,6})(?:(?P<space>\s+)|(?=[^\W\d_]))(?P<text>\S.*?)\s*#*\s*$")
_FRAMED = re.compile(
    r"\s*([=*~:+#_|■●◆★]{1,}|-{2,}|\.{2,}|>{2,}|—{1,}|<{2,}|/{2,})\s*(?P<text>[^\s=*~:+#_|].{0,80}?)\s*([=*~:+#_|■●◆★]{1,}|-{2,}|\.{2,}|>{2,}|—{1,}|<{2,}|/{2,})\s*$"
)
_BRACKETED = re.compile(
    r"\s*(?:\[\s*(?P<text>[^\[\]]{2,60}?)\s*\]|【\s*(?P<han>[^【】]{1,40}?)\s*】|「(?P<kana>[^「」]{1,40})」)\s*$"
)
_SIGNED = re.compile(r"\s*[■□◆◇●○★☆▼▶►♦❖✦]+\s*(?P<text>\S.{0,60})$")
_STARRED = re.compile(r"\s{0,3}\*{2,3}\s+(?P<text>\S.*)$")
_QUOTE = re.compile(r"\s{0,3}>+ ?")
_LENGTH_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a paragraph: how far it is set in, and its words."""

    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, with how it is marked as one, or a paragraph with its lines; `parted` says that a rule stands above it."""

    lines: tuple[TextLine, ...]
    mark: str = ""
    parted: bool = False

    @property
    def text(self) -> str:
        """All its words on one line."""
        return tidy(" ".join(line.text for line in self.lines))


def read_blocks(text: str) -> list[Block]:
    """Returns the headings and paragraphs of `text`; rules are only taken for what they part.

    >>> [(block.mark, block.text) for block in read_blocks("NEWS\\n====\\n\\nBoats\\nfloat.\\n\\n-- TOOLS --\\n")]
    [('=', 'NEWS'), ('', 'Boats float.'), ('--', 'TOOLS')]
    """
    lines = _unquoted([line.expandtabs(4).rstrip() for line in text.split("\n")])
    return list(_blocks(lines))


def _unquoted(lines: list[str]) -> list[str]:
    """Takes off the marks of a quotation where the whole text is one, as in a mail that is answered."""
    said = [line for line in lines if line.strip()]
    while said and sum(bool(_QUOTE.match(line)) for line in said) > 0.8 * len(said):
        lines = [_QUOTE.sub("", line, count=1) for line in lines]
        said = [line for line in lines if line.strip()]
    return lines


def is_rule(line: str) -> bool:
    """Says whether a line is only there to part what is above it from what is below."""
    return len(line) <= 300 and bool(_RULE.match(line))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    gathered: list[TextLine] = []
    parted = False
    for place, line in enumerate(lines):
        found: Block | None = None
        if not line.strip():
            found = _ended(gathered, parted)
        elif is_rule(line):
            underlined = bool(gathered) and _is_underlined(gathered, line)
            head = gathered.pop() if underlined else None
            if found := _ended(gathered, parted):
                yield found
                parted = False
            found = Block((head,), line.strip()[0], parted) if head else None
            # right below a heading that is marked already, a rule only underlines it
            parted = parted or not (head or (place and lines[place - 1].strip() and not is_rule(lines[place - 1])))
        elif not gathered and (heading := _marked(line, lines[place + 1 : place + 2])):
            found = Block(heading.lines, heading.mark, parted)
        else:
            gathered.append(TextLine(len(line) - len(line.lstrip()), line.strip()))
        if found:
            yield found
            parted = False
    if found := _ended(gathered, parted):
        yield found


def _ended(gathered: list[TextLine], parted: bool) -> Block | None:
    lines = tuple(gathered)
    gathered.clear()
    mark = "capitals" if len(lines) == 1 and _is_capitals(lines[0].text) else ""
    return Block(lines, mark, parted) if lines else None


def _is_underlined(gathered: Sequence[TextLine], rule: str) -> bool:
    """Says whether a rule marks the line above it, and is no line between two items."""
    head = gathered[-1].text
    if not any(char.isalnum() for char in head) or len(head) > 2 * _LENGTH_AT_MOST:
        return False
    if len(gathered) == 1:
        return not ends_sentence(head) or head.endswith((")", "]", "!", "?")) or abs(len(rule.strip()) - len(head)) <= 2
    return abs(len(rule.strip()) - len(head)) <= 1 and not ends_sentence(head)


def _marked(line: str, below: Sequence[str]) -> Block | None:
    """Returns the heading that a line is by itself, or None."""
    if len(line) > 3 * _LENGTH_AT_MOST:
        return None
    if (match := _HASHED.match(line)) and (match["space"] or not below or not below[0].strip()):
        return Block((TextLine(0, match["text"]),), match[1])
    starred = _STARRED.match(line)
    if any(find_addresses(line)):
        return Block((TextLine(0, starred["text"].rstrip("* ")),), "**") if starred else None
    framed, alone = _FRAMED.match(line), not below or not below[0].strip()
    if framed and (framed[1][0] == framed[3][0] or framed[1][0] + framed[3][0] in ("><", "<>")):
        return _heading(framed["text"], framed[1])
    if starred:
        return _heading(starred["text"].rstrip("* "), "**")
    if match := _BRACKETED.match(line):
        return _heading(match["text"] or match["han"] or match["kana"], "[")
    if alone and (match := _SIGNED.match(line)):
        return _heading(match["text"], line.strip()[0])
    text = line.strip()
    if (
        alone
        and len(text) <= _LENGTH_AT_MOST
        and (is_heading(text.rstrip(":")) or (text.endswith((":", "：")) and len(text.split()) <= 6))
    ):
        return Block((TextLine(0, text.rstrip(":： ")),), "words")
    return None


def _heading(text: str, mark: str) -> Block | None:
    says = any(char.isalpha() for char in text) and not ends_sentence(text)
    return Block((TextLine(0, text.strip()),), mark) if says else None


def _is_capitals(text: str) -> bool:
    """Says whether a line is set in capitals, and is no address or acronym."""
    cased = [char for char in text if char.isupper() or char.islower()]
    plain = len(text) <= _LENGTH_AT_MOST and not any(find_addresses(text)) and not ends_sentence(text)
    return plain and len(cased) >= 3 and all(char.isupper() for char in cased)

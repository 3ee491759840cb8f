"""Finds the addresses in plain text, with the brackets around them, and puts those of a table at the end where they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backissue.text.links import clean_link

_ADDRESS = re.compile(r"(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"`|（）【】《》，。；、]{2,2000}", re.IGNORECASE)
_OPENERS = {"(": ")", "[": "]", "<": ">", "{": "}", "（": "）", "【": "】", "《": "》"}
# `[3] https://...`, `3. https://...`: what a line of a table of links is made of.
_DEFINED = re.compile(
    r"\s*(?:\[(?P<label>[^\[\]\s]{1,12})\]:?|(?P<number>\d{1,3})[.):])\s*(?:<?(?P<url>(?:https?://|www\.)\S+?)>?)?\s*$"
)
_REFERENCE = re.compile(r"\[(?P<label>[^\[\]\s]{1,12})\]")
_TABLE_HEAD = re.compile(
    r"(?i)\s*(?:(?:visible |hidden )?links?|references|urls?|footnotes|sources|quellen|liens|enlaces)\s*:?\s*$"
)
_WRAPPED = re.compile(r"<\s*(?P<url>https?://[^\s<>]{4,500}(?:\n[ \t>]*[^\s<>]{1,500}){1,6})\s*>")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a line: where it stands, brackets included, and the link that it is."""

    start: int
    end: int
    url: str


def find_addresses(line: str) -> Iterator[Address]:
    """Yields the addresses in `line`; marks at an end and a bracket that only closes belong to the text.

    >>> [(each.url, line[: each.start]) for line in ["Boats ( https://example.org/a_(b) )."] for each in find_addresses(line)]
    [('https://example.org/a_(b)', 'Boats ')]
    """
    for match in _ADDRESS.finditer(line):
        text = match[0].rstrip(".,;:!?'*_~")
        while text and text[-1] in ")]}" and text.count(text[-1]) > text.count({")": "(", "]": "[", "}": "{"}[text[-1]]):
            text = text[:-1].rstrip(".,;:!?'*_~")
        url = clean_link(text if "://" in text[:8] else f"https://{text}")
        if url:
            yield Address(*_bracketed(line, match.start(), match.start() + len(text)), url)


def _bracketed(line: str, start: int, end: int) -> tuple[int, int]:
    """Returns the place of an address together with the brackets around it."""
    before, after = line[:start].rstrip(), line[end:].lstrip()
    if before and after and _OPENERS.get(before[-1]) == after[0]:
        return len(before) - 1, len(line) - len(after) + 1
    return start, end


def with_links_in_place(text: str) -> str:
    """Returns `text` with `( address )` in place of each `[3]` that a table of links explains, and without the table.

    >>> with_links_in_place("Boats [1] float.\\n\\nLinks:\\n[1] https://example.org/a\\n")
    'Boats ( https://example.org/a ) float.\\n\\n'
    """
    lines = _WRAPPED.sub(lambda match: f"<{''.join(match['url'].split())}>", text).split("\n")
    found = _definitions(lines)
    used = {label for place, line in enumerate(lines) if place not in found for label in _labels(line)}
    table = {place: (label, url) for place, (label, url) in found.items() if label in used}
    if not table:
        return "\n".join(lines)
    left_out = set(table)
    for place in table:
        # an address that stands on the line below its number, and the heading above the table
        left_out |= {place + 1} if not _url_of(lines[place]) else set()
        left_out |= _heading_above(lines, place)
    by_label: dict[str, list[tuple[int, str]]] = {}
    for place, (label, url) in sorted(table.items()):
        by_label.setdefault(label, []).append((place, url))
    kept = (_placed(line, place, by_label) for place, line in enumerate(lines) if place not in left_out)
    return "\n".join(kept) + ("" if lines[-1] == "" and len(lines) - 1 not in left_out else "\n")


def _definitions(lines: Sequence[str]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for place, line in enumerate(lines):
        match = _DEFINED.match(line) if len(line) < 3_000 else None
        if match is None:
            continue
        url = match["url"] or ""
        if not url and match["label"] and place + 1 < len(lines):
            below = lines[place + 1].strip().strip("<>")
            url = below if _ADDRESS.fullmatch(below) else ""
        if url:
            found[place] = (match["label"] or match["number"], url.rstrip(">.,"))
    return found


def _url_of(line: str) -> str:
    match = _DEFINED.match(line)
    return (match["url"] or "") if match else ""


def _labels(line: str) -> list[str]:
    return [match["label"] for match in _REFERENCE.finditer(line)] if len(line) < 20_000 else []


def _heading_above(lines: Sequence[str], place: int) -> set[int]:
    """Returns the places of the words "Links:" and of the rules and blank lines between them and the table."""
    above: set[int] = set()
    for up in range(place - 1, max(-1, place - 6), -1):
        if _TABLE_HEAD.match(lines[up]):
            return above | {up}
        if any(char.isalnum() for char in lines[up]):
            return set()
        above.add(up)
    return set()


def _placed(line: str, place: int, table: dict[str, list[tuple[int, str]]]) -> str:
    late: list[str] = []

    def address(match: re.Match[str]) -> str:
        meant = table.get(match["label"])
        if not meant:
            return match[0]
        url = next((url for where, url in meant if where > place), meant[-1][1])
        # a number set right before the words of its link
        if line[match.end() : match.end() + 1].strip() and not line[: match.start()].strip(" \t*•-+o"):
            late.append(f" ( {url} )")
            return ""
        return f"{'' if line[: match.start()].endswith(' ') else ' '}( {url} )"

    placed = _REFERENCE.sub(address, line)
    return placed + "".join(late)

"""Tells how the words inside an element are set: their size, weight, colour and ground, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from backissue.importers.lines.page_areas import area_of

_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3})(?:\.\d+)?\s*(px|pt)", re.IGNORECASE | re.ASCII)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;]{3,40})", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SHADE = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-f]{3,6}|rgba?\([^)]{5,30}\)|[a-z]{3,20})", re.IGNORECASE)
_UNSEEN = re.compile(r"(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden)", re.IGNORECASE)
_WHOLE = ("html", "body")
_HEADING = re.compile(r"h[1-6]")


@dataclass(slots=True)
class Style:
    """How words are set by all the elements that they lie in; `anchor` counts the links, so that two in a row stay two."""

    tag: str
    href: str = ""
    anchor: int = 0
    level: int = 0
    bold: bool = False
    size: int = 0
    colour: str = ""
    bullet: bool = False
    depth: int = 0
    quoted: bool = False
    area: str = ""
    cell: str = ""
    shade: str = ""
    unseen: bool = False


def style_within(outer: Style, tag: str, named: Mapping[str, str], anchors: int) -> Style:
    """Returns how words are set in an element within `outer`; `named` are its attributes, `anchors` the links so far."""
    css = named.get("style", "")
    size, colour, shade = _SIZE.search(css), _COLOUR.search(css), _SHADE.search(css)
    return Style(
        tag,
        href=named.get("href", "") if tag == "a" else outer.href,
        anchor=anchors if tag == "a" else outer.anchor,
        level=int(tag[1]) if _HEADING.fullmatch(tag) else outer.level,
        bold=outer.bold or tag in ("b", "strong", "th") or bool(_WEIGHT.search(css)),
        size=_pixels(size) if size else outer.size,
        colour=(colour[1] if colour else named.get("color", "") if tag == "font" else "").strip().lower() or outer.colour,
        bullet=tag == "li" or (outer.bullet and tag not in ("ul", "ol")),
        depth=outer.depth + (tag in ("ul", "ol")),
        quoted=outer.quoted or tag == "blockquote",
        area=area_of(tag, named, outer.area),
        cell=named.get("id", "") if tag == "td" else outer.cell,
        shade=(shade[1] if shade else named.get("bgcolor", "")).lower() or outer.shade,
        # a whole page that hides itself is one that a script would show
        unseen=outer.unseen or (tag not in _WHOLE and ("hidden" in named or bool(_UNSEEN.search(css)))),
    )


def _pixels(size: re.Match[str]) -> int:
    return int(size[1]) * 4 // 3 if size[2].lower() == "pt" else int(size[1])

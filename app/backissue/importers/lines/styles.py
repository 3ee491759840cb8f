"""Tells how the words inside an element are set: their size, weight, colour and ground, and where they lead."""

from __future__ import annotations

import functools
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
# A mail says the same of hundreds of its cells. Long ones are not kept.
_KEPT, _KEPT_LENGTH = 1_000, 500


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


@dataclass(frozen=True, slots=True)
class _Css:
    """What a `style` attribute says; None where it says nothing."""

    size: int | None = None
    colour: str | None = None
    bold: bool = False
    shade: str | None = None
    unseen: bool = False


_NO_CSS = _Css()


def _read_css(css: str) -> _Css:
    size, colour, shade = _SIZE.search(css), _COLOUR.search(css), _SHADE.search(css)
    return _Css(
        size=_pixels(size) if size else None,
        colour=colour[1] if colour else None,
        bold=bool(_WEIGHT.search(css)),
        shade=shade[1] if shade else None,
        unseen=bool(_UNSEEN.search(css)),
    )


_kept_css = functools.lru_cache(_KEPT)(_read_css)


def _css_of(css: str) -> _Css:
    if not css:
        return _NO_CSS
    return _kept_css(css) if len(css) <= _KEPT_LENGTH else _read_css(css)


def style_within(outer: Style, tag: str, named: Mapping[str, str], anchors: int) -> Style:
    """Returns how words are set in an element within `outer`; `named` are its attributes, `anchors` the links so far."""
    css = _css_of(named.get("style", ""))
    colour = css.colour if css.colour is not None else named.get("color", "") if tag == "font" else ""
    return Style(
        tag,
        href=named.get("href", "") if tag == "a" else outer.href,
        anchor=anchors if tag == "a" else outer.anchor,
        level=int(tag[1]) if _HEADING.fullmatch(tag) else outer.level,
        bold=outer.bold or tag in ("b", "strong", "th") or css.bold,
        size=css.size if css.size is not None else outer.size,
        colour=colour.strip().lower() or outer.colour,
        bullet=tag == "li" or (outer.bullet and tag not in ("ul", "ol")),
        depth=outer.depth + (tag in ("ul", "ol")),
        quoted=outer.quoted or tag == "blockquote",
        area=area_of(tag, named, outer.area),
        cell=named.get("id", "") if tag == "td" else outer.cell,
        shade=(css.shade or named.get("bgcolor", "")).lower() or outer.shade,
        # a whole page that hides itself is one that a script would show
        unseen=outer.unseen or (tag not in _WHOLE and ("hidden" in named or css.unseen)),
    )


def _pixels(size: re.Match[str]) -> int:
    return int(size[1]) * 4 // 3 if size[2].lower() == "pt" else int(size[1])

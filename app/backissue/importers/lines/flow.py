"""Reads HTML as the lines that a person sees, each with where it leads and how it is set.

Newsletters are mails, and mails are tables in tables, spans and line breaks: their structure is what it looks like, not
which element lies in which. So the elements are read as they come, however badly they are nested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from backissue.importers.facts.wording import tidy
from backissue.importers.lines.styles import Style, style_within
from backissue.model import Link
from backissue.text.html import closable
from backissue.text.links import clean_link

_BREAKS = frozenset((
    "p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "thead",
    "tr", "td", "th", "center", "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "pre", "form",
    "figure", "figcaption", "body", "head", "html", "button",
))  # fmt: skip
_HIDDEN = frozenset(("style", "script", "noscript", "svg", "select", "template", "textarea", "iframe", "object"))
_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"))
_GREY = re.compile(r"#(?:a{3}|a{6}|999|9{6}|bbb|b{6}|8{3}|8{6}|7{3}|7{6})|(?:(?:dark|dim|light|slate)?gr[ae]y)")
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)
_LETTER = re.compile(r"[^\W_]")
# Deeper than any page that is meant to be read; what lies deeper is read as set like what is around it.
_DEEP = 500
_FACTS_LENGTH = 100_000
# More than any newsletter has; each takes some hundred bytes.
LINES_AT_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `level` is 1 to 6 within a heading.

    `link` is set when the whole line is one link; `dead` is the address instead where it is of a kind that is not kept.
    `links` are all links in it, in order, `lead` is what stands before the first of them, and `strong` says that this one is set
    bold, `bold` that all of the line is. `depth` counts the lists that it
    lies in, `quoted` says that it is within a quotation, `opens` that it begins the entry of a list. `area` is the part of the
    page (`page_areas`), `cell` the id of the table's cell that it stands in, `shade` the colour behind it. `ruled` says that a
    rule stands above it, `picture` that its text is only the words for a picture.
    """

    text: str
    link: str = ""
    dead: str = ""
    links: tuple[Link, ...] = ()
    lead: str = ""
    level: int = 0
    bold: bool = False
    strong: bool = False
    size: int = 0
    colour: str = ""
    bullet: bool = False
    depth: int = 0
    quoted: bool = False
    opens: bool = False
    area: str = ""
    cell: str = ""
    shade: str = ""
    ruled: bool = False
    picture: bool = False

    @property
    def grey(self) -> bool:
        """Says whether it is set in the grey of what matters less."""
        return bool(_GREY.fullmatch(self.colour))


@dataclass(frozen=True, slots=True)
class Flow:
    """A page as its lines, with the title and the `meta` values of its head.

    Beside these, `metas` holds the address that is `canonical`, the `lang` of the page, the first machine-readable `time`,
    and its `ld+json`. `cut` says that there were more lines than are kept.
    """

    title: str
    metas: dict[str, str]
    lines: tuple[Line, ...]
    cut: bool = False


@dataclass(slots=True)
class _Run:
    text: str
    style: Style = field(default_factory=lambda: Style(""))
    picture: bool = False


class _Reader(HTMLParser):
    def __init__(self, base: str | None, pictures: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.pictures = pictures
        self.title: list[str] = []
        self.metas: dict[str, str] = {}
        self.lines: list[Line] = []
        self.runs: list[_Run] = []
        self.styles = [Style("")]
        self.hidden: list[str] = []
        self.in_title = False
        self.in_facts = False
        self.entry_opens = False
        self.ruled = False
        self.cut = False
        self.anchors = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self.in_facts = named.get("type", "").lower() == "application/ld+json" and not self.hidden
            self.hidden.append(tag)
        elif tag == "title":
            self.in_title = not self.hidden and not self.title
        elif tag == "meta":
            self.metas.setdefault((named.get("property") or named.get("name") or "").lower(), named.get("content", ""))
        elif tag == "link" and named.get("rel", "").lower() == "canonical":
            self.metas.setdefault("canonical", named.get("href", ""))
        elif not self.hidden:
            self._open(tag, named)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HIDDEN:
            self.handle_starttag(tag, attrs)

    def _open(self, tag: str, named: dict[str, str]) -> None:
        if tag in _BREAKS:
            self.flush()
        self.entry_opens = self.entry_opens or tag == "li"
        self.ruled = self.ruled or tag == "hr"
        self.anchors += tag == "a"
        outer = self.styles[-1]
        if tag == "img" and self.pictures and outer.href and not outer.unseen:
            self.runs.append(_Run(named.get("alt", ""), outer, picture=True))
        if tag in _VOID or len(self.styles) > _DEEP:
            return
        if tag == "html" and named.get("lang"):
            self.metas.setdefault("lang", named["lang"])
        elif tag == "time" and named.get("datetime"):
            self.metas.setdefault("time", named["datetime"])
        self.styles.append(style_within(outer, tag, named, self.anchors))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        if self.hidden:
            if tag in self.hidden:
                del self.hidden[self.hidden.index(tag) :]
                self.in_facts = False
            return
        if tag in _BREAKS:
            self.flush()
        for place in range(len(self.styles) - 1, max(0, len(self.styles) - 40), -1):
            if self.styles[place].tag == tag:
                del self.styles[place:]
                return

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        elif self.in_facts and len(self.metas.get("ld+json", "")) < _FACTS_LENGTH:
            self.metas["ld+json"] = self.metas.get("ld+json", "") + data + "\n"
        elif not self.hidden and not self.styles[-1].unseen:
            self.runs.append(_Run(data, self.styles[-1]))

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks for lines and columns, which are counted for every tag."""
        return j

    def flush(self) -> None:
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        text = tidy("".join(run.text for run in runs if not run.picture))
        picture = not text and any(run.picture for run in runs)
        if picture:
            text = tidy(" ".join(run.text for run in runs))
            runs = [run for run in runs if run.picture]
        elif not text:
            return
        if len(self.lines) >= LINES_AT_MOST:
            self.cut = True
            return
        said = [run for run in runs if _LETTER.search(run.text) and (picture or not run.picture)]
        said = said or [run for run in runs if picture or run.text.strip()]
        hrefs = {run.style.href for run in said}
        href = hrefs.pop() if len(hrefs) == 1 else ""
        link = clean_link(self.resolved(href))
        first = said[0].style if said else Style("")
        self.lines.append(
            Line(
                text=text,
                link=link,
                dead=href.strip() if not link and _SCHEME.match(href) else "",
                links=self.links_of(runs),
                lead=_lead(runs),
                level=first.level,
                bold=all(run.style.bold for run in said),
                strong=next((run.style.bold for run in said if run.style.href), False),
                size=first.size,
                colour=first.colour,
                bullet=first.bullet,
                depth=first.depth,
                quoted=first.quoted,
                opens=self.entry_opens,
                area=first.area,
                cell=first.cell,
                shade=first.shade,
                ruled=self.ruled,
                picture=picture,
            )
        )
        self.entry_opens = self.ruled = False

    def resolved(self, href: str) -> str:
        """Returns an address of the page as a whole one, where it is known what it is relative to."""
        base = self.metas.get("canonical") or self.metas.get("og:url", "") if self.base is None else self.base
        if not base or not href or href.startswith("#") or _SCHEME.match(href):
            return href
        try:
            return urljoin(base, href.strip())
        except ValueError:
            return href

    def links_of(self, runs: list[_Run]) -> tuple[Link, ...]:
        texts: dict[tuple[int, str], str] = {}
        for run in runs:
            if run.style.href:
                key = run.style.anchor, run.style.href
                texts[key] = texts.get(key, "") + run.text
        titles: dict[str, str] = {}
        for (_, href), text in texts.items():
            # one address may be linked twice, by a picture and by its title
            titles[href] = titles.get(href) or tidy(text)
        found = ((clean_link(self.resolved(href)), title) for href, title in titles.items())
        return tuple(Link(url, title) for url, title in found if url)


def _lead(runs: list[_Run]) -> str:
    first = next((place for place, run in enumerate(runs) if run.style.href and clean_link(run.style.href)), 0)
    return tidy("".join(run.text for run in runs[:first]))


def read_flow(html: str, base: str | None = "", pictures: bool = False) -> Flow:
    """Returns what a person sees of `html`, line by line.

    Relative addresses are kept where `base`, the address of the page, is given, or None to take it from the page's head. With
    `pictures`, a picture that is a link is a line too, as the words that stand for it (perhaps none).

    >>> [(line.text, line.link) for line in read_flow("<p><a href=https://example.org/a>A boat</a><br>It floats.").lines]
    [('A boat', 'https://example.org/a'), ('It floats.', '')]
    """
    reader = _Reader(base, pictures)
    reader.feed(closable(html))
    reader.close()
    reader.flush()
    return Flow(tidy("".join(reader.title)), reader.metas, tuple(reader.lines), reader.cut)

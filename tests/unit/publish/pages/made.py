"""Makes the pages of an archive in memory, and reads them as a browser would: elements in balance, links resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from backissue.archive.merge import add
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.publish.options import Options
from backissue.publish.pages import site_pages
from backissue.publish.selection import select

STYLE, THEME, ICON = "app/page/page.css", "theme.css", "icon.png"
# What is in a site beside its pages, as far as pages lead there.
BESIDE = frozenset(("index.html", STYLE, THEME, ICON))
SITE = "https://site.example/some/where/"
_VOID = frozenset(("meta", "link", "input", "br", "hr"))


def pages_of(archive: Archive, options: Options | None = None, styles: tuple[str, ...] = (STYLE,)) -> dict[str, bytes]:
    """Every page and feed by its path; a path that comes twice fails."""
    options = options or Options()
    made: dict[str, bytes] = {}
    for name, data in site_pages(select(archive, options), options, styles, ICON):
        assert name not in made, name
        made[name] = data
    return made


def one_issue(number: str, *items: Item, publication: str = "quay", **fields: str) -> Archive:
    """An archive of one issue with these items."""
    issue = Issue("", publication, number, sections=(Section("", items),), **fields)
    return add(Archive("Port"), (Publication(publication, "Quay Weekly"),), (issue,))


@dataclass
class Read:
    """A page as it was read."""

    links: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    title: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in values.items():
            if name in ("href", "src", "action"):
                self.read.links.append((values.get("rel", tag), value))
            if name.startswith("on") or name == "style":
                self.read.handlers.append(f"{tag} {name}")
        if "id" in values:
            self.read.ids.append(values["id"])
        if tag == "meta":
            name = values.get("name") or values.get("property") or values.get("http-equiv", "")
            self.read.metas[name] = values.get("content", "")
        if tag == "script":
            assert values == {"type": "application/ld+json"}
            self.read.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> within {self.open}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.read.scripts[-1] += data
        if self.open and self.open[-1] == "title":
            self.read.title += data


def read(data: bytes) -> Read:
    """Reads a page; one whose elements are not in balance fails."""
    reader = _Reader()
    reader.feed(data.decode())
    reader.close()
    assert reader.open == []
    assert len(set(reader.read.ids)) == len(reader.read.ids)
    return reader.read


def resolved(path: str, href: str, site: str = SITE) -> str:
    """The path in the site that a link of the page at `path` leads to, or "" where it leads out of it."""
    target = urlsplit(urljoin(site + path, href))
    base = urlsplit(site)
    if (target.scheme, target.netloc) != (base.scheme, base.netloc) or not target.path.startswith(base.path):
        return ""
    path = unquote(target.path.removeprefix(base.path))
    return path + "index.html" if not path or path.endswith("/") else path

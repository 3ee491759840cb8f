"""Makes what other pages embed of a site: the script of `<back-issues>`, and the light page with the newest titles."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from backissue.archive.manifest import Manifest, Part
from backissue.archive.shards import read_shard
from backissue.model import Item
from backissue.publish.entry import hash_source
from backissue.reader.addresses import Addresses
from backissue.reader.issue_view import view_publication
from backissue.reader.items import ItemViews, Link, issue_label, plain, publications_by_id
from backissue.reader.state import State

SCRIPT, PAGE = "embed.js", "embed.html"
# Both together stay below this, so that a page may embed an archive without being slower for it.
LIGHT_BYTES = 30_000
# No more titles of one publication are shown before the reader is up.
MOST_TITLES = 10
_LONGEST_TITLE = 300
# As the set-up makes them of app/page/embed.js and app/page/titles.js, each with all that it imports.
_SCRIPT, _PAGE_SCRIPT = "runtime/scripts/embed.js", "runtime/scripts/titles.js"
_STYLES, _OWN_STYLES = "app/page/page.css", "app/page/embed.css"
_READER_PAGE = "index.html"
# A theme holds its fonts and pictures itself (theme.py).
_THEMED = " 'self'; font-src data:; img-src data:"
_PROPERTIES = re.compile(r"^:root[^{}]*\{[^{}]*\}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as HTML, and which of its publication it is, counted from the newest."""

    publication: str
    place: int
    html: str


def embed_files(
    manifest: Manifest, read_part: Callable[[Part], bytes], read_source: Callable[[str], bytes], theme: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Yields the two files for the root of a site, by their names; together they have less than `LIGHT_BYTES`.

    `read_part` gives the bytes of a shard, `read_source` those of a file of the checkout. `theme` is the site's own style
    sheet, below the root, where it has one.

    Raises:
        DamagedArchive, NotAnArchive, InvalidValue: if a shard is not what the manifest says.
    """
    script = read_source(_SCRIPT)
    yield SCRIPT, script
    yield PAGE, _page(manifest, read_part, read_source, theme, LIGHT_BYTES - len(script)).encode()


def _page(
    manifest: Manifest,
    read_part: Callable[[Part], bytes],
    read_source: Callable[[str], bytes],
    theme: str,
    most_bytes: int,
) -> str:
    script = read_source(_PAGE_SCRIPT).decode()
    style = _styles(read_source)
    own = f"script-src {hash_source(script)}; style-src {hash_source(style)}{_THEMED if theme else ''}"
    policy = f"default-src 'none'; {own}; form-action 'self'; base-uri 'none'"
    name = manifest.title or "Back issues"

    def page(titles: list[_Title], abouts: dict[str, str], complete: bool) -> str:
        return _render(
            "embed.html",
            policy=policy,
            name=name,
            style=Markup(style),
            theme=theme,
            script=Markup(script),
            titles=[Markup(title.html) for title in titles],
            abouts=[Markup(about) for about in abouts.values()],
            all=complete,
        )

    room = most_bytes - len(page([], {}, False).encode()) - 1
    titles, abouts = _that_fit(manifest, list(_newest(manifest, read_part)), room)
    return page(titles, abouts, len(abouts) == len(manifest.publications))


def _styles(read_source: Callable[[str], bytes]) -> str:
    """The custom properties of the reader's styles, and the few styles of this page."""
    properties = "".join(_PROPERTIES.findall(read_source(_STYLES).decode()))
    return re.sub(r"/\*.*?\*/\s*", "", properties + read_source(_OWN_STYLES).decode(), flags=re.DOTALL)


def _newest(manifest: Manifest, read_part: Callable[[Part], bytes]) -> Iterator[_Title]:
    """Yields the newest titles of each publication, the newest of all first."""
    views = ItemViews(Addresses(State()), publications_by_id(manifest.publications), archived=False)
    places = {publication.id: 0 for publication in manifest.publications}
    for entry in manifest.shards:
        if min(places.values(), default=MOST_TITLES) >= MOST_TITLES:
            return
        for raw in read_shard(entry, read_part(entry)):
            publication = raw["publication"]
            items = (item for section in raw.get("sections") or () for item in section.get("items") or ())
            for item in items:
                place = places.get(publication, 0)
                if place >= MOST_TITLES:
                    break
                places[publication] = place + 1
                html = _title(Item.from_dict(item, entry.path), raw, views, hidden=sum(places.values()) > MOST_TITLES)
                yield _Title(publication, place, html)


def _title(item: Item, issue: dict[str, str], views: ItemViews, hidden: bool) -> str:
    """The HTML of an item of an issue, whose links into the reader lead to the reader's page."""
    opens = _READER_PAGE + views.addresses.issue(issue["id"], item.id)
    publication = issue["publication"]
    title = item.title if len(item.title) <= _LONGEST_TITLE else item.title[:_LONGEST_TITLE].rstrip() + "…"
    view = views.view(
        item,
        publication=publication,
        title=plain(title),
        text=(),
        date=item.date or issue.get("date", ""),
        issue=Link(issue_label(views.publications.get(publication), issue["id"]), opens),
    )
    return _render("embed_title.html", item=view, publication=publication, hidden=hidden)


def _that_fit(manifest: Manifest, newest: list[_Title], room: int) -> tuple[list[_Title], dict[str, str]]:
    """The titles for which there is room, in order, and the lines about their publications, by their ids.

    The newest of all come first, then the newest of each publication, then the second of each.
    """
    views = ItemViews(Addresses(State()), {}, archived=False)
    known = publications_by_id(manifest.publications)
    kept: set[int] = set()
    abouts: dict[str, str] = {}
    wanted = [*range(min(MOST_TITLES, len(newest))), *sorted(range(len(newest)), key=lambda place: (newest[place].place, place))]
    for place in wanted:
        title = newest[place]
        if place in kept:
            continue
        about = abouts.get(title.publication) or _render(
            "embed_about.html", publication=view_publication(known[title.publication], views)
        )
        size = len(title.html.encode()) + 1 + (0 if title.publication in abouts else len(about.encode()) + 1)
        if size > room:
            break
        room -= size
        kept.add(place)
        abouts[title.publication] = about
    return [title for place, title in enumerate(newest) if place in kept], abouts


@functools.cache
def _environment() -> Environment:
    folders = [files(package).joinpath("templates") for package in ("backissue.publish", "backissue.reader")]

    def load(name: str) -> str:
        return next(folder / name for folder in folders if (folder / name).is_file()).read_text("utf-8")

    return Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values).strip()

"""All pages together: every link leads somewhere, nothing asks elsewhere, and nothing that an archive holds breaks out."""

import dataclasses
import functools
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.archive.merge import add
from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section
from backissue.publish.options import Options
from backissue.publish.pages import site_pages
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, harbour
from tests.unit.publish.pages.made import BESIDE, ICON, SITE, STYLE, THEME, Read, pages_of, read, resolved
from tests.unit.reader.client import sample_archive

HOSTILE = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>&"
WILD_IDS = (
    "index",
    "years",
    "rss.xml",
    "A",
    "a",
    "ａ",
    "../up",
    "..",
    ".hidden",
    "CON",
    "ä ö/ü",
    "x" * 500,
    "#?%20",
    "北",
    "\u202e",
)


def hostile() -> Archive:
    """An archive every text of which is an attack, and whose links are, too."""
    item = Item(
        "",
        HOSTILE,
        url="javascript:alert(3)",
        summary=HOSTILE,
        source=HOSTILE,
        authors=(HOSTILE,),
        shared_by=HOSTILE,
        tags=(HOSTILE,),
        kind="event",
        language='en"><script>alert(4)</script>',
        event=Event("2026-06-19", "", HOSTILE),
        links=(Link("data:text/html,<script>alert(5)</script>", HOSTILE), Link("https://example.org/?a&b\"'<x>", HOSTILE)),
        content="<p onclick=alert(6)>Post<script>alert(7)</script><iframe src=//e.example></iframe><img src=//e.example/x.png>",
    )
    publications = (
        Publication("quay", HOSTILE, "javascript:alert(8)", language=HOSTILE, licence=HOSTILE, subscribe_url="vbscript:x"),
        Publication("river", HOSTILE, kind="planet", feed_url="javascript:alert(9)"),
    )
    issues = (
        Issue("", "quay", HOSTILE, HOSTILE, "2026-02-02", "javascript:alert(10)", HOSTILE, (Section(HOSTILE, (item,)),)),
        Issue("", "river", "", HOSTILE, "2026-02-03", "javascript:alert(11)", HOSTILE, (Section(HOSTILE, (item,)),)),
    )
    return add(Archive(HOSTILE), publications, issues)


def wild() -> Archive:
    """An archive whose ids are no names of files; each publication has an issue of each name."""
    publications = tuple(Publication(f"{name}", name) for name in WILD_IDS if "/" not in name)
    issues = tuple(
        Issue(f"{each.id}/{name}", each.id, name, sections=(Section("", (Item(f"{each.id}/{name}/0", "Boat"),)),))
        for each in publications
        for name in WILD_IDS
    )
    return Archive("Wild", publications, issues)


@functools.cache
def made(archive: Archive, base_url: str = "") -> dict[str, bytes]:
    """The pages and feeds of an archive, with a theme."""
    return pages_of(archive, Options(base_url=base_url), (STYLE, THEME))


def html(pages: dict[str, bytes]) -> Iterator[tuple[str, Read]]:
    """Every page, read."""
    return ((name, read_once(data)) for name, data in pages.items() if name.endswith(".html"))


@functools.cache
def read_once(data: bytes) -> Read:
    return read(data)


@pytest.mark.parametrize("archive", [sample_archive(), harbour(), hostile(), wild(), Archive()])
@pytest.mark.parametrize("base_url", ["", SITE])
def test_every_link_leads_somewhere(archive: Archive, base_url: str) -> None:
    """Each link, form and style of each page leads to a file of the site, or to another site by http, https or mailto."""
    pages = made(archive, base_url)
    there = pages.keys() | BESIDE
    for name, page in html(pages):
        if name == "404.html":
            continue
        for kind, href in page.links:
            if href.startswith("data:text/calendar"):
                continue
            target = resolved(name, href)
            if target:
                assert target in there, (name, href)
            else:
                assert href.startswith(("https://", "http://", "mailto:")), (name, href)
                assert kind not in ("stylesheet", "icon", "form", "script", "img"), (name, href)


@pytest.mark.parametrize("archive", [sample_archive(), hostile(), wild()])
def test_no_page_asks_for_anything_but_its_looks(archive: Archive) -> None:
    """No script, picture, frame, handler or style attribute is on a page, and its policy refuses what is not the site's."""
    for name, page in html(made(archive)):
        assert page.handlers == [], name
        assert len(page.scripts) <= 1, name
        assert "default-src 'none'" in page.metas["Content-Security-Policy"]
        assert not any(kind in ("img", "iframe", "script", "source", "object", "embed") for kind, _ in page.links), name


def test_hostile_texts_stay_texts() -> None:
    """Markup in whatever an archive says is shown and not obeyed, in the page, its head, and what it tells programs."""
    for name, page in html(made(hostile(), SITE)):
        assert not any(href.lower().startswith(("javascript:", "vbscript:", "data:text/html")) for _, href in page.links), name
        assert name in ("404.html",) or "alert(1)" in page.title + json.dumps(page.metas), name
        for script in page.scripts:
            assert "<" not in script
            assert "javascript:" not in script
            assert "alert" in json.dumps(json.loads(script))


def test_the_same_archive_gives_the_same_bytes() -> None:
    """Made twice, and from an archive whose publications came in another order, each file is the same."""
    archive = sample_archive()
    assert pages_of(archive) == pages_of(archive)
    turned = dataclasses.replace(archive, publications=archive.publications[::-1])
    assert pages_of(turned) == pages_of(archive)


def test_no_two_names_differ_only_for_some_disks() -> None:
    """Paths are different on disks that fold case, short enough for all, never hidden, and never a device."""
    pages = made(wild())
    assert len({name.casefold() for name in pages}) == len(pages)
    for part in {part for name in pages for part in name.split("/")}:
        assert len(part.encode()) < 200, part
        assert not part.startswith((".", "_")), part
        assert part.partition(".")[0].casefold() not in ("con", "nul", "aux", "prn"), part


def test_pages_come_one_by_one() -> None:
    """A large archive is not made whole in memory: the first page is there before the last issue was looked at."""
    pages = site_pages(sample_archive(), Options(), (STYLE,), ICON)
    assert next(pages)[0] == "issues/index.html"
    pages.close()


def test_links_only_shows_no_text() -> None:
    """With `--links-only` no page and no feed holds a summary, an intro or a post."""
    everything = b"".join(pages_of(sample_archive()).values()).decode()
    links = b"".join(pages_of(sample_archive(), Options(links_only=True)).values()).decode()
    for text in ("A lantern for tiny boats", "hull", "Tides for 2026", "how to keep it"):
        assert text in everything
        assert text not in links
    assert "Lanterns in C++" in links
    assert "https://example.org/lanterns" in links


def test_one_publication_alone_leads_to_no_other() -> None:
    """With `--publication` there are pages of that one only, and no link to an issue that is not published."""
    pages = pages_of(sample_archive(), Options(publications=("planet-port",)))
    assert not any("quay" in name for name in pages)
    assert b"open this issue here" not in b"".join(pages.values())


@examples(30)
@given(ARCHIVES, st.booleans())
def test_any_archive_has_pages(archive: Archive, links_only: bool) -> None:
    """Whatever an archive holds, its pages are balanced, and all of its items are on them."""
    options = Options(links_only=links_only)
    pages = pages_of(archive, options)
    for _, page in html(pages):
        assert page.title
    shown = b"".join(pages.values()).decode()
    assert links_only or all(f'data-item="{item.id}"' in shown for _, _, item in archive.items())

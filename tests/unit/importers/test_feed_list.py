"""Lists of feeds: what they name, and how the feeds that are imported with them become one planet."""

import pytest

from backissue import importers
from backissue.errors import SourceError
from backissue.importers import Source
from backissue.importers.joining import join_listed

OPML = "<opml version='2.0'><head><title>{}</title></head><body>{}</body></opml>"


def opml(*addresses, title="Planet Quay"):
    outlines = "".join(f"<outline text='Friend {n}' xmlUrl='{each}'/>" for n, each in enumerate(addresses))
    return importers.read(Source("list.opml", OPML.format(title, outlines).encode()))


def feed(title, site, own="", body="<item><title>A post</title><pubDate>2025-09-01</pubDate></item>"):
    link = f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='{own}'/>" if own else ""
    text = f"<rss version='2.0'><channel><title>{title}</title><link>{site}</link>{link}{body}</channel></rss>"
    return importers.read(Source("feed.xml", text.encode()))


def joined(*found):
    return [
        (each.publications[0].id, *(item.source for i in each.issues for item in i.items())) for each in join_listed(found)[1:]
    ]


def test_a_list_alone_brings_nothing_into_the_archive():
    """A list is no publication and has no issue: its feeds are only named."""
    imported = opml("https://lee.example.org/feed.xml")
    assert (imported.publications, imported.issues) == ((), ())
    assert [(each.title, each.feed_url) for each in imported.lists[0].feeds] == [("Friend 0", "https://lee.example.org/feed.xml")]


def test_a_feed_is_known_by_its_address():
    """The posts of a listed feed are the planet's, under the name in the list; another feed stays as it is."""
    found = (
        opml("http://lee.example.org/feed.xml"),
        feed("Tides", "https://other.example.org/", "https://lee.example.org/feed.xml"),
    )
    assert joined(*found, feed("Else", "https://else.example.org/")) == [("planet-quay", "Friend 0"), ("else", "")]


def test_a_feed_is_known_by_its_site_or_title():
    """Where a feed does not say its address, its site decides, unless the list has several of that site; else its title."""
    own = opml("https://lee.example.org/feed.xml", "https://many.example.org/a.xml", "https://many.example.org/b.xml")
    assert joined(own, feed("Tides", "https://lee.example.org/blog/")) == [("planet-quay", "Friend 0")]
    assert joined(own, feed("Tides", "https://many.example.org/")) == [("tides", "")]
    assert joined(own, feed("Friend 2", "https://many.example.org/")) == [("planet-quay", "Friend 2")]


def test_newsletters_and_planets_stay_what_they_are():
    """A listed planet keeps its channels and its name."""
    body = "".join(f"<item><title>{name}: A post</title></item>" for name in ("A. Lee", "B. Holm"))
    found = opml("https://planet.example.org/rss.xml"), feed("Planet Tide", "https://planet.example.org/", body=body)
    assert joined(*found) == [("planet-tide", "A. Lee", "B. Holm")]


def test_without_a_list_nothing_changes():
    """What is imported without a list is handed on as it is."""
    found = [feed("Tides", "https://lee.example.org/")]
    assert join_listed(found) == found


def test_a_publication_given_for_a_list():
    """The id given by hand is that of the planet."""
    text = OPML.format("Planet Quay", "<outline xmlUrl='https://e.org/f'/>")
    assert importers.read(Source("x.opml", text.encode()), publication="quay").lists[0].planet.id == "quay"


@pytest.mark.parametrize("text", [OPML.format("x", ""), "[Planet]\nname = x\n[http://e.org/f\n"])
def test_a_list_without_feeds(text):
    """It is refused by name."""
    with pytest.raises(SourceError, match=r"^list: lists no feed; expected OPML or a planet's config\.ini"):
        importers.read(Source("list", text.encode()), format="feed-list")


def test_a_program_s_own_settings_are_no_list():
    """A configuration of something else is not taken for a planet's."""
    source = Source("setup.ini", b"[planet]\nname = x\n[section]\nurl = https://e.org/\n")
    assert not importers.FORMATS["feed-list"].detect(source)

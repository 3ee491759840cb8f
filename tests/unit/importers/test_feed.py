"""Feeds: what their entries are, and what is taken from entries of every form."""

import json

import pytest

from backissue import importers
from backissue.errors import SourceError, UnreadableSource
from backissue.importers import Source
from backissue.importers.feeds import syndicated
from backissue.importers.feeds.channel import Channel, Enclosure, Entry, read_date, tags_of, unescaped, words_of
from backissue.importers.feeds.nature import nature_of

LIST = "".join(
    f"<h3><a href='https://s{n}.example.org/{n}'>Find number {n}</a></h3><p>It is about boat {n}, and about its crew.</p>"
    for n in range(8)
)
ESSAY = (
    "<p>" + "A long thought about boats and what they carry home. " * 60 + "<a href='https://s1.example.org/'>Said Bo</a>.</p>"
)


def rss(*items, title="The Quay", link="https://quay.example.org/", more=""):
    head = f"<title>{title}</title><link>{link}</link>{more}"
    return Source("x.xml", f"<rss version='2.0'><channel>{head}{''.join(items)}</channel></rss>".encode())


def item(**parts):
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items()) + "</item>"


def only(source):
    (found,) = [each for issue in importers.read(source).issues for each in issue.items()]
    return found


def channel(*entries, title="The Quay", **parts):
    return Channel(title, "https://quay.example.org/", entries=entries, **parts)


def test_a_newsletter_by_its_numbers():
    """Numbered entries that list links are issues, also when one of them is none."""
    entries = [Entry(f"Quay #{n}", f"https://quay.example.org/{n}", html=LIST) for n in range(3)]
    assert nature_of(channel(*entries, Entry("We are away", "https://quay.example.org/away", html=ESSAY))) == "issues"


def test_a_newsletter_by_its_name():
    """So are entries with titles of their own in a feed that calls itself one."""
    entries = [Entry("Knots and more", html=LIST), Entry("Quiet water", html=ESSAY)]
    assert nature_of(channel(*entries, title="Quay Weekly")) == "issues"
    assert nature_of(channel(*entries, description="A monthly newsletter about quays")) == "issues"
    assert nature_of(channel(*entries)) == "posts"


def test_a_blog_that_once_lists_links():
    """One list of links among essays makes no newsletter of a blog, nor do essays make one of it by its name."""
    essays = [Entry(f"Thought {n}", html=ESSAY) for n in range(4)]
    assert nature_of(channel(*essays, Entry("Links #7", html=LIST))) == "posts"
    assert nature_of(channel(*essays, title="Quay Weekly")) == "posts"


def test_links_within_sentences_are_no_list():
    """A post that is full of references in its sentences is a post."""
    prose = "<p>Some say " + ", and others, who came later, say ".join(
        f"<a href='https://s{n}.example.org/'>that</a>" for n in range(12)
    )
    assert nature_of(channel(*(Entry(f"Thought {n}", html=prose + "</p>") for n in range(4)))) == "posts"


def test_links_that_a_newsletter_counts():
    """Links that go over the newsletter's own counter are links to elsewhere; those to its own pages are not."""
    html = LIST.replace("https://s", "https://quay.example.org/link/s")
    own = LIST.replace("https://s", "https://quay.example.org/s")
    assert nature_of(channel(*(Entry(f"Quay #{n}", html=html) for n in range(3)))) == "issues"
    assert nature_of(channel(*(Entry(f"Quay #{n}", html=own) for n in range(3)))) == "posts"


def test_a_log_of_links_needs_pages_of_its_own():
    """Titles that lead to other sites make a log of links where the entries have pages on the feed's site; else it is a river."""
    out = [Entry(f"Find {n}", f"https://s{n}.example.com/", f"https://quay.example.org/{n}") for n in range(4)]
    assert nature_of(channel(*out)) == "links"
    assert nature_of(channel(*(Entry(each.title, each.url) for each in out))) == "posts"
    assert nature_of(channel(*(Entry(each.title, each.url, each.permalink, channel="A. Lee") for each in out))) == "posts"


def test_a_podcast_with_many_links_in_its_notes():
    """Episodes are posts, however many links their notes list."""
    sound = (Enclosure("https://quay.example.org/1.mp3", "audio/mpeg"),)
    assert (
        nature_of(channel(*(Entry(f"Episode #{n}", html=LIST, enclosures=sound) for n in range(3)), title="Quay Weekly"))
        == "posts"
    )


@pytest.mark.parametrize(
    ("enclosure", "kind"),
    [
        ("url='https://e.org/a' type='audio/mpeg'", "podcast"),
        ("url='https://e.org/a.m4a' type='application/octet-stream'", "podcast"),
        ("url='https://e.org/a.mp4?x' type=''", "video"), ("url='https://e.org/a.jpg' type='image/jpeg'", ""),
        ("url='javascript:a.mp3' type='audio/mpeg'", ""),
    ],
)  # fmt: skip
def test_enclosures(enclosure, kind):
    """Sound makes a podcast and film a video; a picture makes nothing."""
    found = only(rss(f"<item><title>x</title><link>https://e.org/1</link><enclosure {enclosure}/></item>"))
    assert (found.kind, len(found.links)) == (kind, 1 if kind else 0)


def test_relative_links():
    """Links are completed by the entry's base, else by its own address, else by the feed's."""
    body = "<![CDATA[<a href='b'>b</a> <img src=\"/c.png\" alt=C> <a href='#d'>d</a> <a href='mailto:x@e.org'>e</a>]]>"
    found = only(rss(item(title="x", link="/one/two", description=body)))
    assert found.url == "https://quay.example.org/one/two"
    for link in ("https://quay.example.org/one/b", "https://quay.example.org/c.png", "mailto:x@e.org"):
        assert f'href="{link}"' in found.content


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("&lt;p&gt;One &amp;amp; two&lt;/p&gt;", "<p>One &amp; two</p>"), ("a &lt; b", "a &lt; b"),
        ("<p>Write &lt;p&gt; for it</p>", "<p>Write &lt;p&gt; for it</p>"), ("", ""),
    ],
)  # fmt: skip
def test_escaped_twice(text, result):
    """HTML that was escaped once too often is unescaped; a text about HTML is left alone."""
    assert unescaped(text) == result


def test_titles_escaped_once_or_twice():
    """A title shows no escapes, and keeps a sign that it is about."""
    assert words_of("Boats &amp;#8217;n&amp;#8217; &amp;quot;quays&amp;quot;") == 'Boats ’n’ "quays"'
    assert words_of("The &lt;br&gt; and the &lt;p&gt;") == "The <br> and the <p>"


def test_people():
    """Names are taken from every form of author, the feed's where an entry has none."""
    creators = "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>{}</dc:creator>"
    assert only(rss(item(title="x", author="bo@e.org (Bo Holm)"))).authors == ("Bo Holm",)
    assert only(rss("<item><title>x</title>" + creators.format("Ada") + creators.format("Bo") + "</item>")).authors == (
        "Ada",
        "Bo",
    )
    assert only(rss(item(title="x"), more=creators.format("Ada"))).authors == ("Ada",)


def test_tags():
    """Categories are tags, each once; addresses and what says nothing are left out."""
    assert tags_of("Knots", "#rope", "Knots", "http://schemas.example.org/kind#post", "Uncategorized") == ("Knots", "rope")


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("Wed, 03 Sep 2025 22:30:00 +0200", "2025-09-03T20:30:00Z"), ("2025-09-03", "2025-09-03"), ("2025-09", "2025-09"),
        ("3 September 2025", "2025-09-03"), ("2025-09-03T22:30:00+02:00", "2025-09-03T20:30:00Z"), ("soon", ""),
        ("2025-13-01", ""),
    ],
)  # fmt: skip
def test_dates(stated, date):
    """Dates are read in each form that feeds have, and none is made up."""
    source = rss(item(title="x", link="https://e.org/1", pubDate=stated))
    (issue,) = importers.read(source).issues
    assert (next(issue.items()).date or issue.date) == date


def test_the_first_date_that_is_one():
    """An entry whose date of publication is none is dated by its update."""
    entry = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title><entry><title>y</title><published>soon</published>"
        "<updated>2025-09-03T20:30:00Z</updated></entry></feed>"
    )
    (issue,) = importers.read(Source("x.xml", entry.encode())).issues
    assert issue.date == "2025-09-03" and read_date("0001-01-01T00:00:00+14:00", (0, 0, 0, 0, 0, 0)) == ""


def test_an_address_that_only_the_id_has():
    """An entry without a link leads where its id does; an id that is no address is passed over without a doubt."""
    assert only(rss(item(title="x", guid="https://e.org/1"))).url == "https://e.org/1"
    imported = importers.read(
        rss("<item><title>x</title><guid isPermaLink='false'>quay-1</guid><pubDate>2025-09-01</pubDate></item>")
    )
    assert next(imported.issues[0].items()).url == "" and imported.doubts == ()


def test_an_entry_that_is_there_twice():
    """What a feed says twice word for word is there once."""
    one = item(title="x", link="https://e.org/1", pubDate="2025-09-01")
    assert only(rss(one, one)).title == "x"


def test_a_feed_without_a_title():
    """It is called after what surrounds it, else after its file."""
    assert importers.read(rss(item(title="x"), title="")).publications[0].title == "x"
    around = importers.Surroundings(newsletter="Harbour")
    source = Source("x.xml", rss(item(title="x"), title="").data, around)
    assert importers.read(source).publications[0].id == "harbour"


def test_a_feed_that_is_too_long(monkeypatch):
    """It is refused before the parser fills the memory, with its length and what to do."""
    monkeypatch.setattr(syndicated, "LENGTH_AT_MOST", 100)
    with pytest.raises(UnreadableSource, match=r"^x\.xml: is a feed of \d+ characters; expected at most 100; split it"):
        importers.read(rss(item(title="x")))


def json_feed(*items, **parts):
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Notes",
        "home_page_url": "https://e.org/",
        "items": list(items),
    }
    return Source("feed.json", json.dumps(feed | parts).encode())


def test_json_feed_on_one_line():
    """A JSON Feed that some program wrote on one line is told from rows of items."""
    assert importers.detect(json_feed({"id": "1"})).NAME == "feed"


def test_json_feed_that_leads_out():
    """An entry of a JSON Feed with an external address is a link, and its page a further one."""
    entries = [{"url": f"https://e.org/{n}", "external_url": f"https://s{n}.example.com/", "title": "A find"} for n in range(3)]
    items = [each for issue in importers.read(json_feed(*entries)).issues for each in issue.items()]
    assert [(each.url, each.source, each.links[0].url) for each in items] == [
        (f"https://s{n}.example.com/", f"s{n}.example.com", f"https://e.org/{n}") for n in range(3)
    ]


@pytest.mark.parametrize("broken", [{"title": 7}, {"items": [[], None, 3]}, {"authors": "Bo", "home_page_url": ["x"]}])
def test_json_feed_with_wrong_types(broken):
    """Values of a wrong type are as if they were not there; what is no entry is told."""
    imported = importers.read(json_feed({"id": 1, "title": ["x"], "tags": "x", "attachments": [7], "author": 3}, **broken))
    assert len(imported.doubts) >= 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": [',
            r"^feed\.json: is no whole JSON at line 1 column \d+; expected",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": 3}',
            'holds no list of items; expected a JSON Feed with "items"',
        ),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 5000, "is no whole JSON"),
    ],
)
def test_json_feed_that_is_broken(data, message):
    """A JSON Feed that is cut off, of another shape or too deep is refused by name."""
    with pytest.raises(SourceError, match=message):
        importers.read(Source("feed.json", data))

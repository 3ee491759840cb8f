"""Planets as text, page and feed: days in UTC, channels, times, whole issues among the posts."""

import pathlib

import pytest

from backissue import importers
from backissue.errors import SourceError, UnreadableSource
from backissue.importers import Source

SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
POST = "A. Lee: Tides\nSoon.\n"
END = "<p><em><a href='https://lee.example.org/{0}'>{1}</a></em></p>"


def read(text, name="planet.txt"):
    return importers.read(Source(name, text.encode()))


def posts(text, name="planet.txt"):
    return [
        (issue.publication, issue.date, item.source, item.title) for issue in read(text, name).issues for item in issue.items()
    ]


@pytest.mark.parametrize("day", ["1 May 2025", "01 May 2025", "May 1, 2025", "Thursday, May 1, 2025", "2025-05-01"])
@pytest.mark.parametrize("time", ["1 May 2025 7:00am GMT", "May 1, 2025 09:00 AM CEST", "2025-05-01 07:00 UTC"])
def test_days_and_times_in_other_words(day, time):
    """Days and times are read in every usual wording."""
    (issue,) = read(f"{day}\nPlanet Quay\n{POST}{time}\n").issues
    assert (issue.publication, issue.date, next(issue.items()).date) == ("planet-quay", "2025-05-01", "2025-05-01T07:00:00Z")


def test_the_day_is_that_of_utc():
    """A post late at night in another zone belongs to the day that it is in UTC."""
    assert posts(f"1 May 2025\nPlanet Quay\n{POST}1 May 2025 11:30pm EDT\n") == [("planet-quay", "2025-05-02", "A. Lee", "Tides")]


def test_one_planet_without_its_name():
    """Where posts begin right below the days, the page is one planet, named after its file."""
    text = f"1 May 2025\n{POST}1 May 2025 7:00am GMT\n30 Apr 2025\nB. Holm: Knots: a list\nSoon.\n30 Apr 2025 7:00am GMT\n"
    assert posts(text, "quay.txt") == [
        ("quay", "2025-05-01", "A. Lee", "Tides"),
        ("quay", "2025-04-30", "B. Holm", "Knots: a list"),
    ]


def test_a_planet_with_a_colon_in_its_name():
    """What stands below several days is a planet's name, though it reads like a channel and a title."""
    day = "{0} May 2025\nHarbour news: all posts\nA lantern\nIt learns.\n{0} May 2025 7:00am GMT\n"
    assert posts(day.format(2) + day.format(1)) == [
        ("harbour-news-all-posts", "2025-05-02", "", "A lantern"),
        ("harbour-news-all-posts", "2025-05-01", "", "A lantern"),
    ]


def test_a_second_planet_on_the_same_day():
    """Another planet's name between two posts opens its posts, and the day goes on."""
    text = f"1 May 2025\nPlanet Quay\n{POST}1 May 2025 7:00am GMT\nPlanet Sea\n{POST}1 May 2025 6:00am GMT\n"
    assert [post[0] for post in posts(text)] == ["planet-quay", "planet-sea"]


def test_a_date_within_a_post_is_no_day():
    """A line of a post that is a date ends nothing and begins nothing."""
    text = "1 May 2025\nPlanet Quay\nA. Lee: Log\n30 April 2025\nWe sailed.\n29 April 2025\nWe did not.\n1 May 2025 7:00am GMT\n"
    (issue,) = read(text).issues
    assert "<p>30 April 2025</p>" in next(issue.items()).content


def test_a_time_without_a_known_zone():
    """Only the day is kept, and it is said."""
    imported = read(f"1 May 2025\nPlanet Quay\n{POST}1 May 2025 7:00am XYZT\n")
    assert [item.date for issue in imported.issues for item in issue.items()] == [""]
    assert "has no zone that is known" in imported.doubts[0].what


def test_what_stands_above_and_below_is_left_out():
    """The page's own head and foot are no posts."""
    text = f"Planet Quay\nLast update: today\n1 May 2025\nPlanet Quay\n{POST}1 May 2025 7:00am GMT\nPowered by Planet!\n"
    assert len(posts(text)) == 1


def test_a_time_with_nothing_above_it():
    """A post that is missing is said."""
    imported = read(f"1 May 2025\nPlanet Quay\n{POST}1 May 2025 7:00am GMT\n1 May 2025 6:00am GMT\n")
    assert [doubt.what for doubt in imported.doubts] == ["nothing stands above the time 2025-05-01T06:00:00Z"]


def test_all_forms_of_a_newsletters_post_open_its_issue():
    """In text, page and feed alike, a newsletter's post is one item that leads to its issue, which stands apart."""
    for path in ("planet-text/two-planets.txt", "planet-html/planet.html", "feed/planet.xml"):
        imported = importers.read(Source(path, (SAMPLES / path).read_bytes()))
        (issue,) = [issue for issue in imported.issues if issue.publication == "pycoders"]
        (item,) = [item for river in imported.issues if river is not issue for item in river.items() if item.url == issue.url]
        assert item.source == "PyCoder’s Weekly" and item.date == "2025-09-02T19:30:00Z" and not item.content
        assert (issue.number, issue.date, next(issue.items()).title) == ("41", "2025-09-02", "A Lantern That Learns")


def test_a_channel_stands_only_when_it_changes():
    """On a page, posts without a channel of their own are by the channel above."""
    page = (
        "<html><title>Planet Quay</title><h2>May 01, 2025</h2><h3 class='post'><a href='/'>A. Lee</a></h3>"
        "<h4><a href='https://lee.example.org/1'>One</a></h4><p>1</p>" + END.format(1, "May 01, 2025 07:00 AM UTC")
        + "<h4><a href='https://lee.example.org/2'>Two</a></h4><p><em><a href='x'>not a time</a></em></p>"
        + END.format(2, "by Minna at May 01, 2025 06:00 AM UTC") + "<h3>subscriptions</h3>"
    )  # fmt: skip
    imported = read(page, "x.html")
    assert [(item.source, item.authors, item.title) for issue in imported.issues for item in issue.items()] == [
        ("A. Lee", ("A. Lee",), "One"), ("A. Lee", ("Minna",), "Two"),
    ]  # fmt: skip


def test_a_heading_that_leads_elsewhere():
    """An untitled post that begins with a linked heading does not get it as its title."""
    page = "<html><h2>May 01, 2025</h2><h3 class='post'>A. Lee</h3>"
    page += "<h4><a href='https://elsewhere.example.org'>Not mine</a></h4>Oars."
    (issue,) = read(page + END.format(1, "May 01, 2025 07:00 AM UTC"), "quay.html").issues
    assert next(issue.items()).title_made


def test_a_page_whose_times_have_no_zone():
    """Only the day is kept, and it is said."""
    page = "<html><h2>May 01, 2025</h2><h3 class='post'>A. Lee</h3><h4><a href='https://lee.example.org/1'>One</a></h4>x"
    imported = read(page + END.format(1, "May 01, 2025 07:00 AM"), "quay.html")
    assert (imported.publications[0].id, imported.issues[0].date) == ("quay", "2025-05-01")
    assert "'One' has no zone that is known" in imported.doubts[0].what


def feed(items, title="Planet Quay"):
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def test_a_blog_is_no_planet():
    """In a feed that is no planet's, a colon in a title is a colon, and there is no channel."""
    assert posts(feed("<item><title>Part 2: The rope</title><link>https://e.org/2</link></item>", "A log"), "x.xml") == [
        ("a-log", "", "", "Part 2: The rope")
    ]


def test_a_planet_under_another_name():
    """Where nearly all titles begin with one of several channels, they are channels."""
    items = "".join(f"<item><title>{name}: {n}</title></item>" for n, name in enumerate(["A", "B", "C", "A", "B"]))
    assert {post[2] for post in posts(feed(items, "Harbour People"), "x.xml")} == {"A", "B", "C"}


def test_channels_that_the_feed_names():
    """An Atom entry that names its source has it as its channel."""
    entry = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet Quay</title><entry><title>Tides: a list</title>"
        "<link href='https://lee.example.org/1'/><updated>2025-05-01T09:00:00+02:00</updated>"
        "<source><title>A. Lee</title></source>"
        "<content type='text'>one\n\ntwo &lt; three</content></entry></feed>"
    )
    (issue,) = read(entry, "x.xml").issues
    item = next(issue.items())
    assert (item.source, item.title, item.date) == ("A. Lee", "Tides: a list", "2025-05-01T07:00:00Z")
    assert item.content == "<p>one</p><p>two &lt; three</p>"


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Foo 2025"])
def test_posts_without_a_date(date):
    """A post whose date is none is kept undated, and said."""
    imported = read(feed(f"<item><title>A: One</title><pubDate>{date}</pubDate></item>"), "x.xml")
    assert [issue.date for issue in imported.issues] == [""]
    assert "'One' is kept undated" in imported.doubts[0].what


def test_a_mere_day_is_no_instant():
    """A feed that gives only days has its posts on those days, without a made-up midnight."""
    (issue,) = read(feed("<item><title>A: One</title><pubDate>2025-05-1</pubDate></item>"), "x.xml").issues
    assert (issue.date, next(issue.items()).date) == ("2025-05-01", "")


def test_a_feed_without_posts():
    """A whole one brings nothing and says so; one that is cut off is refused, with the reason that the parser gives."""
    imported = read(feed(""), "x.xml")
    assert (imported.publications, imported.issues) == ((), ()) and "without any post" in imported.doubts[0].what
    with pytest.raises(SourceError, match=r"holds no post \(.*unclosed token.*\)"):
        read("<?xml version='1.0'?><rss><channel><title", "x.xml")


def test_an_entity_bomb():
    """Entities that would grow without end are not expanded."""
    bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    imported = read(bomb + "]><rss><channel><item><title>x &i;</title></item></channel></rss>", "x.xml")
    assert all(len(item.title) < 1000 for issue in imported.issues for item in issue.items())


def test_whatever_breaks_the_parser(monkeypatch):
    """A feed on which the library itself stumbles is refused like any other that cannot be read."""

    def stumble(*_, **__):
        raise IndexError

    monkeypatch.setattr("feedparser.parse", stumble)
    with pytest.raises(UnreadableSource, match=r"cannot be parsed \(IndexError\); expected RSS or Atom; fetch it again"):
        read(feed(""), "x.xml")

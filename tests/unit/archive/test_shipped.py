"""The archive that is shipped in `data/`: made of its source, sound, and in our own words."""

import re
import runpy
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from backissue.archive.check import faults
from backissue.archive.folder import read
from backissue.model import Archive, Event, Item
from backissue.text.html import plain_text
from backissue.text.tokens import tokens

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="a browser has no disk")

ROOT = Path(__file__).parents[3]
DATA = ROOT / "data"
SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"


@pytest.fixture(scope="module")
def shipped() -> Archive:
    return read(DATA)


def items_of(archive: Archive, issue: str, section: str) -> list[Item]:
    return [item for found, part, item in archive.items() if found.id == issue and part.title == section]


def test_the_shipped_files_are_what_the_source_gives(tmp_path: Path) -> None:
    """Nobody forgot `make data` after the source was changed, and it gives the same bytes everywhere."""
    runpy.run_path(str(DATA / "build.py"))["build"](tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {name: (DATA / name).read_bytes() for name in built} == built
    assert {path.name for path in DATA.glob("*.json")} == {*built, "schema.json"}


def test_the_shipped_archive_has_no_fault() -> None:
    """What the page loads passes `check`."""
    assert faults(DATA) == []


def test_the_shipped_archive_shows_all_that_the_page_can_show(shipped: Archive) -> None:
    """A planet and a newsletter, a sponsor, a course, a podcast, an event with days and one online, a full post with code."""
    items = [item for _, _, item in shipped.items()]
    assert {publication.kind for publication in shipped.publications} == {"newsletter", "planet"}
    assert {"article", "project", "video", "course", "podcast", "event", "sponsor"} <= {item.kind for item in items}
    assert any(item.event and item.event.online for item in items)
    assert any(item.event and item.event.start < item.event.end and item.event.place for item in items)
    assert all(re.search("<pre>.*<table>.*<[ou]l>", item.content, re.S) for item in items if item.content)
    assert sum(bool(item.content) for item in items) == 2


def test_pycoders_739_is_there_whole(shipped: Archive) -> None:
    """Its lead items stand in a section without a title, its events have their days, its sponsor is marked."""
    lead = items_of(shipped, "pycoders/739", "")
    assert [(item.title.split()[0], item.source, item.kind, item.sponsored) for item in lead] == [
        ("Steering", "python.org", "article", False),
        ("Python", "Simon Willison", "article", False),
        ("Wallaby", "Wallaby", "sponsor", True),
        ("Accessing", "Real Python", "course", False),
    ]
    assert [len(items_of(shipped, "pycoders/739", title)) for title in ("Articles & Tutorials", "Projects & Code", "Events")] == [
        11,
        3,
        5,
    ]
    assert [item.event for item in items_of(shipped, "pycoders/739", "Events")] == [
        Event("2026-06-17", "2026-06-17", online=True),
        Event("2026-06-18", "2026-06-18"),
        Event("2026-06-18", "2026-06-18"),
        Event("2026-06-18", "2026-06-19"),
        Event("2026-06-19", "2026-06-22"),
    ]
    shared = [item.shared_by for _, _, item in shipped.items() if item.shared_by]
    assert shared == ["Khuyen Tran", "Adebayo Olaonipekun", "Adarsh Divakaran", "Amin", "minjeong bak", "Syed Basim Ali"]


def test_the_issue_is_also_a_post_of_its_day(shipped: Archive) -> None:
    """The planet's river leads to the issue by the link that both have."""
    (issue,) = (each for each in shipped.issues if each.id == "pycoders/739")
    (post,) = (item for found, _, item in shipped.items() if found.publication == "planet-python" and item.url == issue.url)
    assert (post.source, post.date) == ("PyCoder’s Weekly", "2026-06-16T19:30:00Z")


def test_python_weekly_727_says_that_its_titles_were_made(shipped: Archive) -> None:
    """Titles that the source had lost are marked as made; the two that it names are not."""
    (issue,) = (each for each in shipped.issues if each.id == "python-weekly/727")
    assert [(section.title, len(section.items)) for section in issue.sections] == [
        ("", 1),
        ("Articles, Tutorials and Talks", 12),
        ("Interesting Projects, Tools, and Libraries", 12),
        ("Upcoming Events and Webinars", 4),
        ("Our Other Newsletters", 2),
    ]
    assert [item.title for item in issue.items() if not item.title_made] == ["Programmer Weekly", "Founder Weekly"]


def test_posts_have_their_exact_times(shipped: Archive) -> None:
    """Every post of the three planets stands at its minute, in UTC."""
    planets = {publication.id for publication in shipped.publications if publication.kind == "planet"}
    assert sorted(item.date for issue, _, item in shipped.items() if issue.publication in planets) == [
        "2026-04-04T13:31:00Z",
        "2026-05-22T00:33:00Z",
        "2026-06-09T00:00:00Z",
        "2026-06-14T17:00:00Z",
        "2026-06-15T15:28:00Z",
        "2026-06-16T11:00:00Z",
        "2026-06-16T16:00:00Z",
        "2026-06-16T18:38:00Z",
        "2026-06-16T19:30:00Z",
    ]


def written_by_us() -> Iterator[str]:
    """Yields every text of the source that is no fact: summaries, posts, made titles."""
    raw = tomllib.loads((DATA / "source.toml").read_text("utf-8"))
    for issue in raw["issues"]:
        for item in issue.get("items", []) + [each for section in issue.get("sections", []) for each in section["items"]]:
            yield item.get("summary", "")
            yield plain_text(item.get("content", ""))
            yield item["title"] if item.get("title_made") else ""


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/corpus is not there: nothing to compare with")
def test_no_six_words_in_a_row_are_copied() -> None:
    """Summaries and posts are written anew: none shares six words in a row with the documents that the facts are from."""
    theirs: set[tuple[str, ...]] = set()
    for path in SEEDS.iterdir():
        theirs |= six_in_a_row(path.read_text("utf-8"))
    copied = {run for text in written_by_us() for run in six_in_a_row(text)} & theirs
    assert copied == set()
    assert len(theirs) > 3000


def six_in_a_row(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[place : place + 6]) for place in range(len(words) - 5)}


def test_summaries_are_one_or_two_sentences(shipped: Archive) -> None:
    """A summary can be read at a glance."""
    assert all(len(item.summary) <= 200 for _, _, item in shipped.items())
